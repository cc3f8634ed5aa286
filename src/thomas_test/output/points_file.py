"""Points placed by a person or by another tool, read from JSON: measured as they are, without any network.

One picture::

    {"tested_leg": "left", "head_towards": "right",
     "points_px": {"hip": [535.7, 344.1], "knee": [407.4, 380.0], "ankle": [307.6, 515.3]}}

Several pictures: ``{"pictures": [{"file": "a.jpg", ...}, ...]}`` or just the list; ``file`` is the picture's path
below the folder, or its bare name where only one picture has it. Points may also go by the names
of the body, such as ``left_hip``; which of them are meant follows from the tested leg. ``size_px`` (width, height)
is checked against the picture, ``level_tilt_deg`` is a marked level, ``level_sd_deg`` its standard
deviation (0.5 where it is not said). A record of this package will do as well.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import FloatArray
from thomas_test.core.landmarks import Direction, Joint, Landmark, Side
from thomas_test.core.text_files import json_file
from thomas_test.core.thomas_pose import PointsSource, ThomasPose

_Name = TypeVar("_Name", Side, Direction)

_POINT_KEYS = ("points_px", "keypoints_px")

_NO_PIXEL = 2.0
"""Points that all lie below this are no pixels but shares of the picture, as MediaPipe gives them."""

OUTSIDE_SHARE = 0.10
"""How far outside a point may lie, in longer sides of the picture: of a limb that leaves the picture people place the
end where it must be, and a foot is about so long. What lies farther out was placed on another picture."""


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
        A marked level; None where the file does not say.
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
            When the file gives a size and the picture has another, or a point lies far outside the picture.
        """
        if self.size_px is not None and self.size_px != size_px:
            raise UsageError(
                f"expected points for a picture of {size_px[0]} x {size_px[1]} pixels, got points placed on one of "
                f"{self.size_px[0]} x {self.size_px[1]}: place them on this picture, or scale them to it"
            )
        check_inside(self.pose.points_px, size_px)

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
        size = None if self.size_px is None else (-(-self.size_px[0] // by), -(-self.size_px[1] // by))
        points = {joint: point / by for joint, point in self.pose.points_px.items()}
        return replace(self, pose=self.pose.with_points(points, source=self.pose.source), size_px=size)


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
    content = json_file(path, expected="points")
    pictures = content.get("pictures", [content]) if isinstance(content, dict) else content
    if not isinstance(pictures, list) or not pictures or not all(isinstance(each, dict) for each in pictures):
        raise UsageError(f"expected an object, or a list of objects, with points_px in {str(path)!r}, got another JSON")
    placed = tuple(_placed(each, leg, head_towards) for each in pictures)
    twice = [name for name, count in Counter(each.file for each in placed).items() if count > 1]
    if twice:
        raise UsageError(f"expected one set of points a picture, each with its own file, got several for {twice[0]!r}")
    return placed


def check_inside(points_px: Mapping[Joint, FloatArray], size_px: tuple[int, int]) -> None:
    """Refuse points that no one placed on a picture of this size; `OUTSIDE_SHARE` says how far out is too far.

    The other leg is left out: no angle rests on it, and networks place what they do not see anywhere.

    Raises
    ------
    UsageError
        The message names the point and the picture's size.
    """
    width, height = size_px
    margin = OUTSIDE_SHARE * max(size_px)
    for joint, (x, y) in points_px.items():
        inside = -margin <= x <= width + margin and -margin <= y <= height + margin
        if not inside and not joint.startswith("other_"):
            raise UsageError(
                f"expected points on a picture of {width} x {height} pixels, got {joint.value} at "
                f"({x:.0f}, {y:.0f}): place the points on this picture, or scale them to it"
            )


def _placed(entry: Mapping[str, Any], leg: Side | None, head: Direction | None) -> PlacedPoints:
    file = str(entry.get("file", ""))
    try:
        return _checked(file, _unpacked(entry), leg, head)
    except (UsageError, ValueError) as error:
        raise UsageError(f"points of {file!r}: {error}" if file else f"points: {error}") from error


def _unpacked(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Bring a record of this package into the form of a points file."""
    outcome = entry.get("outcome")
    if not isinstance(outcome, dict):
        return entry
    level = outcome.get("level")
    level = level if isinstance(level, dict) else {}
    marked = level if level.get("source") == HorizonSource.MARKED else {}
    return {**entry, **outcome, "level_tilt_deg": marked.get("tilt_deg"), "level_sd_deg": marked.get("sd_deg")}


def _checked(file: str, entry: Mapping[str, Any], leg: Side | None, head: Direction | None) -> PlacedPoints:
    points = _points(entry)
    side = leg or _member(Side, entry, "tested_leg")
    if side is None:
        raise UsageError("expected tested_leg, left or right, got none: add it or use --leg")
    joints = _joints(points, side)
    pose = ThomasPose(
        tested_leg=side,
        head_towards=head or _member(Direction, entry, "head_towards") or _head_of(joints),
        points_px=joints,
        source=PointsSource.HAND,
    )
    return PlacedPoints(file=file, pose=pose, size_px=_size(entry), level=_level(entry))


def _points(entry: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    found = next((entry[key] for key in _POINT_KEYS if key in entry), None)
    if not isinstance(found, dict):
        raise UsageError("expected points_px, an object of names and [x, y] in pixels, got none")
    points = {name: _point(name, value) for name, value in found.items()}
    if points and all(abs(number) < _NO_PIXEL for point in points.values() for number in point):
        raise UsageError("expected pixels, got numbers below 2: multiply x by the picture's width and y by its height")
    return points


def _point(name: str, value: object) -> tuple[float, float]:
    if isinstance(value, list) and len(value) == 2 and all(_is_number(number) for number in value):
        return float(value[0]), float(value[1])
    raise UsageError(f"expected two numbers for {name!r}, got {value!r}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _joints(points: Mapping[str, tuple[float, float]], leg: Side) -> dict[Joint, Any]:
    joints: dict[Joint, Any] = {}
    for name, point in points.items():
        if name in set(Joint):
            joints[Joint(name)] = point
        elif name in set(Landmark):
            joint = _joint_of(Landmark(name), leg)
            if joint is not None:
                joints.setdefault(joint, point)
        else:
            raise UsageError(f"expected points named {', '.join(Joint)}, or left_hip and so on, got {name!r}")
    return joints


def _joint_of(landmark: Landmark, leg: Side) -> Joint | None:
    side, _, part = landmark.value.partition("_")
    name = part if side == leg else f"other_{part}"
    return Joint(name) if name in set(Joint) else None


def _head_of(joints: Mapping[Joint, Any]) -> Direction:
    """Tell where the head lies: on the shoulder's side of the hip, or else away from the knee."""
    if not {Joint.HIP, Joint.KNEE} <= joints.keys():
        return Direction.LEFT  # the pose itself will say what is missing
    hip_x = joints[Joint.HIP][0]
    if Joint.SHOULDER in joints:
        return Direction.LEFT if joints[Joint.SHOULDER][0] < hip_x else Direction.RIGHT
    return Direction.LEFT if joints[Joint.KNEE][0] > hip_x else Direction.RIGHT


def _member(kind: type[_Name], entry: Mapping[str, Any], key: str) -> _Name | None:
    value = entry.get(key)
    if value is None:
        return None
    names = [str(each) for each in kind]
    if value not in names:
        raise UsageError(f"expected {key} {' or '.join(names)}, got {value!r}")
    return kind(value)


def _size(entry: Mapping[str, Any]) -> tuple[int, int] | None:
    value = entry.get("size_px")
    if value is None:
        return None
    if isinstance(value, list) and len(value) == 2 and all(type(each) is int and each > 0 for each in value):
        return value[0], value[1]
    raise UsageError(f"expected size_px as [width, height], got {value!r}")


def _level(entry: Mapping[str, Any]) -> Level | None:
    value = entry.get("level_tilt_deg")
    if value is None:
        return None
    if not _is_number(value):
        raise UsageError(f"expected level_tilt_deg in degrees, got {value!r}")
    usual = Level.usual(source=HorizonSource.MARKED, tilt_deg=float(value))
    sd_deg = entry.get("level_sd_deg")
    if sd_deg is None:
        return usual
    if not _is_number(sd_deg) or sd_deg <= 0:
        raise UsageError(f"expected level_sd_deg in degrees, above 0, got {sd_deg!r}")
    return replace(usual, sd_deg=float(sd_deg))
