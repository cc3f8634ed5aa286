"""Checks on the person: whether this is the test position, seen from the side, with the whole thigh in the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from thomas_test.core.geometry import FloatArray, bend_angle_deg, drop_angle_deg, length_px
from thomas_test.core.landmarks import Joint, Landmark
from thomas_test.core.pictures import MaskImage
from thomas_test.core.pose import Pose
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.core.thomas_pose import ThomasPose
from thomas_test.estimators import Detection
from thomas_test.reading.limbs import INSIDE
from thomas_test.reading.sightings import Look, Sighting, bring_home
from thomas_test.reading.subject import (
    LEAST_READINGS,
    RAISED_DEG,
    Subject,
    choose_subject,
    hips_px,
    shoulders_px,
    trunk_length_px,
)

HELD_THIGH_DEG = -60.0
"""A thigh above this angle counts as held to the chest: held thighs on the scenes lie from -83 to -145."""

HELD_WITHIN_TRUNKS = 0.5
"""A wrist further from the drawn-up knee, in trunk lengths, does not hold it: on the scenes, hard and wide ones the
nearer one comes to within 0.32, hands behind the thigh included; 0.74 where a knee is up in the air by itself."""

STRAIGHT_KNEE_DEG = 45.0
"""A held knee is bent by 71 to 149 degrees on the scenes, a raised straight leg by under 15."""

HANGING_LIMIT_DEG = 45.0
"""No hip extends so far below horizontal: Ferber 2010 has 95 % of limbs under 26 degrees (mean 10.6, SD 9.6)."""

POINTS_DOWN_DEG = 60.0
"""A thigh drawn steeper points down at the camera: what covers a thigh does not turn it so far."""

WIDE_TRUNK = 0.30
"""Shoulders or hips further apart in the picture than this many trunk lengths: not seen from the side (side views
reach 0.25, views from the feet 0.20 to 0.42)."""

SHORT_THIGH = 0.40
"""A thigh shorter in the picture than this many trunk lengths points at the camera (side views: 0.52 to 1.01)."""

HEAD_DOWN_DEG = -180.0
"""A held thigh beyond this points under the trunk: the picture stands on its head (held thighs on the scenes and hard
scenes lie from -106 to -148, with the picture upside down from -217 to -237)."""

LEAST_FLESH = 0.8
"""Share of the line between two joints that must lie in the person's silhouette. Clean pictures have all of it (112
scenes and hard scenes; one has 0.75, its ankle on the leg of a helper); behind a bar, a curtain or a cushion the joints
are guessed and the line leaves the flesh (0.0 to 0.9)."""

FLESH_STEPS = 40
"""Places on that line that are looked at: one for every hundredth of a leg."""

RAISED_TRUNK_DEG = 24.0
"""A head further above the hips than this: the person sits or leans back, on a slanted bench or on their arms. Trunks
slope up to 9 degrees on the scenes, 13 with the head on a pillow, 15 more with a tilted camera."""

ASKEW_HIPS = 0.24
"""Hips further apart than this many trunk lengths: the pelvis itself is not seen from the side (side views reach 0.21).
Shoulders alone may be twisted, or one arm raised; then what the legs do is the better reason."""

FACE_DOWN = -0.05
"""Height of the nose above the ears, in trunk lengths, under which the face looks down: 0.11 to 0.21 in whoever lies on
their back (184 scenes, hard and wide ones)."""

TINY_THIGH_PX = 40.0
"""Thigh length in the photo's own pixels under which a reading is refused: one pixel of error at either end is 2
degrees."""

FRAME_MARGIN = 0.01
"""An ankle nearer the frame than this share of the picture may be a guess."""

KNEE_MARGIN = 0.12
"""A knee nearer the frame than this many thigh lengths is cut off itself, and its place a guess: half a knee's depth.
Knees in the scenes keep 0.76 away."""

THIGH_WAYS_DEG = tuple(float(way) for way in range(-40, 45, 5))
"""Directions below the row in which a tested thigh may point, for finding flesh that goes on to the frame."""

NEAR_FRAME = 0.2
"""A joint of the tested leg nearer the frame than this many thigh lengths: the foot below the ankle is about as long.
Ankles in the scenes keep 0.28 away; nine of ten scenes cropped just below the ankle are told by it."""


def refuse_position(subject: Subject, *, scale: float) -> Refusal | None:
    """Refuse a person who is not in the test position, or of whom too little can be seen.

    Parameters
    ----------
    subject
        The person, in the pixels of the working copy.
    scale
        Pixels of the working copy for one of the photo.
    """
    pose = subject.pose
    if _outside(subject):
        return Refusal(code=RefusalCode.LEG_CUT_OFF)
    if len(subject.used) < LEAST_READINGS:
        one = subject.seen < LEAST_READINGS
        return Refusal(code=RefusalCode.LEG_HIDDEN if one else RefusalCode.READINGS_DISAGREE)
    if length_px(pose[Joint.HIP], pose[Joint.KNEE]) / scale < TINY_THIGH_PX:
        return Refusal(code=RefusalCode.TOO_SMALL)
    # A straight leg that lies flat may leave the picture: that the legs lie flat is the better reason.
    # Of whom the face looks down the thigh may well be steep: who kneels, or is on hands and feet. From beyond the
    # feet faces are seen less, and trunks stand: there a steep thigh tells the view.
    return (
        _refuse_face_down(subject)
        or _refuse_steep_thigh(subject)
        or _refuse_raised_trunk(subject)
        or _refuse_both_held(pose)
        or _refuse_view(subject)
        or _refuse_legs(pose)
        or _refuse_shoulders(subject)
        or _refuse_cut_thigh(subject)
        or _refuse_hidden_thigh(subject)
    )


def ankle_seen(subject: Subject) -> bool:
    """Whether the tested leg's ankle lies inside the picture, and nothing covers the shank."""
    begins, ends = _photo_corners_px(subject)
    share = (subject.pose[Joint.ANKLE] - begins) / (ends - begins)
    inside = bool((share >= FRAME_MARGIN).all() and (share <= 1.0 - FRAME_MARGIN).all())
    return inside and not shank_covered(subject)


