"""Read a picture several times - turned by quarters, mirrored, by each network - and bring the sightings home.

One look of a pose network may be wrong without knowing it; the agreement between looks is the best sign of
quality there is (the network's own visibility says nothing, docs/accuracy.md).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

import cv2
import numpy as np

from thomas_test.core.analysis import ModelInfo
from thomas_test.core.errors import EstimatorError
from thomas_test.core.geometry import mirror_x, turn_quarters
from thomas_test.core.pictures import MaskImage, RgbImage
from thomas_test.core.pose import Pose
from thomas_test.core.progress import Progress
from thomas_test.core.settings import Effort
from thomas_test.estimators import NEEDED_LANDMARKS, Detection, PoseEstimator

P = TypeVar("P", RgbImage, MaskImage)


@dataclass(frozen=True, kw_only=True)
class Look:
    """One way to look at a picture: first mirrored or not, then turned by quarters against the clock."""

    quarters: int
    mirrored: bool


UPRIGHT_LOOK = Look(quarters=0, mirrored=False)
"""The picture as it is."""

LOOKS: dict[Effort, tuple[Look, ...]] = {
    Effort.FAST: tuple(Look(quarters=q, mirrored=False) for q in range(4)),
    Effort.STANDARD: tuple(Look(quarters=q, mirrored=False) for q in range(4)),
    Effort.THOROUGH: tuple(Look(quarters=q, mirrored=m) for m in (False, True) for q in range(4)),
}
"""Which looks every effort takes at most, each network all of them; how quick `Effort.FAST` is, is its network's."""

FIRST_LOOKS = tuple(Look(quarters=q, mirrored=False) for q in (0, 2))
"""The looks that are taken first, and alone where they agree, but for `Effort.THOROUGH`: of all pairs the one by which
thigh and knee come out best (docs/accuracy.md#what-each-look-is-worth)."""


MIRRORED_LOOKS = tuple(look for look in LOOKS[Effort.THOROUGH] if look.mirrored)
"""What `Effort.THOROUGH` takes beyond `Effort.STANDARD`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sighting:
    """One person seen in one look, in the coordinates of the upright picture, sides as the subject's own."""

    detection: Detection
    model: ModelInfo
    look: Look

    @property
    def pose(self) -> Pose:
        """The landmarks."""
        return self.detection.pose


def take_readings(
    rgb: RgbImage,
    estimators: Sequence[PoseEstimator],
    *,
    looks: Sequence[Look],
    progress: Progress | None = None,
) -> tuple[Sighting, ...]:
    """Look at a picture in several ways.

    Parameters
    ----------
    rgb
        The upright picture, shape ``(height, width, 3)``.
    estimators
        The networks, each of which takes every look.
    looks
        The ways, such as `LOOKS` has them for an effort.
    progress
        Told how many of the looks are done.

    Raises
    ------
    EstimatorError
        When a network fails.
    """
    taken = list(itertools.product(estimators, looks))
    sightings: list[Sighting] = []
    for done, (estimator, look) in enumerate(taken, start=1):
        sightings.extend(take_look(rgb, estimator, look))
        if progress is not None:
            progress(done, len(taken))
    return tuple(sightings)


def check_landmarks(sightings: Sequence[Sighting]) -> None:
    """Refuse a network that does not know all landmarks that are needed of a person.

    Raises
    ------
    EstimatorError
        Names the network and what it lacks.
    """
    for sighting in sightings:
        missing = NEEDED_LANDMARKS - sighting.pose.points_px.keys()
        if missing:
            raise EstimatorError(
                f"expected a network that knows {', '.join(sorted(NEEDED_LANDMARKS))}, got {sighting.model.name} "
                f"without {', '.join(sorted(missing))}: read with another network"
            )


def take_look(rgb: RgbImage, estimator: PoseEstimator, look: Look) -> list[Sighting]:
    """Look at a picture in one way; parameters as for `take_readings`.

    Raises
    ------
    EstimatorError
        When the network fails.
    """
    picture = turned(np.asarray(cv2.flip(rgb, 1), dtype=np.uint8) if look.mirrored else rgb, look.quarters)
    return [
        Sighting(detection=bring_home(detection, look), model=estimator.model, look=look)
        for detection in estimator.estimate(picture)
    ]


_TURNS = {1: cv2.ROTATE_90_COUNTERCLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_CLOCKWISE}


def turned(picture: P, quarters: int) -> P:
    """A picture or a silhouette turned counterclockwise by quarters, as `numpy.rot90` does, in half the time."""
    turn = _TURNS.get(quarters % 4)
    return picture if turn is None else cast("P", cv2.rotate(picture, turn))


def bring_home(detection: Detection, look: Look) -> Detection:
    """Turn and mirror a detection back into the coordinates of the upright picture."""
    if look == UPRIGHT_LOOK:
        return detection
    pose = detection.pose
    turned_px = turn_quarters(np.array(list(pose.points_px.values())), -look.quarters, pose.size_px)
    points = dict(zip(pose.points_px, turned_px, strict=True))
    mask = None if detection.mask is None else turned(detection.mask, -look.quarters)
    visibility = dict(pose.visibility)
    width, height = pose.size_px if look.quarters % 2 == 0 else pose.size_px[::-1]
    if look.mirrored:
        # The network saw the mirrored person: their left is our subject's right.
        points = {name.mirrored: mirror_x(point, width) for name, point in points.items()}
        visibility = {name.mirrored: value for name, value in visibility.items()}
        mask = None if mask is None else mask[:, ::-1]
    home = Pose(points_px=points, visibility=visibility, size_px=(width, height))
    return Detection(pose=home, mask=None if mask is None else np.ascontiguousarray(mask))
