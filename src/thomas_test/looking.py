"""Look at a photo until the subject is found: working copy, all readings, bystanders hidden if need be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from thomas_test.bystanders import bystander_heads_px, paint_out, upright_people, without_subject
from thomas_test.estimators import PoseEstimator, RgbImage
from thomas_test.geometry import Circle
from thomas_test.people import LYING_TRUNK_DEG, is_rival, trunk_slope_deg
from thomas_test.pose import Pose
from thomas_test.quality import Refusal, RefusalCode
from thomas_test.readings import UPRIGHT_LOOK, Report, Sighting, take_look, take_readings
from thomas_test.settings import Effort, Settings
from thomas_test.subject import Subject, choose_subject

WORKING_SIDE_PX = 1280
"""Longest side of the copy that is read. The networks look at 256 x 256 pixels of a person and the outline is
found to a fraction of a pixel: more pixels cost time and memory. Chosen; the scenes, 1024 wide, cannot tell what more
would gain."""

BESIDE_ROOM_TRUNKS = 2.1
"""A person in the test position is 2.1 to 3.2 trunk lengths long from head to foot in the scenes: with less room beside
the first there is no second."""

BESIDE_MARGIN_TRUNKS = 0.3
"""How far head and hands reach beyond the landmarks, in trunk lengths."""

BEHIND_HEAD_SHARE = 0.6
"""A helper's head is at least this large beside the patient's: they stand next to the table."""


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


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """What all looks at a photo came to.

    Attributes
    ----------
    found
        The person to measure, or why there is none.
    sightings
        Everybody seen in every look.
    other_heads_px
        The heads of those who stand beside, as far as they were seen, for blurring their faces.
    """

    found: Subject | Refusal
    sightings: tuple[Sighting, ...]
    other_heads_px: tuple[Circle, ...]


def look_for_subject(
    rgb: RgbImage, estimators: Sequence[PoseEstimator], settings: Settings, *, report: Report | None = None
) -> Looked:
    """Find the person to measure.

    Where somebody stands beside the table and not every look found the one who lies there, the picture is read
    once more with the bystander's head and shoulders painted over. Where there is room for a second patient beside
    the first, that room is looked at by itself; and where no look showed anybody beside, one more looks behind the
    person on the table, for the sake of a helper's face.

    Raises
    ------
    EstimatorError
        When a network fails.
    """
    sightings = take_readings(rgb, estimators, effort=settings.effort, report=report)
    found = choose_subject(sightings, settings)
    bystanders = upright_people(sightings)
    looks = len({(s.model.name, s.look) for s in sightings})
    if bystanders and (isinstance(found, Refusal) or found.seen < looks):
        again = take_readings(paint_out(rgb, bystanders), estimators, effort=settings.effort, report=report)
        # Both rounds vote: the paint may cover a hand or a foot of the patient, so the first round is not thrown away.
        sightings = (*sightings, *again)
        found = choose_subject(sightings, settings)
    if isinstance(found, Subject) and _somebody_beside(rgb, found, estimators[0]):
        found = Refusal(code=RefusalCode.TWO_PATIENTS)
    heads = bystander_heads_px(sightings) or _heads_behind(rgb, found, estimators[-1])
    return Looked(found=found, sightings=sightings, other_heads_px=heads)


def _heads_behind(rgb: RgbImage, found: Subject | Refusal, estimator: PoseEstimator) -> tuple[Circle, ...]:
    """Look once more with the person on the table painted over: who stands behind is drowned out by them."""
    if isinstance(found, Refusal) or found.mask is None:
        return ()
    alone = without_subject(rgb, found.mask, found.head_circle_px)
    behind = take_look(alone, estimator, UPRIGHT_LOOK)
    return bystander_heads_px(behind, least_px=BEHIND_HEAD_SHARE * found.head_circle_px[2])


def _somebody_beside(rgb: RgbImage, subject: Subject, estimator: PoseEstimator) -> bool:
    """Look for a second patient where one has room: of two, the networks often see the larger alone."""
    everywhere = np.array(list(subject.used[0].pose.points_px.values()))
    trunk = subject.trunk_length_px
    margin, room = BESIDE_MARGIN_TRUNKS * trunk, BESIDE_ROOM_TRUNKS * trunk
    left, right = everywhere[:, 0].min() - margin, everywhere[:, 0].max() + margin
    strips = ((0, int(left)), (int(right), rgb.shape[1]))
    return any(
        is_rival(subject.used[0].pose, _shifted(sighting.pose, start))
        for start, end in strips
        if end - start > room
        for sighting in take_readings(rgb[:, start:end], (estimator,), effort=Effort.FAST)
        if trunk_slope_deg(sighting.pose) <= LYING_TRUNK_DEG
    )


def _shifted(pose: Pose, x_px: float) -> Pose:
    return replace(pose, points_px={name: point + np.array([x_px, 0.0]) for name, point in pose.points_px.items()})
