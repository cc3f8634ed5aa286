"""The result of reading the second photo: found by the network or placed by hand, levelled, measured or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from thomas_test.core.analysis import NO_NETWORK, ReadBy
from thomas_test.core.angles import Level
from thomas_test.core.geometry import Circle
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import Refusal, WarningCode
from thomas_test.core.settings import Effort
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.estimators import PoseEstimator
from thomas_test.images import Photo
from thomas_test.reading.calibration import UNCALIBRATED_GAIN, calibration_for
from thomas_test.reading.level.choice import choose_level
from thomas_test.reading.sightings import LOOKS, check_landmarks, take_readings
from thomas_test.second_view.finding import find_front_pose, head_circle_px, head_of_pose_px
from thomas_test.second_view.measurement import NO_OTHER_VIEWS, FrontMeasurement, OtherViews, measure_front
from thomas_test.second_view.pose import FrontPose
from thomas_test.second_view.rotation import direction_sd_deg


@dataclass(frozen=True, kw_only=True, eq=False)
class FrontAnalysis:
    """The result of reading the second photo.

    Attributes
    ----------
    name
        The picture's name as shown to people.
    size_px
        Width and height of the upright picture.
    level
        The horizon used.
    pose
        The joints; None where none were found.
    measurement
        Rotation and abduction, each an angle or the reason for none; None where no joints were found.
    refusal
        Why no joints were found; None where they were.
    read_by
        The networks that read the picture, and how often; `NO_NETWORK` when the points were placed by hand.
    other_views
        What entered from other photos.
    head_circle_px
        Centre x, centre y and radius of the place of the head, for blurring the face; None where it is unknown, as
        wherever no joints were found.
    """

    name: str
    size_px: tuple[int, int]
    level: Level
    pose: FrontPose | None = None
    measurement: FrontMeasurement | None = None
    refusal: Refusal | None = None
    read_by: ReadBy = NO_NETWORK
    other_views: OtherViews = NO_OTHER_VIEWS
    head_circle_px: Circle | None = None

    @property
    def heads_px(self) -> tuple[Circle, ...] | None:
        """The heads to cover; None where that of the person measured is unknown. Helpers are not looked for here."""
        return None if self.head_circle_px is None else (self.head_circle_px,)

    @property
    def warnings(self) -> tuple[WarningCode, ...]:
        """What a reader of the numbers must know; empty for a refused photo, and for joints placed by hand."""
        found = self.pose is not None and self.pose.source is not PointsSource.HAND and bool(self.read_by.models)
        if not found:
            return ()
        by = {
            WarningCode.NETWORK_NOT_CALIBRATED: calibration_for(self.read_by.models) is None,
            # no head is given where the pelvis lies on the other side than the leg's name says
            WarningCode.SECOND_PHOTO_LEG_UNSURE: self.head_circle_px is None,
        }
        return tuple(code for code, applies in by.items() if applies)

    def __post_init__(self) -> None:
        """Check that the picture is measured or refused: never both, never neither."""
        if (self.measurement is None) == (self.refusal is None) or (self.pose is None) != (self.measurement is None):
            raise ValueError("expected joints with a measurement, or a refusal")


def analyse_front(
    photo: Photo,
    estimators: Sequence[PoseEstimator],
    *,
    leg: Side | None = None,
    marked: Level | None = None,
    other_views: OtherViews = NO_OTHER_VIEWS,
) -> FrontAnalysis:
    """Find the hanging leg in a photo from beyond the feet and measure it.

    Every network takes all eight looks: in this view fewer are not enough (benchmarks/front_view.py). Networks that
    have no constants of their own leave the angles less sure, and are warned of.

    Raises
    ------
    EstimatorError
        When a network fails, or knows too few landmarks.
    """
    level = choose_level(marked=marked, gravity=photo.gravity).used
    sightings = take_readings(photo.rgb, estimators, looks=LOOKS[Effort.THOROUGH])
    check_landmarks(sightings)
    found = find_front_pose(sightings, leg=leg)
    models = tuple(estimator.model for estimator in estimators)
    read_by = ReadBy(models=models, effort=Effort.THOROUGH)
    if not isinstance(found, Refusal):
        if calibration_for(models) is None:
            found = replace(found, tilt_sd_deg=UNCALIBRATED_GAIN * direction_sd_deg(found))
        analysis = measure_front_points(
            name=photo.name, pose=found, level=level, read_by=read_by, other_views=other_views
        )
        return replace(analysis, head_circle_px=head_circle_px(sightings, found))
    return FrontAnalysis(
        name=photo.name,
        size_px=photo.size_px,
        level=level,
        refusal=found,
        read_by=read_by,
        other_views=other_views,
    )


def measure_front_points(
    *,
    name: str,
    pose: FrontPose,
    level: Level,
    read_by: ReadBy = NO_NETWORK,
    other_views: OtherViews = NO_OTHER_VIEWS,
) -> FrontAnalysis:
    """Measure joints that are known already: placed by hand, or found before. Needs no picture and no network."""
    return FrontAnalysis(
        name=name,
        size_px=pose.size_px,
        level=level,
        pose=pose,
        measurement=measure_front(pose, level=level, known=other_views),
        read_by=read_by,
        other_views=other_views,
        head_circle_px=head_of_pose_px(pose),
    )
