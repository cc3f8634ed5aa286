import pytest

from support.analyses import ALL_STATED, make_analysis, make_refusal
from thomas_test.cli.measure import closing_lines, measured_rows
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.criteria import Preset
from thomas_test.core.landmarks import Direction, Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.words import INTERVAL_NOTE, KNEE_NORM_NOTE


def test_what_was_measured_as_pairs() -> None:
    """Leg, both angles with their intervals, three flags with signs, the finding, level and points, in this order."""
    analysis = make_analysis(
        thigh_deg=-7.25,
        knee_deg=96.0,
        level=Level.usual(source=HorizonSource.GRAVITY, tilt_deg=1.2),
        tested_leg=Side.LEFT,
        head_towards=Direction.RIGHT,
        source=PointsSource.OUTLINE,
        stated=ALL_STATED,
    )
    assert measured_rows(analysis) == [
        ("Tested leg", "left, head to the right"),
        ("Thigh θ", "7.2° above horizontal (4.2° to 10.2° above)"),
        ("Knee κ", "96.0° (93.0° to 99.0°)"),
        ("✗ not met", "thigh reaches parallel"),
        ("✗ not met", "thigh reaches 10° below parallel"),
        ("✓ met", f"knee bent near 90° (at least 80°); {KNEE_NORM_NOTE}"),
        ("Finding", "pattern that may go with a short iliopsoas"),
        ("Stated", "low back flat, felt with a hand under it; foot hung free; no pain"),
        ("Level", "the phone's own gravity, tilt +1.2°"),
        ("Points", "network and outline"),
    ]


@pytest.mark.parametrize(
    ("thigh_deg", "words"),
    [
        (0.04, "horizontal (3.0° above to 3.0° below)"),  # what is written as 0.0 lies on neither side
        (-0.04, "horizontal (3.0° above to 3.0° below)"),
        (0.06, "0.1° below horizontal (2.9° above to 3.1° below)"),
    ],
)
def test_the_side_agrees_with_the_number(thigh_deg: float, words: str) -> None:
    """No thigh is at 0.0 degrees and above horizontal."""
    assert ("Thigh θ", words) in measured_rows(make_analysis(thigh_deg=thigh_deg))


def test_without_an_ankle_the_knee_is_not_assessed() -> None:
    """The knee's line has no number, and its flag says so."""
    rows = measured_rows(make_analysis(knee_deg=None))
    assert ("Knee κ", "not assessed") in rows
    assert any(name == "– not assessed" for name, _ in rows)


@pytest.mark.parametrize(
    ("source", "words"), [(PointsSource.MODEL, "network"), (PointsSource.HAND, "by hand")], ids=lambda value: str(value)
)
def test_who_placed_the_points_is_told(source: PointsSource, words: str) -> None:
    """A reader knows whether a network or a person placed them."""
    assert ("Points", words) in measured_rows(make_analysis(source=source))


def test_below_the_numbers_stand_warnings_thresholds_and_the_note() -> None:
    """Every warning with what to do, thresholds other than the guide's with their source, then the note."""
    analysis = make_analysis(warnings=(WarningCode.DIM,), preset=Preset.named("mills"))
    warning, ask, thresholds, note = closing_lines(analysis)
    assert warning == f"Beware: {WarningCode.DIM.advice}"
    assert "--pelvis, --foot and --pain" in ask
    assert thresholds.startswith("Thresholds: Mills et al. 2015")
    assert note == INTERVAL_NOTE
    assert closing_lines(make_analysis(stated=ALL_STATED)) == [INTERVAL_NOTE]


def test_a_refusal_has_no_numbers_to_explain() -> None:
    """Nothing stands below a picture that was not measured."""
    assert closing_lines(make_refusal()) == []
