"""A photo from the feet or from above in a session: its points, its level, what a hand did to them. Pure records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from thomas_test.app.desk import Undoable
from thomas_test.app.editor.edits import line_of, points_of
from thomas_test.app.editor.payload import Payload, default_line_px
from thomas_test.check.record import FrontTrial
from thomas_test.core.analysis import NO_NETWORK
from thomas_test.core.angles import Level
from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import Circle
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.settings import Faces
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.images import Photo, read_photo
from thomas_test.output.faces import picture_to_keep
from thomas_test.reading.level.choice import choose_level
from thomas_test.reading.level.marked import level_from_line
from thomas_test.second_view import (
    NEEDED,
    USED,
    FrontAnalysis,
    FrontPose,
    OtherViews,
    SecondView,
    measure_front_points,
)
from thomas_test.second_view.finding import enclosing


@dataclass(frozen=True, kw_only=True, eq=False)
class SecondPhoto(Undoable):
    """A photo from the feet or from above that a person handed over.

    Attributes
    ----------
    picture
        The file's own bytes; None where only a saved check was opened.
    photo
        The decoded picture; None likewise.
    view
        From where it was taken.
    analysis
        What was read from it; None while nobody has placed enough points.
    first
        What was read from it before a hand changed anything: the network's reading, to which reset leads back.
    draft
        Points placed so far.
    level
        The level as a person drew it; None where nobody did.
    no_face
        Whether a person has said that no face can be seen in it.
    """

    picture: bytes | None
    photo: Photo | None
    view: SecondView
    analysis: FrontAnalysis | None
    first: FrontAnalysis | None = None
    draft: dict[Joint, tuple[float, float]] = field(default_factory=dict)
    level: Level | None = None
    no_face: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether the picture can be kept with faces blurred: their place is known, or there is none."""
        return self.no_face or (self.analysis is not None and self.analysis.head_circle_px is not None)


def edited(second: SecondPhoto, edit: Mapping[str, object], *, leg: Side, known: OtherViews) -> SecondPhoto:
    """Do what the editor reports: points moved or placed, the level drawn, the last change or all of them undone.

    Raises
    ------
    UsageError
        When the edit cannot be followed.
    """
    second, kind = second.heard(edit), edit.get("kind")
    if kind == "undo":
        return second.before(no_face=second.no_face)
    second = second.after()
    if kind == "reset":
        return replace(second, draft={}, analysis=second.first, level=None)
    if kind == "level":
        line = line_of(edit.get("line"))
        second = replace(second, level=level_from_line(*line, size_px=size_px_of(second), plumb=True))
    elif kind == "points":
        allowed = USED[second.view]
        moved = {joint: at for joint, at in points_of(edit.get("points")).items() if joint in allowed}
        second = replace(second, draft={**points_of_second(second), **moved})
    return _measured(second, leg=leg, known=known)


def _measured(second: SecondPhoto, *, leg: Side, known: OtherViews) -> SecondPhoto:
    points = second.draft or points_of_second(second)
    if not NEEDED[second.view] <= points.keys():
        return second
    name, size_px = (second.photo.name if second.photo else "second photo"), size_px_of(second)
    try:
        pose = FrontPose(
            view=second.view,
            tested_leg=leg,
            points_px={joint: np.asarray(point) for joint, point in points.items()},
            size_px=size_px,
            source=PointsSource.HAND,
        )
    except ValueError as error:
        raise UsageError(str(error)) from error
    before = second.analysis
    analysis = measure_front_points(
        name=name,
        pose=pose,
        level=level_of_second(second),
        read_by=before.read_by if before is not None else NO_NETWORK,
        other_views=known,
    )
    return replace(second, analysis=replace(analysis, head_circle_px=_head(analysis, second.first)))


def _head(analysis: FrontAnalysis, first: FrontAnalysis | None) -> Circle | None:
    """Cover what the points say now and what was read at first: a hand that moves a knee moves no face."""
    now, then = analysis.head_circle_px, first.head_circle_px if first is not None else None
    return enclosing(now, then) if now is not None and then is not None else now or then


def level_of_second(second: SecondPhoto) -> Level:
    """The horizontal: marked by hand, as it was read, or what the photo itself tells."""
    if second.level is None and second.first is not None:
        return second.first.level
    return choose_level(marked=second.level, gravity=None if second.photo is None else second.photo.gravity).used


def points_of_second(second: SecondPhoto) -> dict[Joint, tuple[float, float]]:
    """The points as they stand: those being placed, or those measured."""
    if second.draft:
        return dict(second.draft)
    pose = second.analysis.pose if second.analysis is not None else None
    return {} if pose is None else {joint: (float(x), float(y)) for joint, (x, y) in pose.points_px.items()}


def size_px_of(second: SecondPhoto) -> tuple[int, int]:
    """Width and height in whose pixels its points are."""
    if second.analysis is not None:
        return second.analysis.size_px
    return second.photo.size_px if second.photo is not None else (800, 800)


def opened_second(front: FrontTrial, view: SecondView) -> SecondPhoto:
    """The second photo of a saved check."""
    photo = None if front.picture is None else read_photo(front.picture, name=front.analysis.name)
    return SecondPhoto(
        picture=front.picture,
        photo=photo,
        view=view,
        analysis=front.analysis,
        first=front.analysis,
        no_face=front.no_face,
    )


def kept_second(second: SecondPhoto, *, faces: Faces) -> bytes | None:
    """The picture as it may be kept; None where none may."""
    if second.photo is None or second.analysis is None:
        return None
    analysis, faces = second.analysis, Faces.KEEP if second.no_face else faces
    return picture_to_keep(second.photo.rgb, analysis.heads_px, size_px=analysis.size_px, faces=faces)


LABELS: Mapping[Joint, str] = {
    Joint.HIP: "Hip, outside",
    Joint.KNEE: "Knee",
    Joint.ANKLE: "Ankle",
    Joint.OTHER_HIP: "Other hip, outside",
    Joint.SHOULDER: "Shoulder, same side",
    Joint.OTHER_SHOULDER: "Other shoulder",
}
"""What the points of a second photo are called."""


def second_photo_payload(second: SecondPhoto) -> Payload:
    """The editor's data: the view's joints, those not placed yet parked in a row at the top."""
    width, height = size_px_of(second)
    points, used = points_of_second(second), USED[second.view]
    joints = [
        {
            "id": joint.value,
            "label": LABELS[joint],
            "kind": "near" if joint in points else "absent",
            "note": "" if joint in points else ("drag it there" if joint in NEEDED[second.view] else "if seen"),
            "guess": ((0.2 + 0.6 * n / max(1, len(used) - 1)) * width, (0.08 if n % 2 else 0.14) * height),
        }
        for n, joint in enumerate(used)
    ]
    level = level_of_second(second)
    return {
        "quiet": True,
        "points": {joint.value: list(point) for joint, point in points.items()},
        "joints": joints,
        "forward": 1,
        "tilt": level.tilt_deg,
        "line": [list(end) for end in default_line_px((width, height), level.tilt_deg)],
        "can_reset": bool(second.past),
        "can_swap": False,
        "say": "Points of the second photo.",
    }
