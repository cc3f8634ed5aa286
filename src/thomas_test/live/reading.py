"""What one frame of a live picture or a video says: the pose and its angles, or why it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.landmarks import Joint
from thomas_test.live.hold import Sample
from thomas_test.measurement import ROWS, HorizonSource, Level, knee_flexion_deg, thigh_angle_deg
from thomas_test.quality import Refusal
from thomas_test.settings import Settings
from thomas_test.thomas_pose import ThomasPose


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


def level_of(settings: Settings) -> Level:
    """Give the horizontal of a live picture: the tilt that the user named, else the rows.

    A browser hands on no gravity, and looking for the table's edge in every frame is too slow; the frames of a hold are
    levelled by the pipeline.
    """
    tilt = settings.level_tilt_deg
    return ROWS if tilt is None else Level(source=HorizonSource.MARKED, tilt_deg=tilt)
