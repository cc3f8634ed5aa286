"""Checks on the picture itself and on where the camera stood."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from thomas_test.core.geometry import FloatArray, length_px
from thomas_test.core.landmarks import Joint
from thomas_test.core.pictures import RgbImage
from thomas_test.core.quality import Refusal, RefusalCode, WarningCode
from thomas_test.images import Gravity
from thomas_test.reading.lens import LensHeight
from thomas_test.reading.level.table_edge import TableEdge
from thomas_test.reading.limbs import LegEdges, LimbEdges, front_way, part_around_leg, sample_cuts
from thomas_test.reading.subject import Subject

SHARPER_QUARTER = 25.0
"""Percentile of the edges that speaks for a limb: the others may be shadows."""

SHARPEST_TENTH = 10.0
"""Percentile of the edges that speaks for a whole picture, in which much may be out of focus on purpose."""

LEAST_EDGES = 8
"""From fewer edges nothing is concluded."""

LEAST_SLOPE = 1.5
"""Grey levels a pixel under which noise passes for an edge."""

FINE_SD_PX = 1.0
"""Spread given to every edge before it is looked at, against noise; taken off again."""

LIMB_REBLUR, PICTURE_REBLUR = 0.03, 0.006
"""By how much edges are spread for comparison, in thigh lengths and in longest sides: about as much as the blur that
starts to matter, where the ratio tells most."""

STEP_PX = 0.5
"""Distance of the places at which a cut is sampled."""

ROUNDING_PX = 2.0
"""What is looked at beyond the last place of a cut: the pixels on either side of it."""


def leg_blur(subject: Subject, rgb: RgbImage, edges: LegEdges | None, *, ankle_seen: bool = True) -> float | None:
    """Measure the blur across the outline of the tested leg, where it spoils the measurement.

    Parameters
    ----------
    subject
        Whom the readings show.
    rgb
        The picture they were taken of, shape ``(height, width, 3)``.
    edges
        Those of the tested leg; None without a silhouette.
    ankle_seen
        Whether the shank may be asked as well.

    Returns
    -------
    float or None
        Standard deviation of the edges' spread in thigh lengths, of the limb where it is larger; None without a
        silhouette or without enough edges. Blur along a limb does not count: it does not turn it.
    """
    if edges is None:
        return None
    pose = subject.pose
    thigh_px = length_px(pose[Joint.HIP], pose[Joint.KNEE])
    rows, columns = part_around_leg(pose, rgb.shape[:2], beyond_px=_blur_reach_px(thigh_px) + ROUNDING_PX)
    grey, corner_px = _grey(rgb[rows, columns]), np.array((columns.start, rows.start), dtype=np.float64)
    limbs = [(Joint.HIP, Joint.KNEE, edges.thigh)]
    if ankle_seen:
        limbs.append((Joint.KNEE, Joint.ANKLE, edges.shank))
    found = [
        _limb_blur_px(grey, pose[start] - corner_px, pose[end] - corner_px, limb, pose.forward_sign, thigh_px=thigh_px)
        for start, end, limb in limbs
    ]
    known = [blur for blur in found if blur is not None]
    return max(known) / thigh_px if known else None


def picture_blur(rgb: RgbImage) -> float | None:
    """Measure the blur of the sharpest edges anywhere in a picture.

    Returns
    -------
    float or None
        Standard deviation of their spread in longest sides of the picture, in the direction in which it is largest (a
        moving camera blurs one way only); None where there are hardly any edges.
    """
    grey = _grey(rgb)
    side = float(max(grey.shape))
    more = PICTURE_REBLUR * side
    across, down = _slopes(grey, FINE_SD_PX)
    slope = np.hypot(across, down)
    spread = np.hypot(*_slopes(grey, float(np.hypot(FINE_SD_PX, more))))
    ridge = slope >= cv2.dilate(slope, np.ones((3, 3), dtype=np.uint8))
    ridge &= slope > max(LEAST_SLOPE, 0.1 * float(np.percentile(slope, 99.9)))
    blur = _spread_px(slope[ridge], spread[ridge], more)
    way = np.round(np.mod(np.arctan2(down[ridge], across[ridge]), np.pi) / (np.pi / 4)).astype(int) % 4
    ways = [np.percentile(blur[way == k], SHARPEST_TENTH) for k in range(4) if np.sum(way == k) >= LEAST_EDGES * 4]
    return float(max(ways)) / side if ways else None


def _limb_blur_px(
    grey: NDArray[np.float32],
    start_px: FloatArray,
    end_px: FloatArray,
    edges: LimbEdges,
    forward_sign: int,
    *,
    thigh_px: float,
) -> float | None:
    way = end_px - start_px
    length = float(np.hypot(way[0], way[1]))
    front = front_way(way / length, forward_sign)
    centres = start_px + edges.fractions[:, None] * way
    found = [
        _edge_blur_px(grey, (centres + side[:, None] * length * front)[~np.isnan(side)], front, thigh_px=thigh_px)
        for side in (edges.front, edges.back)
    ]
    blur = np.concatenate(found)
    return float(np.percentile(blur, SHARPER_QUARTER)) if len(blur) >= LEAST_EDGES else None


def _edge_blur_px(grey: NDArray[np.float32], edge_px: FloatArray, across: FloatArray, *, thigh_px: float) -> FloatArray:
    """The spread of edges that pass through these points, shape ``(k,)``; those without contrast are left out."""
    if not len(edge_px):
        return np.empty(0)
    more, reach = LIMB_REBLUR * thigh_px, _blur_reach_px(thigh_px)
    offsets = np.arange(-reach, reach + STEP_PX / 2, STEP_PX)
    # in single precision, as the picture is: twice as fast
    cuts = sample_cuts(grey, edge_px, across, offsets, empty_outside=False).astype(np.float32)
    sharp, spread = (
        np.abs(np.gradient(cv2.GaussianBlur(cuts, (0, 0), sigmaX=sd / STEP_PX, sigmaY=1e-6), STEP_PX, axis=1))
        for sd in (FINE_SD_PX, float(np.hypot(FINE_SD_PX, more)))
    )
    near = np.abs(offsets) < 2.0 * more + 2.0
    peak = np.argmax(np.where(near, sharp, 0.0), axis=1)
    rows = np.arange(len(peak))
    steep = sharp[rows, peak] > LEAST_SLOPE
    return _spread_px(sharp[rows, peak][steep], spread[rows, peak][steep], more)


def _blur_reach_px(thigh_px: float) -> float:
    """How far to either side of an edge its blur is looked at."""
    return 8.0 * LIMB_REBLUR * thigh_px + 2.0


def _spread_px(slope: FloatArray, slope_spread: FloatArray, more_px: float) -> FloatArray:
    """Solve ``slope / slope_spread = hypot(s, more) / s`` for the spread ``s``, and take off what was added before."""
    ratio = slope / np.maximum(slope_spread, 1e-9)
    variance = more_px**2 / np.maximum(ratio**2 - 1.0, 1e-3)
    return np.asarray(np.sqrt(np.maximum(variance - FINE_SD_PX**2, 0.0)))


def _grey(rgb: RgbImage) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.float32)


def _slopes(grey: NDArray[np.float32], sd_px: float) -> tuple[FloatArray, FloatArray]:
    """The slopes across and down of a picture spread by so many pixels."""
    spread = np.asarray(cv2.GaussianBlur(grey, (0, 0), sd_px), dtype=np.float64)
    return np.gradient(spread, axis=1), np.gradient(spread, axis=0)


LEAST_SIDE_PX = 120
"""A picture smaller than this shows no leg of a measurable size."""

NETWORK_SIDE_PX = 256
"""Side of the square that the landmark network looks at (its input tensor): where a picture has fewer pixels, what the
network makes of it is a guess."""

BRIGHT_SHARE = 0.05
"""Share of a picture that must reach a brightness for the picture to count as so bright."""

DARK_LUMA, DIM_LUMA = 16, 40
"""Brightness (0-255) that the brightest twentieth of the picture must reach: under the first nothing can be told
apart, under the second noise rules. The dimmest scene that is read well reaches 62."""

NOBODY_LUMA = 85
"""The same where the networks find nobody at all: in a dim room a window or a lamp is bright. The only rendered room in
which nobody is found, dimmed on purpose, reaches 83; of 30 rendered rooms without anybody one reaches less."""

BLURRED_PICTURE = 0.0035
"""Spread of the sharpest edges, in longest sides of the picture, over which a picture in which the networks find no
leg to measure is called blurred. The scenes reach 0.0008; a scene blurred by 5 of 1024 pixels reaches this, and blurred
by 8 the networks find nobody in most."""

OBLIQUE_DEG = 10.0
"""Camera this far from square, by the convergence of the table's edges (which reads a quarter low)."""

