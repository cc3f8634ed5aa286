"""A live session: reads, captures once, drops late frames, frees its networks, from any thread."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable

import numpy as np
import pytest

from support.analyses import make_pose
from thomas_test.core.criteria import GUIDE
from thomas_test.core.errors import EstimatorError
from thomas_test.core.pictures import RgbImage
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.motion.coaching import Cue, Ending
from thomas_test.motion.following import FrameReading
from thomas_test.motion.session import GAP_COUNTS_S, LATE_S, NO_PICTURE_S, PROMPT_OF_S, STALE_S, LiveSession

Angle = Callable[[float], float | None]


class ScriptedReader:
    """Reads a thigh angle that is a function of time; None is a refused frame."""

    def __init__(self, thigh_deg: Angle = lambda _t: 9.0) -> None:
        self.thigh_deg = thigh_deg
        self.times: list[float] = []
        self.closed = 0
        self.broken = False

    def read(self, rgb: RgbImage, time_s: float) -> FrameReading:
        """Read a frame."""
        assert not self.closed
        if self.broken:
            raise EstimatorError("the pose network failed")
        self.times.append(time_s)
        angle = self.thigh_deg(time_s)
        size = (rgb.shape[1], rgb.shape[0])
        if angle is None:
            refusal = Refusal(code=RefusalCode.LEG_CUT_OFF)
            return FrameReading(time_s=time_s, size_px=size, pose=None, refusal=refusal)
        return FrameReading(time_s=time_s, size_px=size, pose=make_pose(thigh_deg=angle, size_px=size))

    def close(self) -> None:
        """Count."""
        self.closed += 1


def make_frame(number: int = 0) -> RgbImage:
    """A small frame that shows its number."""
    return np.full((48, 64, 3), number % 256, np.uint8)


class Camera:
    """A session with a clock of its own: frames come at a rate, some with a delay."""

    def __init__(self, reader: ScriptedReader | None = None, *, fps: float = 10.0) -> None:
        self.reader = reader or ScriptedReader()
        self.fps = fps
        self.now = 100.0
        self.session = LiveSession(self.reader, GUIDE, clock=lambda: self.now)
        self.frames = 0

    def show(self, seconds: float, delay_s: float = 0.0) -> np.ndarray:
        """Show so many seconds of frames; give the last picture shown."""
        for _ in range(round(seconds * self.fps)):
            taken = self.frames / self.fps
            self.now = 100.0 + taken + delay_s
            shown = self.session.process(make_frame(self.frames), taken)
            self.frames += 1
        return shown


def test_a_held_leg_is_captured_once_with_its_frames() -> None:
    """After a hold the frames can be taken once, come from the hold and nothing else, and the state says captured."""
    camera = Camera(ScriptedReader(lambda t: -40.0 + 20.0 * t if t < 2.0 else 9.0))
    camera.show(7)
    assert camera.session.has_held
    held = camera.session.take_held()
    assert held is not None
    assert not camera.session.has_held
    assert held.hold.thigh_angle_deg == pytest.approx(9.0)
    numbers = [int(frame[0, 0, 0]) for frame in held.frames]
    assert len(numbers) == 3
    assert all(held.hold.start_s <= number / 10 <= held.hold.end_s for number in numbers)
    assert camera.session.take_held() is None
    camera.show(5)
    assert camera.session.take_held() is None
    assert camera.session.state.cue is Cue.DONE
    assert camera.session.state.progress == 1.0


def test_rearmed_it_captures_again() -> None:
    """After `rearm` the leg has to be held anew, and is captured anew."""
    camera = Camera()
    camera.show(5)
    assert camera.session.take_held() is not None
    camera.session.rearm()
    assert camera.session.state.hold is None
    camera.show(1)
    assert camera.session.take_held() is None
    camera.show(4)
    assert camera.session.take_held() is not None


def test_another_reader_begins_the_hold_anew() -> None:
    """No hold is of two readers: what one has read so far counts no longer, and it is closed."""
    camera, other = Camera(ScriptedReader(lambda _t: -20.0)), ScriptedReader(lambda _t: 9.0)
    camera.show(2)
    assert camera.session.state.progress > 0.0
    camera.session.read_by(other, GUIDE)
    assert camera.session.state.progress == 0.0
    assert (camera.reader.closed, other.closed) == (1, 0)
    camera.show(5)
    held = camera.session.take_held()
    assert held is not None
    assert held.hold.thigh_angle_deg == pytest.approx(9.0)
    assert held.hold.start_s >= 2.0


def test_a_captured_hold_stands_when_another_reader_comes() -> None:
    """It was read and is shown; the new reader reads the next try, and one that comes after the end is closed."""
    camera, other, late = Camera(), ScriptedReader(), ScriptedReader()
    camera.show(5)
    hold = camera.session.state.hold
    assert hold is not None
    camera.session.read_by(other, GUIDE)
    assert camera.session.state.hold is hold
    assert camera.session.has_held
    camera.session.close()
    camera.session.read_by(late, GUIDE)
    assert (camera.reader.closed, other.closed, late.closed) == (1, 1, 1)


def test_refused_frames_are_never_captured() -> None:
    """A scene that is refused is coached and not captured."""
    camera = Camera(ScriptedReader(lambda _t: None))
    camera.show(8)
    assert camera.session.take_held() is None
    assert camera.session.state.cue is Cue.STEP_BACK


def test_late_frames_are_shown_and_not_read() -> None:
    """Frames that come over a quarter second later than the promptest of late are counted and dropped, never queued."""
    camera = Camera()
    camera.show(1)
    read = len(camera.reader.times)
    shown = camera.show(0.5, delay_s=LATE_S + 0.05)
    assert len(camera.reader.times) == read
    assert camera.session.state.late == 5
    assert shown.shape == make_frame().shape
    camera.show(0.5)
    assert len(camera.reader.times) == read + 5


def test_a_steady_delay_is_no_lateness() -> None:
    """Clocks differ: a delay that is the same for all frames says nothing, and one that lasts is got used to."""
    camera = Camera(ScriptedReader(lambda t: 30.0 * (t % 2.0) - 30.0), fps=4)  # never held: a hold ends the reading
    camera.show(2, delay_s=3.0)
    assert camera.session.state.late == 0
    camera.show(PROMPT_OF_S + 1, delay_s=5.0)
    read = len(camera.reader.times)
    camera.show(1, delay_s=5.0)
    assert len(camera.reader.times) == read + 4


def test_the_frame_given_back_is_annotated_and_the_one_given_is_not() -> None:
    """The reading is drawn on a copy."""
    camera = Camera()
    frame = make_frame(1)
    before = frame.copy()
    shown = camera.session.process(frame, 0.0)
    assert (frame == before).all()
    assert (shown != before).any()


def test_closing_frees_the_networks_once_and_for_all() -> None:
    """After `close`, also twice, the networks are freed and frames pass through unread."""
    camera = Camera()
    camera.show(1)
    camera.session.close()
    camera.session.close()
    assert camera.reader.closed == 1
    assert camera.session.closed
    frame = make_frame(3)
    assert camera.session.process(frame, 9.0) is frame


def test_closing_waits_for_the_frame_that_is_being_read() -> None:
    """The networks are not taken from under a frame."""
    entered, go_on, order = threading.Event(), threading.Event(), []

    class SlowReader(ScriptedReader):
        def read(self, rgb: RgbImage, time_s: float) -> FrameReading:
            entered.set()
            assert go_on.wait(5)
            order.append("read")
            return super().read(rgb, time_s)

        def close(self) -> None:
            order.append("closed")

    session = LiveSession(SlowReader(), GUIDE)
    reading = threading.Thread(target=session.process, args=(make_frame(), 0.0))
    reading.start()
    assert entered.wait(5)
    closing = threading.Thread(target=session.close)
    closing.start()
    go_on.set()
    reading.join(5)
    closing.join(5)
    assert order == ["read", "closed"]


def test_a_failing_network_is_told_and_gone_when_it_works_again() -> None:
    """The trouble stands in the state for as long as it lasts, and the stream goes on."""
    camera = Camera()
    camera.reader.broken = True
    camera.show(0.2)
    assert "failed" in camera.session.state.trouble
    camera.reader.broken = False
    camera.show(0.2)
    assert camera.session.state.trouble == ""


def test_the_rate_is_that_of_the_last_two_seconds() -> None:
    """Frames a second, as read."""
    camera = Camera()
    camera.show(3)
    assert camera.session.state.frames_per_second == pytest.approx(10.0, rel=0.05)


def test_a_captured_hold_stands_still() -> None:
    """What moves after it is not read: state and picture say 'captured' and nothing else until the next try."""
    camera = Camera()
    camera.show(5)
    read = len(camera.reader.times)
    before = camera.session.state
    camera.reader.thigh_deg = lambda _t: -36.0
    camera.show(3)
    after = camera.session.state
    assert len(camera.reader.times) == read
    assert after.hold is before.hold is not None
    assert after.reading is None
    assert after.cue is Cue.DONE
    camera.session.rearm()
    assert camera.session.state.cue is Cue.LOOKING
    camera.show(0.3)
    reading = camera.session.state.reading
    assert reading is not None
    assert reading.thigh_angle_deg == pytest.approx(-36.0)


def test_a_stale_reading_is_dropped_from_panel_and_picture() -> None:
    """A reading over a second old is neither shown nor drawn: the leg is no longer there."""
    camera = Camera()
    camera.show(1)
    camera.now += STALE_S + 0.1
    state = camera.session.state
    assert state.reading is None
    assert state.cue is Cue.TOO_SLOW
    assert state.progress == 0.0
    bare = camera.session.process(make_frame(7), 1.0)  # late: not read
    again = camera.session.process(make_frame(7), 1.01)
    assert (bare == again).all()


def test_a_picture_that_stops_is_said() -> None:
    """No frames: the state says so by itself, and so does the ending."""
    camera = Camera()
    assert camera.session.state.cue is Cue.LOOKING
    camera.show(1)
    camera.now += NO_PICTURE_S + 0.1
    assert camera.session.state.cue is Cue.NO_PICTURE
    assert camera.session.state.frames_per_second == 0.0
    camera.session.close()
    assert camera.session.ending is Ending.NO_PICTURE


@pytest.mark.parametrize("before_s", [0.0, 1.0])
@pytest.mark.parametrize(("after_s", "ending"), [(1.0, Ending.NO_PICTURE), (GAP_COUNTS_S + 1.0, Ending.STOPPED)])
def test_a_gap_in_the_picture_is_why_a_session_ends_soon_after_it(
    before_s: float, after_s: float, ending: Ending
) -> None:
    """The machine stood still, also before the first frame; frames come again, and the browser has given up."""
    camera = Camera()
    if before_s:
        camera.show(before_s)
    camera.frames += round((NO_PICTURE_S + 4.0) * camera.fps)
    camera.show(after_s)
    camera.session.close()
    assert camera.session.ending is ending


@pytest.mark.parametrize(("after_s", "ending"), [(1.0, Ending.STOPPED), (NO_PICTURE_S + 1.0, Ending.NO_PICTURE)])
def test_a_camera_that_never_showed_a_picture_was_not_stopped_by_hand(after_s: float, ending: Ending) -> None:
    """A connection that does not come about ends without a frame; who thinks better of it at once has stopped it."""
    camera = Camera()
    camera.now += after_s
    camera.session.close()
    assert camera.session.ending is ending


@pytest.mark.parametrize(("fps", "ending"), [(10.0, Ending.STOPPED), (2.0, Ending.TOO_SLOW)])
def test_an_ending_is_told_with_its_reason(fps: float, ending: Ending) -> None:
    """Stopped by hand, or on a machine too slow to read."""
    camera = Camera(ScriptedReader(lambda t: 30.0 * t - 60.0), fps=fps)
    camera.show(3)
    assert camera.session.ending is None
    camera.session.close()
    assert camera.session.ending is ending


def test_a_cue_stays_long_enough_to_be_read() -> None:
    """Of a scene that asks for something else every half second no cue is shown for less than a second."""
    camera = Camera(ScriptedReader(lambda t: None if int(t * 2) % 2 else -45.0))
    cues = []
    for _ in range(60):
        camera.show(0.1)
        cues.append(camera.session.state.cue)
    lengths = [len(list(group)) for _, group in itertools.groupby(cues)]
    assert len(lengths) > 2
    assert min(lengths[1:-1]) >= 10
