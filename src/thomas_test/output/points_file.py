"""Points placed by a person or by another tool, read from JSON: measured as they are, without any network.

One picture::

    {"tested_leg": "left", "head_towards": "right",
     "points_px": {"hip": [535.7, 344.1], "knee": [407.4, 380.0], "ankle": [307.6, 515.3]}}

Several pictures: ``{"pictures": [{"file": "a.jpg", ...}, ...]}`` or just the list; ``file`` is the picture's path
below the folder, or its bare name where only one picture has it. Points may also go by the names
of the body, such as ``left_hip``; which of them are meant follows from the tested leg. ``iliac_crest``, or ``asis`` and
``psis``, draw the line of the pelvis. ``size_px`` (width, height)
is checked against the picture, ``level_tilt_deg`` is a marked level, ``level_sd_deg`` its standard
deviation (0.5 where it is not said). A record of this package will do as well: the level that somebody marked, or that
was found at the table's edge or by the phone's page, goes with its points, for no network looks for an edge again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.codec import Json, Layout, from_json, lay_out
from thomas_test.core.criteria import HANGING_WITHIN_DEG
from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import FloatArray, drop_angle_deg, wrap_deg
from thomas_test.core.landmarks import Direction, Joint, Landmark, Side
from thomas_test.core.text_files import json_file
from thomas_test.core.thomas_pose import PointsSource, ThomasPose

_KEPT_LEVELS = (HorizonSource.MARKED, HorizonSource.PHONE, HorizonSource.TABLE_EDGE)
"""Levels of a record that the picture's file cannot give again; gravity stands in it, rows are always there."""

_NO_PIXEL = 2.0
"""A point whose numbers both lie below this is no pixel but a share of the picture, as MediaPipe gives them, or was not
placed at all: other tools write 0, 0 for that."""

_SPELLED_LIKE = 0.8
"""How alike two names are, of 1, that are taken for one with a slip of the pen (`difflib`). Chosen."""

FAR_OUTSIDE_SHARE = 0.10
"""How far outside a point may lie, in longer sides of the picture: of a limb that leaves the picture people place the
end where it must be, and a foot is about so long. What lies farther out was placed on another picture."""


BACKWARDS_DEG = 15.0
"""How far a knee may seem to bend backwards: points of a straight knee that are placed a little off, or one that can be
overstretched, which 15 degrees cover amply. Chosen."""


@dataclass(frozen=True, kw_only=True)
class PointsEntry:
    """What a file says of one picture's points: not yet sorted by the tested leg.

    Attributes
    ----------
    points_px
        Points by the names of joints or of the body.
    file, view
        The picture, and from where it was taken; empty where the file does not say.
    tested_leg, head_towards, size_px, level_tilt_deg, level_sd_deg, level_source
        As they stand in the file.
    """

    points_px: Mapping[str, tuple[float, float]]
    file: str = ""
    view: str = ""
    tested_leg: Side | None = None
    head_towards: Direction | None = None
    size_px: tuple[int, int] | None = None
    level_tilt_deg: float | None = None
    level_sd_deg: float | None = None
    level_source: HorizonSource = HorizonSource.MARKED

    @property
    def level(self) -> Level | None:
        """A marked level, or what a record knows of one; None where the file does not say."""
        if self.level_tilt_deg is None:
            return None
        usual = Level.usual(source=self.level_source, tilt_deg=self.level_tilt_deg)
        return usual if self.level_sd_deg is None else replace(usual, sd_deg=self.level_sd_deg)

    def leg(self, said: Side | None) -> Side:
        """The tested leg: what the user says, or else the file."""
        side = said or self.tested_leg
        if side is None:
            raise UsageError("expected tested_leg, left or right, got none: add it or use --leg")
        return side

    def joints(self, leg: Side) -> dict[Joint, tuple[float, float]]:
        """The points by their part in the test; a joint named as such goes before one named by the body's side."""
        joints: dict[Joint, tuple[float, float]] = {}
        for name, point in self.points_px.items():
            if name in set(Joint):
                joints[Joint(name)] = point
            elif name in set(Landmark):
                joint = _joint_of(Landmark(name), leg)
                if joint is not None:
                    joints.setdefault(joint, point)
            else:
                raise UsageError(f"expected points named {', '.join(Joint)}, or left_hip and so on, got {name!r}")
        return joints

    def on_shrunk(self, by: int, size_px: tuple[int, int]) -> PointsEntry:
        """The points in the pixels of a photo that was scaled down while it was read; as `PlacedPoints.on_shrunk`."""
        if by == 1 or self.size_px == size_px:
            return self
        points = {name: (x / by, y / by) for name, (x, y) in self.points_px.items()}
        return replace(self, points_px=points, size_px=_divided(self.size_px, by))

    @contextmanager
    def named(self) -> Iterator[None]:
        """Put the picture's name before what is wrong with its points."""
        try:
            yield
        except (UsageError, ValueError) as error:
            raise UsageError(f"points of {self.file!r}: {error}" if self.file else f"points: {error}") from error


