"""``thomas-test people`` and ``thomas-test history``: who was examined, and how it went on from week to week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thomas_test.cli import given, speaking
from thomas_test.core.errors import UsageError

if TYPE_CHECKING:
    from thomas_test.history import Book, PlanEntry

people = typer.Typer(
    name="people",
    help="People and their examinations in a database of yours: add, list, take in, take out, delete, back up.",
    no_args_is_help=True,
)

Database = Annotated[
    str,
    typer.Option(
        "--database",
        metavar="FILE_OR_URL",
        help="The database: a SQLite file or an SQLAlchemy URL; by default a file in your data folder.",
    ),
]
Code = Annotated[str, typer.Argument(metavar="CODE", help="The person's code, such as P-001.")]


@people.command("list")
def list_people(
    search: Annotated[str, typer.Argument(metavar="[TEXT]", help="Any part of a code.")] = "",
    most: Annotated[int, typer.Option("--most", min=1, help="How many to list.")] = 50,
    database: Database = "",
) -> None:
    """List people, the latest examined first."""
    found = book_at(database).people(search, most=most)
    for person in found:
        last = "never examined" if person.last_day is None else f"last on {person.last_day}"
        count = speaking.counted(person.examinations, "examination", "examinations")
        typer.echo(f"{speaking.shown(person.code)}  {count}, {last}")
    if not found:
        speaking.note("Nobody of that code." if search else "Nobody yet: `thomas-test people add` adds somebody.")


@people.command()
def add(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="A pseudonym; without one the next of P-001 ...")] = "",
    year_of_birth: Annotated[int | None, typer.Option("--born", metavar="YEAR", help="Year of birth.")] = None,
    sex: Annotated[str, typer.Option("--sex", help="female, male or other; only if you want it noted.")] = "",
    database: Database = "",
) -> None:
    """Add a person under a pseudonym. Better no name: the database then says nothing about who it is."""
    person = book_at(database).add_person(code, year_of_birth=year_of_birth, sex=sex)
    typer.echo(f"Added {speaking.shown(person.code)}")


@people.command()
def keep(
    check: Annotated[Path, typer.Argument(metavar="FILE", help="A saved check, or a person's file (JSON).")],
    pictures: Annotated[bool, typer.Option("--pictures", help="Keep the pictures in it, too.")] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it.")] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would be added.")] = False,
    database: Database = "",
) -> None:
    """Take in a check that the app saved, or a person's file from another database."""
    from thomas_test.history.transfer import look_into, take_in

    book = book_at(database)
    incoming = look_into(book, given.read_given(check, expected="a file to take in"))
    new = speaking.counted(len(incoming.examinations), "examination", "examinations")
    who = f"{speaking.shown(incoming.file.code)} ({'known' if incoming.known else 'new'})"
    already = f"; there already: {', '.join(map(str, incoming.doubled))}" if incoming.doubled else ""
    if incoming.leaves_plans:
        already += "; its plans are left out, those here stay as they are"
    if preview:
        typer.echo(f"Would add to {who}: {new}{already}")
        return
    take_in(book, incoming, by=by, pictures=pictures)
    typer.echo(f"Added to {who}: {new}{already}")


@people.command("export")
def export_people(
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="Whose; several for a table.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=".json: everything of one person; .csv: a table.")],
    database: Database = "",
) -> None:
    """Take a person out as one file (.json, everything), or some as a long table for statistics (.csv)."""
    from thomas_test.history.transfer import export_person, export_table

    book = book_at(database)
    if out.suffix.lower() == ".csv":
        given.write_out(out, export_table(book, codes).encode())
    elif out.suffix.lower() == ".json" and len(codes) == 1:
        given.write_out(out, export_person(book, codes[0]))
    else:
        raise UsageError(f"expected --out to end in .csv, or in .json for one person, got {str(out)!r}")
    typer.echo(f"Written: {speaking.shown(str(out))}")


