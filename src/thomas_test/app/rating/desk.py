"""What a second reader has open: the bare photos and the points placed on them so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from thomas_test.app.desk import Line, Point, Undoable
from thomas_test.app.drafts import RATING_KEY
from thomas_test.app.editor.edits import line_of, points_of
from thomas_test.app.editor.payload import Payload, default_line_px, placing_payload
from thomas_test.check.rating import BarePhoto, RaterSheet, read_by_hand
from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Joint
from thomas_test.images import read_photo
from thomas_test.reading.level.marked import level_from_line


@dataclass(frozen=True, kw_only=True, eq=False)
class Rated(Undoable):
    """A bare photo and what a reader has placed on it.

    Attributes
    ----------
    photo
        The photo.
    size_px
        Its width and height.
    points_px
        The points placed so far.
    line_px
        The level line as the reader left it; None where nobody touched it.
    """

    photo: BarePhoto
    size_px: tuple[int, int]
    points_px: Mapping[Joint, Point] = field(default_factory=dict)
    line_px: Line | None = None

    @property
    def analysis(self) -> Analysis | None:
        """What the points measure; None before hip and knee stand."""
        if not {Joint.HIP, Joint.KNEE} <= self.points_px.keys():
            return None
        line, size_px = self.line_px, self.size_px
        level = None if line is None else level_from_line(*line, size_px=size_px, plumb=True)
        return read_by_hand(self.photo, {joint: np.asarray(at) for joint, at in self.points_px.items()}, level)

    @property
    def lacks(self) -> str:
        """What the reader has not placed yet, in words; empty where nothing is missing."""
        missing = [joint.value for joint in (Joint.HIP, Joint.KNEE, Joint.ANKLE) if joint not in self.points_px]
        is_level = self.line_px is not None or self.photo.level is not None
        return ", ".join([*missing, *([] if is_level else ["the level line"])])

    @property
    def payload(self) -> Payload:
        """What the editor is told: never an angle."""
        say = f"Still to place: {self.lacks}." if self.lacks else "All placed."
        line, level = self.line_px, self.photo.level
        if line is None and level is not None:
            line = default_line_px(self.size_px, level.tilt_deg)
            say += " The level line lies as the camera's sensor told."
        return placing_payload(self.points_px, self.size_px, line, say=say)

    def edited(self, edit: Mapping[str, object]) -> Rated:
        """The photo after what the editor reports.

        Raises
        ------
        UsageError
            When the edit cannot be followed; the photo is then as it was.
        """
        kind = edit.get("kind")
        if kind == "undo":
            changed = self.before()
        elif kind == "reset":
            changed = self.after(points_px={}, line_px=None)
        elif kind == "level":
            line = line_of(edit.get("line"))
            level_from_line(*line, size_px=self.size_px, plumb=True)  # a line that tells nothing is refused now
            changed = self.after(line_px=line)
        elif kind == "points":
            changed = self.after(points_px={**self.points_px, **points_of(edit.get("points"))})
            changed.analysis  # noqa: B018 - points that measure nothing are refused now
        else:
            raise UsageError(f"expected points, a level, undo or reset, got {kind!r}")
        return changed.heard(edit)


@dataclass(kw_only=True, eq=False)
class RatingDesk:
    """The photos of a sheet, in its order.

    Attributes
    ----------
    rated
        What was placed on each.
    shown
        The number of the photo that is shown, from 0.
    trouble
        What could not be done at the last edit, in words.
    """

    rated: list[Rated] = field(default_factory=list)
    shown: int = 0
    trouble: str = ""
    _made: dict[str, str] = field(default_factory=dict)

    def made(self, each: Rated, make: Callable[[], str]) -> str:
        """A photo's picture for the screen: made once, for the page runs again after every drag."""
        if each.ident not in self._made:
            self._made[each.ident] = make()
        return self._made[each.ident]

    @property
    def is_open(self) -> bool:
        """Whether a sheet is open."""
        return bool(self.rated)

    @property
    def has_work(self) -> bool:
        """Whether a reader has placed anything."""
        return any(each.points_px for each in self.rated)

    @property
    def read(self) -> list[tuple[BarePhoto, Analysis]]:
        """The photos that were read, with what was measured."""
        found = ((each.photo, each.analysis) for each in self.rated)
        return [(photo, analysis) for photo, analysis in found if analysis is not None]

    def take(self, edit: Mapping[str, object]) -> None:
        """Take in what a photo's editor reports, even where the next photo is shown by now."""
        place = next((number for number, each in enumerate(self.rated) if each.ident == edit.get("reading")), None)
        if place is None:
            return
        try:
            self.rated[place] = self.rated[place].edited(edit)
        except UsageError as error:
            self.trouble = str(error)

    def step(self, by: int) -> None:
        """Show the next photo, or the one before."""
        self.shown = min(max(self.shown + by, 0), len(self.rated) - 1)


def opened(sheet: RaterSheet) -> RatingDesk:
    """The desk of a sheet on which nothing is placed yet."""
    return RatingDesk(
        rated=[Rated(photo=photo, size_px=read_photo(photo.picture, name=photo.name).size_px) for photo in sheet.photos]
    )


def rating_desk() -> RatingDesk:
    """The desk of this browser session."""
    found: RatingDesk = st.session_state.setdefault(RATING_KEY, RatingDesk())
    return found


def put_rating_desk(desk: RatingDesk) -> None:
    """Replace the desk of this browser session."""
    st.session_state[RATING_KEY] = desk
