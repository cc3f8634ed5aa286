import json
from dataclasses import replace

import pytest

from support.analyses import ALL_STATED, make_analysis, make_outcome, make_refusal, marked
from thomas_test.core.analysis import NO_NETWORK, Analysis
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.criteria import Pattern
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Direction
from thomas_test.core.quality import RefusalCode, WarningCode
from thomas_test.core.settings import Effort
from thomas_test.core.statements import NOTHING_STATED
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.records import analysis_from_json, analysis_to_json, file_record
from thomas_test.output.rows import row_of, row_of_skipped

ANALYSES = {
    "measured": make_analysis(thigh_deg=-1 / 3, warnings=(WarningCode.DIM,)),
    "corrected": make_analysis(
        thigh_deg=5.0,
        source=PointsSource.HAND,
        head_towards=Direction.RIGHT,
        level=Level.usual(source=HorizonSource.MARKED, tilt_deg=-2.5),
        automatic=make_outcome(thigh_deg=9.0),
    ),
    "stated": make_analysis(thigh_deg=-12.0, knee_deg=92.0, stated=ALL_STATED),
    "no ankle": make_analysis(knee_deg=None),
    "refused": make_refusal(code=RefusalCode.LEG_CUT_OFF, detail="At the right edge."),
    "bare": replace(make_analysis(), head_circle_px=None, read_by=NO_NETWORK),
    "helpers": replace(make_analysis(), other_heads_px=((500.0, 40.0, 30.0), (620.0, 90.0, 28.5))),
}


@pytest.mark.parametrize("analysis", ANALYSES.values(), ids=ANALYSES.keys())
def test_a_record_gives_back_its_analysis(analysis: Analysis) -> None:
    """Through JSON text and back nothing is lost: the same row, the same record, unrounded."""
    text = json.dumps(analysis_to_json(analysis), allow_nan=False)
    again = analysis_from_json(json.loads(text))
    assert row_of(again) == row_of(analysis)
    assert analysis_to_json(again) == analysis_to_json(analysis)


def test_a_record_of_an_earlier_version_is_read() -> None:
    """It kept the doubt about the level used beside the levels, and none about the others."""
    record = analysis_to_json(ANALYSES["corrected"])
    for level in (record["outcome"]["level"], record["automatic"]["level"], *record["evidence"]["levels"]):
        del level["sd_deg"]
    record["evidence"]["level_sd_deg"] = 1.3
    again = analysis_from_json(record)
    assert again.measured.level == marked(-2.5, sd_deg=1.3)
    assert again.automatic is not None
    assert again.automatic.level.sd_deg == 0.5  # the least of any: it is not known
    assert again.evidence.levels[0].sd_deg == 1.3


@pytest.mark.parametrize(
    ("models", "effort", "kept"),
    [
        ([{"name": "full", "sha256": "ab"}], "thorough", Effort.THOROUGH),
        ([{"name": "full", "sha256": "ab"}], "", None),  # saved inside a check by an earlier version
        ([], "standard", None),  # points placed by hand: no network, and so no effort
    ],
)
def test_the_effort_belongs_to_the_networks(models: list[dict[str, str]], effort: str, kept: Effort | None) -> None:
    """A record is read back with networks and effort in one."""
    record = analysis_to_json(make_analysis()) | {"models": models, "effort": effort}
    assert analysis_from_json(record).read_by.effort is kept


def test_a_pattern_of_an_earlier_version_is_not_taken_over() -> None:
    """Records of before named patterns by other rules, and nobody was asked how the test was done."""
    record = analysis_to_json(make_analysis(thigh_deg=12.0, knee_deg=60.0))
    del record["stated"]
    record["outcome"]["findings"]["pattern"] = "two_joint"
    opened = analysis_from_json(record)
    assert opened.stated == NOTHING_STATED
    assert opened.measured.findings.pattern is Pattern.UNDECIDED


def test_a_record_explains_itself() -> None:
    """A record says what it is, who made it, what the warnings mean and what the interval covers."""
    record = analysis_to_json(make_analysis(warnings=(WarningCode.DIM,), effort=Effort.FAST))
    assert (record["schema"], record["schema_version"], record["effort"]) == ("thomas-test.analysis", 1, "fast")
    assert record["outcome"]["warnings"] == [
        {"code": "dim", "what": "The picture is dark.", "do": "Turn on the light and take it again if you can."}
    ]
    assert record["outcome"]["points_px"]["hip"] == [320.0, 240.0]
    assert "rendered bodies" in record["interval_note"]
    assert record["evidence"]["levels"] == [{"source": "image", "tilt_deg": 0.0, "sd_deg": 2.4}]


def test_a_refused_record_says_what_to_do() -> None:
    """A refusal travels with its words, and without a note on an interval that is not there."""
    record = analysis_to_json(make_refusal(code=RefusalCode.TOO_DARK))
    assert (record["status"], record["reason"], record["outcome"]) == ("refused", "too_dark", None)
    assert record["refusal"]["do"].startswith("Turn on the light")
    assert record["interval_note"] == ""


def test_a_file_without_analysis_has_a_short_record() -> None:
    """Files that are no pictures are listed here, too."""
    record = file_record(row_of_skipped("notes.txt"))
    assert (record["file"], record["status"], record["reason"]) == ("notes.txt", "skipped", "not_a_picture")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({}, "expected a record of kind 'thomas-test.analysis', version 1, got None"),
        ([], "expected a record of kind"),  # JSON, but no object
        ({**analysis_to_json(make_analysis()), "schema_version": 99}, "version 99"),  # made by a newer version
        (file_record(row_of_skipped("notes.txt")), "not read|Not a picture|got another"),
        ({**analysis_to_json(make_analysis()), "size_px": [640]}, "damaged"),
        ({**analysis_to_json(make_analysis()), "outcome": {"tested_leg": "left"}}, "damaged"),
        ({**analysis_to_json(make_analysis()), "preset": {"name": "guide"}}, "damaged"),
        ({**analysis_to_json(make_analysis()), "outcome": None}, "damaged"),  # neither measured nor refused
    ],
)
def test_anything_else_is_turned_away(record: object, message: str) -> None:
    """A record that is none, or a damaged one, gives a message and never a traceback."""
    with pytest.raises(UsageError, match=message):
        analysis_from_json(record)
