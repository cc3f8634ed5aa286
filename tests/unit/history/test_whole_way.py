"""The whole way of a person through the library: what the browser and the command line do, without either."""

import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path

import pypdfium2

from support.examinations import DAY, make_examination, make_leg, make_picture
from thomas_test.check.meaning.reference_bands import Quantity
from thomas_test.check.report import examination_pdf
from thomas_test.core.landmarks import Side
from thomas_test.history import Book, course_of, open_database
from thomas_test.history.curve import curve_png, curve_svg
from thomas_test.history.database import database_url
from thomas_test.history.last_time import earlier_of
from thomas_test.history.transfer import export_person, export_table

MARKER = "Xyzzy-4711"


def test_the_whole_way_of_a_person(file: Path) -> None:
    """New, examined, again six weeks later; one change beyond, one within; PDF with both, export, deleted for good."""
    book = Book(open_database(database_url(str(file))))
    book.add_person(MARKER)
    picture = make_picture()
    for weeks, left, right in ((0, -6.0, 1.0), (6, 3.0, 4.0)):
        legs = {
            Side.LEFT: make_leg(Side.LEFT, left, picture=picture),
            Side.RIGHT: make_leg(Side.RIGHT, right, picture=picture),
        }
        day = DAY + dt.timedelta(weeks=weeks)
        book.keep(MARKER, replace(make_examination(legs=legs), day=day), pictures=True)
    thigh = course_of(book, MARKER)[Quantity.THIGH]
    beyond, within = thigh.change(Side.LEFT), thigh.change(Side.RIGHT)
    assert beyond is not None
    assert within is not None
    assert (beyond.is_one, within.is_one) == (True, False)
    assert curve_svg(thigh).startswith(b"<?xml")
    assert curve_png(thigh).startswith(b"\x89PNG")
    today = book.examination(book.examinations(MARKER)[-1].ident)
    pdf = pypdfium2.PdfDocument(io.BytesIO(examination_pdf(today, earlier=earlier_of(book, MARKER, today))))
    text = " ".join(pdf[0].get_textpage().get_text_bounded().split())
    assert len(pdf) == 1
    pdf.close()
    assert all(words in text for words in (MARKER, "2026-04-25", "Since 2026-03-14", "left leg, thigh angle"))
    assert len(json.loads(export_person(book, MARKER))["examinations"]) == 2
    assert len(export_table(book, [MARKER]).splitlines()) == 9
    assert MARKER.encode() in _everything(file.parent)
    book.delete_person(MARKER)
    assert MARKER.encode() not in _everything(file.parent)
    assert not list(file.parent.rglob("*.jpg"))


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
