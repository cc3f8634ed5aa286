"""From a video to a series of angles, each leg's holds, and the pipeline's measurement of each leg's longest hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from thomas_test.core.analysis import Analysis
from thomas_test.core.criteria import GUIDE, Preset
from thomas_test.core.landmarks import Side
from thomas_test.core.progress import Progress
from thomas_test.core.quality import ReasonCode, Refusal, WarningCode
from thomas_test.images import Photo
from thomas_test.motion.following import FrameReading
from thomas_test.motion.frames import MOST_FRAMES_PER_SECOND, Video
from thomas_test.motion.hold import Hold, HoldRule, find_holds
from thomas_test.motion.session import FRAMES_READ, Captured, FrameReader, HeldFrames, measure_held
from thomas_test.reading.search import working_copy


@dataclass(frozen=True, kw_only=True, eq=False)
class LegHold:
    """A hold of one leg.

    Attributes
    ----------
    hold
        When, and the medians of the frames.
    leg
        Which leg hangs in it, the subject's own: that of the measurement where there is one, else of the frames.
    captured
        What the pipeline made of it; None where the leg was held longer at another time, and that was measured.
    """

    hold: Hold
    leg: Side
    captured: Captured | None = None


@dataclass(frozen=True, kw_only=True)
class NoHold:
    """Why a video has no hold.

    Attributes
    ----------
    code
        Stable, for machines: that of the refusal most frames got, ``ankle_hidden``, ``too_short``, ``too_few_frames``
        or ``never_still``.
    what, do
        What was seen, and what to do, in words.
    """

    code: str
    what: str
    do: str


@dataclass(frozen=True, kw_only=True, eq=False)
class VideoAnalysis:
    """What a video showed.

    Attributes
    ----------
    name
        The video's name as shown to people.
    preset
        The thresholds used.
    readings
        Frame by frame, in order.
    holds
        Every hold of either leg, in order.
    no_hold
        Why there is none; None where there is one.
    damage
        Where the file is damaged, in words; empty where it is not.
    """

    name: str
    preset: Preset
    readings: tuple[FrameReading, ...]
    holds: tuple[LegHold, ...]
    no_hold: NoHold | None
    damage: str = ""

    def __post_init__(self) -> None:
        """Check that a video without a hold says why."""
        if bool(self.holds) == (self.no_hold is not None):
            raise ValueError("expected holds, or why there is none")

    @property
    def measured(self) -> tuple[Captured, ...]:
        """What the pipeline made of each leg's longest hold, the longest first."""
        captured = [each.captured for each in self.holds if each.captured is not None]
        return tuple(sorted(captured, key=lambda each: -each.hold.seconds))

    @property
    def captured(self) -> Captured | None:
        """The longest hold of all as it was measured; None when no leg was held."""
        return next(iter(self.measured), None)

    @property
    def frames_that_count(self) -> int:
        """How many frames pass the refusals."""
        return sum(reading.sample.acceptable for reading in self.readings)


def analyse_video(
    video: Video,
    reader: FrameReader,
    read: Callable[[Photo], Analysis],
    *,
    preset: Preset = GUIDE,
    rule: HoldRule | None = None,
    most_per_second: float = MOST_FRAMES_PER_SECOND,
    progress: Progress | None = None,
) -> VideoAnalysis:
    """Read a video frame by frame, find where a leg is held, and measure each leg's longest hold with the pipeline.

    Parameters
    ----------
    video
        The video; it is read once for the series and once more for the frames of the holds.
    reader
        Reads frames in their order, such as `thomas_test.motion.following.open_live_reader` gives; the
        caller closes it.
    read
        The pipeline, such as ``analyse`` with its estimators and settings.
    preset
        The thresholds that the series is drawn against.
    rule
        What counts as a hold.
    most_per_second
        At most so many frames of each second are read.
    progress
        Told how many milliseconds of the video are read, of how many; not called where its length is not known.

    Raises
    ------
    ImageError
        When the video cannot be read.
    EstimatorError
        When a network fails.
    """
    readings = []
    for frame in video.frames(most_per_second=most_per_second):
        readings.append(reader.read(working_copy(frame.rgb).rgb, frame.time_s))
        if progress is not None and video.duration_s:
            progress(round(1000 * min(frame.time_s, video.duration_s)), round(1000 * video.duration_s))
    damage = video.damage
    holds = holds_of_legs(readings, rule)
    return VideoAnalysis(
        name=video.name,
        preset=preset,
        readings=tuple(readings),
        holds=_measured(video, holds, read),
        no_hold=None
        if holds
        else why_no_hold(readings, rule or HoldRule(), lambda time_s: _refused(video, time_s, read)),
        damage=damage,
    )


