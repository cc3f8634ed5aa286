"""Decide whether a picture may be measured, and what a reader of the number must know.

Each limit stands with what was seen on the rendered scenes (89 easy, 24 hard, 8 that are no Thomas test, 12 views
from the feet); the tests keep the two apart.
"""

from thomas_test.checks.choice import with_doubted_choice
from thomas_test.checks.picture import fitting_refusal, refuse_camera, refuse_picture, view_warnings
from thomas_test.checks.position import ankle_seen, refuse_position, shank_covered
from thomas_test.checks.reading import (
    angle_warnings,
    fusion_warnings,
    level_warnings,
    reading_warnings,
    refuse_reading,
    trunk_warnings,
)
from thomas_test.checks.sharpness import leg_blur
from thomas_test.checks.turned import refuse_turned

__all__ = [
    "angle_warnings",
    "ankle_seen",
    "fitting_refusal",
    "fusion_warnings",
    "leg_blur",
    "level_warnings",
    "reading_warnings",
    "refuse_camera",
    "refuse_picture",
    "refuse_position",
    "refuse_reading",
    "refuse_turned",
    "shank_covered",
    "trunk_warnings",
    "view_warnings",
    "with_doubted_choice",
]
