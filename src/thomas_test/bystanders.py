"""Hide a person who stands beside the table, so that the network looks at the one who lies on it.

The network's detector anchors on heads and shoulders, and a standing helper's are the plainest in the picture.
Painting out just those makes it see the patient in pictures where it saw nobody lying before.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from thomas_test.estimators import MaskImage, RgbImage
from thomas_test.geometry import Circle
from thomas_test.landmarks import Landmark
from thomas_test.people import LYING_TRUNK_DEG, hips_px, shoulders_px, trunk_length_px, trunk_slope_deg
from thomas_test.pose import Pose
from thomas_test.readings import Sighting

SIDE_SHOULDERS = 0.45
"""Margin beside the shoulders, in shoulder widths: room for the upper arms."""

CHEST_SHOULDERS = 0.35
"""How far below the shoulders to paint, in shoulder widths: the chest, but not the patient before it."""

HEAD_SHOULDERS = 1.1
"""How far above the shoulders a head reaches, in shoulder widths."""

HEAD_TRUNKS = 0.33
"""How far from its middle a head reaches, hair included, in trunk lengths."""


SILHOUETTE, COVER_PX = 0.3, 15
"""What of a silhouette is painted over, and how far around it: rather too much, or the patient is seen again."""


def upright_people(sightings: Sequence[Sighting]) -> list[Pose]:
    """Everybody whose trunk stands rather than lies, shoulders above hips."""
    return [s.pose for s in sightings if trunk_slope_deg(s.pose) > LYING_TRUNK_DEG and _shoulders_above_hips(s.pose)]


def paint_out(rgb: RgbImage, people: Sequence[Pose]) -> RgbImage:
    """Give a copy in which heads and shoulders of these people are painted over with what is beside them.

    Parameters
    ----------
    rgb
        The picture, shape ``(height, width, 3)``.
    people
        Their poses in this picture's pixels.
    """
    painted = rgb.copy()
    for left, top, right, bottom in (_bust_box(pose) for pose in people):
        _fill_across(painted, left, top, right, bottom)
    return painted


def bystander_heads_px(sightings: Sequence[Sighting], *, least_px: float = 0.0) -> tuple[Circle, ...]:
    """Circles over the heads of everybody who stands, in this picture's pixels: centre x, centre y, radius.

    Looks that show the same head give one circle, the largest.

    Parameters
    ----------
    sightings
        Everybody seen.
    least_px
        No circle is smaller: of somebody half hidden the network makes too small a skeleton.
    """
    circles: list[Circle] = []
    for pose in upright_people(sightings):
        centre = np.mean([pose[n] for n in (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)], axis=0)
        circles.append((float(centre[0]), float(centre[1]), max(HEAD_TRUNKS * trunk_length_px(pose), least_px)))
    kept: list[Circle] = []
    for x, y, radius in sorted(circles, key=lambda circle: -circle[2]):
        if all(np.hypot(x - other[0], y - other[1]) > other[2] / 2.0 for other in kept):
            kept.append((x, y, radius))
    return tuple(kept)


def without_subject(rgb: RgbImage, mask: MaskImage, head: Circle) -> RgbImage:
    """Give a copy in which the person on the table is painted over, so that a network looks at who stands behind.

    Parameters
    ----------
    rgb
        The picture, shape ``(height, width, 3)``.
    mask
        Their silhouette, 0 to 1, in the same shape.
    head
        Their head, whose hair the silhouette may miss.
    """
    covered = cv2.dilate((mask > SILHOUETTE).astype(np.uint8), np.ones((COVER_PX, COVER_PX), dtype=np.uint8))
    cv2.circle(covered, (round(head[0]), round(head[1])), round(head[2]), 1, thickness=-1)
    painted = rgb.copy()
    painted[covered > 0] = np.rint(rgb.mean(axis=(0, 1))).astype(np.uint8)
    return painted


def _bust_box(pose: Pose) -> tuple[int, int, int, int]:
    width, height = pose.size_px
    shoulders = np.stack([pose[Landmark.LEFT_SHOULDER], pose[Landmark.RIGHT_SHOULDER]])
    breadth = max(float(np.ptp(shoulders[:, 0])), 0.3 * trunk_length_px(pose))
    left, right = shoulders[:, 0].min() - SIDE_SHOULDERS * breadth, shoulders[:, 0].max() + SIDE_SHOULDERS * breadth
    level = shoulders[:, 1].mean()
    top, bottom = level - HEAD_SHOULDERS * breadth, level + CHEST_SHOULDERS * breadth
    box = np.clip([left, top, right, bottom], 0, [width, height, width, height])
    return int(box[0]), int(box[1]), int(box[2]), int(box[3])


def _fill_across(picture: RgbImage, left: int, top: int, right: int, bottom: int) -> None:
    """Replace a box by a blend, row by row, of what is left and right of it."""
    if right - left < 2 or bottom - top < 2:
        return
    width = picture.shape[1]
    before = picture[top:bottom, max(left - 1, 0)].astype(np.float64)
    after = picture[top:bottom, min(right, width - 1)].astype(np.float64)
    share = np.linspace(0.0, 1.0, right - left)[None, :, None]
    picture[top:bottom, left:right] = np.rint(before[:, None] * (1.0 - share) + after[:, None] * share).astype(np.uint8)


def _shoulders_above_hips(pose: Pose) -> bool:
    return bool(shoulders_px(pose)[1] < hips_px(pose)[1])