def shank_covered(subject: Subject) -> bool:
    """Whether the line from knee to ankle leaves the silhouette: something is in front of the shank."""
    return _flesh_share(subject, Joint.KNEE, Joint.ANKLE) < LEAST_FLESH


def leg_near_frame(subject: Subject) -> bool:
    """Whether hip, knee or ankle of the tested leg lies in the picture, but hardly."""
    pose = subject.pose
    joints = (Joint.HIP, Joint.KNEE, *((Joint.ANKLE,) if ankle_seen(subject) else ()))
    nearest = min(_to_frame_px(pose[joint], subject) for joint in joints)
    return nearest < NEAR_FRAME * length_px(pose[Joint.HIP], pose[Joint.KNEE])


def _refuse_face_down(subject: Subject) -> Refusal | None:
    if median([_nose_above_ears(s.pose) for s in subject.used]) < FACE_DOWN:
        return Refusal(code=RefusalCode.NOBODY_LYING, detail="The face looks down.")
    return None


def _refuse_raised_trunk(subject: Subject) -> Refusal | None:
    """Refuse who leans back, as most looks show it."""
    raised = median([_head_raised_deg(s.pose) for s in subject.used])
    if raised > RAISED_TRUNK_DEG:
        return Refusal(code=RefusalCode.NOBODY_LYING, detail=f"The trunk is raised by {raised:.0f} degrees.")
    return None


def _refuse_both_held(pose: ThomasPose) -> Refusal | None:
    """Refuse two thighs drawn up, bent: so folded a body twists, and its hips tell nothing of the view."""
    bent = min(_knees_deg(pose)) > STRAIGHT_KNEE_DEG
    return Refusal(code=RefusalCode.BOTH_KNEES_HELD) if bent and _both_thighs_up(pose) else None


def _nose_above_ears(pose: Pose) -> float:
    ears = (pose[Landmark.LEFT_EAR] + pose[Landmark.RIGHT_EAR]) / 2.0
    return float((ears - pose[Landmark.NOSE])[1] / max(trunk_length_px(pose), 1.0))


def _head_raised_deg(pose: Pose) -> float:
    """How far the trunk rises towards the head against the rows."""
    way = hips_px(pose) - shoulders_px(pose)
    return float(np.degrees(np.arctan2(way[1], abs(way[0]))))


def _refuse_shoulders(subject: Subject) -> Refusal | None:
    """Refuse shoulders apart: another view, or a trunk twisted by who does not hold the knee."""
    pose, trunk = subject.pose, max(subject.trunk_length_px, 1.0)
    if length_px(pose[Joint.SHOULDER], pose[Joint.OTHER_SHOULDER]) / trunk <= WIDE_TRUNK:
        return None
    held = knee_held_by_hand(subject)
    return Refusal(code=RefusalCode.NOT_SIDE_VIEW if held else RefusalCode.OTHER_KNEE_NOT_HELD)


def _refuse_view(subject: Subject) -> Refusal | None:
    pose, trunk = subject.pose, max(subject.trunk_length_px, 1.0)
    if _both_raised_straight(pose):
        return Refusal(code=RefusalCode.LEG_RAISED_STRAIGHT)
    if length_px(pose[Joint.HIP], pose[Joint.OTHER_HIP]) / trunk > ASKEW_HIPS:
        return Refusal(code=RefusalCode.NOT_SIDE_VIEW)
    short = length_px(pose[Joint.HIP], pose[Joint.KNEE]) / trunk < SHORT_THIGH
    return _hidden_or_aside(subject) if short else None


