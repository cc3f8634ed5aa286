"""``thomas-test report``: the one page of a saved check."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thomas_test.cli import given, speaking, streams
from thomas_test.cli.people import book_at
from thomas_test.core.errors import UsageError

if TYPE_CHECKING:
    from thomas_test.check.exercises import Exercise
    from thomas_test.check.record import Examination
    from thomas_test.check.report.letterhead import Earlier
    from thomas_test.history import Book

_ENDINGS = (".pdf", ".html")


def report(
    check: Annotated[Path, typer.Argument(metavar="CHECK", help="A check saved by the app (JSON).")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Where the page goes: .pdf or .html; without it <name>.pdf, here, or the next free name.",
        ),
    ] = None,
    handout: Annotated[
        bool,
        typer.Option(
            "--handout", help="For the person tested: exercises in pictures, large print, boxes to tick (PDF)."
        ),
    ] = False,
    exercise: Annotated[
        list[str] | None,
        typer.Option(
            "--exercise",
            metavar="NAME",
            help="What the hand-out holds, such as psoas_stretch or bridge; may be given several times. Without it all "
            "that suits, or with --history what was chosen for this person.",
        ),
    ] = None,
    times: Annotated[
        int | None, typer.Option("--times", metavar="N", help="How often a week; without it a line to write it on.")
    ] = None,
    weeks: Annotated[int | None, typer.Option("--weeks", metavar="N", help="For how many weeks (6).")] = None,
    rater_blind: Annotated[
        bool,
        typer.Option(
            "--rater-blind",
            help="For a second rater: pictures, set-up and how it was measured; no angle, flag or pattern anywhere.",
        ),
    ] = False,
    clinic: Annotated[str, typer.Option("--clinic", metavar="NAME", help="The clinic's name, above the page.")] = "",
    logo: Annotated[Path | None, typer.Option("--logo", metavar="FILE", help="Its logo (a picture).")] = None,
    history: Annotated[
        bool, typer.Option("--history", help="What was found of this person before, beside today, and the curve.")
    ] = False,
    database: Annotated[
        str, typer.Option("--database", metavar="FILE", help="Where the person is kept, for --history.")
    ] = "",
    own_mdc: Annotated[
        Path | None,
        typer.Option(
            "--own-mdc",
            metavar="FILE",
            help="The clinic's own, as 'validate --repeat' wrote it; else with --history the database's.",
        ),
    ] = None,
) -> None:
    """Make the one-page report of a saved check: both legs, numbers, what goes with them, how it was measured.

    For example:

      thomas-test report check.json

      thomas-test report check.json --out for-you.pdf --handout --exercise psoas_stretch --exercise bridge --times 5

      thomas-test report check.json --out for-rater.pdf --rater-blind

    The PDF is one page and names what can be done; the page (.html) has it in full.
    """
    from thomas_test.check.report import examination_handout, examination_html, examination_pdf
    from thomas_test.check.report.letterhead import Letterhead
    from thomas_test.check.storage import open_examination
    from thomas_test.core.repeatability import open_repeatability
    from thomas_test.history.progress import as_repeated_here

    # by its name a page without any angle is told from the one that has them all
    tail = "-handout" if handout else "-rater-blind" if rater_blind else ""
    target = out or given.free_name(check.stem, tail, ".pdf")
    if target.suffix.lower() not in _ENDINGS:
        raise UsageError(f"expected --out to end in {' or '.join(_ENDINGS)}, got {str(target)!r}")
    examination = open_examination(given.read_given(check, expected="a saved check"))
    book = book_at(database) if history else None
    if own_mdc is not None:
        own = open_repeatability(given.read_given(own_mdc, expected="a repeatability file"))
        examination = replace(examination, repeatability=own)
    elif book is not None:
        examination = as_repeated_here(book, examination)
    if not handout and (exercise or times is not None or weeks is not None):
        raise UsageError("expected --exercise, --times and --weeks with --handout, got them without")
    if handout and (rater_blind or target.suffix.lower() != ".pdf"):
        raise UsageError("expected --handout by itself and as a .pdf, got it with --rater-blind or another ending")
    head = Letterhead.from_input(clinic, None if logo is None else given.read_given(logo, expected="a picture"))
    if handout:
        exercises = _planned(examination, book, exercise or [], times, weeks)
        given.write_out(target, examination_handout(examination, exercises, letterhead=head))
        streams.say(f"Hand-out: {speaking.shown(str(target))}")
        return
    earlier = None if book is None else _earlier(examination, book)
    if target.suffix.lower() == ".pdf":
        page = examination_pdf(examination, rater_blind=rater_blind, letterhead=head, earlier=earlier)
    else:
        page = examination_html(examination, rater_blind=rater_blind, letterhead=head, earlier=earlier).encode()
    given.write_out(target, page)
    streams.say(f"Report: {speaking.shown(str(target))}")


def _planned(
    examination: Examination, book: Book | None, names: list[str], times: int | None, weeks: int | None
) -> tuple[Exercise, ...]:
    """What was named; else with ``--history`` what was chosen for this person, without it all that suits.

    The console says what that is where nobody has chosen it.
    """
    from thomas_test.check.exercises import USUAL_WEEKS, Dose, chosen_for, exercise_named, suiting

    if book is not None and not names:
        from thomas_test.history.plans import planned

        # of the day of the check, which may be long ago; but what was ended since is to be done no more
        left = [plan for plan in book.plans(examination.person) if plan.ended is None or plan.ended > dt.date.today()]
        exercises = planned(examination, left, examination.day)
        if not exercises and examination.stop is None:
            speaking.note(f"Nothing is on its way on {examination.day}: --exercise NAME chooses.")
        return exercises
    dose = Dose(times_a_week=times, weeks=USUAL_WEEKS if weeks is None else weeks)
    suits = [one.measure for one in suiting(examination)]
    if not names and suits:
        speaking.note(f"All that suits: {', '.join(suits)}; --exercise NAME chooses.")
    return chosen_for(examination, dict.fromkeys([exercise_named(name) for name in names] or suits, dose))


def _earlier(examination: Examination, book: Book) -> Earlier | None:
    from thomas_test.history.last_time import earlier_of

    found = earlier_of(book, examination.person, examination)
    if found is None:
        speaking.note("Nothing measured before this day can be held against it: the report has today alone.")
    return found
