import json
from pathlib import Path

import numpy as np
import pytest

from support.analyses import make_analysis, make_pose, make_refusal
from support.pictures import shown
from thomas_test.core.analysis import Analysis
from thomas_test.core.criteria import GUIDE
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.core.settings import Faces
from thomas_test.images import Photo
from thomas_test.motion.clip import LegHold, NoHold, VideoAnalysis
from thomas_test.motion.clip_files import check_place, series_csv, video_to_json, write_video
from thomas_test.motion.following import FrameReading
from thomas_test.motion.hold import Hold
from thomas_test.motion.session import Captured

SIZE_PX = (640, 480)
HOLD = Hold(
    start_s=1.0,
    end_s=3.0,
    samples=20,
    thigh_angle_deg=5.0,
    thigh_sd_deg=0.4,
    knee_flexion_deg=60.126,
    knee_sd_deg=0.5,
)


def frame(time_s: float, **reading: object) -> FrameReading:
    """Read a frame as a right leg at 5 and 60 degrees, unless told otherwise."""
    return FrameReading(**{"time_s": time_s, "size_px": SIZE_PX, "pose": make_pose(), **reading})


NO_HOLD = NoHold(code="never_still", what="The leg was never held still.", do="Film longer.")


def video(*readings: FrameReading, name: str = "clip.mov", holds: tuple[LegHold, ...] = ()) -> VideoAnalysis:
    """A video that showed this."""
    return VideoAnalysis(name=name, preset=GUIDE, readings=readings, holds=holds, no_hold=None if holds else NO_HOLD)


def held(analysis: Analysis, leg: Side = Side.RIGHT) -> LegHold:
    """A hold whose frame was read like this; the frame is noise, so that a blurred place is told from the rest."""
    rgb = np.random.default_rng(3).integers(0, 256, (SIZE_PX[1], SIZE_PX[0], 3), dtype=np.uint8)
    captured = Captured(photo=Photo(name="clip.mov", rgb=rgb, gravity=None), analysis=analysis, hold=HOLD)
    return LegHold(hold=HOLD, leg=leg, captured=captured)


@pytest.mark.parametrize(
    ("reading", "row"),
    [
        (frame(0.5), "0.500,true,,right,left,5.00,60.00,false"),
        (frame(1.0), "1.000,true,,right,left,5.00,60.00,true"),  # both ends belong to the hold
        (frame(3.0), "3.000,true,,right,left,5.00,60.00,true"),
        (frame(3.0004), "3.000,true,,right,left,5.00,60.00,false"),
        (
            frame(0.5, pose=None, refusal=Refusal(code=RefusalCode.NO_PERSON)),
            "0.500,false,no_person,,,,,false",  # could not measure is never a number
        ),
        (
            frame(0.5, pose=make_pose(tested_leg=Side.LEFT), refusal=Refusal(code=RefusalCode.LEG_CUT_OFF)),
            "0.500,false,leg_cut_off,left,left,5.00,60.00,false",  # seen, and not counted
        ),
        (frame(0.5, pose=make_pose(with_ankle=False)), "0.500,false,,right,left,5.00,,false"),
    ],
)
def test_a_frame_s_row(reading: FrameReading, row: str) -> None:
    """Time, whether it counts and why not, leg and head, both angles, and whether the hold holds it."""
    lines = series_csv(video(reading, holds=(LegHold(hold=HOLD, leg=Side.RIGHT),))).splitlines()
    assert lines[0] == "time_s,counts,reason,tested_leg,head_towards,thigh_angle_deg,knee_flexion_deg,in_hold"
    assert lines[1:] == [row]


def test_the_record_of_a_video_without_a_hold() -> None:
    """Frames are counted, and there is no measurement."""
    record = video_to_json(video(frame(0.0), frame(0.1, pose=make_pose(with_ankle=False))))
    assert (record["frames"], record["frames_that_count"]) == (2, 1)
    assert (record["holds"], record["hold"], record["measurement"]) == ([], None, None)
    assert (record["reason"], record["words"]) == ("never_still", "The leg was never held still. Film longer.")


