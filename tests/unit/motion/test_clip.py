"""A video analysed: the series, its holds, and the pipeline's measurement of the longest."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from support.analyses import make_analysis, make_pose
from support.videos import number_of, numbered, y4m
from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import UsageError
from thomas_test.core.pictures import RgbImage
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.images import Photo
from thomas_test.motion.clip import VideoAnalysis, analyse_video
from thomas_test.motion.clip_files import (
    COLUMNS,
    DARK_PLOT,
    LIGHT_PLOT,
    describe_series,
    draw_series,
    series_csv,
    video_to_json,
    write_video,
)
from thomas_test.motion.following import FrameReading
from thomas_test.motion.frames import VideoFile
from thomas_test.output.records import analysis_from_json

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


def analysed(reader: NumberReader | None = None, read: object = None) -> VideoAnalysis:
    """Analyse a video of 5.4 s."""
    shown: list[float] = []
    video = VideoFile(y4m(numbered(COUNT)), name=NAME)
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
    (hold,) = video.holds
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
    (hold,) = video.holds
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
    assert "never held" in describe_series(moving)
    assert video_to_json(moving)["measurement"] is None


def test_the_table_has_a_row_for_every_frame(video: VideoAnalysis) -> None:
    """Time, angles, whether the frame counts and belongs to the hold; empty where there is no value."""
    rows = list(csv.DictReader(io.StringIO(series_csv(video))))
    assert tuple(rows[0]) == COLUMNS
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
    assert "held from" in (drawing.get("aria-label") or "")
    assert drawing.findtext(f"{space}title") == NAME
    curves = [path for path in drawing.iter(f"{space}path") if path.get("stroke-width") == "2.5"]
    assert len(curves) == 2
    assert "held" in [text.text for text in drawing.iter(f"{space}text")]


def test_a_plot_without_frames_is_still_a_drawing(video: VideoAnalysis) -> None:
    """Nothing read, nothing drawn, no failure."""
    empty = replace(video, readings=(), holds=(), captured=None)
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
    assert written.picture is not None
    assert json.loads(written.record.read_text("utf-8"))["file"] == "clip.mov"


def test_without_a_hold_no_picture_is_written(video: VideoAnalysis, tmp_path: Path) -> None:
    """There is no frame to show."""
    written = write_video(replace(video, holds=(), captured=None), tmp_path)
    assert written.picture is None
    assert not list(tmp_path.glob("*.png"))


def test_a_folder_that_cannot_be_made_is_said(video: VideoAnalysis, tmp_path: Path) -> None:
    """A file in the folder's place: what to do, and no traceback."""
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(UsageError, match="--out"):
        write_video(video, tmp_path / "out")
