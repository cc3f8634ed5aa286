"""A video analysed: the series, its holds, and the pipeline's measurement of the longest."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from support.analyses import make_analysis, make_pose, make_refusal
from support.videos import number_of, numbered, y4m
from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.pictures import RgbImage
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.images import Photo
from thomas_test.motion.clip import (
    NoHold,
    VideoAnalysis,
    analyse_video,
    holds_of_legs,
    why_no_hold,
)
from thomas_test.motion.clip_files import (
    DARK_PLOT,
    LIGHT_PLOT,
    SERIES_COLUMNS,
    describe_series,
    draw_series,
    series_csv,
    video_to_json,
    write_video,
)
from thomas_test.motion.following import FrameReading
from thomas_test.motion.frames import VideoFile
from thomas_test.motion.hold import HoldRule
from thomas_test.output.records import analysis_from_json

NEVER_STILL = NoHold(code="never_still", what="Never still.", do="Film longer.")
NAME = 'leg <"raise">.y4m'
COUNT = 54


class NumberReader:
    """Reads a thigh angle out of a frame's number: on its way, then at rest at 9 degrees; frame 3 is refused."""

    def __init__(self, rests_from: int = 15) -> None:
        self.rests_from = rests_from

    def read(self, rgb: RgbImage, time_s: float) -> FrameReading:
        """Read a frame."""
        number, size = number_of(rgb), (640, 480)
        if number == 3:
            refusal = Refusal(code=RefusalCode.LEG_CUT_OFF)
            return FrameReading(time_s=time_s, size_px=size, pose=None, refusal=refusal)
        angle = 9.0 + min(0.0, 2.0 * (number - self.rests_from))
        return FrameReading(time_s=time_s, size_px=size, pose=make_pose(thigh_deg=angle))

    def close(self) -> None:
        """Hold nothing."""


def analysed(reader: object = None, read: object = None, *, fps: int = 10) -> VideoAnalysis:
    """Analyse a video of 5.4 s."""
    shown: list[float] = []
    video = VideoFile(y4m(numbered(COUNT), fps=fps), name=NAME)
    return analyse_video(
        video,
        reader or NumberReader(),
        read or (lambda photo: make_analysis(name=photo.name, thigh_deg=8.5)),
        progress=lambda done, total: shown.append(done / total),
    )


@pytest.fixture(scope="module")
def video() -> VideoAnalysis:
    """The video with one hold."""
    return analysed()


def test_every_frame_is_read_and_the_hold_found(video: VideoAnalysis) -> None:
    """Fifty frames, one hold after the movement, at the resting angle."""
    assert len(video.readings) == COUNT
    assert video.frames_that_count == COUNT - 1
    (held,) = video.holds
    hold = held.hold
    assert held.leg is Side.RIGHT
    assert hold.start_s >= 1.5
    assert hold.end_s == pytest.approx(5.3)
    assert hold.thigh_angle_deg == pytest.approx(9.0)


def test_the_pipeline_reads_frames_of_the_hold_and_no_others() -> None:
    """Three frames from within the hold are read like photos, under the video's name."""
    seen: list[Photo] = []

    def read(photo: Photo) -> Analysis:
        seen.append(photo)
        return make_analysis(name=photo.name, thigh_deg=8.0 + len(seen))

    video = analysed(read=read)
    (hold,) = [each.hold for each in video.holds]
    numbers = [number_of(photo.rgb) for photo in seen]
    assert len(numbers) == 3
    assert all(hold.start_s - 0.05 <= number / 10 <= hold.end_s + 0.05 for number in numbers)
    assert video.captured is not None
    assert video.captured.analysis.measured.measurement.thigh.value_deg == 10.0
    assert {photo.name for photo in seen} == {NAME}


def test_a_video_without_a_hold_measures_nothing() -> None:
    """A leg that never rests gives its series and no measurement, and the pipeline is not asked."""
    moving = analysed(NumberReader(rests_from=COUNT), read=lambda _photo: pytest.fail("nothing to read"))
    assert moving.holds == ()
    assert moving.captured is None
    assert moving.no_hold is not None
    assert moving.no_hold.code == "never_still"
    assert "never held" in describe_series(moving)
    assert video_to_json(moving)["measurement"] is None


