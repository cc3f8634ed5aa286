"""What the commands print: results to standard output, everything else to standard error, a bar only for people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from thomas_test.cli.streams import is_watched, say, say_aside

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import ProgressColumn

    from thomas_test.core.progress import Progress
    from thomas_test.estimators.models.catalogue import FetchProgress


def shown(text: str) -> str:
    """Make a text by strangers safe to print: what would steer a terminal is written out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def counted(number: int, singular: str, plural: str) -> str:
    """Say how many there are of something, such as ``1 file`` and ``2 files``."""
    return f"{number} {singular if number == 1 else plural}"


def note(text: str) -> None:
    """Tell the person something beside the result."""
    say_aside("\n".join(shown(line) for line in text.split("\n")))


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "") -> None:
    """Print a table: ruled for a person, in plain columns otherwise."""
    cells = [[shown(cell) for cell in row] for row in rows]
    if is_watched(sys.stdout):
        _print_ruled(headings, cells, title)
        return
    if title:
        say(shown(title))
    lines = [list(headings), *cells] if any(headings) else cells
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        say("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _print_ruled(headings: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(shown(title)) if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_header=any(headings),
    )
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # Text, so that nothing in a name is taken for markup
    Console(highlight=False).print(table)


@contextmanager
def fetch_progress() -> Iterator[FetchProgress]:
    """Tell what is fetched: as a bar while a person is watching, otherwise once for each thing done."""
    if is_watched(sys.stderr):
        with _bar() as bar:
            task = bar.add_task("", total=None, visible=False)

            def show(doing: str, done: float | None, /) -> None:
                bar.update(
                    task, description=doing, visible=True, total=None if done is None else 1.0, completed=done or 0
                )

            yield show
        return
    told: list[str] = []

    def say(doing: str, _done: float | None, /) -> None:
        if told[-1:] != [doing]:
            told.append(doing)
            note(doing)

    yield say


@contextmanager
def frame_progress() -> Iterator[Progress]:
    """Show how much of a video is read while a person is watching."""
    if not is_watched(sys.stderr):
        yield lambda _done, _total: None
        return
    with _bar() as bar:
        task = bar.add_task("Reading the video", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _bar(*columns: str | ProgressColumn) -> Iterator[Bar]:
    """Keep a bar below what is printed for as long as something is done."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield bar


PictureProgress = Callable[[int, int, str], None]
"""Told how many pictures are done, of how many, and a line on the last one; empty at the start."""


@contextmanager
def picture_progress() -> Iterator[PictureProgress]:
    """Show a bar with rate and time left while a person is watching, otherwise a line for each picture."""
    if not is_watched(sys.stderr):
        yield _plain_line
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TimeRemainingColumn

    with _bar("Reading", BarColumn(), MofNCompleteColumn(), "{task.fields[rate]}", TimeRemainingColumn()) as bar:
        task = bar.add_task("", total=None, rate="")

        def show(done: int, total: int, _line: str) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = f"{done / elapsed:.1f} a second" if done and elapsed > 0 else ""
            bar.update(task, completed=done, total=total, rate=rate)

        yield show


def _plain_line(done: int, total: int, line: str) -> None:
    # a name may hold a line break: a picture has one line
    note(f"{done}/{total} {shown(line)}" if done else f"{counted(total, 'picture', 'pictures')} to read")
