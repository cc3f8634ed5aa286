"""The sample pictures that come with the package or lie in its repository."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".heic"})
_PLACES = (Path(__file__).parents[1] / "sample_images", Path(__file__).parents[3] / "sample_images")
"""Beside the installed package, or in the clone that it runs from."""


@cache
def sample_pictures() -> tuple[Path, ...]:
    """Give the sample pictures in order of their names; none where they were not installed."""
    for place in _PLACES:
        found = sorted(path for path in place.glob("*") if path.suffix.lower() in _SUFFIXES)
        if found:
            return tuple(found)
    return ()
