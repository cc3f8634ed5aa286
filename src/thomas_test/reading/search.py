"""Look at a photo until the subject is found: working copy, all readings, bystanders hidden if need be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from thomas_test.core.geometry import Circle
from thomas_test.core.landmarks import Landmark
from thomas_test.core.pictures import MaskImage, RgbImage
from thomas_test.core.pose import Pose
from thomas_test.core.progress import Progress
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.core.settings import Effort, Settings
from thomas_test.estimators import PoseEstimator
from thomas_test.reading.calibration import FIRST_LOOKS_AGREE_DEG
from thomas_test.reading.framed import photo_corners_px
from thomas_test.reading.limbs import looks_apart_deg
from thomas_test.reading.sightings import (
    FIRST_LOOKS,
    LOOKS,
    MIRRORED_LOOKS,
    UPRIGHT_LOOK,
    Look,
    Sighting,
    check_landmarks,
    take_look,
    take_readings,
)
from thomas_test.reading.subject import (
    LEAST_READINGS,
    LYING_TRUNK_DEG,
    MOST_LOOKS,
    Subject,
    choose_subject,
    hips_px,
    is_rival,
    share_of_looks,
    shoulders_px,
    trunk_length_px,
    trunk_slope_deg,
)

SIDE_SHOULDERS = 0.45
"""Margin beside the shoulders, in shoulder widths: room for the upper arms."""

CHEST_SHOULDERS = 0.35
"""How far below the shoulders to paint, in shoulder widths: the chest, but not the patient before it."""

HEAD_SHOULDERS = 1.1
"""How far above the shoulders a head reaches, in shoulder widths."""

HEAD_TRUNKS = 0.33
"""How far from its middle a head reaches, hair included, in trunk lengths."""

HEAD_ABOVE_SHOULDERS = 0.42
"""Where the middle of a standing person's head lies above the shoulders, in trunk lengths; our own proportion (Drillis
and Contini 1966: shoulders at 0.818, hips at 0.530, eyes at 0.936 of the stature). A head that is seen elsewhere is not
sure: both places are covered."""


HEAD_IS_SURE = 0.7
"""How far from there nose and ears may be seen, in radii of the circle about them: farther, half a face could look
out of it. Our own."""

SILHOUETTE, COVER_PX = 0.3, 15
"""What of a silhouette is painted over, and how far around it: rather too much, or the patient is seen again."""


def upright_people(sightings: Sequence[Sighting]) -> list[Pose]:
    """Everybody whose trunk stands rather than lies, shoulders above hips."""
    poses = [sighting.pose for sighting in sightings]
    return [
        pose for pose in poses if trunk_slope_deg(pose) > LYING_TRUNK_DEG and shoulders_px(pose)[1] < hips_px(pose)[1]
    ]


def paint_out(rgb: RgbImage, people: Sequence[Pose]) -> RgbImage:
    """A copy in which heads and shoulders of these people are painted over with what is beside them.

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

    Looks that show the same head give one circle, the largest. Where nose and ears lie elsewhere than shoulders and
    hips say, both places are covered.

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
        radius = max(HEAD_TRUNKS * trunk_length_px(pose), least_px)
        circles.append((float(centre[0]), float(centre[1]), radius))
        expected = shoulders_px(pose) + HEAD_ABOVE_SHOULDERS * (shoulders_px(pose) - hips_px(pose))
        if np.hypot(*(expected - centre)) > HEAD_IS_SURE * radius:
            circles.append((float(expected[0]), float(expected[1]), radius))
    kept: list[Circle] = []
    for x, y, radius in sorted(circles, key=lambda circle: -circle[2]):
        if all(np.hypot(x - other[0], y - other[1]) > other[2] / 2.0 for other in kept):
            kept.append((x, y, radius))
    return tuple(kept)


