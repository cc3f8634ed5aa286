from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.validation.tables import ManifestEntry, parse_number, read_manifest, read_table


def test_a_table_may_have_a_name_of_an_old_code_page(tmp_path: Path) -> None:
    """Bytes that are no UTF-8: the page and the record that name it can be written."""
    path = tmp_path / os.fsdecode(b"H\xfcfte.csv")
    path.write_text("file,thigh_angle_deg\na.jpg,1\n")
    assert read_table(path).name == "H\\xfcfte.csv"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", 12.5),
        (" -3 ", -3.0),
        ("12,5", 12.5),  # decimal comma
        ("−4,25", -4.25),  # a typographic minus
        ("7°", 7.0),
        ("1e1", 10.0),
        ("", None),
        ("n/a", None),
        ("–", None),  # a dash for "nothing"
        ("NaN", None),  # pandas writes it
        ("\u202f12,5\u00a0°", 12.5),  # spaces that do not break
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float | None) -> None:
    """A number is read with either decimal mark, a degree sign, or as a blank."""
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["twelve", "1,234.5", "inf", "-inf", "1 2", "5 bis 7"])
def test_anything_else_is_no_number(text: str) -> None:
    """What is no finite number is refused with its text quoted, never guessed."""
    with pytest.raises(ValueError, match="number"):
        parse_number(text)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-360, max_value=360))
def test_a_number_survives_the_way_through_text(value: float) -> None:
    """Whatever Python writes is read back exactly, with a point or a comma."""
    assert parse_number(repr(value)) == value
    assert parse_number(repr(value).replace(".", ",")) == value


@pytest.mark.parametrize(
    "data",
    [
        b"file,subject\na.jpg,1\n",
        b"\xef\xbb\xbffile,subject\r\na.jpg,1\r\n",  # Excel: CSV UTF-8
        b"file;subject\na.jpg;1\n",  # Excel where the comma is the decimal mark
        "file\tsubject\r\na.jpg\t1\r\n".encode("utf-16"),  # Excel: Unicode text
        b'"file", "subject"\n"a.jpg","1"\n'.replace(b", ", b","),
        b"\n\nFile,SUBJECT,\na.jpg,1,\n,,\n",  # blank lines, capitals, an empty column
    ],
)
def test_the_same_table_is_read_from_every_spreadsheet(data: bytes, tmp_path: Path) -> None:
    """Separators, encodings, capitals and blank lines do not change what a table says."""
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    table = read_table(path)
    assert table.columns == ("file", "subject")
    assert [(row.text("file"), row.text("subject")) for row in table.rows] == [("a.jpg", "1")]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("file;side\nMüller °.jpg;L\n".encode("cp1252"), "Müller °.jpg"),  # Excel: CSV, on a Western Windows
        ("file\tside\r\nMüller.jpg\tL\r\n".encode("utf-16-le"), "Müller.jpg"),  # without a mark
        ("file\tside\r\nMüller.jpg\tL\r\n".encode("utf-16-be"), "Müller.jpg"),
        ("\ufefffile,side\nMüller.jpg,L\n".encode("utf-16-be"), "Müller.jpg"),
        ("file,side\nMüller.jpg,L\n".encode("utf-32"), "Müller.jpg"),
        (b"sep=;\nfile;side\na.jpg;L\n", "a.jpg"),
        (b"sep=,\r\nfile,side\r\na.jpg,L\r\n", "a.jpg"),
        (b"\xef\xbb\xbfSEP=;\r\nfile;side\r\na.jpg;L\r\n", "a.jpg"),
        (b'"sep=;"\nfile;side\na.jpg;L\n', "a.jpg"),
        (b"sep=,,,\nfile,side,\na.jpg,L,\n", "a.jpg"),  # saved again as a table
        (b"sep=\t\nfile\tside\na.jpg\tL\n", "a.jpg"),
        (b"sep=|\nfile|side\na.jpg|L\n", "a.jpg"),  # whatever it says
        ("sep=;\nfile;side\na.jpg;L\n".encode("utf-16"), "a.jpg"),
    ],
)
def test_windows_programs_write_tables_too(data: bytes, name: str, tmp_path: Path) -> None:
    """Their encodings, and the line that tells Excel the separator, in a manifest as in a reference."""
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    assert dict(read_manifest(path)) == {name: ManifestEntry(side=Side.LEFT)}


def test_a_separator_line_counts_as_a_line(write: Callable[..., Path]) -> None:
    """What is said of line 3 stands on line 3."""
    assert [row.line for row in read_table(write("t.csv", "sep=;\nfile;subject\na;1")).rows] == [3]


def test_lines_are_counted_as_an_editor_counts_them(write: Callable[..., Path]) -> None:
    """A row knows the line it starts on, also after a cell with a line break."""
    table = read_table(write("t.csv", 'file,subject\n"a\nb",1\nc,2'))
    assert [row.line for row in table.rows] == [2, 4]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "got nothing"),
        (b"\n \n", "got nothing"),
        (b"PK\x03\x04rest", "save it as 'CSV UTF-8'"),  # an .xlsx renamed
        (b"file\n\x8e\xca\x90^\x81.jpg\n", "got another encoding .*save it as 'CSV UTF-8'"),  # Japanese Windows
        (b"\xd0\xcf\x11\xe0rest", "save it as 'CSV UTF-8'"),  # an .xls of Excel 2003
        (b"file\n\x01\x02\n", "binary"),
        (b"file\n\0\n", "binary"),
        (b"file,file\na,b\n", "file twice"),
        (b"file|thigh_angle_deg\na.jpg|12,5\n", r"expected commas, semicolons or tabs .* got '\|'"),
        (b"file,thigh_angle_deg\na.jpg,12,5\n", "line 2: expected 2 cells"),  # decimal comma as separator
        (b'file\n"a.jpg\n', "line 2: not a readable table"),  # quotation mark never closed
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes, message: str, tmp_path: Path) -> None:
    """A file that is no table gives one clear message, never shifted columns."""
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=message):
        read_table(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """What cannot be opened is named."""
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(UsageError, match="cannot be read"):
            read_table(path)
