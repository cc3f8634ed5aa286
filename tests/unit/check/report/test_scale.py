import pytest

from thomas_test.check.meaning.reference_bands import Quantity, bands_for
from thomas_test.check.report.scale import KNEE_AXIS, THIGH_AXIS, Axis, Bar, Dot, Ink, ScaleText, draw_scale
from thomas_test.core.angles import Angle

BANDS = bands_for(Quantity.THIGH)


def _drawn(value_deg: float, half_width_deg: float = 3.0) -> tuple[list[Bar], list[Dot], list[ScaleText]]:
    angle = Angle(value_deg=value_deg, low_deg=value_deg - half_width_deg, high_deg=value_deg + half_width_deg)
    shapes = draw_scale(angle, axis=THIGH_AXIS, thresholds_deg=(0.0, 10.0), bands=BANDS, width=250.0).shapes
    return (
        [shape for shape in shapes if isinstance(shape, Bar)],
        [shape for shape in shapes if isinstance(shape, Dot)],
        [shape for shape in shapes if isinstance(shape, ScaleText)],
    )


@pytest.mark.parametrize(
    ("angle_deg", "place"),
    [
        (-30, 0.0),
        (5, 50.0),
        (40, 100.0),
        (-80, 0.0),  # beyond the end: at the end
        (90, 100.0),
    ],
)
def test_place_of_an_angle(angle_deg: float, place: float) -> None:
    """The axis runs evenly from its low to its high end, and nothing leaves it."""
    assert THIGH_AXIS.x(angle_deg, 100.0) == pytest.approx(place)


def test_ticks_run_from_end_to_end() -> None:
    """Every step has its tick, both ends included."""
    assert Axis(low_deg=0, high_deg=40, step_deg=20).ticks_deg == (0, 20, 40)
    assert KNEE_AXIS.ticks_deg[-1] == 120


def test_value_stands_inside_its_interval_and_at_its_threshold() -> None:
    """An angle of 10 degrees stands on the second threshold, in the middle of its interval."""
    bars, dots, _ = _drawn(10.0)
    interval = next(bar for bar in bars if bar.ink is Ink.INTERVAL)
    threshold = [bar for bar in bars if bar.ink is Ink.THRESHOLD][1]
    assert dots[0].x == pytest.approx(interval.x + interval.width / 2)
    assert dots[0].x == pytest.approx(threshold.x + threshold.width / 2)


def test_only_a_group_with_a_spread_has_a_bar() -> None:
    """Ferber's spread is drawn; Harvey, whose spread was not read, is a mark alone. Both are named."""
    bars, _, words = _drawn(0.0)
    assert len([bar for bar in bars if bar.ink is Ink.BAND]) == 1
    assert {band.name for band in BANDS} <= {word.text for word in words}


def test_minus_is_a_true_minus() -> None:
    """Ticks below zero are written with a minus sign, not a hyphen."""
    texts = [word.text for word in _drawn(0.0)[2]]
    assert "−10°" in texts
    assert "-10°" not in texts


def test_words_say_what_is_drawn() -> None:
    """Those who do not see the scale hear number, interval, thresholds and groups."""
    scale = draw_scale(Angle.around(4, 1), axis=THIGH_AXIS, thresholds_deg=(0.0,), bands=BANDS, width=250.0)
    assert all(word in scale.says for word in ("4.0°", "2.0° to 6.0°", "Ferber", "600 limbs"))
