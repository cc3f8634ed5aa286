import math
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from support.examinations import GROIN_PAIN, make_examination, make_full_house
from thomas_test.check.record import Examination, Stop
from thomas_test.check.red_flags import RedFlag
from thomas_test.check.report import examination_pdf
from thomas_test.check.report.contents import report_content
from thomas_test.core.landmarks import Side


def _text(pdf: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document), " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


@pytest.mark.parametrize("examination", [make_examination(), make_full_house()], ids=["usual", "full"])
def test_report_is_one_page(examination: Examination) -> None:
    """However much there is to say, it is one page, and its end is on it."""
    pages, text = _text(examination_pdf(examination))
    assert pages == 1
    assert "no diagnosis" in text
    assert "Kim & Ha 2015" in text


@pytest.mark.parametrize("examination", [make_examination(), make_full_house()], ids=["usual", "full"])
def test_no_letter_is_smaller_than_six_points_and_the_page_is_filled(examination: Examination) -> None:
    """However full the page is, it is laid out over its whole width, and its small print can be read."""
    document = pypdfium2.PdfDocument(examination_pdf(examination))
    try:
        page = document[0]
        text = page.get_textpage()
        smallest = min(_sizes_pt(text))
        right = max(text.get_charbox(n)[2] for n in range(text.count_chars()))
    finally:
        document.close()
    assert smallest >= 5.99
    assert right > A4[0] - 20 * mm


def _sizes_pt(text: pypdfium2.PdfTextPage) -> list[float]:
    """The size on paper of every letter; spaces that the reader puts between lines have none."""
    found = []
    for n in range(text.count_chars()):
        if pypdfium2.raw.FPDFText_IsGenerated(text.raw, n) == 0:
            matrix = pypdfium2.raw.FS_MATRIX()
            pypdfium2.raw.FPDFText_GetMatrix(text.raw, n, matrix)
            found.append(pypdfium2.raw.FPDFText_GetFontSize(text.raw, n) * math.hypot(matrix.a, matrix.b))
    return found


def test_meaning_stands_beside_its_source() -> None:
    """Each sentence of meaning is followed by its source; the page says where the suggestions are told in full."""
    examination = make_examination()
    _, text = _text(examination_pdf(examination))
    for shared in report_content(examination).meanings:
        for one in shared.sentences:
            assert str(one).replace(" ", "") in text.replace(" ", "")
    assert "in the app and in the HTML report" in text


def test_rater_blind_page_has_no_degrees() -> None:
    """The page for a second rater has no angle, flag or pattern."""
    pages, text = _text(examination_pdf(make_examination(), rater_blind=True))
    assert pages == 1
    assert "For a second rater" in text
    assert not any(words in text for words in ("°", "✓", "✗", "Pattern", "above horizontal", "Kim"))


@pytest.mark.parametrize(
    ("person", "shown", "note"),
    [
        ("Jörg Łukasz Ødegård", "Jörg Łukasz Ødegård", ""),
        ("Мария", "Мария", ""),
        ("山田 はなこ", "山田 はなこ", "your PDF reader's own fonts"),
        ("김철수", "김철수", "your PDF reader's own fonts"),
        ("ก", "", "letters that this PDF cannot print"),
        ("שרה", "", "letters that this PDF cannot print"),  # written from right to left
    ],
)
def test_names_in_other_scripts_are_written_or_said_to_be_missing(person: str, shown: str, note: str) -> None:
    """No name turns into boxes in silence."""
    _, text = _text(examination_pdf(make_examination(person=person)))
    assert shown.replace(" ", "") in text.replace(" ", "")
    assert note in text
    assert bool(note) or "fonts" not in text


def test_letters_are_all_there() -> None:
    """Degrees, minus, and the signs of the flags are real letters in the file."""
    _, text = _text(examination_pdf(make_examination()))
    for letters in ("Thigh 5.0° below horizontal", "−10°", "✓", "✗"):
        assert letters in text


def test_same_examination_gives_the_same_file() -> None:
    """No time and no chance enter the file."""
    assert examination_pdf(make_examination()) == examination_pdf(make_examination())


def test_markup_in_names_is_plain_text() -> None:
    """A person's name is written as it is, tags included."""
    _, text = _text(examination_pdf(make_examination(person="<b>Anna</b> & co")))
    assert "<b>Anna</b> & co" in text


def test_pictures_are_on_the_page() -> None:
    """The page with pictures is darker than the page without them."""

    def grey(examination: Examination) -> float:
        document = pypdfium2.PdfDocument(examination_pdf(examination))
        try:
            return float(np.mean(document[0].render(scale=0.5).to_numpy()))
        finally:
            document.close()

    examination = make_examination()
    bare = {
        side: replace(leg, trials=tuple(replace(t, picture=None) for t in leg.trials), fronts=())
        for side, leg in examination.legs.items()
    }
    assert grey(examination) < grey(replace(examination, legs=bare)) - 10


@pytest.mark.parametrize("stop", [Stop(pain=GROIN_PAIN, side=Side.LEFT), Stop(red_flags=(RedFlag.FEVER,))])
def test_stopped_report_has_no_degrees(stop: Stop) -> None:
    """Ended by a red flag or by pain: the page says why, and holds no angle and no flag."""
    pages, text = _text(examination_pdf(make_examination().stopped(stop, keep_other=False)))
    assert pages == 1
    assert stop.title in text
    assert not any(sign in text for sign in ("°", "✓", "✗", "horizontal"))