def read_entries(path: Path) -> tuple[PointsEntry, ...]:
    """What a file says of the points of one or several pictures.

    Raises
    ------
    UsageError
        When the file cannot be read or holds something else; the message says which picture and what was expected.
    """
    content = json_file(path, expected="points")
    pictures = content.get("pictures", [content]) if isinstance(content, dict) else content
    if not isinstance(pictures, list) or not pictures or not all(isinstance(each, dict) for each in pictures):
        raise UsageError(f"expected an object, or a list of objects, with points_px in {str(path)!r}, got another JSON")
    entries = []
    for each in pictures:
        picture = f" for {each['file'][:200]!r}" if isinstance(each.get("file"), str) and each["file"] else ""
        entries.append(from_json(PointsEntry, each, expected=f"a set of points{picture}"))
    return tuple(entries)


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedPoints:
    """The points of one picture.

    Attributes
    ----------
    file
        The picture they belong to; empty where the file does not say.
    pose
        The points, as placed by hand.
    size_px
        Width and height of the picture they were placed on; None where the file does not say.
    level
        A marked level, or what a record knows of one; None where the file does not say.
    """

    file: str
    pose: ThomasPose
    size_px: tuple[int, int] | None = None
    level: Level | None = None

    def check_picture(self, size_px: tuple[int, int]) -> None:
        """Refuse points that were placed on another picture, as far as sizes tell.

        Raises
        ------
        UsageError
            When the file gives a size and the picture has another, a point lies far outside the picture, or the knee
            bends as no knee does, as it seems to where y grows upwards.
        """
        check_size(self.size_px, size_px)
        check_inside(self.pose.points_px, size_px)
        check_bend(self.pose)

    def on_shrunk(self, by: int, size_px: tuple[int, int]) -> PlacedPoints:
        """The points in the pixels of a photo that was scaled down while it was read, see `Photo.shrunk`.

        Parameters
        ----------
        by
            By how much both sides were divided.
        size_px
            Width and height of the photo after that. Points that were placed on a picture of this size stay.
        """
        if by == 1 or self.size_px == size_px:
            return self
        points = {joint: point / by for joint, point in self.pose.points_px.items()}
        pose = self.pose.with_points(points, source=self.pose.source)
        return replace(self, pose=pose, size_px=_divided(self.size_px, by))


def read_points(
    path: Path, *, leg: Side | None = None, head_towards: Direction | None = None
) -> tuple[PlacedPoints, ...]:
    """Read the points of one or several pictures.

    Parameters
    ----------
    path
        A JSON file, see above.
    leg, head_towards
        What the user says, which counts for more than what the file says.

    Raises
    ------
    UsageError
        When the file cannot be read or holds something else; the message says which picture and what was expected.
    """
    placed = tuple(_placed(each, leg, head_towards) for each in read_entries(path))
    twice = [name for name, count in Counter(each.file for each in placed).items() if count > 1]
    if twice:
        raise UsageError(f"expected one set of points a picture, each with its own file, got several for {twice[0]!r}")
    return placed


def check_size(said_px: tuple[int, int] | None, size_px: tuple[int, int]) -> None:
    """Refuse points that were placed on a picture of another size, where the file says one.

    Raises
    ------
    UsageError
        The message names both sizes.
    """
    if said_px is not None and said_px != size_px:
        raise UsageError(
            f"expected points for a picture of {size_px[0]} x {size_px[1]} pixels, got points placed on one of "
            f"{said_px[0]} x {said_px[1]}: place them on this picture, or scale them to it"
        )


def check_inside(points_px: Mapping[Joint, FloatArray], size_px: tuple[int, int]) -> None:
    """Refuse points that no one placed on a picture of this size; `FAR_OUTSIDE_SHARE` says how far out is too far.

    The other leg is left out: no angle rests on it, and networks place what they do not see anywhere.

    Raises
    ------
    UsageError
        The message names the point and the picture's size.
    """
    width, height = size_px
    margin = FAR_OUTSIDE_SHARE * max(size_px)
    for joint, (x, y) in points_px.items():
        inside = -margin <= x <= width + margin and -margin <= y <= height + margin
        if not inside and not joint.startswith("other_"):
            raise UsageError(
                f"expected points on a picture of {width} x {height} pixels, got {joint.value} at "
                f"({x:.0f}, {y:.0f}): place the points on this picture, or scale them to it"
            )


