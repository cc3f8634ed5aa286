"""The tables, as SQLAlchemy maps them. An examination is never overwritten: every change is a new version.

What the examination says in full is the document of its latest version, the very JSON that the full check saves. The
tables below it hold what lists, curves and statistics ask for, made from that document when it is written. What belongs
to a row is deleted with it by the database itself.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

LONGEST_CODE = 40
"""Letters of a person's code: a pseudonym, not a life story."""
LONGEST_LINE = 200
"""Letters of an examiner's name."""


class Base(DeclarativeBase):
    """All tables; constraints have names, so that migrations can speak of them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class PersonRow(Base):
    """A person under a pseudonym; year of birth and sex only where somebody wished to note them."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(LONGEST_CODE), unique=True)
    year_of_birth: Mapped[int | None]
    sex: Mapped[str | None] = mapped_column(String(10))
    added_at: Mapped[dt.datetime]


class ExaminationRow(Base):
    """One examination of a person; `latest` is the number of the version that counts."""

    __tablename__ = "examination"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    day: Mapped[dt.date]
    latest: Mapped[int]

    versions: Mapped[list[VersionRow]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="VersionRow.number"
    )

    __table_args__ = (Index("ix_examination_person_day", "person_id", "day"),)


class VersionRow(Base):
    """An examination as it was written once: by whom, when, why, with which version of the program."""

    __tablename__ = "version"

    id: Mapped[int] = mapped_column(primary_key=True)
    examination_id: Mapped[str] = mapped_column(ForeignKey("examination.id", ondelete="CASCADE"))
    number: Mapped[int]
    written_at: Mapped[dt.datetime]
    written_by: Mapped[str] = mapped_column(String(LONGEST_LINE))
    why: Mapped[str] = mapped_column(String(LONGEST_LINE))
    program: Mapped[str] = mapped_column(String(40))
    document: Mapped[str] = mapped_column(Text)

    trials: Mapped[list[TrialRow]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    legs: Mapped[list[LegRow]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    pictures: Mapped[list[PictureRow]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    __table_args__ = (UniqueConstraint("examination_id", "number"),)


IS_LATEST = (VersionRow.examination_id == ExaminationRow.id) & (VersionRow.number == ExaminationRow.latest)
"""Joins an examination with the version that counts."""


class LegRow(Base):
    """One leg of a version: the medians of its trials with their intervals, what was found, what was stated."""

    __tablename__ = "leg"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), index=True)
    side: Mapped[str] = mapped_column(String(5))
    thigh_angle_deg: Mapped[float | None]
    thigh_low_deg: Mapped[float | None]
    thigh_high_deg: Mapped[float | None]
    knee_flexion_deg: Mapped[float | None]
    knee_low_deg: Mapped[float | None]
    knee_high_deg: Mapped[float | None]
    reaches_parallel: Mapped[str] = mapped_column(String(20))
    reaches_10_below: Mapped[str] = mapped_column(String(20))
    knee_near_90: Mapped[str] = mapped_column(String(20))
    pelvis: Mapped[str] = mapped_column(String(20))
    foot: Mapped[str] = mapped_column(String(20))

    __table_args__ = (CheckConstraint("side in ('left', 'right')", name="side"),)


class TrialRow(Base):
    """One photo from the side: its angles as they count and as they were read automatically."""

    __tablename__ = "trial"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), index=True)
    side: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(40))
    quality: Mapped[str] = mapped_column(Text)
    thigh_angle_deg: Mapped[float | None]
    knee_flexion_deg: Mapped[float | None]
    automatic_thigh_angle_deg: Mapped[float | None]
    automatic_knee_flexion_deg: Mapped[float | None]
    horizon_source: Mapped[str] = mapped_column(String(20))
    model: Mapped[str] = mapped_column(Text)
    model_sha256: Mapped[str] = mapped_column(Text)


class PictureRow(Base):
    """A kept picture: a file beside the database under a random name, and which photo it belongs to."""

    __tablename__ = "picture"

    file: Mapped[str] = mapped_column(String(40), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), index=True)
    side: Mapped[str] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]


class PlanRow(Base):
    """A suggestion that somebody chose after an examination: since when, how often, for how many weeks."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    measure: Mapped[str] = mapped_column(String(40))
    since: Mapped[dt.date]
    times_a_week: Mapped[int]
    weeks: Mapped[int]
    ended: Mapped[dt.date | None]

    ticks: Mapped[list[TickRow]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class TickRow(Base):
    """A day on which a chosen suggestion was done."""

    __tablename__ = "tick"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)


class DraftRow(Base):
    """A check on its way, found again by a random key that only its browser knows."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    saved_at: Mapped[dt.datetime]
    document: Mapped[bytes] = mapped_column(LargeBinary)


class SettingRow(Base):
    """A setting of this database, such as the clinic's own minimal detectable change."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
