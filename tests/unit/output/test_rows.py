from dataclasses import astuple, replace

import pytest

from support.analyses import ALL_STATED, FULL, make_analysis, make_outcome, make_refusal
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.errors import EstimatorError, ImageError
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.quality import RefusalCode, WarningCode
from thomas_test.core.settings import Effort
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.rows import COLUMNS, row_of, row_of_error, row_of_skipped, words_of

CONTRACT = """
    file, status, reason, quality, tested_leg, head_towards, thigh_angle_deg, thigh_low_deg, thigh_high_deg,
    knee_flexion_deg, knee_low_deg, knee_high_deg, horizon_tilt_deg, horizon_source,
    reaches_parallel, reaches_10_below, knee_near_90, pattern, model, model_sha256, version
""".replace(",", "").split()


def test_the_contract_columns_come_first_and_in_order() -> None:
    """The table begins with the columns that others rely on; ours follow."""
    assert list(COLUMNS[: len(CONTRACT)]) == CONTRACT


def test_a_measured_picture_fills_its_row() -> None:
    """Every value stands in its own column, unrounded."""
    row = row_of(
        make_analysis(
            thigh_deg=-4.123456,
            knee_deg=85.5,
            tested_leg=Side.LEFT,
            head_towards=Direction.RIGHT,
            level=Level.usual(source=HorizonSource.GRAVITY, tilt_deg=1.25),
            warnings=(WarningCode.DIM, WarningCode.SOFT_FOCUS),
            stated=ALL_STATED,
            effort=Effort.THOROUGH,
        )
    )
    assert (row.file, row.status, row.reason) == ("photo.jpg", "measured", "")
    assert row.quality == "soft_focus;dim"
    assert (row.tested_leg, row.head_towards) == ("left", "right")
    assert (row.thigh_angle_deg, row.thigh_low_deg, row.thigh_high_deg) == (-4.123456, -7.123456, -1.123456)
    assert (row.knee_flexion_deg, row.knee_low_deg, row.knee_high_deg) == (85.5, 82.5, 88.5)
    assert (row.horizon_source, row.horizon_tilt_deg) == ("gravity", 1.25)
    assert (row.reaches_parallel, row.reaches_10_below, row.knee_near_90) == ("not met", "not met", "met")
    assert row.pattern == "one_joint"
    assert (row.model, row.model_sha256) == ("full", FULL.sha256)
    assert (row.points_source, row.preset, row.knee_tolerance_deg) == ("model", "guide", 10.0)
    assert (row.landmark_thigh_deg, row.landmark_knee_deg, row.readings) == (4.4, 63.2, 4)
    assert (row.effort, row.seconds) == ("thorough", 0.25)
    assert row.version


def test_a_knee_that_was_not_seen_leaves_its_columns_empty() -> None:
    """Without an ankle the row is measured, κ is empty and its flag says so."""
    row = row_of(make_analysis(knee_deg=None, warnings=(WarningCode.ANKLE_HIDDEN,)))
    assert row.status == "measured"
    assert (row.knee_flexion_deg, row.knee_low_deg, row.knee_high_deg) == (None, None, None)
    assert (row.knee_near_90, row.quality, row.pattern) == ("not assessed", "ankle_hidden", "undecided")


def test_a_corrected_picture_keeps_what_was_measured_before() -> None:
    """After a person moved points, the automatic angles stand beside theirs."""
    before = make_outcome(thigh_deg=9.5, knee_deg=None)
    row = row_of(make_analysis(thigh_deg=5.0, source=PointsSource.HAND, automatic=before))
    assert (row.points_source, row.thigh_angle_deg, row.automatic_thigh_deg) == ("hand", 5.0, 9.5)
    assert row.automatic_knee_deg is None


