"""Two measurements beside each other, and what their difference is held against."""

from datetime import date

import pytest

from support.analyses import make_analysis
from thomas_test.check.differences import Occasion, angles_beside, occasion_between
from thomas_test.core.angles import Measurement
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import PUBLISHED

LEFT, RIGHT = Side.LEFT, Side.RIGHT
MARCH, APRIL = date(2026, 3, 14), date(2026, 4, 25)


def measurement(thigh_deg: float, knee_deg: float | None = 60.0) -> Measurement:
    """A measurement with these angles, 3 degrees to either side."""
    return make_analysis(thigh_deg=thigh_deg, knee_deg=knee_deg).measured.measurement


def test_each_angle_with_its_words_and_the_difference() -> None:
    """4.2 below and 6.0 above lie 10.2 apart, and more than 6.9 is more than repeating may change."""
    thigh, knee = angles_beside(measurement(4.2), measurement(-6.0, 62.5), Occasion.LEGS)
    assert thigh.values == ("4.2° below horizontal", "6.0° above horizontal")
    assert thigh.intervals == ("1.2° to 7.2° below horizontal", "3.0° to 9.0° above horizontal")
    assert thigh.difference == "10.2°"
    assert thigh.verdict == "more than the 6.9° that repeating may change"
    assert knee.values == ("bent 60.0°", "bent 62.5°")
    assert knee.difference == "2.5°"
    assert knee.verdict == "within the 4.2° that repeating may change"


@pytest.mark.parametrize(
    ("occasion", "thigh", "knee"),
    [
        (Occasion.LEGS, PUBLISHED.sides, PUBLISHED.knee),
        (Occasion.SESSION, PUBLISHED.thigh, PUBLISHED.knee),
        (Occasion.ANOTHER_DAY, PUBLISHED.thigh, PUBLISHED.knee_other_day),
        (Occasion.SAME_PHOTO, None, None),  # nothing was repeated
        (Occasion.OTHER, None, None),  # nobody knows what lies between them
    ],
)
def test_what_a_difference_is_held_against(occasion: Occasion, thigh: object, knee: object) -> None:
    """Each occasion has what was measured for it, and where there is nothing, nothing is said."""
    rows = angles_beside(measurement(0.0), measurement(20.0), occasion)
    assert (rows[0].mdc, rows[1].mdc) == (thigh, knee)
    assert bool(rows[0].verdict) == (thigh is not None)


def test_a_knee_that_was_not_assessed_has_no_difference() -> None:
    """It is said, and the other one keeps its value."""
    _, knee = angles_beside(measurement(0.0, None), measurement(0.0, 70.0), Occasion.ANOTHER_DAY)
    assert knee.values == ("not assessed", "bent 70.0°")
    assert (knee.intervals[0], knee.difference, knee.verdict) == ("", "", "")


@pytest.mark.parametrize(
    ("legs", "days", "same_photo", "occasion"),
    [
        ((LEFT, RIGHT), (MARCH, MARCH), False, Occasion.LEGS),
        ((LEFT, LEFT), (MARCH, MARCH), False, Occasion.SESSION),
        ((LEFT, LEFT), (MARCH, APRIL), False, Occasion.ANOTHER_DAY),
        ((LEFT, RIGHT), (MARCH, APRIL), False, Occasion.OTHER),  # for this nothing was measured
        ((LEFT, LEFT), (MARCH, None), False, Occasion.OTHER),
        ((LEFT, RIGHT), (None, None), True, Occasion.SAME_PHOTO),  # two readers, who name the leg otherwise
    ],
)
def test_what_lies_between_two_results(
    legs: tuple[Side, Side], days: tuple[date | None, date | None], same_photo: bool, occasion: Occasion
) -> None:
    """Legs, days and the photo tell it, and where they do not, nothing is assumed."""
    assert occasion_between(legs, days, same_photo=same_photo) is occasion
