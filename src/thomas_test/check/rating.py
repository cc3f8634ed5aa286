"""A second reader: bare photos without a number, their own points measured, and a table that ``validate`` reads.

Both tables call a photo by the same name and the person by the same code, so that agreement is worked out afterwards
and nobody sees the other's reading before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from thomas_test.check.record import Examination
from thomas_test.check.storage import MAX_CHECK_BYTES
from thomas_test.core.analysis import Analysis
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.codec import Layout, from_json, lay_out, to_json
from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import FloatArray
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.settings import Settings
from thomas_test.core.text_files import json_in
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.images import read_photo
from thomas_test.output.rows import ResultRow, csv_text, row_of
from thomas_test.reading.analyse import measure_points
from thomas_test.reading.correction import correct


@dataclass(frozen=True, kw_only=True, eq=False)
class BarePhoto:
    """A photo as a second reader gets it: no point, no line, no angle.

    Attributes
    ----------
    name
        What both readers' tables call it.
    subject
        The person's code, which tells photos of one person from those of others; may be empty.
    leg
        The leg that hangs.
    trial
        Which photo of that leg, from 1.
    picture
        As it is kept: upright, without metadata, faces covered unless told otherwise.
    level
        The horizontal by the camera's own sensor, which was in the file that the picture was made of: nobody's
        reading. None where the file did not hold it.
    """

    name: str
    subject: str
    leg: Side
    trial: int
    picture: bytes
    level: Level | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class RaterSheet:
    """The photos of a check, for somebody who is to read them without knowing what was read."""

    photos: tuple[BarePhoto, ...]

    def __post_init__(self) -> None:
        """Refuse a sheet without a photo, or with two of one name."""
        names = [photo.name for photo in self.photos]
        if not names:
            raise UsageError("expected photos for a second reader, got none: keep the pictures with the check")
        if len(set(names)) < len(names):
            raise UsageError("expected every photo under a name of its own, got one twice")


def sheet_of(examination: Examination) -> RaterSheet:
    """The bare photos of a check: of every trial whose picture is kept, whatever was read from it.

    Raises
    ------
    UsageError
        When no picture is kept with it.
    """
    return RaterSheet(
        photos=tuple(
            BarePhoto(
                name=_name(examination, side, number),
                subject=examination.person,
                leg=side,
                trial=number,
                picture=trial.picture,
                level=_by_sensor(trial.analysis),
            )
            for side in Side
            for number, trial in enumerate(examination.legs[side].trials, start=1)
            if trial.picture is not None
        )
    )


def _by_sensor(analysis: Analysis) -> Level | None:
    """The horizontal that the camera told, whatever the first reader used."""
    told = {level.source: level for level in analysis.evidence.levels}
    return told.get(HorizonSource.GRAVITY) or told.get(HorizonSource.PHONE)


def save_sheet(sheet: RaterSheet) -> bytes:
    """The one file that a second reader opens."""
    return json.dumps(to_json(sheet), indent=1, ensure_ascii=False, allow_nan=False).encode()


def open_sheet(data: bytes) -> RaterSheet:
    """The bare photos that a file holds.

    Raises
    ------
    UsageError
        When this is no such file, one of a newer kind, a damaged one, or one too large.
    """
    expected = "photos for a second reader"
    return from_json(RaterSheet, json_in(data, expected=expected, max_bytes=MAX_CHECK_BYTES), expected=expected)


def first_table(examination: Examination) -> str:
    """What the first reader read from the photos of a check, as a table for ``validate``."""
    return csv_text(
        _row(
            # what was stated of the leg holds for each of its photos
            correct(trial.analysis, stated=examination.legs[side].stated) if trial.analysis.outcome else trial.analysis,
            name=_name(examination, side, number),
            subject=examination.person,
            trial=number,
        )
        for side in Side
        for number, trial in enumerate(examination.legs[side].trials, start=1)
    )


def read_by_hand(photo: BarePhoto, points_px: Mapping[Joint, FloatArray], level: Level | None) -> Analysis:
    """What a reader's own points on a bare photo measure.

    Parameters
    ----------
    photo
        The photo.
    points_px
        Hip and knee at least, in its pixels.
    level
        The horizontal that the reader marked; None takes the camera's own, or else the rows of the picture.

    Raises
    ------
    UsageError
        When hip or knee is missing, or both lie in one place.
    """
    if not {Joint.HIP, Joint.KNEE} <= points_px.keys():
        raise UsageError(f"expected hip and knee of {photo.name}, got {', '.join(sorted(points_px)) or 'no point'}")
    towards_left = points_px[Joint.KNEE][0] > points_px[Joint.HIP][0]
    try:
        pose = ThomasPose(
            tested_leg=photo.leg,
            head_towards=Direction.LEFT if towards_left else Direction.RIGHT,
            points_px=points_px,
            source=PointsSource.HAND,
        )
    except ValueError as error:
        raise UsageError(str(error)) from error
    size_px = read_photo(photo.picture, name=photo.name).size_px
    return measure_points(name=photo.name, size_px=size_px, pose=pose, settings=Settings(level=level or photo.level))


def second_table(read: Iterable[tuple[BarePhoto, Analysis]]) -> str:
    """What a second reader read, as a table for ``validate``."""
    return csv_text(
        _row(analysis, name=photo.name, subject=photo.subject, trial=photo.trial) for photo, analysis in read
    )


def _row(analysis: Analysis, *, name: str, subject: str, trial: int) -> ResultRow:
    # the leg stands in a column of its own, and is compared there
    return replace(row_of(analysis, file=name), subject=subject, trial=str(trial))


def _name(examination: Examination, side: Side, number: int) -> str:
    """What both tables call a photo: also among those of other checks."""
    who = f"{examination.person} " if examination.person else ""
    return f"{who}{examination.day.isoformat()} {side} {number}"


lay_out(
    RaterSheet,
    Layout(schema="thomas-test.rater-sheet", where="open the file that the full check saves for a second rater"),
)


def _photo_checked(photo: BarePhoto) -> BarePhoto:
    """See that a picture is one: files come from anywhere."""
    read_photo(photo.picture, name=photo.name)
    return photo


lay_out(BarePhoto, Layout(checked=_photo_checked))
