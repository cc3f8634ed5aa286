"""When has the leg come to rest? Finds the hold in a stream of angles, whatever its frame rate.

A leg is *still* while the standard deviation of thigh angle and knee flexion over the last 1.5 s stays
under 2.5 degrees; it is *held* once it has been still for 2 s. Only frames that pass the refusals count.
2.5 degrees is well over the jitter of the networks on a rendered leg at rest (0.2 degrees, docs/performance.md) and
well under the 7 degrees that count as a change between two days (Cejudo 2015).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import FloatArray


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The angles read in one frame.

    Attributes
    ----------
    time_s
        When the frame was taken, seconds on any clock that runs forward.
    thigh_angle_deg, knee_flexion_deg
        In the project's signs; None where the frame gave none.
    acceptable
        Whether the frame passes the refusals; a frame without both angles never does.
    """

    time_s: float
    thigh_angle_deg: float | None
    knee_flexion_deg: float | None
    acceptable: bool

    def __post_init__(self) -> None:
        """Refuse numbers that no clock and no goniometer gives, and frames that count without angles."""
        angles = (self.thigh_angle_deg, self.knee_flexion_deg)
        if not all(math.isfinite(number) for number in (self.time_s, *angles) if number is not None):
            raise ValueError(f"expected finite numbers or None, got {self.time_s}, {angles}")
        if self.acceptable and None in angles:
            raise ValueError("expected thigh and knee in a frame that counts, got None")


@dataclass(frozen=True, kw_only=True)
class HoldRule:
    """What counts as a hold.

    Attributes
    ----------
    still_sd_deg
        Both angles' standard deviation must stay under this.
    window_s
        Over this long before each moment.
    hold_s
        For this long.
    longest_gap_s
        Two frames that count may lie this far apart; a longer gap ends the hold.
    fewest_samples
        As few frames may fill the window; fewer say nothing about stillness.
    smallest_share
        This share of the window's frames must count.
    """

    still_sd_deg: float = 2.5
    window_s: float = 1.5
    hold_s: float = 2.0
    longest_gap_s: float = 0.8
    fewest_samples: int = 4
    smallest_share: float = 0.7

    def __post_init__(self) -> None:
        """Refuse a rule that nothing or everything would satisfy."""
        if min(self.still_sd_deg, self.window_s, self.hold_s, self.longest_gap_s) <= 0 or self.fewest_samples < 2:
            raise UsageError("expected positive limits and at least 2 samples for a hold")
        if not 0.0 < self.smallest_share <= 1.0:
            raise UsageError(f"expected a share over 0 and up to 1, got {self.smallest_share:g}")


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A leg at rest: the median over the hold and how far the readings scattered.

    Attributes
    ----------
    start_s, end_s
        When the leg was still, on the samples' clock.
    thigh_angle_deg, knee_flexion_deg
        Medians over the frames that count.
    thigh_sd_deg, knee_sd_deg
        Standard deviations over the same frames.
    samples
        How many frames counted.
    """

    start_s: float
    end_s: float
    thigh_angle_deg: float
    knee_flexion_deg: float
    thigh_sd_deg: float
    knee_sd_deg: float
    samples: int

    @property
    def seconds(self) -> float:
        """How long the leg was held."""
        return self.end_s - self.start_s


class HoldDetector:
    """Watches the angles frame by frame and knows whether the leg is held."""

    def __init__(self, rule: HoldRule | None = None) -> None:
        self.rule = rule or HoldRule()
        self._recent: deque[Sample] = deque()
        self._still: list[Sample] = []
        self._last_s = -math.inf

    @property
    def progress(self) -> float:
        """How much of the hold is done, 0 to 1."""
        return min(1.0, _span_s(self._still) / self.rule.hold_s)

    @property
    def hold(self) -> Hold | None:
        """The hold that the last frame belongs to; None while the leg has not been held long enough."""
        return _hold_of(self._still) if _span_s(self._still) >= self.rule.hold_s else None

    def add(self, sample: Sample) -> Hold | None:
        """Take the next frame; frames that are not newer than the last are ignored.

        Returns
        -------
        Hold or None
            What ``hold`` says after this frame. It grows with every frame for as long as the leg stays still.
        """
        if sample.time_s > self._last_s:
            self._last_s = sample.time_s
            self._recent.append(sample)
            while sample.time_s - self._recent[0].time_s > self.rule.window_s:
                self._recent.popleft()
            self._follow(sample)
        return self.hold

    def reset(self) -> None:
        """Forget the angles seen and watch for the next hold; the clock runs on."""
        self._recent.clear()
        self._still.clear()

    def _follow(self, sample: Sample) -> None:
        if self._still and sample.time_s - self._still[-1].time_s > self.rule.longest_gap_s:
            self._still.clear()
        if not sample.acceptable:
            return
        if not self._window_is_still():
            self._still.clear()
            return
        self._still.append(sample)
        # A leg that sinks slowly is still in every window and yet on its way: the hold as a whole must be still too.
        while not _is_still(self._still, self.rule.still_sd_deg):
            self._still.pop(0)

    def _window_is_still(self) -> bool:
        rule = self.rule
        counted = [sample for sample in self._recent if sample.acceptable]
        return (
            len(counted) >= max(rule.fewest_samples, rule.smallest_share * len(self._recent))
            and _span_s(counted) >= rule.window_s - rule.longest_gap_s
            and _is_still(counted, rule.still_sd_deg)
        )


def find_holds(samples: Iterable[Sample], rule: HoldRule | None = None) -> list[Hold]:
    """Find every hold of a recorded series, each followed until the leg moves on."""
    detector = HoldDetector(rule)
    holds: list[Hold] = []
    running: Hold | None = None
    for sample in samples:
        current = detector.add(sample)
        if running is not None and (current is None or current.start_s >= running.end_s):
            holds.append(running)
        running = current
    return [*holds, running] if running is not None else holds


def _span_s(samples: Sequence[Sample]) -> float:
    return samples[-1].time_s - samples[0].time_s if samples else 0.0


def _angles_deg(samples: Sequence[Sample]) -> FloatArray:
    return np.array([(s.thigh_angle_deg, s.knee_flexion_deg) for s in samples], dtype=np.float64)


def _is_still(samples: Sequence[Sample], limit_deg: float) -> bool:
    return bool((_angles_deg(samples).std(axis=0) < limit_deg).all())


def _hold_of(samples: Sequence[Sample]) -> Hold:
    angles = _angles_deg(samples)
    thigh, knee = (float(value) for value in np.median(angles, axis=0))
    thigh_sd, knee_sd = (float(value) for value in angles.std(axis=0))
    return Hold(
        start_s=samples[0].time_s,
        end_s=samples[-1].time_s,
        thigh_angle_deg=thigh,
        knee_flexion_deg=knee,
        thigh_sd_deg=thigh_sd,
        knee_sd_deg=knee_sd,
        samples=len(samples),
    )
