"""From a video to a series of angles, its holds, and the pipeline's measurement of the longest hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from thomas_test.core.analysis import Analysis
from thomas_test.core.criteria import GUIDE, Preset
from thomas_test.core.progress import Progress
from thomas_test.images import Photo
from thomas_test.motion.following import FrameReading
from thomas_test.motion.frames import MOST_FRAMES_PER_SECOND, VideoFile
from thomas_test.motion.hold import Hold, HoldRule, find_holds
from thomas_test.motion.session import FRAMES_READ, Captured, FrameReader, HeldFrames, measure_held
from thomas_test.reading.search import working_copy


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
        Every hold, in order.
    captured
        The longest hold, measured by the pipeline; None when the leg was never held.
    damage
        Where the file broke off, in words; empty when it did not.
    """

    name: str
    preset: Preset
    readings: tuple[FrameReading, ...]
    holds: tuple[Hold, ...]
    captured: Captured | None
    damage: str = ""

    @property
    def frames_that_count(self) -> int:
        """How many frames pass the refusals."""
        return sum(reading.sample.acceptable for reading in self.readings)


def analyse_video(
    video: VideoFile,
    reader: FrameReader,
    read: Callable[[Photo], Analysis],
    *,
    preset: Preset = GUIDE,
    rule: HoldRule | None = None,
    most_per_second: float = MOST_FRAMES_PER_SECOND,
    progress: Progress | None = None,
) -> VideoAnalysis:
    """Read a video frame by frame, find where the leg is held, and measure the longest hold with the pipeline.

    Parameters
    ----------
    video
        The video; it is read once for the series and once more for the frames of the hold.
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
    holds = find_holds((reading.sample for reading in readings), rule)
    longest = max(holds, key=lambda hold: hold.seconds, default=None)
    captured = None
    if longest is not None:
        frames = video.frames_at(_times_in(longest))
        captured = measure_held(HeldFrames(hold=longest, frames=tuple(frames)), read, name=video.name)
    return VideoAnalysis(
        name=video.name,
        preset=preset,
        readings=tuple(readings),
        holds=tuple(holds),
        captured=captured,
        damage=video.damage,
    )


def _times_in(hold: Hold) -> list[float]:
    shares = (np.arange(FRAMES_READ) + 0.5) / FRAMES_READ
    return [float(hold.start_s + share * hold.seconds) for share in shares]