def test_the_table_has_a_row_for_every_frame(video: VideoAnalysis) -> None:
    """Time, angles, whether the frame counts and belongs to the hold; empty where there is no value."""
    rows = list(csv.DictReader(io.StringIO(series_csv(video))))
    assert tuple(rows[0]) == SERIES_COLUMNS
    assert len(rows) == COUNT
    assert rows[3] | {"thigh_angle_deg": "", "reason": "leg_cut_off", "counts": "false"} == rows[3]
    assert rows[10]["thigh_angle_deg"] == "-1.00"
    assert (rows[10]["in_hold"], rows[-1]["in_hold"]) == ("false", "true")
    assert rows[-1]["knee_flexion_deg"] == "60.00"


def test_the_record_says_what_was_found(video: VideoAnalysis) -> None:
    """Frames, holds and the measurement, as JSON that can be written."""
    record = json.loads(json.dumps(video_to_json(video)))
    assert record["file"] == NAME
    assert (record["frames"], record["frames_that_count"]) == (COUNT, COUNT - 1)
    assert record["hold"]["thigh_angle_deg"] == 9.0
    assert analysis_from_json(record["measurement"]).measured.measurement.thigh.value_deg == 8.5


@pytest.mark.parametrize("colours", [LIGHT_PLOT, DARK_PLOT])
def test_the_plot_is_a_drawing_with_words(video: VideoAnalysis, colours: object) -> None:
    """Well-formed, described for those who cannot see it, names of strangers escaped, two curves, the hold marked."""
    drawing = ET.fromstring(draw_series(video, colours))  # noqa: S314 - our own drawing
    space = "{http://www.w3.org/2000/svg}"
    assert drawing.get("role") == "img"
    assert "right leg was held from" in (drawing.get("aria-label") or "")
    assert drawing.findtext(f"{space}title") == NAME
    curves = [path for path in drawing.iter(f"{space}path") if path.get("stroke-width") == "2.5"]
    assert len(curves) == 2
    assert "right held" in [text.text for text in drawing.iter(f"{space}text")]


def test_a_plot_without_frames_is_still_a_drawing(video: VideoAnalysis) -> None:
    """Nothing read, nothing drawn, no failure."""
    empty = replace(video, readings=(), holds=(), no_hold=NEVER_STILL)
    assert ET.fromstring(draw_series(empty)) is not None  # noqa: S314 - our own drawing


def test_everything_is_written_into_the_folder(video: VideoAnalysis, tmp_path: Path) -> None:
    """Series, plot, record and the annotated frame, named after the video, whole, and nothing else."""
    named = replace(video, name="clip.mov")
    written = write_video(named, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "clip.json",
        "clip_angles.csv",
        "clip_angles.svg",
        "clip_hold.png",
    ]
    assert len(written.pictures) == 1
    assert json.loads(written.record.read_text("utf-8"))["file"] == "clip.mov"


def test_without_a_hold_no_picture_is_written(video: VideoAnalysis, tmp_path: Path) -> None:
    """There is no frame to show."""
    written = write_video(replace(video, holds=(), no_hold=NEVER_STILL), tmp_path)
    assert written.pictures == ()
    assert not list(tmp_path.glob("*.png"))


def test_a_folder_that_cannot_be_made_is_said(video: VideoAnalysis, tmp_path: Path) -> None:
    """A file in the folder's place: what to do, and no traceback."""
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(UsageError, match="--out"):
        write_video(video, tmp_path / "out")


class BothLegs:
    """Reads a leg at rest: the right one up to a frame, then the left, with some frames of nobody between them."""

    def __init__(self, right_until: int, left_from: int) -> None:
        self.right_until, self.left_from = right_until, left_from

    def read(self, rgb: RgbImage, time_s: float) -> FrameReading:
        """Read a frame."""
        number, size = number_of(rgb), (640, 480)
        if self.right_until <= number < self.left_from:
            refusal = Refusal(code=RefusalCode.NOBODY_LYING)
            return FrameReading(time_s=time_s, size_px=size, pose=None, refusal=refusal)
        leg = Side.RIGHT if number < self.right_until else Side.LEFT
        return FrameReading(time_s=time_s, size_px=size, pose=make_pose(thigh_deg=9.0, tested_leg=leg))

    def close(self) -> None:
        """Hold nothing."""