def _refuse_steep_thigh(subject: Subject) -> Refusal | None:
    """Refuse a thigh that drops as none can, before the trunk: of that a view from the feet tells little."""
    thigh_deg = _thigh_deg(subject.pose)
    if thigh_deg > POINTS_DOWN_DEG:
        return Refusal(code=RefusalCode.NOT_SIDE_VIEW)
    return _hidden_or_aside(subject) if thigh_deg > HANGING_LIMIT_DEG else None


def _hidden_or_aside(subject: Subject) -> Refusal:
    """The reason for a thigh drawn short or steep: cut off or covered it is drawn so as well, and that is better."""
    hidden = _refuse_cut_thigh(subject) or _refuse_hidden_thigh(subject)
    return hidden or Refusal(code=RefusalCode.NOT_SIDE_VIEW)


def _refuse_legs(pose: ThomasPose) -> Refusal | None:
    """Compare both legs with what the test asks for."""
    tested_held = _thigh_deg(pose) < HELD_THIGH_DEG
    held_deg = held_thigh_deg(pose)
    other_held = held_deg < HELD_THIGH_DEG
    tested_bent, other_bent = (knee > STRAIGHT_KNEE_DEG for knee in _knees_deg(pose))
    if tested_held:
        return Refusal(code=RefusalCode.BOTH_KNEES_HELD)
    if held_deg < HEAD_DOWN_DEG:
        return Refusal(code=RefusalCode.PICTURE_TURNED)
    if other_held:
        return None if other_bent else Refusal(code=RefusalCode.LEG_RAISED_STRAIGHT)
    if not other_bent and not tested_bent:
        return Refusal(code=RefusalCode.BOTH_LEGS_FLAT)
    # Without the other knee drawn up the pelvis is free and the thigh angle says nothing about the hip flexors
    # (Vigotsky 2016: validity stands and falls with the pelvis): that is refused, not warned about.
    return Refusal(code=RefusalCode.OTHER_KNEE_NOT_HELD)


def _both_raised_straight(pose: ThomasPose) -> bool:
    """Whether both legs point up, straight: with the knees bent they may be drawn to the chest."""
    return _both_thighs_up(pose) and max(_knees_deg(pose)) < STRAIGHT_KNEE_DEG


def _both_thighs_up(pose: ThomasPose) -> bool:
    return max(_thigh_deg(pose), held_thigh_deg(pose)) < HELD_THIGH_DEG


def _knees_deg(pose: ThomasPose) -> tuple[float, float]:
    """How far the tested knee and the other one are bent."""
    tested = bend_angle_deg(pose[Joint.HIP], pose[Joint.KNEE], pose[Joint.ANKLE])
    other = bend_angle_deg(pose[Joint.OTHER_HIP], pose[Joint.OTHER_KNEE], pose[Joint.OTHER_ANKLE])
    return float(tested), float(other)


def _thigh_deg(pose: ThomasPose) -> float:
    return float(drop_angle_deg(pose[Joint.HIP], pose[Joint.KNEE], forward_sign=pose.forward_sign))


def held_thigh_deg(pose: ThomasPose) -> float:
    """Angle of the held thigh; past the vertical towards the head it goes on to -180, not to +180."""
    angle = float(drop_angle_deg(pose[Joint.OTHER_HIP], pose[Joint.OTHER_KNEE], forward_sign=pose.forward_sign))
    return angle - 360.0 if angle > RAISED_DEG else angle


def knee_held_by_hand(subject: Subject) -> bool:
    """Whether a hand is at the drawn-up knee, as most looks show it; true where the network knows no wrists."""
    knee = Landmark.of(subject.pose.tested_leg.other, "knee")
    wrists = {Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST}
    nearest = [
        min(length_px(s.pose[wrist], s.pose[knee]) for wrist in wrists)
        for s in subject.used
        if wrists <= s.pose.points_px.keys()
    ]
    return not nearest or median(nearest) <= HELD_WITHIN_TRUNKS * max(subject.trunk_length_px, 1.0)


def _outside(subject: Subject) -> bool:
    """Whether hip or knee lies outside the picture, or the knee at its very edge."""
    hip, knee = subject.pose[Joint.HIP], subject.pose[Joint.KNEE]
    return _to_frame_px(hip, subject) < 0.0 or _to_frame_px(knee, subject) < KNEE_MARGIN * length_px(hip, knee)


def _refuse_cut_thigh(subject: Subject) -> Refusal | None:
    """Refuse a thigh that goes on to the frame without a bend.

    The networks place the knee of a leg that is cut off anywhere inside the picture: there the silhouette tells.
    """
    if subject.mask is None:
        return None
    cut_off = _flesh_until_frame(subject.mask, subject.pose[Joint.HIP], subject.pose.forward_sign)
    return Refusal(code=RefusalCode.LEG_CUT_OFF) if cut_off else None


