"""The book of people: added under a pseudonym, examined, found again, corrected by new versions, deleted for good."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import ColumnElement, Engine, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from thomas_test.check.exercises import Dose
from thomas_test.check.record import Examination
from thomas_test.check.statements import Sex
from thomas_test.check.storage import open_examination, save_examination
from thomas_test.core.errors import UsageError
from thomas_test.history.database import empty_log, told_in_words
from thomas_test.history.pictures import gone_on_failure, kept_pictures, picture_files, remove_pictures, with_pictures
from thomas_test.history.rows import leg_rows, trial_rows
from thomas_test.history.tables import (
    IS_LATEST,
    LONGEST_CODE,
    LONGEST_LINE,
    DraftRow,
    ExaminationRow,
    PersonRow,
    PictureRow,
    PlanRow,
    SettingRow,
    TickRow,
    VersionRow,
)
from thomas_test.output.rows import package_version

AnyRow = TypeVar("AnyRow")

OLDEST_BIRTH = 1900
"""Earliest year of birth that is taken: an earlier one is a slip of the hand."""
LATEST_DAY = dt.date(2999, 12, 31)
"""Latest day on which a plan may begin: a later one is a slip of the hand, and its end may lie beyond all calendars."""
DRAFTS_KEPT_FOR = dt.timedelta(days=14)
"""A laptop may be closed over a holiday; a check that nobody came back to for longer is begun anew. Our own choice."""
SEXES = tuple(sex.value for sex in Sex)
"""What may be noted where norms for one's sex are wanted; empty otherwise."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person as lists show them.

    Attributes
    ----------
    code
        The pseudonym.
    year_of_birth, sex
        Only where somebody noted them.
    examinations
        How many there are.
    last_day
        The day of the latest; None without one.
    """

    code: str
    year_of_birth: int | None = None
    sex: str = ""
    examinations: int = 0
    last_day: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ExaminationEntry:
    """An examination as a person's history lists it: which version counts, who wrote it, when and why.

    Attributes
    ----------
    has_pictures
        Whether pictures were kept with this version.
    """

    ident: str
    day: dt.date
    version: int
    written_at: dt.datetime
    written_by: str
    why: str
    has_pictures: bool


@dataclass(frozen=True, kw_only=True)
class PlanEntry:
    """A suggestion that was chosen.

    Attributes
    ----------
    measure
        Its stable name.
    times_a_week, weeks
        How often, and for how many weeks before one looks again.
    days
        On which it was done.
    ended
        The first day on which it is no longer to be done, where somebody ended it before its weeks were over.
    """

    ident: int
    measure: str
    since: dt.date
    times_a_week: int
    weeks: int
    days: tuple[dt.date, ...] = ()
    ended: dt.date | None = None

    def __post_init__(self) -> None:
        """Refuse what no week holds, and an end outside of its weeks."""
        _ = self.dose
        if self.ended is not None and not 0 <= (self.ended - self.since).days < 7 * self.weeks:
            raise UsageError(
                f"expected a day within the {self.weeks} weeks of a plan since {self.since} to end it on, got "
                f"{self.ended}"
            )

    @property
    def dose(self) -> Dose:
        """How often, and for how long."""
        return Dose(times_a_week=self.times_a_week, weeks=self.weeks)

    @property
    def weeks_over(self) -> dt.date:
        """The day on which the weeks of the plan are over."""
        return self.since + dt.timedelta(weeks=self.weeks)

    @property
    def until(self) -> dt.date:
        """The first day on which it is no longer to be done: its weeks are over, or somebody ended it."""
        return self.weeks_over if self.ended is None else min(self.ended, self.weeks_over)


class Book:
    """What one database holds about people. Every method is one transaction: whole, or nothing of it.

    Parameters
    ----------
    engine
        As `thomas_test.history.open_database` gives it.

    Raises
    ------
    UsageError
        From every method: for what is not there, what cannot be, and what the database cannot take.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    # people

    def suggested_code(self) -> str:
        """A pseudonym that nobody has yet: ``P-001`` and so on."""
        with told_in_words(), Session(self.engine) as session:
            number = (session.scalar(select(func.max(PersonRow.id))) or 0) + 1
            while session.scalar(select(PersonRow.id).where(PersonRow.code == f"P-{number:03d}")) is not None:
                number += 1
        return f"P-{number:03d}"

    def add_person(self, code: str = "", *, year_of_birth: int | None = None, sex: str = "") -> Person:
        """The person added, under a suggested pseudonym where none is given."""
        taken = checked_code(code or self.suggested_code())
        this_year = dt.datetime.now().astimezone().year
        if year_of_birth is not None and not OLDEST_BIRTH <= year_of_birth <= this_year:
            raise UsageError(f"expected a year of birth from {OLDEST_BIRTH} to this year, got {year_of_birth}")
        if sex and sex not in SEXES:
            raise UsageError(f"expected one of {', '.join(SEXES)} or nothing, got {sex!r}")
        row = PersonRow(code=taken, year_of_birth=year_of_birth, sex=sex or None, added_at=_now())
        try:
            with told_in_words(), Session(self.engine) as session, session.begin():
                session.add(row)
        except UsageError as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
            if not code and self.has(taken):  # by somebody else in the same moment: the next one
                return self.add_person(year_of_birth=year_of_birth, sex=sex)
            raise UsageError(f"expected a code that nobody has, got {taken!r}: choose another") from error
        return Person(code=taken, year_of_birth=year_of_birth, sex=sex)

    def people(self, search: str = "", *, most: int = 50, after: int = 0) -> list[Person]:
        """People whose code holds the text searched for, the latest examined first.

        Parameters
        ----------
        search
            Any part of a code, in any case; empty for all.
        most, after
            How many to list, and how many to leave out before.
        """
        last = select(ExaminationRow.person_id, func.count().label("count"), func.max(ExaminationRow.day).label("day"))
        per_person = last.group_by(ExaminationRow.person_id).subquery()
        wanted = (
            select(PersonRow, func.coalesce(per_person.c.count, 0), per_person.c.day)
            .outerjoin(per_person, per_person.c.person_id == PersonRow.id)
            .order_by(per_person.c.day.desc().nulls_last(), PersonRow.code)
            .limit(most)
            .offset(after)
        )
        if search:
            wanted = wanted.where(PersonRow.code.icontains(search, autoescape=True))
        with told_in_words(), Session(self.engine) as session:
            return [_person(row, count, day) for row, count, day in session.execute(wanted)]

    def person(self, code: str) -> Person:
        """The person of a code."""
        with told_in_words(), Session(self.engine) as session:
            row = _row_of(session, code)
            count, day = session.execute(
                select(func.count(), func.max(ExaminationRow.day)).where(ExaminationRow.person_id == row.id)
            ).one()
            return _person(row, count, day)

    def has(self, code: str) -> bool:
        """Whether there is a person of a code."""
        with told_in_words(), Session(self.engine) as session:
            return session.scalar(select(PersonRow.id).where(PersonRow.code == code)) is not None

    def delete_person(self, code: str) -> None:
        """Delete a person with all that belongs to them: rows, pictures, drafts, and what lies in the log of writes."""
        with told_in_words(), Session(self.engine) as session, session.begin():
            row = _row_of(session, code)
            idents = select(ExaminationRow.id).where(ExaminationRow.person_id == row.id)
            files = picture_files(session, idents)
            named = f'"person": {json.dumps(code, ensure_ascii=False)}'
            _empty_drafts(session, [named, *session.scalars(idents)])
            session.delete(row)
        remove_pictures(self.engine, files)

    def empty(self) -> None:
        """Delete everybody with everything that belongs to them, and every draft; settings stay."""
        with told_in_words(), Session(self.engine) as session, session.begin():
            files = list(session.scalars(select(PictureRow.file)))
            for table in (PersonRow, DraftRow):
                session.execute(delete(table))
        remove_pictures(self.engine, files)

    # examinations

    def keep(
        self,
        code: str,
        examination: Examination,
        *,
        by: str = "",
        why: str = "examined",
        ident: str = "",
        pictures: bool = False,
    ) -> str:
        """The key under which an examination was kept.

        Parameters
        ----------
        code
            Whose it is; the document holds this code in place of any name that was typed.
        examination
            What to keep.
        by, why
            Who writes it, and why: shown beside the version.
        ident
            The key of an examination of which this is a new version; empty for a new one. Nothing is overwritten.
        pictures
            Whether its pictures are kept, as files beside the database.
        """
        told = replace(examination, person=code)
        with gone_on_failure() as files, told_in_words(), Session(self.engine) as session, session.begin():
            person = _row_of(session, code)
            row = _examination_row(session, person, told, ident)
            version = VersionRow(
                number=row.latest,
                written_at=_now(),
                written_by=_line(by or examination.examiner),
                why=_line(why),
                program=package_version(),
                document=save_examination(told, pictures=False).decode(),
                trials=trial_rows(told),
                legs=leg_rows(told),
                pictures=kept_pictures(self.engine, told, files) if pictures else [],
            )
            row.versions.append(version)
            session.flush()
            return row.id

    def examinations(self, code: str) -> list[ExaminationEntry]:
        """A person's examinations, the earliest first."""
        with told_in_words(), Session(self.engine) as session:
            row = _row_of(session, code)
            wanted = (
                select(ExaminationRow, VersionRow)
                .join(VersionRow, IS_LATEST)
                .where(ExaminationRow.person_id == row.id)
                .order_by(ExaminationRow.day, VersionRow.written_at)
            )
            return [_entry(one, version) for one, version in session.execute(wanted)]

    def versions(self, ident: str) -> list[ExaminationEntry]:
        """Every version of an examination, the first one first."""
        with told_in_words(), Session(self.engine) as session:
            row = _found(session.get(ExaminationRow, ident), "an examination", ident)
            return [_entry(row, version) for version in row.versions]

    def has_examination(self, ident: str) -> bool:
        """Whether there is an examination under a key; a deleted one is none."""
        with told_in_words(), Session(self.engine) as session:
            return session.get(ExaminationRow, ident) is not None

    def examination(self, ident: str, version: int | None = None) -> Examination:
        """An examination as it was kept, with its kept pictures; the latest version unless one is named."""
        with told_in_words(), Session(self.engine) as session:
            row = _found(session.get(ExaminationRow, ident), "an examination", ident)
            number = row.latest if version is None else version
            one = session.scalar(
                select(VersionRow).where(VersionRow.examination_id == ident, VersionRow.number == number)
            )
            found = _found(one, "a version of that examination", str(number))
            opened = open_examination(found.document.encode())
            return with_pictures(self.engine, opened, found.pictures)

    def delete_examination(self, ident: str) -> None:
        """Delete an examination with all its versions, pictures and drafts."""
        with told_in_words(), Session(self.engine) as session, session.begin():
            row = _found(session.get(ExaminationRow, ident), "an examination", ident)
            files = picture_files(session, select(ExaminationRow.id).where(ExaminationRow.id == ident))
            _empty_drafts(session, [ident])
            session.delete(row)
        remove_pictures(self.engine, files)

    # what was done about it

    def choose(self, code: str, measure: str, *, since: dt.date, times_a_week: int = 3, weeks: int = 6) -> int:
        """The number of a plan: a suggestion that somebody chose, to be done so often for so many weeks."""
        Dose(times_a_week=times_a_week, weeks=weeks)  # refuses what no week holds
        if since > LATEST_DAY:
            raise UsageError(f"expected a day up to {LATEST_DAY} for a plan to begin on, got {since}")
        with told_in_words(), Session(self.engine) as session, session.begin():
            row = PlanRow(
                person_id=_row_of(session, code).id,
                measure=measure,
                since=since,
                times_a_week=times_a_week,
                weeks=weeks,
            )
            session.add(row)
            session.flush()
            return row.id

    def end(self, plan: int, day: dt.date | None) -> None:
        """Note that a chosen suggestion is no longer done from a day on; None takes such a note back.

        It does not go on where the same was chosen anew meanwhile: it would be asked for twice.
        """
        with told_in_words(), Session(self.engine) as session, session.begin():
            row = _found(session.get(PlanRow, plan), "a plan", str(plan))
            if day is None:
                _check_chosen_once(session, row)
            row.ended = replace(_plan(row), ended=day).ended

    def tick(self, plan: int, day: dt.date) -> None:
        """Note that a chosen suggestion was done on a day; noting it twice changes nothing."""
        with told_in_words(), Session(self.engine) as session, session.begin():
            _found(session.get(PlanRow, plan), "a plan", str(plan))
            session.merge(TickRow(plan_id=plan, day=day))

    def untick(self, plan: int, day: dt.date) -> None:
        """Take such a note back."""
        with told_in_words(), Session(self.engine) as session, session.begin():
            session.execute(delete(TickRow).where(TickRow.plan_id == plan, TickRow.day == day))

    def plans(self, code: str) -> list[PlanEntry]:
        """What was chosen for a person, the earliest first."""
        with told_in_words(), Session(self.engine) as session:
            rows = session.scalars(
                select(PlanRow)
                .where(PlanRow.person_id == _row_of(session, code).id)
                .order_by(PlanRow.since, PlanRow.id)
            )
            return [_plan(row) for row in rows]

    # drafts and settings

    def save_draft(self, key: str, document: bytes) -> None:
        """Keep a check on its way under a key that only its browser knows.

        Not one whose person was deleted meanwhile: a window that still has it open would bring back what is to be gone.
        """
        with told_in_words(), Session(self.engine) as session, session.begin():
            row = session.get(DraftRow, key)
            if row is None or row.document:
                session.merge(DraftRow(key=key, saved_at=_now(), document=document))

    def draft(self, key: str) -> bytes | None:
        """The check on its way that was last kept under a key; None where there is none."""
        with told_in_words(), Session(self.engine) as session:
            row = session.get(DraftRow, key)
            return None if row is None or not row.document else row.document

    def drop_draft(self, key: str) -> None:
        """Forget a check that was finished or given up."""
        self._drop_drafts(DraftRow.key == key)

    def drop_old_drafts(self, kept_for: dt.timedelta = DRAFTS_KEPT_FOR) -> None:
        """Forget checks on their way that nobody came back to."""
        self._drop_drafts(DraftRow.saved_at < _now() - kept_for)

    def _drop_drafts(self, which: ColumnElement[bool]) -> None:
        with told_in_words(), Session(self.engine) as session, session.begin():
            session.execute(delete(DraftRow).where(which))
        with told_in_words():
            empty_log(self.engine)

    def setting(self, name: str) -> str | None:
        """The value of a setting of this database; None where nobody set it."""
        with told_in_words(), Session(self.engine) as session:
            row = session.get(SettingRow, name)
            return None if row is None else row.value

    def set_setting(self, name: str, value: str) -> None:
        """Set a setting of this database."""
        with told_in_words(), Session(self.engine) as session, session.begin():
            session.merge(SettingRow(name=name, value=value))

    def drop_setting(self, name: str) -> None:
        """Forget a setting of this database, where somebody set it."""
        with told_in_words(), Session(self.engine) as session, session.begin():
            session.execute(delete(SettingRow).where(SettingRow.name == name))