HIGH_DEG, LOW_DEG, STEEP_PITCH_DEG = 12.0, -8.0, 30.0
"""Lens so far above, or below, the hip that it is warned of, and a camera that looks so far down or up that nothing
holds. From below less is enough: of the pictures of wide variety those with the lens 9 degrees below the hip have the
knee 4 to 6 degrees off. From a height of 10 degrees a thigh spread by 10 is drawn 1.8
degrees off, from 20 one spread by 20 is drawn 7.1 off (docs/method.md#camera: atan(tan a sin p))."""


def refuse_picture(rgb: RgbImage, size_px: tuple[int, int] | None = None) -> Refusal | None:
    """Refuse a picture in which nothing can be seen, before any network looks at it; `size_px` is the photo's own."""
    height, width = rgb.shape[:2]
    if min(height, width) < LEAST_SIDE_PX:
        width, height = size_px or (width, height)
        return Refusal(code=RefusalCode.TOO_SMALL, detail=f"It has {width} x {height} pixels.")
    if darker_than(rgb, DARK_LUMA):
        return Refusal(code=RefusalCode.TOO_DARK)
    return None


def fitting_refusal(refusal: Refusal, rgb: RgbImage) -> Refusal:
    """Say that a picture is small, dark or blurred where that is why the networks saw something else in it.

    What they take such a picture for is a guess (nobody, half a leg, somebody upright), and its advice would send
    people the wrong way.
    """
    if refusal.code in NOT_THE_NETWORKS:
        return refusal
    height, width = rgb.shape[:2]
    if max(width, height) < NETWORK_SIDE_PX:
        return Refusal(code=RefusalCode.TOO_SMALL, detail=f"It has {width} x {height} pixels.")
    nobody = refusal.code is RefusalCode.NO_PERSON
    if darker_than(rgb, NOBODY_LUMA if nobody else DIM_LUMA):
        return Refusal(code=RefusalCode.TOO_DARK, detail="Nobody is seen in it." if nobody else "")
    if (picture_blur(rgb) or 0.0) > BLURRED_PICTURE:
        return Refusal(code=RefusalCode.BLURRED)
    return refusal