@people.command()
def mdc(
    own: Annotated[
        Path | None,
        typer.Option("--own", metavar="FILE", help="Keep the clinic's own, as 'validate --repeat' wrote it."),
    ] = None,
    published: Annotated[bool, typer.Option("--published", help="Go back to the published ones.")] = False,
    database: Database = "",
) -> None:
    """Show the minimal detectable changes that `history` goes by, keep the clinic's own, or go back."""
    from thomas_test.history import repeatability_of, store_repeatability

    if own is not None and published:
        raise UsageError("expected --own or --published, got both")
    if own is not None:
        keep_own_mdc(own, database)
    elif published:
        store_repeatability(book_at(database), None)
    for name, one in repeatability_of(book_at(database)).named:
        typer.echo(f"{name}: {one.degrees:g}° ({speaking.shown(one.source)})")


def keep_own_mdc(file: Path, database: str) -> None:
    """Keep the clinic's own minimal detectable changes out of a file, and say so."""
    from thomas_test.core.repeatability import PUBLISHED, open_repeatability
    from thomas_test.history import store_repeatability

    own = open_repeatability(given.read_given(file, expected="a file to take in"))
    if own == PUBLISHED:
        raise UsageError(
            f"expected minimal detectable changes measured here in {str(file)!r}, got the published ones alone, as two "
            "sessions give that tell none: two different tables of several people are needed. Nothing was kept"
        )
    store_repeatability(book_at(database), own)
    speaking.note("Kept: `thomas-test history` goes by the clinic's own from now on.")


@people.command()
def plan(
    code: Code,
    exercise: Annotated[
        list[str] | None,
        typer.Option(
            "--exercise", metavar="NAME", help="Choose it, such as psoas_stretch; may be given several times."
        ),
    ] = None,
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="Since when; today without it.")] = "",
    times: Annotated[int, typer.Option("--times", metavar="N", help="How often a week.")] = 3,
    weeks: Annotated[int, typer.Option("--weeks", metavar="N", help="For how many weeks, before one looks again.")] = 6,
    done: Annotated[
        int | None, typer.Option("--done", metavar="NUMBER", help="Note that this one of the list was done.")
    ] = None,
    end: Annotated[
        int | None, typer.Option("--end", metavar="NUMBER", help="End this one of the list before its weeks are over.")
    ] = None,
    go_on: Annotated[
        int | None, typer.Option("--go-on", metavar="NUMBER", help="Take back that this one of the list was ended.")
    ] = None,
    day: Annotated[
        str, typer.Option("--day", metavar="DAY", help="The day of --done or --end; today without it.")
    ] = "",
    database: Database = "",
) -> None:
    """Show what is done about it, choose exercises, note that one was done, or end one.

    For example:

      thomas-test people plan P-001 --exercise psoas_stretch --exercise bridge --times 5

      thomas-test people plan P-001 --done 1

      thomas-test people plan P-001 --end 2
    """
    from thomas_test.check.exercises import exercise_named
    from thomas_test.history.curve import plan_sentences

    book = book_at(database)
    for measure in [exercise_named(name) for name in exercise or []]:
        book.choose(code, measure.value, since=_day(since, "--since"), times_a_week=times, weeks=weeks)
    plans = book.plans(code)
    if done is not None:
        book.tick(_numbered(plans, done, "--done"), _day(day, "--day"))
    if end is not None:
        book.end(_numbered(plans, end, "--end"), _day(day, "--day"))
    if go_on is not None:
        book.end(_numbered(plans, go_on, "--go-on"), None)
    plans = book.plans(code)
    for number, told in enumerate(plan_sentences(plans, dt.date.today()), start=1):
        typer.echo(f"{number}  {speaking.shown(told)}")
    if not plans:
        speaking.note("Nothing was chosen yet: --exercise NAME chooses.")


def _numbered(plans: Sequence[PlanEntry], number: int, option: str) -> int:
    """The plan that stands under a number of the printed list."""
    if not 1 <= number <= len(plans):
        raise UsageError(f"expected {option} to be a number of the list, 1 to {len(plans)}, got {number}")
    return plans[number - 1].ident


def _day(typed: str, option: str) -> dt.date:
    """A day as it was typed; today where nothing was."""
    try:
        return dt.date.fromisoformat(typed) if typed else dt.date.today()
    except ValueError:
        raise UsageError(f"expected {option} to be a day such as 2026-03-14, got {typed!r}") from None