def checked_code(text: str) -> str:
    """A person's code in one line; raises UsageError for one that is empty or too long."""
    code = " ".join(text.split())
    if not 1 <= len(code) <= LONGEST_CODE or not code.isprintable():
        raise UsageError(f"expected a code of 1 to {LONGEST_CODE} letters, such as P-001, got {code[:60]!r}")
    return code


def _examination_row(session: Session, person: PersonRow, examination: Examination, ident: str) -> ExaminationRow:
    """The row of a new examination, or that of a known one, one version further."""
    if not ident:
        row = ExaminationRow(id=secrets.token_hex(16), person_id=person.id, day=examination.day, latest=1)
        session.add(row)
        return row
    row = _found(session.get(ExaminationRow, ident, with_for_update=True), "an examination", ident)
    if row.person_id != person.id:
        raise UsageError(f"expected an examination of {person.code}, got one of somebody else")
    row.latest += 1
    row.day = examination.day
    return row


def _empty_drafts(session: Session, marks: Sequence[str]) -> None:
    """Empty the drafts in which a mark stands; that their keys stay keeps them from being saved again."""
    for draft in session.scalars(select(DraftRow)):
        if any(mark.encode() in draft.document for mark in marks):
            draft.document = b""


def _row_of(session: Session, code: str) -> PersonRow:
    row = session.scalar(select(PersonRow).where(PersonRow.code == code))
    return _found(row, "a person in this database", code)


