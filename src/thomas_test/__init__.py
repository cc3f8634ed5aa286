"""Measure the Thomas Test from a photo.

The short way::

    from thomas_test import analyse, open_estimators, read_photo

    with open_estimators() as estimators:
        analysis = analyse(read_photo("photo.jpg"), estimators)

Everything below is the public face; the names load what they need when they are first used, so that importing the
package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thomas_test.core.analysis import Analysis
    from thomas_test.core.errors import ThomasTestError
    from thomas_test.core.settings import Effort, Settings
    from thomas_test.estimators.registry import open_estimators
    from thomas_test.images import Photo, read_photo
    from thomas_test.overlay import draw_overlay
    from thomas_test.reading.analyse import analyse, correct, measure_points

_HOMES = {
    "Analysis": "core.analysis",
    "Effort": "core.settings",
    "Photo": "images",
    "Settings": "core.settings",
    "ThomasTestError": "core.errors",
    "analyse": "reading.analyse",
    "correct": "reading.analyse",
    "draw_overlay": "overlay",
    "measure_points": "reading.analyse",
    "open_estimators": "estimators.registry",
    "read_photo": "images",
}

__all__ = [
    "Analysis",
    "Effort",
    "Photo",
    "Settings",
    "ThomasTestError",
    "analyse",
    "correct",
    "draw_overlay",
    "measure_points",
    "open_estimators",
    "read_photo",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
