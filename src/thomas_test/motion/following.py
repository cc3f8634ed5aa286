"""Reads the frames of one scene in their order: first searches for the person on the table, then follows them.

Searching looks at every frame in another quarter turn and sees everybody, so that the helper beside the table is not
taken for the patient and no single wrong look decides. Following is one look at one person, and faster. Together they
lose fewer people than either alone (figures: docs/performance.md, section Live). Which leg hangs is decided by all
looks of the last second.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from thomas_test.core.angles import ROWS, Level, knee_flexion_deg, thigh_angle_deg
from thomas_test.core.geometry import FloatArray, drop_angle_deg, wrap_deg
from thomas_test.core.landmarks import Joint
from thomas_test.core.pictures import RgbImage
from thomas_test.core.pose import Pose
from thomas_test.core.quality import Refusal
from thomas_test.core.settings import Settings
from thomas_test.core.thomas_pose import ThomasPose
from thomas_test.estimators import PoseEstimator
from thomas_test.estimators.models import ModelFile
from thomas_test.estimators.registry import open_network
from thomas_test.motion.hold import Sample
from thomas_test.reading.checks.picture import refuse_picture
from thomas_test.reading.checks.position import refuse_position
from thomas_test.reading.search import paint_out, upright_people
from thomas_test.reading.sightings import Look, Sighting, bring_home
from thomas_test.reading.subject import DISTINCT_LEGS_DEG, Subject, choose_subject


@dataclass(frozen=True, kw_only=True, eq=False)
class FrameReading:
    """One frame, read.

    Attributes
    ----------
    time_s
        When the frame was taken, on the stream's own clock.
    size_px
        Width and height of the frame.
    pose
        The joints; None where nobody to measure was found.
    level
        The horizontal that the thigh angle is against.
    refusal
        Why the frame does not count; None for one that does.
    """

    time_s: float
    size_px: tuple[int, int]
    pose: ThomasPose | None
    level: Level = ROWS
    refusal: Refusal | None = None

    def __post_init__(self) -> None:
        """Check that a frame without a pose says why."""
        if self.pose is None and self.refusal is None:
            raise ValueError("expected a pose or a refusal, got neither")

    @property
    def thigh_angle_deg(self) -> float | None:
        """Thigh angle against the horizontal: 0 = horizontal, + = knee below the hip; None without a pose."""
        return None if self.pose is None else thigh_angle_deg(self.pose, self.level)

    @property
    def knee_flexion_deg(self) -> float | None:
        """Knee flexion, 0 = straight; None without an ankle."""
        return None if self.pose is None else knee_flexion_deg(self.pose)

    @property
    def foot_in_frame(self) -> bool:
        """Whether the ankle of the tested leg lies inside the frame."""
        if self.pose is None or Joint.ANKLE not in self.pose:
            return False
        x, y = self.pose[Joint.ANKLE]
        return bool(0.0 <= x < self.size_px[0] and 0.0 <= y < self.size_px[1])

    @property
    def sample(self) -> Sample:
        """The angles for the hold; a frame counts when it is not refused and shows the whole leg."""
        thigh, knee = self.thigh_angle_deg, self.knee_flexion_deg
        counts = self.refusal is None and self.foot_in_frame and knee is not None
        return Sample(time_s=self.time_s, thigh_angle_deg=thigh, knee_flexion_deg=knee, acceptable=counts)


FrameCheck = Callable[[Subject, RgbImage], Refusal | None]
"""Says of a subject in a frame why it cannot be measured."""

MEMORY_S = 1.0
"""So long does a look take part in the vote on the tested leg."""

LOST_AFTER_S = 0.7
"""A person who is followed and not seen for so long is searched for again."""

SEARCH_LOOKS = tuple(Look(quarters=quarters, mirrored=False) for quarters in (0, 3, 1, 2))
"""The turns in which the person is searched for: the picture as it is, on either side, and on its head."""

LOOKS_TO_FOLLOW = 2
"""So many agreeing looks, in different turns, name the person to follow."""

SEED_MARGIN_TRUNKS = 0.4
"""How far around the person the first frame stays visible to the follower, in trunk lengths."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Seen:
    time_s: float
    sighting: Sighting