def _found(row: AnyRow | None, what: str, key: str) -> AnyRow:
    if row is None:
        raise UsageError(f"expected {what}, got {key!r}, which is none")
    return row


def _person(row: PersonRow, examinations: int, last_day: dt.date | None) -> Person:
    return Person(
        code=row.code,
        year_of_birth=row.year_of_birth,
        sex=row.sex or "",
        examinations=examinations,
        last_day=last_day,
    )


def _entry(row: ExaminationRow, version: VersionRow) -> ExaminationEntry:
    return ExaminationEntry(
        ident=row.id,
        day=row.day,
        version=version.number,
        written_at=version.written_at,
        written_by=version.written_by,
        why=version.why,
        has_pictures=bool(version.pictures),
    )


def _check_chosen_once(session: Session, row: PlanRow) -> None:
    """Refuse to let a plan go on beside a later one of the same."""
    same = select(PlanRow).where(PlanRow.person_id == row.person_id, PlanRow.measure == row.measure)
    for other in map(_plan, session.scalars(same.where(PlanRow.id > row.id))):
        if row.ended is not None and other.until > row.ended:
            raise UsageError(
                f"expected a plan that alone asks for its exercise, got one that was chosen anew on {other.since}: "
                "that one counts; end it first on the day it began"
            )


def _plan(row: PlanRow) -> PlanEntry:
    return PlanEntry(
        ident=row.id,
        measure=row.measure,
        since=min(row.since, LATEST_DAY),  # kept before later days were refused
        times_a_week=row.times_a_week,
        weeks=row.weeks,
        days=tuple(sorted(tick.day for tick in row.ticks)),
        ended=row.ended,
    )


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_LINE]


def _now() -> dt.datetime:
    """Now in UTC, without a zone: SQLite keeps none."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
