"""The series as a table, the analysis as JSON, and everything as files of a folder."""

from __future__ import annotations

import csv
import io
import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thomas_test.errors import UsageError
from thomas_test.estimators import RgbImage
from thomas_test.faces import covered, heads_of
from thomas_test.images import write_picture
from thomas_test.live.hold import Hold
from thomas_test.live.reading import FrameReading
from thomas_test.overlay import draw_overlay
from thomas_test.results import analysis_to_json, package_version
from thomas_test.settings import Faces
from thomas_test.video.analysis import VideoAnalysis
from thomas_test.video.plot import draw_series

COLUMNS = (
    "time_s",
    "counts",
    "reason",
    "tested_leg",
    "head_towards",
    "thigh_angle_deg",
    "knee_flexion_deg",
    "in_hold",
)
"""One row for every frame read; empty where there is no value."""

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class WrittenVideo:
    """Where the files of a video went; `picture` is None when the leg was never held, or its face is not known."""

    series: Path
    plot: Path
    record: Path
    picture: Path | None


def series_csv(video: VideoAnalysis) -> str:
    """Give the series as a table, one row for every frame read."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(reading, video.holds) for reading in video.readings)
    return text.getvalue()


def video_to_json(video: VideoAnalysis) -> Json:
    """Give what machines want to know: the holds, the measurement of the longest, how many frames counted."""
    captured = video.captured
    return {
        "file": video.name,
        "version": package_version(),
        "frames": len(video.readings),
        "frames_that_count": video.frames_that_count,
        "damage": video.damage,
        "holds": [_hold(hold) for hold in video.holds],
        "hold": None if captured is None else _hold(captured.hold),
        "measurement": None if captured is None else analysis_to_json(captured.analysis),
    }


def write_video(video: VideoAnalysis, folder: Path, *, faces: Faces = Faces.BLUR) -> WrittenVideo:
    """Write series, plot, record and the annotated frame of the hold into a folder, named after the video.

    Parameters
    ----------
    video
        What was read.
    folder
        Made where it is missing.
    faces
        Whether the measured person's face may be seen in the frame.

    Raises
    ------
    UsageError
        When the folder cannot be written to.
    """
    stem = Path(video.name).stem or "video"
    frame = _drawn_hold(video, faces)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = WrittenVideo(
            series=_write(folder / f"{stem}_angles.csv", series_csv(video)),
            plot=_write(folder / f"{stem}_angles.svg", draw_series(video)),
            record=_write(folder / f"{stem}.json", json.dumps(video_to_json(video), indent=2, ensure_ascii=False)),
            picture=None if frame is None else folder / f"{stem}_hold.png",
        )
    except OSError as error:
        message = f"cannot write into {str(folder)!r}: {error.strerror}; choose another folder with --out"
        raise UsageError(message) from error
    if frame is not None and written.picture is not None:
        write_picture(frame, written.picture)
    return written


def _drawn_hold(video: VideoAnalysis, faces: Faces) -> RgbImage | None:
    if video.captured is None:
        return None
    analysis = video.captured.analysis
    rgb = covered(video.captured.photo.rgb, heads_of(analysis), size_px=analysis.size_px, faces=faces)
    return None if rgb is None else draw_overlay(rgb, analysis)


def _row(reading: FrameReading, holds: tuple[Hold, ...]) -> list[object]:
    pose, thigh, knee = reading.pose, reading.thigh_angle_deg, reading.knee_flexion_deg
    return [
        f"{reading.time_s:.3f}",
        str(reading.sample.acceptable).lower(),
        "" if reading.refusal is None else reading.refusal.code.value,
        "" if pose is None else pose.tested_leg.value,
        "" if pose is None else pose.head_towards.value,
        "" if thigh is None else f"{thigh:.2f}",
        "" if knee is None else f"{knee:.2f}",
        str(any(hold.start_s <= reading.time_s <= hold.end_s for hold in holds)).lower(),
    ]


def _hold(hold: Hold) -> Json:
    return {
        "start_s": round(hold.start_s, 3),
        "end_s": round(hold.end_s, 3),
        "frames": hold.samples,
        "thigh_angle_deg": round(hold.thigh_angle_deg, 2),
        "thigh_sd_deg": round(hold.thigh_sd_deg, 2),
        "knee_flexion_deg": round(hold.knee_flexion_deg, 2),
        "knee_sd_deg": round(hold.knee_sd_deg, 2),
    }


def _write(path: Path, text: str) -> Path:
    """Write a file whole or not at all."""
    unfinished = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