NOT_THE_NETWORKS = frozenset(
    {RefusalCode.TOO_SMALL, RefusalCode.TOO_DARK, RefusalCode.BLURRED, RefusalCode.CAMERA_TOO_HIGH}
)
"""Refusals that do not rest on what the networks saw."""


def view_warnings(edge: TableEdge | None) -> tuple[WarningCode, ...]:
    """Say whether the camera stands square, as far as the table tells."""
    aside = edge is not None and abs(edge.camera_aside_deg) > OBLIQUE_DEG
    return (WarningCode.OBLIQUE_VIEW,) if aside else ()


def lens_warnings(lens: LensHeight | None) -> tuple[WarningCode, ...]:
    """Say whether the lens stands at the height of the hip, as far as it is known."""
    if lens is None:
        return ()
    seen = {
        WarningCode.CAMERA_HIGH: lens.above_hip_deg > HIGH_DEG,
        WarningCode.CAMERA_LOW: lens.above_hip_deg < LOW_DEG,
    }
    return tuple(code for code, there in seen.items() if there)


def refuse_camera(gravity: Gravity | None) -> Refusal | None:
    """Refuse a view from far above or from far below, as far as gravity tells; the detail says which it is.

    Both have one code: the fault and its remedy, a lens at the height of the hip, are the same, and codes are stable.
    """
    if gravity is None or abs(gravity.camera_pitch_deg) <= STEEP_PITCH_DEG:
        return None
    way = "down" if gravity.camera_pitch_deg > 0 else "up"
    detail = f"By the phone's own gravity it looks {abs(gravity.camera_pitch_deg):.0f} degrees {way}."
    return Refusal(code=RefusalCode.CAMERA_TOO_HIGH, detail=detail)


def darker_than(rgb: RgbImage, luma: int) -> bool:
    """Whether less than a twentieth of the picture is as bright as this, 0 to 255: one lamp lights no room."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    return bool(np.count_nonzero(grey >= luma) < BRIGHT_SHARE * grey.size)