def test_the_record_of_a_hold() -> None:
    """Numbers are rounded to what they are worth, and the measurement is the record that a photo has."""
    record = video_to_json(video(frame(1.0), holds=(held(make_analysis()),)))
    assert record["hold"].items() <= record["holds"][0].items()
    assert record["holds"][0]["tested_leg"] == "right"
    assert record["holds"][0]["measurement"] == record["measurement"]
    assert record["reason"] == ""
    assert (record["hold"]["frames"], record["hold"]["knee_flexion_deg"]) == (20, 60.13)
    assert record["measurement"]["status"] == "measured"


def test_the_face_in_the_held_frame_is_blurred_unless_told_otherwise(tmp_path: Path) -> None:
    """The head's place, about (60, 230), loses its detail; with faces kept it has it."""
    made = video(frame(1.0), holds=(held(make_analysis()),))
    pictures = [write_video(made, tmp_path / choice, faces=choice).pictures for choice in (Faces.BLUR, Faces.KEEP)]
    blurred, kept = (shown(path)[215:245, 45:75] for (path,) in pictures)
    assert blurred.std() < 0.4 * kept.std()


def test_a_held_frame_whose_face_is_not_known_is_left_out(tmp_path: Path) -> None:
    """A refused frame has no known face: there is no picture, and everything else is written."""
    made = video(frame(1.0), holds=(held(make_refusal()),))
    written = write_video(made, tmp_path)
    assert written.pictures == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.json", "clip_angles.csv", "clip_angles.svg"]
    assert json.loads(written.record.read_text(encoding="utf-8"))["measurement"]["status"] == "refused"


def test_each_leg_has_its_own_picture_and_record(tmp_path: Path) -> None:
    """Both legs in one clip: two measurements, each with its leg, and two pictures that name it."""
    legs = (Side.RIGHT, Side.LEFT)
    made = video(frame(1.0), holds=tuple(held(make_analysis(tested_leg=leg), leg) for leg in legs))
    written = write_video(made, tmp_path)
    assert [path.name for path in written.pictures] == ["clip_hold_1_right.png", "clip_hold_2_left.png"]
    assert all(path.is_file() for path in written.pictures)
    record = json.loads(written.record.read_text(encoding="utf-8"))
    assert [hold["measurement"]["outcome"]["tested_leg"] for hold in record["holds"]] == ["right", "left"]


@pytest.mark.parametrize("name", ["x" * 249 + ".mp4", "写" * 84 + ".mp4", "é" * 126 + ".mp4"])
def test_a_long_name_is_no_trouble(tmp_path: Path, name: str) -> None:
    """As long as a disk takes: the files after it have names that fit."""
    written = write_video(video(frame(1.0), name=name, holds=(held(make_analysis()),)), tmp_path)
    for path in (written.series, written.plot, written.record, *written.pictures):
        assert path.is_file()


@pytest.mark.parametrize(
    ("name", "series"), [("a.b.mov", "a.b_angles.csv"), ("", "video_angles.csv"), ("clip", "clip_angles.csv")]
)
def test_files_are_named_after_the_video(tmp_path: Path, name: str, series: str) -> None:
    """Its name without the last ending; one that has none is called video."""
    assert write_video(video(frame(0.0), name=name), tmp_path).series.name == series


@pytest.mark.parametrize("theirs", ['{"frames": 95}', "[1, 2]", "no JSON", ""])
def test_data_that_came_with_a_video_is_not_overwritten(tmp_path: Path, theirs: str) -> None:
    """clip.json beside clip.mp4 may be another program's; a record of ours is replaced."""
    check_place("clip.mp4", tmp_path)
    record = write_video(video(frame(0.0)), tmp_path).record
    check_place("clip.mp4", tmp_path)
    record.write_text(theirs)
    with pytest.raises(UsageError, match=r"'clip\.json'.*only what this tool wrote is overwritten"):
        check_place("clip.mp4", tmp_path)


def test_what_cannot_be_written_leaves_nothing_half_done(tmp_path: Path) -> None:
    """A folder in a file's place: what to do, and no unfinished file beside it."""
    (tmp_path / "clip_angles.csv").mkdir()
    with pytest.raises(UsageError, match="choose another folder with --out"):
        write_video(video(frame(0.0)), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["clip_angles.csv"]
