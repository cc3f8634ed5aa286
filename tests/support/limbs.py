"""Draw a limb whose middle line and widths are known, for testing what is read from outlines."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from thomas_test.core.geometry import FloatArray

FINE = 4
"""Times finer than the picture in which limbs are drawn: their edges fall between pixels."""


@dataclass(frozen=True, kw_only=True)
class Limb:
    """A straight tapered limb in a picture of 320 x 240 pixels.

    Attributes
    ----------
    start_px, end_px
        Ends of the middle of the flesh.
    start_width_px, end_width_px
        Widths square to it.
    """

    start_px: tuple[float, float]
    end_px: tuple[float, float]
    start_width_px: float = 50.0
    end_width_px: float = 30.0

    @property
    def corners_px(self) -> FloatArray:
        """The limb's four corners, front and back of the start, back and front of the end, shape ``(4, 2)``."""
        start, end = np.array(self.start_px), np.array(self.end_px)
        way = (end - start) / np.hypot(*(end - start))
        side = np.array([way[1], -way[0]])
        return np.stack(
            [
                start + side * self.start_width_px / 2,
                start - side * self.start_width_px / 2,
                end - side * self.end_width_px / 2,
                end + side * self.end_width_px / 2,
            ]
        )

    def silhouette(self, *, size_px: tuple[int, int] = (320, 240)) -> NDArray[np.float32]:
        """Share of every pixel that the limb covers, shape ``(height, width)``."""
        width, height = size_px
        fine = np.zeros((height * FINE, width * FINE), dtype=np.uint8)
        # pixel centres are whole numbers, so a fine picture begins half a pixel before
        corners = (self.corners_px + 0.5) * FINE - 0.5
        cv2.fillConvexPoly(fine, np.rint(corners * 16).astype(np.int32), 255, lineType=cv2.LINE_AA, shift=4)
        return np.asarray(cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA), dtype=np.float32) / 255.0


def paint(
    silhouette: NDArray[np.float32],
    *,
    limb: tuple[int, int, int] = (200, 150, 130),
    ground: tuple[int, int, int] = (70, 90, 80),
) -> NDArray[np.uint8]:
    """Paint a silhouette in one colour on a ground of another."""
    share = silhouette[..., None]
    return np.rint(share * np.array(limb) + (1.0 - share) * np.array(ground)).astype(np.uint8)
