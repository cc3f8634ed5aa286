"""What the tool is for is said with the same words wherever it is said."""

from pathlib import Path

import pytest

from support.examinations import make_examination
from thomas_test.app.pages import about
from thomas_test.check.report.contents import report_content
from thomas_test.cli.program import program
from thomas_test.output.words import INTENDED_USE

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
