"""Look at a photo until the subject is found: working copy, all readings, bystanders hidden if need be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from thomas_test.bystanders import paint_out, upright_people
from thomas_test.estimators import PoseEstimator, RgbImage
from thomas_test.quality import Refusal
from thomas_test.readings import Report, take_readings
from thomas_test.settings import Settings
from thomas_test.subject import Subject, choose_subject

WORKING_SIDE_PX = 1280
"""Longest side of the copy that is read. The networks look at 256 x 256 pixels of a person and the outline is
found to a fraction of a pixel: more pixels cost time and memory and gain nothing (docs/performance.md)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class WorkingCopy:
    """The picture as it is read.

    Attributes
    ----------
    rgb
        Shape ``(height, width, 3)``.
    scale
        Pixels of the working copy for one pixel of the photo, at most 1.
    """

    rgb: RgbImage
    scale: float


def working_copy(rgb: RgbImage) -> WorkingCopy:
    """Shrink a large picture to working size; small ones stay as they are."""
    height, width = rgb.shape[:2]
    scale = min(1.0, WORKING_SIDE_PX / max(height, width))
    if scale == 1.0:
        return WorkingCopy(rgb=rgb, scale=1.0)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return WorkingCopy(rgb=np.asarray(small, dtype=np.uint8), scale=scale)


def look_for_subject(
    rgb: RgbImage, estimators: Sequence[PoseEstimator], settings: Settings, *, report: Report | None = None
) -> Subject | Refusal:
    """Find the person to measure.

    Where somebody stands beside the table and not every look found the one who lies there, the picture is read
    once more with the bystander's head and shoulders painted over.

    Raises
    ------
    EstimatorError
        When a network fails.
    """
    sightings = take_readings(rgb, estimators, effort=settings.effort, report=report)
    first = choose_subject(sightings, settings)
    bystanders = upright_people(sightings)
    looks = len({(s.model.name, s.look) for s in sightings})
    if not bystanders or (isinstance(first, Subject) and first.seen >= looks):
        return first
    again = take_readings(paint_out(rgb, bystanders), estimators, effort=settings.effort, report=report)
    # Both rounds vote: the paint may cover a hand or a foot of the patient, so the first round is not thrown away.
    return choose_subject((*sightings, *again), settings)