def _refuse_hidden_thigh(subject: Subject) -> Refusal | None:
    covered = _flesh_share(subject, Joint.HIP, Joint.KNEE) < LEAST_FLESH
    return Refusal(code=RefusalCode.LEG_HIDDEN) if covered else None


def _flesh_share(subject: Subject, start: Joint, end: Joint) -> float:
    """Share of the line between two joints, as far as it is in the picture, that lies in the silhouette; 1 without."""
    if subject.mask is None:
        return 1.0
    ends = np.stack([subject.pose[start], subject.pose[end]])
    way = ends[0] + np.linspace(0.0, 1.0, FLESH_STEPS)[:, None] * (ends[1] - ends[0])
    column, row = np.floor(way).astype(int).T
    height, width = subject.mask.shape
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    if not inside.any():
        return 1.0
    return float((subject.mask[row[inside], column[inside]] >= INSIDE).mean())


def _flesh_until_frame(mask: MaskImage, hip_px: FloatArray, forward_sign: int) -> bool:
    """Whether a straight way from the hip to the edge of the picture beyond the feet never leaves the flesh."""
    height, width = mask.shape
    to_edge = width - 1.0 - hip_px[0] if forward_sign > 0 else hip_px[0]
    steps = np.arange(int(to_edge) + 1)
    for slope in np.tan(np.radians(THIGH_WAYS_DEG)):
        x = (hip_px[0] + forward_sign * steps).astype(int)
        y = np.floor(hip_px[1] + slope * steps).astype(int)
        if y.min() >= 0 and y.max() < height and (mask[y, x] >= INSIDE).all():
            return True
    return False


def _to_frame_px(point_px: FloatArray, subject: Subject) -> float:
    """Distance of a point from the nearest edge of the photo; negative outside."""
    begins, ends = _photo_corners_px(subject)
    return float(np.minimum(point_px - begins, ends - point_px).min())


def _photo_corners_px(subject: Subject) -> FloatArray:
    """Where the photo begins and ends, shape ``(2, 2)``."""
    if subject.photo_corners_px is not None:
        return subject.photo_corners_px
    return np.array([(0, 0), subject.used[0].pose.size_px], dtype=np.float64)


MAY_BE_TURNED = frozenset(
    {
        RefusalCode.UPRIGHT,
        RefusalCode.NOBODY_LYING,
        RefusalCode.NOT_SIDE_VIEW,
        RefusalCode.OTHER_KNEE_NOT_HELD,
        RefusalCode.LEG_HIDDEN,
    }
)
"""What a turned picture of the test is refused for when it is taken for upright (30 scenes in three turns)."""


PLAINLY_HELD_DEG = -112.0
"""A thigh folded further than this at the hip: nine in ten scenes lie beyond. Who lifts a knee standing, or kneels on
the other one, comes to -110 in the two such photos looked at."""

PLAINLY_HANGING_KNEE_DEG = (25.0, 110.0)
"""How far a hanging knee is bent on all scenes but two; a leg that is stood on is straight."""


def refuse_turned(refusal: Refusal, sightings: Sequence[Sighting], *, scale: float) -> Refusal:
    """The better reason where everybody seen, turned by quarters, is in the test position; else the one given.

    Parameters
    ----------
    refusal
        Why the picture as it is was refused.
    sightings
        Everybody seen in every look.
    scale
        Pixels of the working copy for one of the photo.
    """
    if refusal.code not in MAY_BE_TURNED:
        return refusal
    for quarters in (1, 2, 3):
        subject = choose_subject([_turned(sighting, quarters) for sighting in sightings])
        if not isinstance(subject, Refusal) and _plain_test(subject, scale=scale):
            return Refusal(code=RefusalCode.PICTURE_TURNED)
    return refusal


def _plain_test(subject: Subject, *, scale: float) -> bool:
    """Whether somebody is plainly in the test position: who stands on one leg or kneels lies nearly so when turned."""
    pose = subject.pose
    held_well = held_thigh_deg(pose) < PLAINLY_HELD_DEG
    least, most = PLAINLY_HANGING_KNEE_DEG
    hangs = least <= _knees_deg(pose)[0] <= most
    return held_well and hangs and refuse_position(subject, scale=scale) is None


def _turned(sighting: Sighting, quarters: int) -> Sighting:
    """Turn the landmarks against the clock; the silhouette is left out, for the landmarks tell."""
    alone = Detection(pose=sighting.pose, mask=None)
    return replace(sighting, detection=bring_home(alone, Look(quarters=-quarters, mirrored=False)))
