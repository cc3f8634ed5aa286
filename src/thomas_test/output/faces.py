"""Make the face of the person measured unrecognisable in a picture that is kept or handed out.

A lying face seen from the side is rarely found by face detectors, so the place comes from the pose: the head's circle
that the readings gave; where points were placed by hand, what lies beyond the shoulder; and where the shoulder was not
placed, all of the place where a head can lie. Where nobody was measured no picture is given, rather than one that only
looks as if it had been covered. The heads of others are covered as far as the readings saw them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from thomas_test.core.analysis import Analysis
from thomas_test.core.geometry import Circle
from thomas_test.core.landmarks import Joint
from thomas_test.core.pictures import RgbImage
from thomas_test.core.settings import Faces
from thomas_test.core.thomas_pose import ThomasPose
from thomas_test.images import encode_picture
from thomas_test.reading.calibration import HEAD_FROM_HIP

FACE_UNKNOWN = "the place of the face is not known, so it cannot be blurred"
"""Why there is no picture; stands behind what is missing."""

SOMEBODY_BESIDE = "somebody else is in the picture, whose face is covered only as far as it was found"
"""What whoever hands a picture on has to know: of somebody half hidden no head may be found, or the wrong place."""

LONGEST_SIDE_PX = 1600
"""Kept pictures are no larger: enough to see the points by, small enough for one file with many."""
_BLOCKS = 5
"""A head is first reduced to this many blocks across: no sharpening brings a face back from five."""
HEAD_BEYOND_SHOULDER = 0.45
"""Where a head's middle lies beyond the shoulder joint, in trunk lengths. Our own proportion, with room to spare."""
HEAD_RADIUS = 0.42
"""Radius to blur about it, in trunk lengths. Our own proportion, with room to spare."""


def head_circle_of(analysis: Analysis) -> Circle | None:
    """Say where the head is: as the readings found it, or beyond shoulder or hip; None where nobody was measured."""
    if analysis.head_circle_px is not None:
        return analysis.head_circle_px
    if analysis.outcome is None:
        return None
    pose = analysis.outcome.pose
    if Joint.SHOULDER in pose:
        return _beyond_shoulder(pose)
    return _headwards_of_hip(pose, tilt_deg=analysis.outcome.level.tilt_deg)


def heads_of(analysis: Analysis) -> tuple[Circle, ...] | None:
    """Every head to cover, that of the person measured and of those beside; None where the first is unknown."""
    head = head_circle_of(analysis)
    return None if head is None else (head, *analysis.other_heads_px)


def _beyond_shoulder(pose: ThomasPose) -> Circle:
    trunk = pose[Joint.SHOULDER] - pose[Joint.HIP]
    centre = pose[Joint.SHOULDER] + HEAD_BEYOND_SHOULDER * trunk
    return float(centre[0]), float(centre[1]), HEAD_RADIUS * float(np.hypot(*trunk))


def _headwards_of_hip(pose: ThomasPose, *, tilt_deg: float) -> Circle:
    """Cover every place where the head of a lying person can be, as far as hip and thigh tell."""
    tilt = np.deg2rad(tilt_deg)
    along = -pose.forward_sign * np.array([np.cos(tilt), -np.sin(tilt)])
    up = np.array([-np.sin(tilt), -np.cos(tilt)])
    thigh_px = float(np.hypot(*(pose[Joint.KNEE] - pose[Joint.HIP])))
    centre = pose[Joint.HIP] + thigh_px * (HEAD_FROM_HIP.aside * along + HEAD_FROM_HIP.up * up)
    return float(centre[0]), float(centre[1]), HEAD_FROM_HIP.radius * thigh_px


def covered(
    rgb: RgbImage, heads: Sequence[Circle] | None, *, size_px: tuple[int, int], faces: Faces = Faces.BLUR
) -> RgbImage | None:
    """The picture as it may be handed out.

    Parameters
    ----------
    rgb
        The upright picture, in any size; it is left as it is.
    heads
        Where the heads are, such as `heads_of` gives them, in the pixels of a picture of `size_px`; None where that of
        the person measured is unknown.
    size_px
        Width and height of the picture that was read.
    faces
        Whether faces may be seen; a person has to say so.

    Returns
    -------
    RgbImage or None
        A copy with the faces blurred, or the picture itself where faces may be seen; None where the head is not known
        and the face may not be seen.
    """
    if faces is Faces.KEEP:
        return rgb
    if heads is None:
        return None
    scale = rgb.shape[1] / size_px[0]
    for x, y, radius in heads:
        rgb = blur_circle(rgb, (x * scale, y * scale, radius * scale))
    return rgb


def blur_circle(rgb: RgbImage, circle: Circle) -> RgbImage:
    """A copy in which a circle is reduced to a few blocks and blurred; parts outside the picture do not matter."""
    height, width = rgb.shape[:2]
    x, y, radius = circle
    left, top = max(0, int(x - radius)), max(0, int(y - radius))
    right, bottom = min(width, int(x + radius) + 1), min(height, int(y + radius) + 1)
    picture = np.array(rgb, order="C")
    if right - left < 1 or bottom - top < 1:
        return picture
    patch = Image.fromarray(picture[top:bottom, left:right])
    coarse = patch.resize((_BLOCKS, _BLOCKS), Image.Resampling.BOX).resize(patch.size, Image.Resampling.BILINEAR)
    coarse = coarse.filter(ImageFilter.GaussianBlur(radius / _BLOCKS))
    mask = Image.new("L", patch.size, 0)
    ImageDraw.Draw(mask).ellipse((x - radius - left, y - radius - top, x + radius - left, y + radius - top), fill=255)
    patch.paste(coarse, (0, 0), mask)
    picture[top:bottom, left:right] = np.asarray(patch)
    return picture


def picture_to_keep(
    rgb: RgbImage, heads: Sequence[Circle] | None, *, size_px: tuple[int, int], faces: Faces = Faces.BLUR
) -> bytes | None:
    """The picture as it may be kept with a check: `covered`, metadata gone, at most `LONGEST_SIDE_PX` long.

    Returns
    -------
    bytes or None
        JPEG; None where `covered` gives none: then no picture is kept.
    """
    kept = covered(rgb, heads, size_px=size_px, faces=faces)
    if kept is None:
        return None
    picture = Image.fromarray(np.ascontiguousarray(kept))
    picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    return encode_picture(np.asarray(picture), "JPEG", quality=88)