class LiveReader:
    """Reads frame by frame.

    Parameters
    ----------
    open_searcher
        Opens an estimator that sees everybody in single pictures.
    open_follower
        Opens an estimator that follows one person from frame to frame; opened anew for every person followed.
    settings
        The user may name the leg, the side of the head and the tilt.
    check
        The refusals that a frame must pass, beyond there being one person on the table.
    """

    def __init__(
        self,
        *,
        open_searcher: Callable[[], PoseEstimator],
        open_follower: Callable[[], PoseEstimator],
        settings: Settings | None = None,
        check: FrameCheck | None = None,
    ) -> None:
        self._settings = settings or Settings()
        self._check = check
        self._open_follower = open_follower
        self._searcher = open_searcher()
        self._follower: PoseEstimator | None = None
        self._look = SEARCH_LOOKS[0]
        self._turns = itertools.cycle(SEARCH_LOOKS)
        self._memory: deque[_Seen] = deque()
        self._bystanders: list[Pose] = []
        self._seen_s = -np.inf

    def read(self, rgb: RgbImage, time_s: float) -> FrameReading:
        """Read the next frame, shape ``(height, width, 3)``, taken at this time on any clock that runs forward.

        Raises
        ------
        EstimatorError
            When the network fails or the reader is closed.
        """
        sightings = self._look_at(rgb)
        while self._memory and time_s - self._memory[0].time_s > MEMORY_S:
            self._memory.popleft()
        self._memory.extend(_Seen(time_s=time_s, sighting=sighting) for sighting in sightings)
        subject = self._subject(sightings)
        if isinstance(subject, Subject):
            self._seen_s = time_s
        if self._follower is None:
            self._start_following(rgb)
        elif time_s - self._seen_s > LOST_AFTER_S:
            self._stop_following()
        return self._reading(subject, rgb, time_s)

    def close(self) -> None:
        """Free both networks; harmless when called twice."""
        self._stop_following()
        self._searcher.close()

    def _look_at(self, rgb: RgbImage) -> list[Sighting]:
        if self._follower is not None:
            return _sightings(rgb, self._follower, self._look)
        self._look = next(self._turns)
        visible = paint_out(rgb, self._bystanders) if self._bystanders else rgb
        found = _sightings(visible, self._searcher, self._look)
        if not self._bystanders and isinstance(choose_subject(found), Refusal):
            # A helper may draw all attention: hide them and look again in the next frame.
            self._bystanders = upright_people(found)
        else:
            self._bystanders = []
        return found

    def _subject(self, sightings: Sequence[Sighting]) -> Subject | Refusal:
        """Choose the person in this frame, with the head and the tested leg on which the last second agrees."""
        lately = choose_subject([seen.sighting for seen in self._memory], self._settings)
        if isinstance(lately, Refusal):
            return lately
        settings = replace(self._settings, head_towards=lately.pose.head_towards)
        now, leg = choose_subject(sightings, settings), lately.pose.tested_leg
        if isinstance(now, Subject) and now.pose.tested_leg is not leg:
            if legs_apart_deg(now.pose) > DISTINCT_LEGS_DEG:
                # The hanging leg is plain to see; the network has only named it differently than in the last second.
                now = replace(now, pose=replace(now.pose, tested_leg=leg))
            else:
                now = choose_subject(sightings, replace(settings, leg=leg))
        # The checks ask how many looks agree: here those are the looks of the last second.
        return now if isinstance(now, Refusal) else replace(now, used=lately.used, seen=lately.seen)

    def _reading(self, subject: Subject | Refusal, rgb: RgbImage, time_s: float) -> FrameReading:
        height, width = rgb.shape[:2]
        # A browser hands on no gravity, and looking for the table's edge in every frame is too slow; the frames of a
        # hold are levelled by the pipeline.
        size_px, level = (width, height), self._settings.level or ROWS
        if isinstance(subject, Refusal):
            return FrameReading(time_s=time_s, size_px=size_px, pose=None, level=level, refusal=subject)
        refusal = self._check(subject, rgb) if self._check is not None else None
        return FrameReading(time_s=time_s, size_px=size_px, pose=subject.pose, level=level, refusal=refusal)

    def _start_following(self, rgb: RgbImage) -> None:
        subject = choose_subject([seen.sighting for seen in self._memory], self._settings)
        if isinstance(subject, Refusal) or len({s.look for s in subject.used}) < LOOKS_TO_FOLLOW:
            return
        self._look = _middle_sighting(subject).look
        self._follower = self._open_follower()
        # The follower takes the first person it sees, who may be a helper: so it first sees the subject alone.
        seed = np.rot90(_only(rgb, subject), self._look.quarters)
        self._follower.estimate(np.ascontiguousarray(seed))

    def _stop_following(self) -> None:
        if self._follower is not None:
            self._follower.close()
            self._follower = None
            self._memory.clear()


