"""Points of a second photo from a file, and what the side view's own record tells: for use without an app.

One picture::

    {"view": "front", "tested_leg": "left", "points_px": {"knee": [420, 310], "ankle": [455, 520], "hip": [371, 305]}}

A record that ``thomas-test measure --view front --json`` printed will do as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from thomas_test.core.angles import Level
from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import length_px
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.text_files import json_file
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.points_file import check_inside, check_size, read_entries
from thomas_test.output.records import analysis_from_json
from thomas_test.second_view.measurement import OtherViews
from thomas_test.second_view.pose import USED, FrontPose, SecondView


def read_front_points(
    path: Path, *, size_px: tuple[int, int], view: SecondView, leg: Side | None = None, shrunk: int = 1
) -> tuple[FrontPose, Level | None]:
    """The points that a person or another tool placed, and the level that was marked with them, if any.

    Parameters
    ----------
    path
        The file; see `thomas_test.output.points_file` for its form.
    size_px
        Width and height of the picture that they belong to.
    view
        From where it was taken; a file that says otherwise is refused.
    leg
        The tested leg, where the file does not say; it goes before what the file says.
    shrunk
        By how much the picture's sides were divided while it was read, see `Photo.shrunk`: points that were placed on
        the file's own pixels are brought to those of `size_px`.

    Raises
    ------
    UsageError
        When the file cannot be read, or holds no such points; the message says what was expected.
    """
    entry, *others = read_entries(path)
    if others:
        raise UsageError(f"expected the points of one picture in {str(path)!r}, got those of {len(others) + 1}")
    if entry.view not in ("", view):
        raise UsageError(
            f"expected points of a {view} view in {str(path)!r}, got those of {entry.view!r}: give --view {entry.view}"
        )
    entry = entry.on_shrunk(shrunk, size_px)
    with entry.named():
        side = entry.leg(leg)
        joints = entry.joints(side)
        pose = FrontPose(
            view=view,
            tested_leg=side,
            points_px={joint: np.asarray(at) for joint, at in joints.items() if joint in USED[view]},
            size_px=size_px,
            source=PointsSource.HAND,
        )
        check_size(entry.size_px, size_px)
        check_inside(pose.points_px, size_px)
    return pose, entry.level


@dataclass(frozen=True, kw_only=True)
class SideView:
    """What the side view told, and of which leg.

    Attributes
    ----------
    tested_leg
        The leg that it shows hanging.
    known
        Its angles and proportion.
    """

    tested_leg: Side
    known: OtherViews

    def of_leg(self, leg: Side) -> OtherViews:
        """What it told about a leg.

        Raises
        ------
        UsageError
            When it shows the other leg.
        """
        if self.tested_leg is not leg:
            raise UsageError(
                f"expected the side view of the {leg} leg, which the second photo shows, got that of the "
                f"{self.tested_leg} one: give the record of the same leg, or leave --side out"
            )
        return self.known


def read_side_view(path: Path) -> SideView:
    """Read what a side view told, from the record that ``thomas-test measure --json`` printed.

    Raises
    ------
    UsageError
        When the file is no such record, or one of a photo that was not measured.
    """
    outcome = analysis_from_json(json_file(path, expected="a record of a side view")).outcome
    if outcome is None:
        raise UsageError(f"expected the record of a measured side view in {str(path)!r}, got that of a refused photo")
    pose, knee = outcome.pose, outcome.measurement.knee
    ratio = None
    if knee is not None:
        ratio = length_px(pose[Joint.HIP], pose[Joint.KNEE]) / length_px(pose[Joint.KNEE], pose[Joint.ANKLE])
    known = OtherViews(thigh=outcome.measurement.thigh, knee=knee, thigh_to_shank=ratio)
    return SideView(tested_leg=pose.tested_leg, known=known)
