import io
import sys

import pytest

from thomas_test.cli import speaking


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Müller θ ✓ 写真.jpg", "Müller θ ✓ 写真.jpg"),  # letters of any language are letters
        ("a\nb\tc", "a\\nb\\tc"),
        ("\x1b[31mred", "\\x1b[31mred"),  # would colour the terminal
        ("gpj.\u202eexe", "gpj.\\u202eexe"),  # would turn the name round
        ("", ""),
    ],
)
def test_what_would_steer_a_terminal_is_written_out(text: str, safe: str) -> None:
    """Names by strangers are shown and never obeyed."""
    assert speaking.shown(text) == safe


@pytest.mark.parametrize(("number", "said"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_one_of_something_is_said_in_the_singular(number: int, said: str) -> None:
    """Numbers and their nouns agree."""
    assert speaking.counted(number, "file", "files") == said


def test_notes_leave_the_results_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A note goes to the standard error; its own lines stay lines, a stranger's control characters do not."""
    speaking.note("one\ntwo \x07")
    assert capsys.readouterr() == ("", "one\ntwo \\x07\n")


def test_a_plain_table_has_aligned_columns(capsys: pytest.CaptureFixture[str]) -> None:
    """For a pipe: columns as wide as their widest cell, no blanks at the end of a line, no rules."""
    speaking.print_table(("file", "leg"), [("a.jpg", "left"), ("long name.jpg", "")], title="t\n")
    assert capsys.readouterr().out == "t\\n\nfile           leg\na.jpg          left\nlong name.jpg\n"


def test_a_table_without_headings_begins_with_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    """Pairs of a name and a value need no headings."""
    speaking.print_table(("", ""), [("Knee", "60°")])
    assert capsys.readouterr().out == "Knee  60°\n"


def test_a_ruled_table_takes_nothing_for_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a person: ruled, and square brackets in a name are square brackets."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", "100")
    speaking.print_table(("file", ""), [("[red]a.jpg", "x\x1b[2J")], title="[bold]t")
    assert "[red]a.jpg" in stream.getvalue()
    assert "[bold]t" in stream.getvalue()
    assert "\x1b[2J" not in stream.getvalue()


def test_every_picture_has_one_line_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    """How many there are, then one line each, whatever a name holds."""
    with speaking.picture_progress() as show:
        show(0, 2, "")
        show(1, 2, "a\nb.jpg: measured")
        show(2, 2, "c.jpg: refused no_person")
    assert capsys.readouterr().err.splitlines() == [
        "2 pictures to read",
        "1/2 a\\nb.jpg: measured",
        "2/2 c.jpg: refused no_person",
    ]


def test_what_is_fetched_is_told_once_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    """A hundred steps of one download are one line; the next thing is another one."""
    with speaking.fetch_progress() as say:
        for done in (None, 0.1, 0.9):
            say("fetching full", done)
        say("fetching heavy", None)
    assert capsys.readouterr().err == "fetching full\nfetching heavy\n"


def test_a_person_watches_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal there is a bar with the count and no line for each picture."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with speaking.picture_progress() as show:
        show(0, 2, "")
        show(2, 2, "b.jpg: measured")
    assert "2/2" in stream.getvalue()
    assert "b.jpg" not in stream.getvalue()
