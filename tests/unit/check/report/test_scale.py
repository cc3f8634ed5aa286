import numpy as np
import pytest

from thomas_test.check.drawings.shapes import Area, Disc, Role, Words
from thomas_test.check.meaning.reference_bands import Quantity, bands_for
from thomas_test.check.report.scale import KNEE_AXIS, THIGH_AXIS, Axis, draw_scale
from thomas_test.core.angles import Angle

BANDS = bands_for(Quantity.THIGH)


def _drawn(value_deg: float, half_width_deg: float = 3.0) -> tuple[list[Area], list[Disc], list[Words]]:
    angle = Angle(value_deg=value_deg, low_deg=value_deg - half_width_deg, high_deg=value_deg + half_width_deg)
    shapes = draw_scale(angle, axis=THIGH_AXIS, thresholds_deg=(0.0, 10.0), bands=BANDS).shapes
    return (
        [shape for shape in shapes if isinstance(shape, Area)],
        [shape for shape in shapes if isinstance(shape, Disc)],
        [shape for shape in shapes if isinstance(shape, Words)],
    )


@pytest.mark.parametrize(
    ("angle_deg", "place"),
    [
        (-30, 8.0),
        (5, 125.0),
        (40, 242.0),
        (-80, 8.0),  # beyond the end: at the end
        (90, 242.0),
    ],
)
def test_place_of_an_angle(angle_deg: float, place: float) -> None:
    """The axis runs evenly from its low to its high end, and nothing leaves it."""
    assert THIGH_AXIS.x(angle_deg) == pytest.approx(place)


def test_ticks_run_from_end_to_end() -> None:
    """Every step has its tick, both ends included."""
    assert Axis(low_deg=0, high_deg=40, step_deg=20).ticks_deg == (0, 20, 40)
    assert KNEE_AXIS.ticks_deg[-1] == 120


def test_value_stands_inside_its_interval_and_at_its_threshold() -> None:
    """An angle of 10 degrees stands on the second threshold, in the middle of its interval."""
    bars, dots, _ = _drawn(10.0)
    interval = next(bar for bar in bars if bar.role is Role.INTERVAL)
    threshold = [bar for bar in bars if bar.role is Role.THRESHOLD][1]
    for bar in (interval, threshold):
        assert dots[0].centre[0] == pytest.approx(np.mean([x for x, _ in bar.points]))


def test_only_a_group_with_a_spread_has_a_bar() -> None:
    """Ferber's spread is drawn; Harvey, whose spread was not read, is a mark alone. Both are named."""
    bars, _, words = _drawn(0.0)
    assert len([bar for bar in bars if bar.role is Role.BAND]) == 1
    assert {band.name for band in BANDS} <= {word.text for word in words}


def test_minus_is_a_true_minus() -> None:
    """Ticks below zero are written with a minus sign, not a hyphen."""
    texts = [word.text for word in _drawn(0.0)[2]]
    assert "−10°" in texts
    assert "-10°" not in texts


def test_words_say_what_is_drawn() -> None:
    """Those who do not see the scale hear number, interval, thresholds and groups."""
    scale = draw_scale(Angle.around(4, 1), axis=THIGH_AXIS, thresholds_deg=(0.0,), bands=BANDS)
    assert all(word in scale.says for word in ("4.0°", "2.0° to 6.0°", "Ferber", "600 limbs"))
