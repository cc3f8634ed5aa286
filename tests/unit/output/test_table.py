import csv
import io
from dataclasses import replace

import pytest

from support.analyses import ALL_STATED, make_analysis, make_refusal
from thomas_test.output.rows import COLUMNS, csv_text, row_of, row_of_skipped


def read(text: str) -> list[dict[str, str]]:
    """Read a table as any reader of CSV does."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_row_comes_back_in_its_columns() -> None:
    """A reader of CSV finds every value under its heading; three decimals; nothing where there is no value."""
    text = csv_text([row_of(make_analysis(thigh_deg=-4.12345, stated=ALL_STATED)), row_of(make_refusal(name="b.jpg"))])
    measured, refused = read(text)
    assert tuple(measured) == COLUMNS
    assert (measured["thigh_angle_deg"], measured["thigh_low_deg"]) == ("-4.123", "-7.123")
    assert (measured["status"], measured["pattern"]) == ("measured", "short_unclear")
    assert (measured["pelvis"], measured["foot"], measured["pain"]) == ("felt", "free", "none")
    assert (refused["file"], refused["thigh_angle_deg"], refused["reason"]) == ("b.jpg", "", "nobody_lying")


def test_a_tiny_negative_angle_is_no_negative_zero() -> None:
    """What rounds to nothing has no sign."""
    assert read(csv_text([row_of(make_analysis(thigh_deg=-0.0001))]))[0]["thigh_angle_deg"] == "0.000"


@pytest.mark.parametrize(
    "name",
    [
        "with, comma.jpg",
        'with "quotes".jpg',
        "with\nnewline.jpg",
        "Jürgen 検査 😀.jpg",
        "sub folder/a.jpg",
    ],
)
def test_odd_names_come_back_as_they_were(name: str) -> None:
    """Commas, quotes, newlines and letters of all alphabets survive the table."""
    assert read(csv_text([row_of_skipped(name)]))[0]["file"] == name


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_name_that_looks_like_a_formula_is_a_path_to_the_same_file(start: str) -> None:
    """No spreadsheet computes a file name, and a program still finds the file."""
    assert (
        read(csv_text([row_of_skipped(f"{start}cmd|' /C calc'!A0.jpg")]))[0]["file"]
        == f"./{start}cmd|' /C calc'!A0.jpg"
    )


def test_other_text_that_looks_like_a_formula_gets_an_apostrophe() -> None:
    """Whatever comes from outside is text in a spreadsheet; our own negative numbers stay numbers."""
    row = replace(row_of(make_analysis(thigh_deg=-5.0)), subject="=1+1", trial="-2")
    written = read(csv_text([row]))[0]
    assert (written["subject"], written["trial"], written["thigh_angle_deg"]) == ("'=1+1", "'-2", "-5.000")
