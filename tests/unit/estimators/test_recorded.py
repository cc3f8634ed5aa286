import json
from pathlib import Path

import numpy as np
import pytest

from support.bodies import ScriptedEstimator, make_body, make_frame
from thomas_test.core.errors import EstimatorError, UsageError
from thomas_test.core.landmarks import Landmark
from thomas_test.estimators import PoseEstimator
from thomas_test.estimators.recorded import RecordedEstimator, Recorder, picture_key


def record_two_frames() -> str:
    """Record a frame with one person and a frame with nobody."""
    recorder = Recorder(ScriptedEstimator(lambda call, _quarters: [make_body()] if call == 0 else []))
    with recorder:
        recorder.estimate(make_frame(0))
        recorder.estimate(make_frame(1))
        return recorder.to_json()


def test_what_was_recorded_is_replayed() -> None:
    """The same picture gives the same people, to a thousandth of a pixel, from the same network."""
    with RecordedEstimator.from_json(record_two_frames()) as replayer:
        assert isinstance(replayer, PoseEstimator)
        (found,) = replayer.estimate(make_frame(0))
        body = make_body()
        for name in Landmark:
            np.testing.assert_allclose(found.pose[name], body[name], atol=5e-4)
        assert found.pose.size_px == body.size_px
        assert found.pose.visibility == body.visibility
        assert found.mask is None
        assert replayer.model.name == "full"
        assert list(replayer.estimate(make_frame(1))) == []


def test_a_recording_can_lie_in_a_file(tmp_path: Path) -> None:
    """A path is read, a string is the JSON itself."""
    path = tmp_path / "recording.json"
    path.write_text(record_two_frames(), encoding="utf-8")
    assert len(RecordedEstimator.from_json(path).estimate(make_frame(0))) == 1


def test_a_picture_never_seen_is_an_error_and_not_an_empty_room() -> None:
    """The message tells how many pictures there are and the size of the one asked for."""
    replayer = RecordedEstimator.from_json(record_two_frames())
    with pytest.raises(EstimatorError, match="one of 2 recorded pictures, got another of 640 x 480"):
        replayer.estimate(make_frame(2))


def test_the_key_depends_on_pixels_and_shape_alone() -> None:
    """A view and its copy have one key; one other value or the same bytes in another shape have another."""
    frame = make_frame()
    other = frame.copy()
    other[100, 100, 0] ^= 1
    assert picture_key(frame[:, ::-1][:, ::-1]) == picture_key(frame)
    assert picture_key(other) != picture_key(frame)
    assert picture_key(frame.reshape(640, 480, 3)) != picture_key(frame)


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[]",
        "{}",
        json.dumps({"schema": 2, "model": {}, "pictures": {}}),  # another schema
        json.dumps({"schema": 1, "model": {"name": "full"}, "pictures": {}}),  # no hash
        json.dumps({"schema": 1, "model": {"name": "f", "sha256": ""}, "pictures": {"k": [{"size_px": [4, 3]}]}}),
        json.dumps({"schema": 1, "model": {"name": "f", "sha256": ""}, "pictures": []}),
    ],
)
def test_what_is_no_recording_is_said_to_be_none(text: str) -> None:
    """Never a traceback: the error is one of ours and says what was expected."""
    with pytest.raises(UsageError, match="expected a recording of"):
        RecordedEstimator.from_json(text)


def test_a_file_that_cannot_be_read_is_no_recording(tmp_path: Path) -> None:
    """Neither a missing file nor bytes that are no text end in a traceback."""
    noise = tmp_path / "noise.json"
    noise.write_bytes(b"\xff\xfe\x00")
    for path, message in ((noise, "as JSON"), (tmp_path / "missing.json", "cannot read")):
        with pytest.raises(UsageError, match=f"expected a recording of poses.*{message}"):
            RecordedEstimator.from_json(path)


def test_closing_the_recorder_closes_what_it_listens_to() -> None:
    """A network is not left open; the replayer has nothing to close, and closing it twice is harmless."""
    network = ScriptedEstimator(lambda _call, _quarters: [])
    with Recorder(network):
        pass
    assert network.closed == 1
    replayer = RecordedEstimator.from_json(record_two_frames())
    replayer.close()
    replayer.close()
