"""A second reader: bare photos, own points, and two tables that ``validate`` lays beside each other."""

import base64
import csv
import io
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from support.examinations import make_examination, make_full_house, make_leg, make_picture
from thomas_test.check.rating import (
    BarePhoto,
    RaterSheet,
    first_table,
    open_sheet,
    read_by_hand,
    save_sheet,
    second_table,
    sheet_of,
)
from thomas_test.check.record import Examination
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Joint, Side
from thomas_test.validation import validate
from thomas_test.validation.tables import TableInMemory

POINTS = {Joint.HIP: np.array([100.0, 40.0]), Joint.KNEE: np.array([60.0, 44.0]), Joint.ANKLE: np.array([56.0, 90.0])}


def rows_of(table: str) -> list[dict[str, str]]:
    """A table's rows."""
    return list(csv.DictReader(io.StringIO(table)))


def test_the_sheet_holds_the_photos_and_not_one_number_of_the_first_reader() -> None:
    """Every trial's picture, byte for byte, under leg and number, with the level of its file where there was one.

    No angle, no point, no level that somebody drew, no flag, no interval.
    """
    examination = make_examination()
    data = save_sheet(sheet_of(examination))
    sheet = open_sheet(data)
    assert [photo.name for photo in sheet.photos] == [
        "P-07 2026-03-14 left 1",
        "P-07 2026-03-14 left 2",
        "P-07 2026-03-14 left 3",
        "P-07 2026-03-14 right 1",
        "P-07 2026-03-14 right 2",
    ]
    assert sheet.photos[0].picture == examination.legs[Side.LEFT].trials[0].picture
    bare = json.loads(data)
    assert set(bare) == {"schema", "schema_version", "photos"}
    for photo in bare["photos"]:
        assert set(photo) == {"name", "subject", "leg", "trial", "picture", "level"}
        assert photo.pop("level") is None
        base64.b64decode(photo.pop("picture"), validate=True)
    assert not re.search(r"deg|°|points|level|parallel|interval|warning|\d\.\d", json.dumps(bare))


def with_levels(*sources: HorizonSource) -> Examination:
    """A check of one photo whose analysis found these horizontals, each with a tilt of its own."""
    (trial,) = make_leg(Side.LEFT, 4.0, picture=make_picture()).trials
    levels = tuple(Level.usual(source=source, tilt_deg=tilt) for tilt, source in enumerate(sources, start=1))
    analysis = replace(trial.analysis, evidence=replace(trial.analysis.evidence, levels=levels))
    return make_examination(legs={Side.LEFT: make_leg(Side.LEFT, 4.0, trials=(replace(trial, analysis=analysis),))})


@pytest.mark.parametrize(
    ("sources", "goes_along"),
    [
        ((HorizonSource.MARKED, HorizonSource.TABLE_EDGE, HorizonSource.IMAGE), None),
        ((HorizonSource.MARKED, HorizonSource.PHONE, HorizonSource.IMAGE), HorizonSource.PHONE),
        ((HorizonSource.PHONE, HorizonSource.GRAVITY), HorizonSource.GRAVITY),
    ],
)
def test_the_level_by_the_cameras_sensor_goes_along_and_no_other(
    sources: tuple[HorizonSource, ...], goes_along: HorizonSource | None
) -> None:
    """It was in the file and is nobody's reading; a line that the first reader drew stays with them."""
    (photo,) = open_sheet(save_sheet(sheet_of(with_levels(*sources)))).photos
    assert (photo.level and photo.level.source) == goes_along
    measured = read_by_hand(photo, POINTS, None).measured
    tilt = 0.0 if photo.level is None else photo.level.tilt_deg
    assert measured.measurement.thigh.value_deg == pytest.approx(5.71 - tilt, abs=0.01)
    assert measured.level.source is (goes_along or HorizonSource.IMAGE)
    own = Level.usual(source=HorizonSource.MARKED, tilt_deg=3.5)
    marked = read_by_hand(photo, POINTS, own).measured
    assert marked.level == own


def test_without_a_picture_there_is_no_sheet() -> None:
    """A check that kept none says so."""
    legs = {side: make_leg(side, 4.0) for side in Side}
    with pytest.raises(UsageError, match="keep the pictures"):
        sheet_of(make_examination(legs=legs))


def test_a_whole_check_is_no_sheet() -> None:
    """Its numbers are not for a second reader, so its file is refused with what to open instead."""
    with pytest.raises(UsageError, match="for a second rater"):
        open_sheet(b'{"schema": "thomas-test.examination", "schema_version": 1}')


def test_what_is_no_picture_is_refused() -> None:
    """A sheet comes from outside: what cannot be shown is told before anybody begins."""
    sheet = json.loads(save_sheet(sheet_of(make_examination())))
    sheet["photos"][0]["picture"] = base64.b64encode(b"no picture").decode()
    with pytest.raises(UsageError):
        open_sheet(json.dumps(sheet).encode())


def photo(name: str = "left 1", subject: str = "P-07", trial: int = 1) -> BarePhoto:
    """A bare photo of the left leg."""
    return BarePhoto(name=name, subject=subject, leg=Side.LEFT, trial=trial, picture=make_picture())


def test_own_points_are_measured_against_the_own_level() -> None:
    """Four down on forty across, head to the right: 5.7 degrees below the rows, and 2 less under a level of 2."""
    rows = read_by_hand(photo(), POINTS, None).measured
    assert rows.measurement.thigh.value_deg == pytest.approx(5.71, abs=0.01)
    assert rows.pose.tested_leg is Side.LEFT
    level = Level.usual(source=HorizonSource.MARKED, tilt_deg=2.0)
    marked = read_by_hand(photo(), POINTS, level).measured
    assert marked.measurement.thigh.value_deg == pytest.approx(5.71 - 2.0, abs=0.01)


def test_a_photo_without_a_knee_is_not_read() -> None:
    """What is missing is said."""
    with pytest.raises(UsageError, match="expected hip and knee"):
        read_by_hand(photo(), {Joint.HIP: POINTS[Joint.HIP]}, None)


def test_both_tables_meet_in_validate() -> None:
    """Every photo finds its twin, persons are told apart, and the difference is that of the two readings."""
    examination = make_examination()
    sheet = sheet_of(examination)
    first = first_table(examination)
    second = second_table([(photo, read_by_hand(photo, POINTS, None)) for photo in sheet.photos])
    assert [row["file"] for row in rows_of(first)] == [row["file"] for row in rows_of(second)]
    assert {row["subject"] for row in rows_of(second)} == {"P-07"}
    tables = (TableInMemory(name=name, data=text.encode()) for name, text in (("a.csv", first), ("b.csv", second)))
    report = validate(*tables)
    assert len(report.pairs) == len(sheet.photos)
    assert not report.left_out


def test_what_was_stated_of_a_leg_stands_with_each_of_its_photos() -> None:
    """The first reader's table denies nothing that the check says, and changes no angle."""
    examination = make_full_house()
    rows = rows_of(first_table(examination))
    assert {(row["pelvis"], row["foot"], row["pain"]) for row in rows} == {("seen", "free", "none")}
    assert not any("nobody stated" in row["words"] for row in rows)
    measured = [trial.analysis.measured.measurement for side in Side for trial in examination.legs[side].trials]
    assert [float(row["thigh_angle_deg"]) for row in rows] == pytest.approx([one.thigh.value_deg for one in measured])


def test_a_sheet_names_every_photo_once() -> None:
    """Two photos of one name could not be told apart in a table."""
    with pytest.raises(UsageError, match="name of its own"):
        RaterSheet(photos=(photo(), photo()))
