"""The same finding is told with the same words, whoever asks: they come from one place."""

import json
import re

import pypdfium2
import pytest

from support.analyses import ALL_STATED, make_analysis
from support.examinations import make_examination, make_leg, make_trial
from thomas_test.app.widgets import cards
from thomas_test.check.meaning.patterns import meanings_of
from thomas_test.check.report import examination_html, examination_pdf
from thomas_test.check.storage import open_examination, save_examination
from thomas_test.check.summary import summarise
from thomas_test.cli.measure import measured_rows
from thomas_test.core.criteria import GUIDE
from thomas_test.core.landmarks import Side
from thomas_test.core.statements import NOTHING_STATED, Statements
from thomas_test.output.records import analysis_to_json
from thomas_test.output.rows import words_of
from thomas_test.output.words import pattern_words, sentence

LEGS = [(-8.0, 55.0), (12.0, 52.0), (20.0, 60.0), (-12.0, 92.0)]


@pytest.mark.parametrize("stated", [ALL_STATED, NOTHING_STATED], ids=["stated", "not stated"])
@pytest.mark.parametrize(("thigh_deg", "knee_deg"), LEGS)
def test_one_photo(thigh_deg: float, knee_deg: float, stated: Statements) -> None:
    """On the Photo page, on the command line, in the results table and in JSON."""
    analysis = make_analysis(thigh_deg=thigh_deg, knee_deg=knee_deg, stated=stated)
    findings = analysis.measured.findings
    words = pattern_words(findings, GUIDE, stated)
    assert ("Finding", words) in measured_rows(analysis)
    assert sentence(words) in words_of(analysis)
    assert sentence(words) in analysis_to_json(analysis)["words"]
    assert sentence(words) in cards.flags(analysis.measured, GUIDE, stated).replace("&#x27;", "'")


@pytest.mark.parametrize(("thigh_deg", "knee_deg"), LEGS)
def test_one_leg_of_a_check(thigh_deg: float, knee_deg: float) -> None:
    """In the page, in the PDF and in the file, which opens again."""
    trials = (make_trial(Side.LEFT, thigh_deg=thigh_deg, knee_deg=knee_deg),)
    examination = make_examination(legs={Side.LEFT: make_leg(Side.LEFT, trials=trials)})
    summary = summarise(examination, Side.LEFT)
    assert summary is not None
    reading = meanings_of(examination.legs[Side.LEFT], summary)[0].value
    page = examination_html(examination).replace("&#39;", "'")
    document = pypdfium2.PdfDocument(examination_pdf(examination))
    printed = " ".join(document[0].get_textpage().get_text_bounded().split())
    document.close()
    record = json.loads(save_examination(examination))
    assert record["readings"]["left"][0]["title"] == reading.title
    assert record["readings"]["left"][0]["told"] == [str(one) for one in reading.sentences]
    assert save_examination(open_examination(save_examination(examination))) == save_examination(examination)
    for one in reading.sentences:
        assert one.text in page
        assert re.sub(r"\W", "", one.text) in re.sub(r"\W", "", printed)