def without_subject(rgb: RgbImage, mask: MaskImage, head: Circle) -> RgbImage:
    """A copy in which the person on the table is painted over, so that a network looks at who stands behind.

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
    colour = [float(round(part)) for part in cv2.mean(rgb)[:3]]
    plain = cv2.rectangle(np.empty_like(rgb), (0, 0), rgb.shape[1::-1], colour, thickness=cv2.FILLED)
    return np.asarray(cv2.copyTo(plain, covered, rgb.copy()), dtype=np.uint8)


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


WORKING_SIDE_PX = 1280
"""Longest side of the copy that is read. The networks look at 256 x 256 pixels of a person and the outline is
found to a fraction of a pixel: more pixels cost time and memory. Chosen; the scenes, 1024 wide, cannot tell what more
would gain."""

BESIDE_ROOM_TRUNKS = 2.1
"""A person in the test position is 2.1 to 3.2 trunk lengths long from head to foot in the scenes: with less room beside
the first there is no second."""

ABOVE_ROOM_TRUNKS = 1.6
"""And as much from the highest of knee and hand to the lowest of foot and hip, in the median of 184 rendered pictures
(0.8 to 3.0): photos before and after, or of both legs, often stand above one another in one file."""

BESIDE_LOOKS = tuple(Look(quarters=q, mirrored=False) for q in (0, 1, 3))
"""How that room is looked at."""

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
    first
        Everybody seen in the picture as it is, before anybody was painted over.
    other_heads_px
        The heads of those who stand beside, as far as they were seen, for blurring their faces.
    first_apart_deg
        How far apart the looks that are taken first are; infinite where they do not show one person and
        one leg, or were not taken first.
    """

    found: Subject | Refusal
    first: tuple[Sighting, ...]
    other_heads_px: tuple[Circle, ...]
    first_apart_deg: float = math.inf


def look_for_subject(
    rgb: RgbImage,
    estimators: Sequence[PoseEstimator],
    settings: Settings,
    *,
    progress: Progress | None = None,
    agree_deg: float = FIRST_LOOKS_AGREE_DEG,
) -> Looked:
    """Find the person to measure.

    The looks at which networks are best are taken first, and no more where these agree to ``agree_deg``, unless
    `Effort.THOROUGH` is asked for. Where hardly any look shows anybody, such as dark skin before a dark room, the
    mirror image is looked at, too.
    Where somebody stands beside the table and not every look found the one who lies there, the picture is read
    once more with the bystander's head and shoulders painted over. Where there is room for a second patient beside
    the first, that room is looked at by itself; and where no look showed anybody beside, one more looks behind the
    person on the table, for the sake of a helper's face.

    Raises
    ------
    EstimatorError
        When a network fails.
    """
    first, apart_deg, found = _take_enough(rgb, estimators, settings, progress, agree_deg)
    sightings = first
    bystanders = upright_people(first)
    looks = len({(s.model.name, s.look) for s in first})
    if bystanders and (isinstance(found, Refusal) or found.seen < looks):
        again = take_readings(paint_out(rgb, bystanders), estimators, looks=LOOKS[settings.effort], progress=progress)
        # Both rounds vote: the paint may cover a hand or a foot of the patient, so the first round is not thrown away.
        sightings = (*first, *again)
        found = choose_subject(first, settings, again=again)
    if isinstance(found, Subject):
        found = replace(found, settled=apart_deg <= agree_deg, photo_corners_px=photo_corners_px(rgb, found.pose))
    if isinstance(found, Subject) and _somebody_beside(rgb, found, estimators[0]):
        found = Refusal(code=RefusalCode.TWO_PATIENTS)
    heads = bystander_heads_px(sightings, least_px=_least_head_px(found)) or _heads_behind(rgb, found, estimators[-1])
    return Looked(found=found, first=first, other_heads_px=heads, first_apart_deg=apart_deg)


