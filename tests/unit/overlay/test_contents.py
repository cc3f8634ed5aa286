import pytest

from support.analyses import make_analysis, make_outcome, make_refusal
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.criteria import GUIDE
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import RefusalCode, WarningCode
from thomas_test.overlay.contents import blind_words, label_words, note_words, panel_words, refusal_words
from thomas_test.overlay.style import THIGH, VERDICT_COLOURS


def test_the_panel_says_leg_flags_level_and_warnings() -> None:
    """Beside the picture stand the leg, the three flags with signs, the norm of the knee, the level, the warnings."""
    outcome = make_outcome(
        thigh_deg=-4.0,
        knee_deg=81.0,
        tested_leg=Side.LEFT,
        level=Level.usual(source=HorizonSource.TABLE_EDGE, tilt_deg=-1.2),
        warnings=(WarningCode.READINGS_SCATTER, WarningCode.DIM),
    )
    words = panel_words(outcome, GUIDE)
    assert [(part.badge, part.text) for part in words] == [
        ("", "Left leg measured"),
        ("✗", "thigh reaches parallel: not met"),
        ("✗", "thigh reaches 10° below parallel: not met"),
        ("?", "knee bent near 90° (at least 80°): borderline"),
        ("", "(the knees of 117 elite athletes hung at 52.5° on average)"),
        ("", "Level: the table's edge, tilt −1.2°"),
        ("", "Beware: readings scatter, dim"),
    ]
    assert {part.badge_colour for part in words if part.badge} <= set(VERDICT_COLOURS.values())


def test_a_picture_without_level_is_not_warned_of_twice() -> None:
    """That the rows of the picture were taken for level is said once."""
    texts = [part.text for part in panel_words(make_outcome(warnings=(WarningCode.NOT_LEVELLED,)), GUIDE)]
    assert [text for text in texts if "level" in text.lower()] == ["Level: rows of the picture (not levelled)"]
    assert not any(text.startswith("Beware") for text in texts)


def test_a_label_gives_the_angle_and_its_interval() -> None:
    """The number is large, its interval below it."""
    angle = make_analysis(thigh_deg=-4.0).measured.measurement.thigh
    large, small = label_words("θ", angle, THIGH, signed=True)
    assert (large.text, small.text) == ("θ −4.0°", "−7.0° to −1.0°")
    assert large.size > small.size


def test_what_the_intervals_cover_is_said() -> None:
    """The note names what an interval leaves out."""
    (note,) = note_words()
    assert all(part in note.text for part in ("95 %", "another day", "pelvis", "rendered bodies"))


def test_a_blind_rater_reads_no_number() -> None:
    """Leg and kind of level, without digits."""
    words = blind_words(make_outcome(level=Level.usual(source=HorizonSource.GRAVITY, tilt_deg=3.0)))
    assert [part.text for part in words] == ["Right leg", "Level: the phone's own gravity"]


@pytest.mark.parametrize("code", RefusalCode)
def test_a_refusal_says_why_and_what_to_do(code: RefusalCode) -> None:
    """The band has the reason first, then what was seen, then what to do."""
    refusal = make_refusal(code=code, detail="Seen.").refusal
    assert refusal is not None
    title, detail = refusal_words(refusal)
    assert title.text == f"Not measured. {refusal.advice.what}"
    assert detail.text == f"Seen. {refusal.advice.do}"
