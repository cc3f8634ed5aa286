"""The hand-out: what the person tested takes home."""

import pypdfium2
import pytest

from support.examinations import GROIN_PAIN, make_examination, make_full_house
from thomas_test.check.record import Examination, Stop
from thomas_test.check.report import examination_handout
from thomas_test.core.landmarks import Side


def _text(examination: Examination) -> str:
    document = pypdfium2.PdfDocument(examination_handout(examination))
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


def test_results_meaning_and_what_can_be_done_are_in_plain_words() -> None:
    """Large results, what they may mean, how each thing is done, and what the tool is not."""
    text = _text(make_examination())
    for words in ("Thigh 5.0° below horizontal.", "may", "What can be done", "How:", "Take care:", "no diagnosis"):
        assert words in text


@pytest.mark.parametrize(
    "words", ["SHA-256", "[guide", "95 % interval of", "What studies found", "knee_open", "Peeler"]
)
def test_codes_studies_and_small_print_stay_in_the_report(words: str) -> None:
    """They are for the clinician."""
    assert words not in _text(make_examination())


def test_whatever_was_found_it_is_written() -> None:
    """Everything at once, a stop with one leg left, and a stop with none."""
    assert "What can be done" in _text(make_full_house(mixed=True))
    stopped = make_examination().stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT))
    assert "Not completed: pain" in _text(stopped)
    assert "What can be done" not in _text(stopped)
    assert "°" not in _text(make_examination().stopped(Stop(pain=GROIN_PAIN)))


def test_the_same_check_gives_the_same_file() -> None:
    """No time stamp, no random name."""
    assert examination_handout(make_examination()) == examination_handout(make_examination())
