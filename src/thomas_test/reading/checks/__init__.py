"""Decide whether a picture may be measured, and what a reader of the number must know.

Each limit stands with what was seen on the rendered scenes (89 easy, 24 hard, 8 that are no Thomas test, 12 views
from the feet); the tests keep the two apart.
"""

from thomas_test.reading.checks.choice import with_doubted_choice
from thomas_test.reading.checks.limbs import (
    angle_warnings,
    fusion_warnings,
    level_warnings,
    reading_warnings,
    refuse_reading,
    trunk_warnings,
)
from thomas_test.reading.checks.picture import (
    fitting_refusal,
    leg_blur,
    lens_warnings,
    refuse_camera,
    refuse_picture,
    view_warnings,
)
from thomas_test.reading.checks.position import ankle_seen, refuse_position, refuse_turned, shank_covered

__all__ = [
    "angle_warnings",
    "ankle_seen",
    "fitting_refusal",
    "fusion_warnings",
    "leg_blur",
    "lens_warnings",
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