@pytest.mark.parametrize(("right_until", "left_from"), [(27, 27), (25, 31), (22, 26)])
def test_both_legs_in_one_clip_are_two_holds(right_until: int, left_from: int) -> None:
    """At the same angle, straight after each other or with a change between: each hold has its leg and its number."""
    asked: list[int] = []

    def read(photo: Photo) -> Analysis:
        asked.append(number_of(photo.rgb))
        leg = Side.RIGHT if asked[-1] < right_until else Side.LEFT
        return make_analysis(name=photo.name, thigh_deg=8.0 if leg is Side.RIGHT else 3.0, tested_leg=leg)

    both = analysed(BothLegs(right_until, left_from), read, fps=7)
    assert [each.leg for each in both.holds] == [Side.RIGHT, Side.LEFT]
    angles = [each.captured.analysis.measured.measurement.thigh.value_deg for each in both.holds if each.captured]
    assert angles == [8.0, 3.0]
    assert len(both.measured) == 2
    assert len(asked) == 6
    assert both.holds[0].hold.end_s < both.holds[1].hold.start_s


def test_only_the_longest_hold_of_a_leg_is_measured() -> None:
    """Two holds of the same leg: both are listed, one is read like a photo."""
    readings = [frame_at(number / 10, 9.0 if number < 30 else 30.0) for number in range(80)]
    assert [each.leg for each in holds_of_legs(readings)] == [Side.RIGHT, Side.RIGHT]


def test_the_pipeline_s_leg_goes_before_the_frames_own() -> None:
    """A photo is read more carefully than a frame: where they differ the photo's leg stands."""
    video = analysed(read=lambda photo: make_analysis(name=photo.name, tested_leg=Side.LEFT))
    assert [each.leg for each in video.holds] == [Side.LEFT]


def frame_at(time_s: float, thigh_deg: float = 9.0, refusal: RefusalCode | None = None, **pose: object) -> FrameReading:
    """Read a frame at a time."""
    return FrameReading(
        time_s=time_s,
        size_px=(640, 480),
        pose=make_pose(thigh_deg=thigh_deg, **pose),
        refusal=None if refusal is None else Refusal(code=refusal),
    )


@pytest.mark.parametrize(
    ("readings", "code", "words"),
    [
        (
            [frame_at(n / 15, refusal=RefusalCode.TOO_SMALL) for n in range(60)],
            "too_small",
            "60 of 60 frames cannot be measured. The leg",
        ),
        ([frame_at(n / 15, refusal=RefusalCode.PICTURE_TURNED) for n in range(9)], "picture_turned", "on its side"),
        # half of them dark, a third blurred, the rest good: the dark ones are the reason
        (
            [
                frame_at(n / 15, refusal=(RefusalCode.TOO_DARK, RefusalCode.TOO_DARK, RefusalCode.BLURRED, None)[n % 4])
                for n in range(60)
            ],
            "too_dark",
            "45 of 60 frames cannot be measured. The picture is too dark",
        ),
        ([frame_at(n / 15, with_ankle=False) for n in range(60)], "ankle_hidden", "ankle cannot be seen"),
        ([frame_at(n / 15) for n in range(15)], "too_short", "lasts 0.9 s, a hold 2"),
        ([frame_at(0.0)], "too_short", "lasts 0.0 s"),
        (
            [frame_at(n * 0.6) for n in range(12)],
            "too_few_frames",
            "1.7 frames a second: whether a leg is still shows from 2.7",
        ),
        ([frame_at(n / 15, 2.0 * n) for n in range(60)], "never_still", "never held still for 2 seconds"),
    ],
)
def test_why_there_is_no_hold(readings: list[FrameReading], code: str, words: str) -> None:
    """What most frames are refused for, else the length, else the rate, else the leg that moved; each with advice."""
    assert holds_of_legs(readings) == ()
    why = why_no_hold(readings, HoldRule(), lambda _time_s: None)
    assert why.code == code
    assert words in why.what
    assert why.do


def test_one_of_the_refused_frames_is_read_like_a_photo() -> None:
    """A frame is looked at once, a photo from all sides: that one knows that the video lies on its side."""
    asked: list[int] = []

    def read(photo: Photo) -> Analysis:
        asked.append(number_of(photo.rgb))
        return make_refusal(code=RefusalCode.PICTURE_TURNED, name=photo.name)

    class Standing:
        def read(self, rgb: RgbImage, time_s: float) -> FrameReading:
            assert rgb.ndim == 3
            return frame_at(time_s, refusal=RefusalCode.UPRIGHT)

        def close(self) -> None:
            pass

    turned = analysed(Standing(), read)
    assert turned.no_hold is not None
    assert turned.no_hold.code == "picture_turned"
    assert asked == [COUNT // 2]


def test_a_video_has_holds_or_a_reason(video: VideoAnalysis) -> None:
    """Never neither, never both."""
    for holds, no_hold in (((), None), (video.holds, NEVER_STILL)):
        with pytest.raises(ValueError, match="or why there is none"):
            replace(video, holds=holds, no_hold=no_hold)