def check_bend(pose: ThomasPose) -> None:
    """Refuse points whose knee bends the wrong way, the foot above the line of the thigh; `BACKWARDS_DEG` says how far.

    A thigh that cannot be a hanging leg's is left to those who refuse it by its angle.

    Raises
    ------
    UsageError
        The message says by how much, and what such points mostly are.
    """
    if not {Joint.HIP, Joint.KNEE, Joint.ANKLE} <= pose.points_px.keys():
        return
    thigh_deg, shank_deg = (
        float(drop_angle_deg(pose[start], pose[end], forward_sign=pose.forward_sign))
        for start, end in ((Joint.HIP, Joint.KNEE), (Joint.KNEE, Joint.ANKLE))
    )
    backwards_deg = -float(wrap_deg(shank_deg - thigh_deg))
    if backwards_deg > BACKWARDS_DEG and abs(thigh_deg) <= HANGING_WITHIN_DEG:
        raise UsageError(
            f"expected a shank that hangs from the knee, got one that points up from it: a knee bent backwards by "
            f"{backwards_deg:.0f} degrees. In pixels y grows downwards from the top: where yours grows upwards, write "
            "the picture's height minus y; where hip and ankle, or the head's side, are swapped, swap them back"
        )


def _placed(entry: PointsEntry, leg: Side | None, head: Direction | None) -> PlacedPoints:
    with entry.named():
        side = entry.leg(leg)
        joints = entry.joints(side)
        pose = ThomasPose(
            tested_leg=side,
            head_towards=head or entry.head_towards or _head_of(joints),
            points_px={joint: np.asarray(point) for joint, point in joints.items()},
            source=PointsSource.HAND,
        )
        return PlacedPoints(file=entry.file, pose=pose, size_px=entry.size_px, level=entry.level)


def _entry_upgraded(entry: Json) -> Json:
    """Bring a record of this package, of a photo from the side or a second one, into the form of a points file."""
    if "keypoints_px" in entry:
        entry = {"points_px": entry["keypoints_px"]} | entry
    inside: Json = next((entry[name] for name in ("outcome", "pose") if isinstance(entry.get(name), dict)), {})
    if not inside:
        _check_spelling(entry)
        return entry
    level = inside.get("level", entry.get("level"))
    kept = level if isinstance(level, dict) and level.get("source") in _KEPT_LEVELS else {}
    told = {"level_tilt_deg": kept.get("tilt_deg"), "level_sd_deg": kept.get("sd_deg")}
    return entry | inside | told | {"level_source": kept.get("source", HorizonSource.MARKED)}


def _check_spelling(entry: Json) -> None:
    """Refuse a field that is nearly one of ours: unread, a level would not count and nobody would know.

    Others are somebody's own notes and stay.
    """
    ours = [field.name for field in fields(PointsEntry)]
    for name in entry.keys() - {*ours, "keypoints_px"}:
        meant = get_close_matches(name, ours, n=1, cutoff=_SPELLED_LIKE)
        if meant:
            raise ValueError(f"expected {meant[0]}, got {name!r}: write it so, or call a note of your own otherwise")


def _entry_checked(entry: PointsEntry) -> PointsEntry:
    if entry.size_px is not None and min(entry.size_px) < 1:
        raise ValueError(f"expected size_px as [width, height], got {list(entry.size_px)}")
    shares = [name for name, point in entry.points_px.items() if all(abs(number) < _NO_PIXEL for number in point)]
    if shares and len(shares) == len(entry.points_px):
        raise ValueError("expected pixels, got numbers below 2: multiply x by the picture's width and y by its height")
    if shares:
        raise ValueError(
            f"expected pixels for every point, got {shares[0]} at {list(entry.points_px[shares[0]])}: leave out what "
            "was not placed; a share of the picture is multiplied by its width and height"
        )
    return entry


lay_out(PointsEntry, Layout(upgraded=_entry_upgraded, checked=_entry_checked))


def _divided(size_px: tuple[int, int] | None, by: int) -> tuple[int, int] | None:
    return None if size_px is None else (-(-size_px[0] // by), -(-size_px[1] // by))


def _joint_of(landmark: Landmark, leg: Side) -> Joint | None:
    side, _, part = landmark.value.partition("_")
    name = part if side == leg else f"other_{part}"
    return Joint(name) if name in set(Joint) else None


def _head_of(joints: Mapping[Joint, tuple[float, float]]) -> Direction:
    """Tell where the head lies: on the shoulder's side of the hip, or else away from the knee."""
    if not {Joint.HIP, Joint.KNEE} <= joints.keys():
        return Direction.LEFT  # the pose itself will say what is missing
    hip_x = joints[Joint.HIP][0]
    if Joint.SHOULDER in joints:
        return Direction.LEFT if joints[Joint.SHOULDER][0] < hip_x else Direction.RIGHT
    return Direction.LEFT if joints[Joint.KNEE][0] > hip_x else Direction.RIGHT
