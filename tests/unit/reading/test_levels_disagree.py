"""Two horizons that contradict each other are named, with their tilts, wherever the result is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest

from support.analyses import make_analysis
from support.examinations import make_examination
from thomas_test.app.widgets.cards import warnings as warnings_card
from thomas_test.check.record import Trial
from thomas_test.check.report.contents import report_content
from thomas_test.cli.measure import closing_lines
from thomas_test.core.analysis import Analysis
from thomas_test.core.angles import ROWS, HorizonSource, Level
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import WarningCode
from thomas_test.output.records import analysis_to_json
from thomas_test.output.rows import row_of
from thomas_test.output.words import levels_apart, warning_advice
from thomas_test.overlay.contents import panel_words
from thomas_test.reading.correction import correct

GRAVITY = Level.usual(source=HorizonSource.GRAVITY, tilt_deg=6.4)
EDGE = Level.usual(source=HorizonSource.TABLE_EDGE, tilt_deg=-0.4)
MARKED = Level.usual(source=HorizonSource.MARKED, tilt_deg=2.0)
SAID = "gravity +6.4°, table's edge −0.4°"


def disagreeing(*others: Level) -> Analysis:
    """A picture levelled by gravity in which the table's edge says something else."""
    made = make_analysis(level=GRAVITY, warnings=(WarningCode.LEVELS_DISAGREE,))
    return replace(made, evidence=replace(made.evidence, levels=(GRAVITY, *others)))


def in_the_report(analysis: Analysis) -> str:
    """Read the cautions of the report of a check with this one photo."""
    examination = make_examination()
    leg = replace(examination.legs[Side.RIGHT], trials=(Trial(analysis=analysis),))
    examined = replace(examination, legs={**examination.legs, Side.RIGHT: leg})
    return " ".join(caution for half in report_content(examined).legs for caution in half.cautions)


PLACES: dict[str, Callable[[Analysis], str]] = {
    "terminal": lambda analysis: "\n".join(closing_lines(analysis)),
    "table": lambda analysis: row_of(analysis).words,
    "record": lambda analysis: analysis_to_json(analysis)["outcome"]["warnings"][0]["what"],
    "picture": lambda analysis: " ".join(
        part.text for part in panel_words(analysis.measured, analysis.preset, analysis.evidence.levels)
    ),
    "app": lambda analysis: unescape(warnings_card(analysis.measured, analysis.evidence.levels)),
    "report": in_the_report,
}


@pytest.mark.parametrize("place", PLACES)
def test_both_sources_and_their_tilts_are_named_everywhere(place: str) -> None:
    """A reader sees which two ways to level the picture differ, and by how much."""
    assert SAID in PLACES[place](disagreeing(EDGE, ROWS))


def test_the_words_say_which_one_was_used() -> None:
    """The first named; the code's own words stay in front of it, and what to do behind."""
    advice = warning_advice(WarningCode.LEVELS_DISAGREE, GRAVITY, (GRAVITY, EDGE, ROWS))
    assert (
        advice.what
        == f"Two ways to find the horizon differ by more than their errors allow: {SAID}; the first was used."
    )
    assert advice.do == WarningCode.LEVELS_DISAGREE.advice.do


@pytest.mark.parametrize("code", [code for code in WarningCode if code is not WarningCode.LEVELS_DISAGREE])
def test_other_warnings_keep_their_words(code: WarningCode) -> None:
    """Nothing of the levels is in them."""
    assert warning_advice(code, GRAVITY, (GRAVITY, EDGE, ROWS)) == code.advice


@pytest.mark.parametrize("found", [(), (GRAVITY,), (GRAVITY, ROWS)])
def test_a_record_that_names_no_other_source_keeps_the_plain_words(found: tuple[Level, ...]) -> None:
    """Records of older versions, and those made by hand."""
    assert warning_advice(WarningCode.LEVELS_DISAGREE, GRAVITY, found) == WarningCode.LEVELS_DISAGREE.advice


def test_a_line_drawn_later_is_not_held_against_what_was_measured_before() -> None:
    """The record of a corrected picture keeps the automatic outcome in its own words."""
    after = correct(disagreeing(EDGE, ROWS), level=MARKED)
    record = analysis_to_json(after)
    assert record["automatic"]["warnings"][0]["what"].endswith(f": {SAID}; the first was used.")
    assert record["outcome"]["warnings"][0]["what"].endswith(f": marked by hand +2.0°, {SAID}; the first was used.")


def test_three_sources_are_all_named() -> None:
    """In the order in which they count."""
    assert levels_apart(MARKED, (MARKED, GRAVITY, EDGE, ROWS)) == f"marked by hand +2.0°, {SAID}"


def test_a_table_without_contradiction_has_the_words_it_had() -> None:
    """Levels are named in the words of a row only where they disagree."""
    made = make_analysis(level=GRAVITY)
    agreed = replace(made, evidence=replace(made.evidence, levels=(GRAVITY, EDGE, ROWS)))
    assert "gravity" not in row_of(agreed).words