def _take_enough(
    rgb: RgbImage,
    estimators: Sequence[PoseEstimator],
    settings: Settings,
    progress: Progress | None,
    agree_deg: float,
) -> tuple[tuple[Sighting, ...], float, Subject | Refusal]:
    """All looks that the effort asks for, or the first ones where these agree; how far apart those are; who is seen."""
    looks = LOOKS[settings.effort]
    first_looks = looks if settings.effort is Effort.THOROUGH else FIRST_LOOKS
    before, all_looks = len(estimators) * len(first_looks), len(estimators) * len(looks)
    first = take_readings(rgb, estimators, looks=first_looks, progress=progress and _part(progress, 0, all_looks))
    check_landmarks(first)
    found = choose_subject(first, settings)
    if first_looks is looks:
        return first, math.inf, found
    apart_deg = _first_apart_deg(found, before)
    if apart_deg <= agree_deg:
        if progress is not None:
            progress(all_looks, all_looks)
        return first, apart_deg, found
    rest = tuple(look for look in looks if look not in first_looks)
    more = take_readings(rgb, estimators, looks=rest, progress=progress and _part(progress, before, all_looks))
    if len({(s.model.name, s.look) for s in (*first, *more)}) < LEAST_READINGS:
        more += take_readings(rgb, estimators, looks=MIRRORED_LOOKS)
    check_landmarks(more)
    return (*first, *more), apart_deg, choose_subject((*first, *more), settings)


def _part(progress: Progress, before: int, total: int) -> Progress:
    """Tell of a part of the looks as a part of all of them."""
    return lambda done, _: progress(before + done, total)


def _first_apart_deg(found: Subject | Refusal, looks: int) -> float:
    """How far apart the first looks are; infinite where one saw nobody lying, another leg, or joints elsewhere."""
    if isinstance(found, Refusal) or not found.seen == len(found.used) == looks or 0.0 < found.side_share < 1.0:
        return math.inf
    return looks_apart_deg(found)


def _heads_behind(rgb: RgbImage, found: Subject | Refusal, estimator: PoseEstimator) -> tuple[Circle, ...]:
    """Look once more with the person on the table painted over: who stands behind is drowned out by them."""
    if isinstance(found, Refusal) or found.mask is None:
        return ()
    alone = without_subject(rgb, found.mask, found.head_circle_px)
    behind = take_look(alone, estimator, UPRIGHT_LOOK)
    return bystander_heads_px(behind, least_px=_least_head_px(found))


def _least_head_px(found: Subject | Refusal) -> float:
    """How small a helper's head may be: a skeleton that is too small for who stands there makes too small a head."""
    return 0.0 if isinstance(found, Refusal) else BEHIND_HEAD_SHARE * found.head_circle_px[2]


def _somebody_beside(rgb: RgbImage, subject: Subject, estimator: PoseEstimator) -> bool:
    """Whether a second patient lies beside, above or below the first: of two, the networks often see one alone."""
    everywhere = np.array(list(subject.used[0].pose.points_px.values()))
    trunk, (height, width) = subject.trunk_length_px, rgb.shape[:2]
    margin = BESIDE_MARGIN_TRUNKS * trunk
    left, top = (everywhere.min(axis=0) - margin).astype(int)
    right, bottom = (everywhere.max(axis=0) + margin).astype(int)
    rooms = [
        (start, 0, end, height)
        for start, end in ((0, left), (right, width))
        if end - start > BESIDE_ROOM_TRUNKS * trunk
    ]
    rooms += [
        (0, start, width, end) for start, end in ((0, top), (bottom, height)) if end - start > ABOVE_ROOM_TRUNKS * trunk
    ]
    return any(_rival_in(rgb, room, subject, estimator) for room in rooms)


def _rival_in(rgb: RgbImage, room: tuple[int, int, int, int], subject: Subject, estimator: PoseEstimator) -> bool:
    """Whether most looks at a part of the picture that see anybody in it see a second patient, behind a helper too."""
    left, top, right, bottom = room
    strip = rgb[top:bottom, left:right]
    seen = take_readings(strip, (estimator,), looks=BESIDE_LOOKS)
    bystanders = upright_people(seen)
    # with the one who stands there painted over: the network sees the helper alone
    again = take_readings(paint_out(strip, bystanders), (estimator,), looks=BESIDE_LOOKS) if bystanders else ()
    rivals = [
        sighting
        for sighting in (*seen, *again)
        if trunk_slope_deg(sighting.pose) <= LYING_TRUNK_DEG
        and is_rival(subject.used[0].pose, _shifted(sighting.pose, np.array([left, top])))
    ]
    return share_of_looks(rivals, (seen, again)) > MOST_LOOKS


def _shifted(pose: Pose, by_px: NDArray[np.int_]) -> Pose:
    return replace(pose, points_px={name: point + by_px for name, point in pose.points_px.items()})
