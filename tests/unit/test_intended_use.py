"""What the tool is for is said with the same words wherever it is said."""

import json
from pathlib import Path

import pytest

from support.analyses import make_analysis, make_refusal
from support.examinations import make_examination, make_front
from thomas_test.app.pages import about
from thomas_test.check.report.contents import report_content
from thomas_test.check.storage import save_examination
from thomas_test.cli.program import program
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import RefusalCode
from thomas_test.output.records import analysis_to_json
from thomas_test.output.words import INTENDED_USE
from thomas_test.second_view import front_to_json

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "text",
    [
        (ROOT / "README.md").read_text("utf-8"),
        (ROOT / "docs" / "method.md").read_text("utf-8"),
        about._LIMITS,
        report_content(make_examination()).not_this,
        program.registered_callback.callback.__doc__,
    ],
    ids=["readme", "method", "about", "report", "command line"],
)
def test_intended_use_is_one_text(text: str) -> None:
    """For information and measuring; no diagnosis."""
    assert " ".join(INTENDED_USE.split()) in " ".join(text.split())


@pytest.mark.parametrize(
    "record",
    [
        analysis_to_json(make_analysis()),
        analysis_to_json(make_refusal(code=RefusalCode.NO_PERSON)),
        front_to_json(make_front(Side.LEFT)),
        json.loads(save_examination(make_examination())),
    ],
    ids=["measured", "refused", "second photo", "examination"],
)
def test_every_record_says_what_it_is_for(record: dict[str, object]) -> None:
    """Whoever opens a file years later reads it there."""
    assert record["intended_use"] == INTENDED_USE
