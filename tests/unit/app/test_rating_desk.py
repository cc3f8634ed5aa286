"""A second reader's desk: what is placed on which photo, and which level counts."""

from __future__ import annotations

import pytest

from support.examinations import make_picture
from thomas_test.app.rating.desk import RatingDesk, opened
from thomas_test.check.rating import BarePhoto, RaterSheet
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.landmarks import Side

POINTS = {"hip": [100.0, 40.0], "knee": [60.0, 44.0], "ankle": [56.0, 90.0]}


@pytest.fixture
def desk() -> RatingDesk:
    """Two photos: the camera's sensor told how level lies in the first."""
    level = Level.usual(source=HorizonSource.GRAVITY, tilt_deg=2.0)
    sheet = RaterSheet(
        photos=tuple(
            BarePhoto(name=f"left {trial}", subject="P", leg=Side.LEFT, trial=trial, picture=make_picture(), level=told)
            for trial, told in enumerate((level, None), start=1)
        )
    )
    return opened(sheet)


def place(desk: RatingDesk, number: int) -> None:
    """Place all points on a photo, whichever is shown."""
    desk.take({"reading": desk.rated[number].ident, "kind": "points", "points": POINTS, "seq": 1})


def test_an_edit_lands_on_the_photo_that_it_was_made_on(desk: RatingDesk) -> None:
    """The click on Next may be taken in before the point that was moved just before it."""
    desk.step(1)
    place(desk, 0)
    assert [bool(each.points_px) for each in desk.rated] == [True, False]
    desk.take({"reading": "of another sheet", "kind": "points", "points": POINTS, "seq": 2})
    assert not desk.rated[1].points_px


def test_the_sensors_level_is_drawn_and_used_until_the_reader_draws_one(desk: RatingDesk) -> None:
    """Where it is known nobody has to mark it; where it is not that is still asked for."""
    place(desk, 0)
    place(desk, 1)
    told, untold = desk.rated
    assert told.payload["tilt"] == pytest.approx(2.0)
    assert "sensor" in told.payload["say"]
    assert (told.lacks, untold.lacks) == ("", "the level line")
    assert [each.analysis.measured.level.source for each in desk.rated if each.analysis] == [
        HorizonSource.GRAVITY,
        HorizonSource.IMAGE,
    ]
    desk.take({"reading": told.ident, "kind": "level", "line": [[10.0, 100.0], [110.0, 100.0]], "seq": 2})
    drawn = desk.rated[0]
    assert drawn.analysis is not None
    assert drawn.analysis.measured.level.source is HorizonSource.MARKED
    assert "sensor" not in drawn.payload["say"]