@people.command()
def delete(
    code: Code,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database: Database = "",
) -> None:
    """Delete a person for good: examinations, plans, pictures, and what lies in the database's log."""
    from thomas_test.history.switch import copies_words

    book = book_at(database)
    count = speaking.counted(book.person(code).examinations, "examination", "examinations")
    if not yes and not typer.confirm(f"Delete {speaking.shown(code)} with {count} for good?", err=True):
        raise UsageError("expected a yes to delete, got none: nothing was deleted")
    book.delete_person(code)
    typer.echo(f"Deleted {speaking.shown(code)}")
    if copies := copies_words(book):
        speaking.note(copies)


@people.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE.zip", help="Where to.")], database: Database = ""
) -> None:
    """Write the whole database with its pictures into one file."""
    from thomas_test.history.database import database_url, default_url, sqlite_file
    from thomas_test.history.transfer import back_up

    kept = sqlite_file(database_url(database) if database else default_url())
    # a new machine, another HOME: somebody means to restore, and may name the only backup there is
    if kept is not None and not kept.exists():
        raise UsageError(
            f"expected a database to back up, found none at {str(kept)!r}: 'thomas-test people restore' makes one of a "
            "backup, --database names another"
        )
    book = book_at(database)
    if target.exists() and not book.people(most=1):
        raise UsageError(
            f"expected a new file, as nobody is in this database, got {str(target)!r}, which may hold people: choose "
            "another name"
        )
    back_up(book.engine, target)
    typer.echo(f"Backup: {speaking.shown(str(target))}")


@people.command("restore")
def restore_people(
    archive: Annotated[Path, typer.Argument(metavar="FILE.zip", help="A backup.")], database: Database = ""
) -> None:
    """Make a database of a backup, where there is none yet."""
    from thomas_test.history.database import database_url, default_url, sqlite_file
    from thomas_test.history.transfer import restore

    target = sqlite_file(database_url(database) if database else default_url())
    if target is None:
        raise UsageError("expected a database that is a file, got a server's: use the server's own backup")
    restore(archive, target)
    typer.echo(f"Restored to {speaking.shown(str(target))}")


def history(
    code: Code,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The thigh's curve as well: .svg or .png.")
    ] = None,
    database: Database = "",
) -> None:
    """How both legs of a person went on: every examination, whether a change is one, and what was done about it.

    For example:

      thomas-test history P-001 --out P-001.svg
    """
    from thomas_test.check.meaning.reference_bands import Quantity
    from thomas_test.history import course_of
    from thomas_test.history.curve import course_rows, curve_png, curve_svg, plan_sentences, sentences

    if out is not None and out.suffix.lower() not in (".svg", ".png"):
        raise UsageError(f"expected --out to end in .svg or .png, got {str(out)!r}")
    book = book_at(database)
    courses, plans = course_of(book, code), book.plans(code)
    for course in courses.values():
        typer.echo(f"{course.quantity.capitalize()}")
        rows = course_rows(course)
        wide = max((len(angle) for _, _, angle, _ in rows), default=0)
        for day, leg, angle, interval in rows:
            typer.echo(f"  {day}  {leg:<5}  {angle:>{wide}}  ({interval})")
        for sentence in sentences(course) or ("Nothing was measured.",):
            typer.echo(f"  {sentence}")
    if plans:
        typer.echo("What was done about it")
    for sentence in plan_sentences(plans, dt.date.today()):
        typer.echo(f"  {speaking.shown(sentence)}")
    if out is not None:
        draw = curve_svg if out.suffix.lower() == ".svg" else curve_png
        given.write_out(out, draw(courses[Quantity.THIGH], plans=plans))
        typer.echo(f"Curve: {speaking.shown(str(out))}")


def book_at(database: str) -> Book:
    """The book of people of ``--database``; the usual one where that is empty."""
    from thomas_test.history import Book, open_database
    from thomas_test.history.database import database_url

    return Book(open_database(database_url(database) if database else None))