def legs_apart_deg(pose: ThomasPose) -> float:
    """How far the two thighs lie apart, 0 to 180 degrees; 0 where the other leg was not found."""
    if Joint.OTHER_HIP not in pose or Joint.OTHER_KNEE not in pose:
        return 0.0
    tested = drop_angle_deg(pose[Joint.HIP], pose[Joint.KNEE], forward_sign=pose.forward_sign)
    other = drop_angle_deg(pose[Joint.OTHER_HIP], pose[Joint.OTHER_KNEE], forward_sign=pose.forward_sign)
    return float(np.abs(wrap_deg(tested - other)))


def _sightings(rgb: RgbImage, estimator: PoseEstimator, look: Look) -> list[Sighting]:
    turned = np.ascontiguousarray(np.rot90(rgb, look.quarters))
    # The silhouettes are not used live, and turning them home costs time.
    found = [bring_home(replace(each, mask=None), look) for each in estimator.estimate(turned)]
    return [Sighting(detection=detection, model=estimator.model, look=look) for detection in found]


def _middle_sighting(subject: Subject) -> Sighting:
    points = np.array([list(sighting.pose.points_px.values()) for sighting in subject.used])
    apart = np.linalg.norm(points - np.median(points, axis=0), axis=-1).mean(axis=-1)
    return subject.used[int(np.argmin(apart))]


def _only(rgb: RgbImage, subject: Subject) -> RgbImage:
    """Paint over everything but the surroundings of the subject."""
    points: FloatArray = np.array(list(_middle_sighting(subject).pose.points_px.values()))
    margin = SEED_MARGIN_TRUNKS * subject.trunk_length_px
    left, top = np.maximum(points.min(axis=0) - margin, 0).astype(int)
    right, bottom = (points.max(axis=0) + margin).astype(int)
    alone = np.full_like(rgb, rgb.mean(axis=(0, 1)).astype(np.uint8))
    alone[top:bottom, left:right] = rgb[top:bottom, left:right]
    return alone


PEOPLE_SEARCHED = 4
"""The patient and up to three who stand around the table."""


def open_live_reader(model: ModelFile, settings: Settings | None = None) -> LiveReader:
    """Open a reader that searches and follows with one pose model; close it after use.

    Parameters
    ----------
    model
        The model file, as `thomas_test.estimators.models.find_model` gives it.
    settings
        The user may name the leg, the side of the head and the tilt.

    Raises
    ------
    ModelError
        When the network cannot be opened.
    """
    return LiveReader(
        open_searcher=partial(open_network, model, people=PEOPLE_SEARCHED),
        open_follower=partial(open_network, model, people=1, video=True),
        settings=settings,
        check=refuse_frame,
    )


def refuse_frame(subject: Subject, rgb: RgbImage) -> Refusal | None:
    """Hold a frame against what every picture is held against."""
    return refuse_picture(rgb) or refuse_position(subject, scale=1.0)