def test_a_refused_picture_has_a_reason_and_no_angle() -> None:
    """A refusal is a row with a code, its words, and nothing that could be taken for a measurement."""
    row = row_of(make_refusal(code=RefusalCode.UPRIGHT, detail="The trunk is upright."))
    assert (row.status, row.reason, row.quality) == ("refused", "upright", "")
    assert row.words.startswith("The person stands or sits. The trunk is upright.")
    assert (row.thigh_angle_deg, row.knee_flexion_deg, row.horizon_tilt_deg) == (None, None, None)
    assert (row.reaches_parallel, row.pattern, row.tested_leg) == ("", "", "")
    assert row.model == "full"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ImageError("Too large.", reason="too_large"), "too_large"),  # the picture's own reason
        (EstimatorError("The network failed."), "failed"),  # not the picture's fault
    ],
)
def test_a_file_that_failed_has_a_row(error: ImageError, reason: str) -> None:
    """A picture that could not be read or that broke the network keeps its place in the table."""
    row = row_of_error("a/b.jpg", error)
    assert (row.file, row.status, row.reason, row.words) == ("a/b.jpg", "error", reason, str(error))


def test_a_file_that_is_no_picture_has_a_row() -> None:
    """Everything found is listed."""
    row = row_of_skipped("notes.txt")
    assert (row.file, row.status, row.reason) == ("notes.txt", "skipped", "not_a_picture")


@pytest.mark.parametrize(
    ("thigh_deg", "knee_deg", "words"),
    [
        (
            -4.0,
            85.0,
            (
                "Right thigh 4.0° above horizontal (1.0° to 7.0° above), knee bent 85.0° (82.0° to 88.0°). "
                "Pattern that may go with a short iliopsoas."
            ),
        ),
        (
            5.0,
            None,
            (
                "Right thigh 5.0° below horizontal (2.0° to 8.0° below), knee not assessed. "
                "No pattern named: a flag it rests on is borderline or not assessed."
            ),
        ),
    ],
)
def test_the_words_describe_and_do_not_diagnose(thigh_deg: float, knee_deg: float | None, words: str) -> None:
    """The sentence gives leg, angles, intervals and the pattern's name."""
    assert words_of(make_analysis(thigh_deg=thigh_deg, knee_deg=knee_deg, stated=ALL_STATED)) == words


def test_of_one_photo_of_a_check_no_pattern_is_said() -> None:
    """What was stated belongs to the leg: a photo by itself would deny it."""
    analysis = make_analysis(thigh_deg=5.0, knee_deg=None)
    assert "nobody stated" in words_of(analysis)
    assert words_of(analysis, pattern=False) == (
        "Right thigh 5.0° below horizontal (2.0° to 8.0° below), knee not assessed."
    )


def test_a_row_is_made_of_plain_values() -> None:
    """Rows cross process borders and go into tables: nothing but texts, numbers and None."""
    assert all(isinstance(value, str | float | int | None) for value in astuple(row_of(make_analysis())))


def test_a_marked_pelvis_stands_in_its_columns_with_its_interval() -> None:
    """As the outcome says it; without a mark the columns are empty."""
    analysis = make_analysis(thigh_deg=4.0)
    hip, knee = (analysis.measured.pose[joint] for joint in (Joint.HIP, Joint.KNEE))
    marked = analysis.measured.pose.with_points({Joint.CREST: hip - 0.3 * (knee - hip)}, source=PointsSource.HAND)
    analysis = replace(analysis, outcome=replace(analysis.measured, pose=marked))
    line, row = analysis.measured.pelvis, row_of(analysis)
    assert line is not None
    assert row.pelvic_line == "crest_trochanter"
    assert (row.pelvic_tilt_low_deg, row.pelvic_tilt_deg, row.pelvic_tilt_high_deg) == (
        line.tilt.low_deg,
        line.tilt.value_deg,
        line.tilt.high_deg,
    )
    assert (row.thigh_to_pelvis_low_deg, row.thigh_to_pelvis_deg, row.thigh_to_pelvis_high_deg) == (
        line.thigh.low_deg,
        line.thigh.value_deg,
        line.thigh.high_deg,
    )
    bare = row_of(make_analysis())
    assert (bare.pelvic_line, bare.pelvic_tilt_low_deg, bare.thigh_to_pelvis_high_deg) == ("", None, None)
