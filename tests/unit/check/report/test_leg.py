import io
from dataclasses import replace

import pytest
from PIL import Image

from support.examinations import DAY, make_leg, make_picture, make_trial
from thomas_test.check.record import Examination, Leg
from thomas_test.check.report.leg import LegContent, leg_content
from thomas_test.check.statements import Retest, Seen, Tightness
from thomas_test.check.summary import summarise
from thomas_test.core.angles import Angle, HorizonSource, Level
from thomas_test.core.landmarks import Side
from thomas_test.core.statements import Foot, Pelvis
from thomas_test.core.thomas_pose import PointsSource


def content(leg: Leg, *, changed: object = None) -> LegContent:
    """The left leg's half of a report."""
    examination = Examination(day=DAY, legs={Side.LEFT: leg}, first_leg=Side.RIGHT)
    summary = summarise(examination, Side.LEFT)
    if summary is not None and isinstance(changed, dict):
        summary = replace(summary, **changed)
    return leg_content(examination, Side.LEFT, summary, rater_blind=False)


def test_a_leg_that_was_not_measured_has_nothing_to_say() -> None:
    """No number, no flag, no finding, and no word on how sure they are or what was said."""
    half = content(make_leg(Side.LEFT))
    assert (half.numbers, half.scales, half.flags, half.readings, half.cautions) == ((), (), (), (), ())
    assert (half.shown.picture, half.shown.caption, half.measured_how) == (None, "Not measured.", "")
    assert half.statements == ""


def test_the_picture_shown_is_that_of_the_median_trial() -> None:
    """Of trials at 2, 5 and 11 degrees that of 5, or without its picture the nearest one that has one."""

    def shown_width(*kept: int) -> int:
        pictures = [make_picture(size_px=(160 * number, 120 * number)) for number in (1, 2, 3)]
        trials = tuple(
            make_trial(Side.LEFT, thigh_deg=angle, picture=pictures[number] if number in kept else None)
            for number, angle in enumerate((2.0, 5.0, 11.0))
        )
        half = content(replace(make_leg(Side.LEFT), trials=trials))
        assert half.shown.picture is not None
        with Image.open(io.BytesIO(half.shown.picture)) as shown:
            return shown.width

    assert shown_width(0, 1, 2) == 320
    assert shown_width(0, 2) == 160
    assert shown_width(2) == 480


@pytest.mark.parametrize(
    ("rotation_deg", "value", "within"),
    [
        (12.0, "12.0° turned out", "8.1° to 15.9° turned out"),
        (-12.0, "12.0° turned in", "8.1° to 15.9° turned in"),
        (0.04, "0.0°", "3.9° turned in to 4.0° turned out"),  # what is written as 0.0 turns neither way
        (-0.04, "0.0°", "4.0° turned in to 3.9° turned out"),
    ],
)
def test_a_turn_is_said_in_words(rotation_deg: float, value: str, within: str) -> None:
    """Which way, by the number as it is written; the interval beside it in the same words, without signs."""
    half = content(make_leg(Side.LEFT, 4.0), changed={"rotation": Angle.around(rotation_deg, 2.0)})
    row = next(row for row in half.numbers if row.label == "Rotation")
    assert row.value == value
    assert row.detail == f"95 % interval {within}"


def test_a_hidden_ankle_leaves_the_knee_without_number_and_scale() -> None:
    """The thigh has both, the knee says why it has none."""
    leg = replace(make_leg(Side.LEFT), trials=(make_trial(Side.LEFT, knee_deg=None),))
    half = content(leg)
    assert [row.value for row in half.numbers] == ["Thigh 4.0° below horizontal", "Not assessed"]
    assert half.numbers[1].detail == "The ankle could not be seen."
    assert len(half.scales) == 1


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ({"feelings": (), "nothing_felt": True}, "no pain was reported"),
        ({"feelings": ()}, "pain: not asked"),
        ({"seen": frozenset({Seen.STRAIGHT})}, "thigh points straight"),
        ({"seen": frozenset({Seen.TURNED_IN, Seen.DRAWN_ASIDE})}, "turned in"),
        ({"tight": Tightness.YES}, "feels tight"),
        ({"tight": Tightness.NOT_ASKED}, ""),
    ],
)
def test_statements_are_told_as_they_were_made(statements: dict[str, object], said: str) -> None:
    """What was said and seen is written; what was not asked is not."""
    words = content(make_leg(Side.LEFT, 4.0, **statements)).statements
    assert said in words
    assert ("tight" in words) is (statements.get("tight") is not Tightness.NOT_ASKED)


def test_how_it_was_measured_names_level_and_points() -> None:
    """The horizontal, and whether a person looked at the points."""
    level = Level.usual(source=HorizonSource.GRAVITY, tilt_deg=1.2)
    by_hand = replace(make_leg(Side.LEFT), trials=(make_trial(Side.LEFT, level=level, source=PointsSource.HAND),))
    assert content(by_hand).measured_how == (
        "Level: the phone's own gravity, tilt +1.2°; points checked or placed by hand."
    )
    assert content(make_leg(Side.LEFT, 4.0)).measured_how.endswith("points as found.")


def test_a_pattern_that_is_withheld_is_not_named() -> None:
    """Where nobody checked the low back the angle stays, and what it goes together with is not said."""
    leg = make_leg(Side.LEFT, -9.0, pelvis=Pelvis.NOT_CHECKED, foot=Foot.FREE, retest=Retest.NOT_DONE)
    half = content(leg)
    assert [reading.title for reading in half.readings] == ["No pattern is named: low back not checked"]
    assert half.numbers[0].value == "Thigh 9.0° above horizontal"
