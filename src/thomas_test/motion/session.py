"""One camera from start to stop: reads frames, watches for the hold, keeps the frames of it, knows what to say.

Frames come in on the camera's thread, questions on the page's, the end on a third: every public method may be
called from any thread. Nothing is queued: a frame that comes late is shown and not read.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from thomas_test.core.analysis import Analysis
from thomas_test.core.criteria import Preset
from thomas_test.core.errors import EstimatorError
from thomas_test.core.pictures import RgbImage
from thomas_test.images import Photo
from thomas_test.motion.coaching import Cue, Ending, coach
from thomas_test.motion.drawing import draw_frame
from thomas_test.motion.following import FrameReading
from thomas_test.motion.hold import Hold, HoldDetector, HoldRule

FRAMES_READ = 3
"""How many frames of a hold the pipeline reads: enough that one poor frame does not decide."""


@dataclass(frozen=True, kw_only=True, eq=False)
class HeldFrames:
    """A hold with frames from it, evenly spread.

    Attributes
    ----------
    hold
        Median and spread of the live readings.
    frames
        At least one frame of the hold, oldest first.
    """

    hold: Hold
    frames: tuple[RgbImage, ...]

    def __post_init__(self) -> None:
        """Refuse a hold without a picture of it."""
        if not self.frames:
            raise ValueError("expected at least one frame of the hold, got none")


@dataclass(frozen=True, kw_only=True, eq=False)
class Captured:
    """A hold, measured.

    Attributes
    ----------
    hold
        Median and spread of the live readings.
    photo, analysis
        The frame that stands for the hold and its analysis: the measured one whose thigh angle is the median; a
        refused one only where none could be measured.
    """

    hold: Hold
    photo: Photo
    analysis: Analysis


def measure_held(held: HeldFrames, read: Callable[[Photo], Analysis], *, name: str = "live capture") -> Captured:
    """Read the frames of a hold with the pipeline and choose the one that stands for it.

    Parameters
    ----------
    held
        The hold and its frames.
    read
        The pipeline, such as ``analyse`` with its estimators and settings.
    name
        What to call the frames.

    Raises
    ------
    EstimatorError
        When a network fails.
    """
    photos = [Photo.from_array(frame, name=name) for frame in held.frames]
    analyses = [read(photo) for photo in photos]
    best = _middle_of(analyses)
    return Captured(hold=held.hold, photo=photos[best], analysis=analyses[best])


def spread_evenly(frames: Sequence[RgbImage], count: int = FRAMES_READ) -> tuple[RgbImage, ...]:
    """Choose up to so many frames, evenly spread over all, neither the first nor the last where there are enough."""
    if len(frames) <= count:
        return tuple(frames)
    places = (np.arange(count) + 0.5) * len(frames) / count
    return tuple(frames[int(place)] for place in places)


def _middle_of(analyses: Sequence[Analysis]) -> int:
    measured = [number for number, analysis in enumerate(analyses) if analysis.outcome is not None]
    if not measured:
        return len(analyses) // 2
    ordered = sorted(measured, key=lambda number: analyses[number].measured.measurement.thigh.value_deg)
    return ordered[(len(ordered) - 1) // 2]


COACHING_S = 1.0
"""Words are chosen from the readings of so long."""

KEEP_EVERY_S = 0.2
"""Of the frames that might become a hold, one in so long is kept: memory, not accuracy, asks for it."""

LATE_S = 0.25
"""A frame that comes so much later than the promptest of late is not read: the shown picture stays under 0.3 s."""

STALE_S = 1.0
"""A reading older than this is no longer shown: the leg has moved on from under it."""

NO_PICTURE_S = 2.0
"""Without a frame for so long the picture has stopped."""

GAP_COUNTS_S = 5.0
"""So long after the frames came back a session that ends was ended by the gap: a browser takes a moment to give up."""

CUE_STAYS_S = 1.2
"""A cue stands at least so long before another takes its place: the picture, the panel, which asks three times in that
time, and the eye see the same."""

SLOW_PER_SECOND = 5.0
"""Under so many frames a second a hold is found late or not at all; it needs 4 frames in 1.5 s."""

PROMPT_OF_S = 10.0
"""The promptest frame is looked for over so long; clocks of camera and machine drift."""


class FrameReader(Protocol):
    """Reads the frames of a scene in their order (`thomas_test.motion.following.LiveReader`)."""

    def read(self, rgb: RgbImage, time_s: float) -> FrameReading:
        """Read the next frame."""

    def close(self) -> None:
        """Free what it holds; harmless when called twice."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LiveState:
    """What there is to show now: one state for the picture, the panel and the sound.

    Attributes
    ----------
    reading
        The newest; None before the first frame, once it is stale, and while a hold that was captured stands.
    cue
        What to say.
    progress
        How much of the hold is done, 0 to 1.
    hold
        The hold that was captured; None while one is waited for.
    frames_per_second
        Frames read in the last two seconds, by the second.
    late
        How many frames came too late to be read.
    trouble
        What went wrong with the network, in words; empty when nothing did.
    """

    reading: FrameReading | None = None
    cue: Cue = Cue.LOOKING
    progress: float = 0.0
    hold: Hold | None = None
    frames_per_second: float = 0.0
    late: int = 0
    trouble: str = ""