def holds_of_legs(readings: Sequence[FrameReading], rule: HoldRule | None = None) -> tuple[LegHold, ...]:
    """Find the holds of either leg: frames that show one leg hanging never join two holds of the other."""
    legs = {reading.pose.tested_leg for reading in readings if reading.pose is not None}
    found = []
    for leg in sorted(legs):
        samples = (
            reading.sample
            if reading.pose is not None and reading.pose.tested_leg is leg
            else replace(reading.sample, acceptable=False)
            for reading in readings
        )
        found += [LegHold(hold=hold, leg=leg) for hold in find_holds(samples, rule)]
    return tuple(sorted(found, key=lambda each: each.hold.start_s))


LookAgain = Callable[[float], Refusal | None]
"""Reads the frame at a time like a photo; gives why it is refused, None where it is not."""


def why_no_hold(readings: Sequence[FrameReading], rule: HoldRule, look_again: LookAgain) -> NoHold:
    """Say what keeps a video from having a hold: what its frames are refused for goes before how they follow.

    Parameters
    ----------
    readings
        Frame by frame, in order.
    rule
        What counts as a hold.
    look_again
        A photo is looked at from all sides and a frame once: one of the frames that most are like tells why better.
    """
    refused = [reading for reading in readings if not reading.sample.acceptable]
    if 2 * len(refused) > len(readings):
        code = Counter(_code_of(reading) for reading in refused).most_common(1)[0][0]
        alike = [reading for reading in refused if _code_of(reading) is code]
        share = f"{len(refused)} of {len(readings)} frames cannot be measured."
        if isinstance(code, WarningCode):
            return NoHold(code=code.value, what=f"{share} {code.advice.what}", do=code.advice.do)
        own = look_again(alike[len(alike) // 2].time_s) or Refusal(code=code)
        what = " ".join(filter(None, (share, own.advice.what, own.detail)))
        return NoHold(code=own.code.value, what=what, do=own.advice.do)
    seconds = readings[-1].time_s - readings[0].time_s
    if seconds < rule.hold_s:
        return NoHold(
            code="too_short",
            what=f"The video lasts {seconds:.1f} s, a hold {rule.hold_s:g}.",
            do="Film until the leg has hung still for a few seconds.",
        )
    per_second, fewest = (len(readings) - 1) / seconds, rule.fewest_samples / rule.window_s
    if per_second < fewest:
        return NoHold(
            code="too_few_frames",
            what=f"The video has {per_second:.1f} frames a second: whether a leg is still shows from {fewest:.1f} on.",
            do="Use the camera's own file, not a time lapse, or one that was made smaller.",
        )
    return NoHold(
        code="never_still",
        what=f"The leg was never held still for {rule.hold_s:g} seconds.",
        do="Film until it has come to rest.",
    )


def _code_of(reading: FrameReading) -> ReasonCode | WarningCode:
    return WarningCode.ANKLE_HIDDEN if reading.refusal is None else reading.refusal.code


def _refused(video: Video, time_s: float, read: Callable[[Photo], Analysis]) -> Refusal | None:
    frames = video.frames_at([time_s])
    return read(Photo.from_array(frames[0], name=video.name)).refusal if frames else None


def _measured(video: Video, holds: Sequence[LegHold], read: Callable[[Photo], Analysis]) -> tuple[LegHold, ...]:
    """Measure each leg's longest hold."""
    longest = {leg: max(each.hold.seconds for each in holds if each.leg is leg) for leg in {each.leg for each in holds}}
    return tuple(
        _with_measurement(each, video, read) if each.hold.seconds == longest[each.leg] else each for each in holds
    )


def _with_measurement(held: LegHold, video: Video, read: Callable[[Photo], Analysis]) -> LegHold:
    frames = video.frames_at(_times_in(held.hold))
    captured = measure_held(HeldFrames(hold=held.hold, frames=tuple(frames)), read, name=video.name)
    outcome = captured.analysis.outcome
    # several readings of a still frame know the leg better than one look at each frame
    return replace(held, captured=captured, leg=held.leg if outcome is None else outcome.pose.tested_leg)


def _times_in(hold: Hold) -> list[float]:
    shares = (np.arange(FRAMES_READ) + 0.5) / FRAMES_READ
    return [float(hold.start_s + share * hold.seconds) for share in shares]
