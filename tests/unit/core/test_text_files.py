import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thomas_test.core.errors import UsageError
from thomas_test.core.text_files import MAX_DEPTH, MAX_VALUES, any_text, decoded_text, json_file, json_in

WINDOWS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
"""What Windows programs write: Notepad, Excel, PowerShell 5's ``>``; with a mark and without."""


@pytest.mark.parametrize("encoding", WINDOWS)
@settings(max_examples=30)
@given(rest=st.text())
def test_text_is_read_however_windows_wrote_it(encoding: str, rest: str) -> None:
    """UTF-8 and UTF-16, with a byte order mark or without, give the same text, and the mark is no part of it."""
    text = '{"Müller": ' + rest
    assert decoded_text(text.encode(encoding)) == text


def test_no_text_is_an_empty_text() -> None:
    """An empty file holds an empty text, and so does one with a mark alone."""
    assert decoded_text(b"") == decoded_text(b"\xef\xbb\xbf") == decoded_text(b"\xff\xfe") == ""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Knie: 70°".encode("cp1252"), "expected text in UTF-8, got bytes that are none at byte 9: save the file as"),
        ("Knie".encode("utf-16") + b"x", "expected text in UTF-16"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(data: bytes, message: str) -> None:
    """The message says what was expected, where it breaks and what to do."""
    with pytest.raises(UsageError, match=message):
        decoded_text(data)


def test_western_windows_is_read_where_nothing_else_fits() -> None:
    """Plain CSV of a spreadsheet, JSON of an older program; UTF-8 stays UTF-8."""
    assert any_text("Müller °".encode("cp1252")) == any_text("Müller °".encode()) == "Müller °"
    assert json_in('{"file": "Müller.jpg"}'.encode("cp1252"), expected="points") == {"file": "Müller.jpg"}


@pytest.mark.parametrize("data", [b"\x81\x8d", b"\xff\xfeK", b"\xef\xbb\xbfM\xfcller"])
def test_what_its_mark_contradicts_and_what_no_code_page_has_is_refused(data: bytes) -> None:
    """Damaged UTF-16 is no Western text, nor are bytes that 1252 leaves empty."""
    with pytest.raises(UsageError, match="save the file as UTF-8"):
        any_text(data)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**18) + 1, 10**18 - 1)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(codec="utf-8")),
        lambda inside: st.lists(inside) | st.dictionaries(st.text(st.characters(codec="utf-8")), inside),
    )
)
def test_json_comes_back_as_it_was_written(value: object) -> None:
    """What JSON can hold is read as the standard library reads it."""
    assert json_in(json.dumps(value), expected="a value") == value


def nested(levels: int) -> str:
    """Lists inside one another."""
    return "[" * levels + "]" * levels


HOSTILE = {
    "deep beyond the parser": (nested(100_000), f"over {MAX_DEPTH} levels deep"),
    "deep": (nested(MAX_DEPTH + 2), f"over {MAX_DEPTH} levels deep"),
    "deep objects": ('{"a":' * 500 + "1" + "}" * 500, f"over {MAX_DEPTH} levels deep"),
    "10**400": ("1" + "0" * 400, "expected a finite number at the top, got inf"),
    "-10**400": ("[-1" + "0" * 400 + "]", "expected a finite number at [0], got -inf"),
    "a float beyond all": ("1e400", "finite number"),
    "not a number": ('{"points_px": {"knee": [1, NaN]}}', "expected a finite number at points_px.knee[1], got nan"),
    "infinite": ('{"a": -Infinity}', "expected a finite number at a, got -inf"),
    "too many": ("[" + "0," * MAX_VALUES + "0]", f"more than {MAX_VALUES}"),
    "named twice": ('{"a": 1, "b": 2, "a": 3}', "every name once in an object, got 'a' twice"),
    "half a character": (r'[{"file": "\ud800"}]', "expected whole characters at [0].file, got '\\ud800'"),
    "half a character as a name": (r'{"\ud800": 1}', "expected whole characters at a name"),
    "broken": ('{"a": ', "Expecting value"),
    "empty": ("", "Expecting value"),
}


@pytest.mark.parametrize(("text", "message"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_json_is_refused_in_words(text: str, message: str) -> None:
    """Deep, huge, endless, ambiguous or broken: each is a usage error that says what it was, never a traceback."""
    with pytest.raises(UsageError, match="expected points as JSON, got ") as caught:
        json_in(text.encode(), expected="points")
    assert message in str(caught.value)


def test_the_deepest_that_is_allowed_is_read() -> None:
    """The limit itself still passes."""
    assert json_in(nested(MAX_DEPTH + 1), expected="lists") is not None


def test_a_file_is_read_up_to_its_limit_only(tmp_path: Path) -> None:
    """A file over the limit is refused by its size; the message names the file."""
    path = tmp_path / "large.json"
    path.write_text('"' + "x" * 2_000_000 + '"', encoding="utf-8")
    assert json_file(path, expected="a text") == "x" * 2_000_000
    with pytest.raises(UsageError, match=r"a text in '.*large.json' of at most 1 MB, got more"):
        json_file(path, expected="a text", max_bytes=1_000_000)


@pytest.mark.parametrize("name", ["missing.json", ".", "nul\0"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    """Missing, a folder, no name at all: told in words."""
    with pytest.raises(UsageError, match="expected points, cannot read"):
        json_file(tmp_path / name, expected="points")