class LiveSession:
    """Reads one camera.

    Parameters
    ----------
    reader
        Reads the frames; closed with the session.
    preset
        Whose thresholds are drawn.
    rule
        What counts as a hold.
    clock
        Seconds on this machine, running forward; tells which frames are late.
    """

    def __init__(
        self,
        reader: FrameReader,
        preset: Preset,
        *,
        rule: HoldRule | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reader = reader
        self._preset = preset
        self._detector = HoldDetector(rule)
        self._clock = clock
        self._working = threading.Lock()  # one frame at a time, and none after the end
        self._telling = threading.Lock()  # the records that other threads ask for
        self._closed = False
        self._state = LiveState()
        self._held: HeldFrames | None = None
        self._recent: deque[FrameReading] = deque()
        self._kept: deque[tuple[float, RgbImage]] = deque()
        self._read_at: deque[float] = deque()
        self._offsets: deque[tuple[float, float]] = deque()
        self._opened_at_s = clock()
        self._frame_at_s: float | None = None
        self._came_back_at_s: float | None = None
        self._reading_at_s = 0.0
        self._cue_since_s = 0.0
        self._ending: Ending | None = None

    @property
    def ending(self) -> Ending | None:
        """Why the session has ended; None while it runs."""
        with self._telling:
            return self._ending

    @property
    def closed(self) -> bool:
        """Whether the session has ended and freed its networks."""
        return self._closed

    @property
    def state(self) -> LiveState:
        """What there is to show now; nothing in it is stale."""
        with self._telling:
            return self._fresh(self._state)

    def process(self, rgb: RgbImage, time_s: float) -> RgbImage:
        """Take a frame, taken at this time of the camera's clock, and give it back with the state drawn on it.

        A frame that comes late, or after the end, is given back without being read. While a captured hold stands none
        is read: what moves then is no result.
        """
        with self._working:
            if self._closed:
                return rgb
            with self._telling:
                state = self._state
                self._note_frame(self._clock())
            late = self._is_late(time_s) and state.reading is not None
            if late:
                state = replace(state, late=state.late + 1)
            elif state.hold is None:
                state = self._read(rgb, time_s, state)
            with self._telling:
                self._state = state
        shown = self.state
        return draw_frame(rgb, shown.reading, self._preset, words=shown.cue.words, progress=shown.progress)

    @property
    def _newest_s(self) -> float:
        """When the newest frame came; without one, since when it is waited for."""
        return self._opened_at_s if self._frame_at_s is None else self._frame_at_s

    def _note_frame(self, now_s: float) -> None:
        if now_s - self._newest_s > NO_PICTURE_S:
            self._came_back_at_s = now_s
        self._frame_at_s = now_s

    def _fresh(self, state: LiveState) -> LiveState:
        """The state without a reading that is no longer true of the scene."""
        now_s = self._clock()
        if state.hold is not None or self._frame_at_s is None:
            return state
        if now_s - self._frame_at_s > NO_PICTURE_S:
            return replace(state, reading=None, progress=0.0, cue=Cue.NO_PICTURE, frames_per_second=0.0)
        if state.reading is not None and now_s - self._reading_at_s > STALE_S:
            return replace(state, reading=None, progress=0.0, cue=Cue.TOO_SLOW)
        return state

    @property
    def has_held(self) -> bool:
        """Whether the frames of a hold wait to be taken."""
        with self._telling:
            return self._held is not None

    def take_held(self) -> HeldFrames | None:
        """The frames of a hold once, in the moment after it is complete; None at all other times."""
        with self._telling:
            held, self._held = self._held, None
            return held

    def rearm(self) -> None:
        """Forget the hold and wait for the next."""
        with self._working:
            self._begin_anew()

    def read_by(self, reader: FrameReader, preset: Preset) -> None:
        """Read on with another reader, by these thresholds; the reader of before is closed.

        A captured hold stands, one on its way is begun anew. Where the session has ended, this reader is closed.
        """
        with self._working:
            if self._closed:
                reader.close()
                return
            self._reader.close()
            self._reader, self._preset = reader, preset
            if self._state.hold is None:
                self._begin_anew()

    def _begin_anew(self) -> None:
        with self._telling:
            self._detector.reset()
            self._kept.clear()
            self._recent.clear()
            self._read_at.clear()
            self._held = None
            self._state = LiveState(late=self._state.late)

    def close(self) -> None:
        """Free the networks after the frame that is being read; harmless when called twice."""
        with self._working:
            if not self._closed:
                self._closed = True
                with self._telling:
                    self._ending = self._why_now()
                self._kept.clear()
                self._reader.close()

    def _why_now(self) -> Ending:
        now_s = self._clock()
        gap_ended = self._came_back_at_s is not None and now_s - self._came_back_at_s <= GAP_COUNTS_S
        if gap_ended or now_s - self._newest_s > NO_PICTURE_S:
            return Ending.NO_PICTURE
        slow = self._state.hold is None and 0.0 < self._state.frames_per_second < SLOW_PER_SECOND
        return Ending.TOO_SLOW if slow else Ending.STOPPED

    def _read(self, rgb: RgbImage, time_s: float, state: LiveState) -> LiveState:
        try:
            reading = self._reader.read(rgb, time_s)
        except EstimatorError as error:
            return replace(state, trouble=str(error))
        with self._telling:
            self._reading_at_s = self._clock()
        self._recent.append(reading)
        while time_s - self._recent[0].time_s > COACHING_S:
            self._recent.popleft()
        hold = state.hold or self._watch(rgb, reading)
        progress = 1.0 if hold is not None else self._detector.progress
        return replace(
            state,
            reading=reading if hold is None else None,
            hold=hold,
            progress=progress,
            cue=self._steady(state.cue, coach(self._recent, progress=progress, done=hold is not None)),
            frames_per_second=self._rate(),
            trouble="",
        )

    def _steady(self, before: Cue, now: Cue) -> Cue:
        """The cue to show: one that asks for something stays for a while, a hold begins and ends at once."""
        at_once = {Cue.LOOKING, Cue.HOLDING, Cue.DONE}
        if now is before or not ({before, now} & at_once or self._reading_at_s - self._cue_since_s >= CUE_STAYS_S):
            return before
        self._cue_since_s = self._reading_at_s
        return now

    def _watch(self, rgb: RgbImage, reading: FrameReading) -> Hold | None:
        """Add the frame to what may become a hold; keep it if it counts, forget those that no longer do."""
        sample = reading.sample
        hold = self._detector.add(sample)
        if sample.acceptable and (not self._kept or sample.time_s - self._kept[-1][0] >= KEEP_EVERY_S):
            self._kept.append((sample.time_s, rgb))
        oldest_s = sample.time_s - 1.5 * self._detector.rule.hold_s
        while self._kept and self._kept[0][0] < oldest_s:
            self._kept.popleft()
        if hold is not None:
            frames = [frame for taken_s, frame in self._kept if hold.start_s <= taken_s <= hold.end_s]
            with self._telling:
                self._held = HeldFrames(hold=hold, frames=spread_evenly(frames or [rgb]))
            self._kept.clear()
        return hold

    def _is_late(self, time_s: float) -> bool:
        """Whether the frame took much longer to get here than the promptest frame of late."""
        now_s = self._clock()
        offset_s = now_s - time_s
        while self._offsets and now_s - self._offsets[0][0] > PROMPT_OF_S:
            self._offsets.popleft()
        self._offsets.append((now_s, offset_s))
        return offset_s - min(offset for _, offset in self._offsets) > LATE_S

    def _rate(self) -> float:
        now_s = self._clock()
        self._read_at.append(now_s)
        while now_s - self._read_at[0] > 2.0:
            self._read_at.popleft()
        span_s = now_s - self._read_at[0]
        return (len(self._read_at) - 1) / span_s if span_s > 0.0 else 0.0
