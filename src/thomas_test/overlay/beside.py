"""Two results in the same crop and level, each with the lines of both: what differs is seen, not worked out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from thomas_test.core.analysis import Analysis, Outcome
from thomas_test.core.geometry import FloatArray
from thomas_test.core.landmarks import Direction, Joint
from thomas_test.core.pictures import RgbImage
from thomas_test.overlay.drawing import write_bare_angles
from thomas_test.overlay.figure import Figure, Strokes
from thomas_test.overlay.style import DARK, LIGHT, SHANK, THIGH, unit_px

BESIDE_SIZE_PX = (888, 624)
"""Width and height of each of the two pictures."""

_BEHIND, _BEFORE, _ABOVE, _BELOW = 2.2, 2.0, 1.3, 1.65
"""What of the body is shown around the hip, in lengths of the thigh: head, foot, drawn-up knee and hanging foot lie
inside, by the proportions of bodies (trunk and head about twice, shank and foot about 1.2 times the thigh). Most knees
hang bent by 50 to 60 degrees: such a foot lies 1.6 to 1.8 thighs before the hip."""

_OTHER_OPACITY = 0.75


def draw_beside(
    pictures: tuple[RgbImage, RgbImage],
    analyses: tuple[Analysis, Analysis],
    *,
    same_photo: bool = False,
    numbers: bool = True,
) -> tuple[RgbImage, RgbImage]:
    """Two measured pictures in the same crop and level, each with its own lines solid and the other's dashed.

    Parameters
    ----------
    pictures
        The two that were analysed, in any size; they are left as they are.
    analyses
        What came of them, measured both.
    same_photo
        Whether both are readings of one and the same photo: then the crop of the first holds for both, so that the
        picture stands still and what was placed elsewhere lies elsewhere. Else hip lies on hip, thigh is as long as
        thigh, and the second is mirrored where the person lies the other way round (see `is_mirrored`).
    numbers
        Whether each picture's own angles are written on it.

    Returns
    -------
    tuple
        Two new pictures of `BESIDE_SIZE_PX`.

    Raises
    ------
    ValueError
        For a refused picture, which has nothing to lay beside another.
    """
    first, second = (analysis.measured for analysis in analyses)
    way = first.pose.head_towards
    frames = (Frame.of(first, way), Frame.of(first if same_photo else second, way))
    figures = (frames[0].figure(first), frames[1].figure(second))
    drawn = [
        _panel(frame.cut(rgb, analysis.size_px), own, other, numbers=numbers)
        for frame, rgb, analysis, own, other in zip(frames, pictures, analyses, figures, figures[::-1], strict=True)
    ]
    return drawn[0], drawn[1]


def is_mirrored(analyses: tuple[Analysis, Analysis], *, same_photo: bool = False) -> bool:
    """Whether the second of two pictures is mirrored where they stand beside each other."""
    first, second = (analysis.measured.pose.head_towards for analysis in analyses)
    return not same_photo and first is not second


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """The way from a picture's pixels to those of a crop in which all bodies lie alike.

    Attributes
    ----------
    turn
        Turns, scales and perhaps mirrors, shape ``(2, 2)``.
    shift
        Is added, shape ``(2,)``.
    """

    turn: FloatArray
    shift: FloatArray

    @classmethod
    def of(cls, outcome: Outcome, head_towards: Direction) -> Frame:
        """The crop of a measurement: its level line runs along the rows, its hip and its thigh's length stand fixed.

        Parameters
        ----------
        outcome
            What was measured.
        head_towards
            On which side of the crop the head lies.
        """
        pose, tilt = outcome.pose, math.radians(outcome.level.tilt_deg)
        width, height = BESIDE_SIZE_PX
        scale = width / (_BEHIND + _BEFORE) / math.dist(pose[Joint.HIP], pose[Joint.KNEE])
        # a positive tilt rises to the right, and y grows downwards
        turn = scale * np.array([[math.cos(tilt), -math.sin(tilt)], [math.sin(tilt), math.cos(tilt)]])
        if pose.head_towards is not head_towards:
            turn[0] *= -1.0
        across = _BEHIND / (_BEHIND + _BEFORE)
        hip = np.array(
            [
                width * (across if head_towards is Direction.LEFT else 1.0 - across),
                height * _ABOVE / (_ABOVE + _BELOW),
            ]
        )
        return cls(turn=turn, shift=hip - turn @ pose[Joint.HIP])

    def figure(self, outcome: Outcome) -> Figure:
        """Where the lines and arcs of a measurement lie in the crop."""
        points = {joint: self.turn @ point + self.shift for joint, point in outcome.pose.points_px.items()}
        tilt = math.radians(outcome.level.tilt_deg)
        level = self.turn @ np.array([math.cos(tilt), -math.sin(tilt)]) * outcome.pose.forward_sign
        thigh = points[Joint.KNEE] - points[Joint.HIP]
        return Figure(
            outcome=outcome,
            points_px=points,
            unit=unit_px(BESIDE_SIZE_PX),
            level_deg=math.degrees(math.atan2(level[1], level[0])),
            thigh_deg=math.degrees(math.atan2(thigh[1], thigh[0])),
        )

    def cut(self, rgb: RgbImage, size_px: tuple[int, int]) -> RgbImage:
        """The crop of a picture, dark where the picture has nothing.

        Parameters
        ----------
        rgb
            The picture that was analysed, or the same picture in another size.
        size_px
            Its width and height as it was analysed.
        """
        per_px = np.array([size_px[0] / rgb.shape[1], size_px[1] / rgb.shape[0]])
        turn = self.turn * per_px
        shrink = float(np.sqrt(abs(np.linalg.det(turn))))
        if shrink < 0.5:  # a picture that is shown much smaller is made smaller first, by areas, or it flickers
            wide, high = (max(1, round(side * shrink * 1.5)) for side in (rgb.shape[1], rgb.shape[0]))
            return self.cut(np.asarray(cv2.resize(rgb, (wide, high), interpolation=cv2.INTER_AREA)), size_px)
        # a point's whole numbers are the corners of pixels here, their centres in OpenCV
        shift = turn @ np.array([0.5, 0.5]) + self.shift - 0.5
        cut = cv2.warpAffine(
            rgb, np.column_stack((turn, shift)), BESIDE_SIZE_PX, flags=cv2.INTER_LINEAR, borderValue=DARK
        )
        return np.asarray(cut, dtype=np.uint8)


def _panel(canvas: RgbImage, own: Figure, other: Figure, *, numbers: bool) -> RgbImage:
    strokes = Strokes(canvas, own.unit)
    strokes.dashed(*own.horizontal, LIGHT, width=1.6, dash=7.0)
    under = canvas.copy()
    dashes = Strokes(under, own.unit)
    if other.ankle is not None:
        dashes.dashed(other.knee, other.ankle, SHANK, width=2.6, dash=5.0)
    dashes.dashed(other.hip, other.knee, THIGH, width=2.6, dash=5.0)
    cv2.addWeighted(under, _OTHER_OPACITY, canvas, 1.0 - _OTHER_OPACITY, 0.0, dst=canvas)
    if own.ankle is not None:
        strokes.line([own.knee, own.ankle], SHANK, width=3.4)
    strokes.line([own.hip, own.knee], THIGH, width=3.4)
    for joint in own.leg:
        strokes.ring(joint, LIGHT, radius=6.0)
    if numbers:
        write_bare_angles(canvas, own, beside=other.leg)
    return canvas
