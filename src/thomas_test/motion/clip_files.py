"""The series as a table, the analysis as JSON, and everything as files of a folder."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

from thomas_test.core.codec import Json
from thomas_test.core.errors import UsageError
from thomas_test.core.pictures import RgbImage
from thomas_test.core.settings import Faces
from thomas_test.core.text_files import json_file
from thomas_test.images import write_picture
from thomas_test.images.writing import fitting_name, write_whole
from thomas_test.motion.clip import LegHold, VideoAnalysis
from thomas_test.motion.following import FrameReading
from thomas_test.motion.hold import Hold
from thomas_test.motion.session import Captured
from thomas_test.output.faces import covered, heads_of
from thomas_test.output.records import analysis_to_json
from thomas_test.output.rows import package_version
from thomas_test.output.words import INTENDED_USE, degrees, thigh_size
from thomas_test.overlay import draw_overlay

_WIDTH, _HEIGHT = 760.0, 330.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 84.0, 18.0, 40.0
_FONT = "'Source Sans', 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', Arial, sans-serif"
_LOWEST_DEG, _HIGHEST_DEG = -90.0, 120.0
_BREAK_S = 0.5
"""Frames that count and lie further apart are not joined by a line."""


@dataclass(frozen=True, kw_only=True)
class PlotColours:
    """Colours as ``#rrggbb``: for lines at least 3 to 1 against the ground, for text 4.5 to 1 (WCAG 2.2)."""

    ground: str = "#ffffff"
    ink: str = "#13272b"
    muted: str = "#4d6166"
    grid: str = "#d5dfe0"
    thigh: str = "#a35200"
    knee: str = "#005f9e"
    hold: str = "#d9ece3"


LIGHT_PLOT = PlotColours()
DARK_PLOT = PlotColours(
    ground="#0e1719",
    ink="#e8f0f0",
    muted="#a5b7ba",
    grid="#2b3b3f",
    thigh="#ffb000",
    knee="#56b4e9",
    hold="#173a2d",
)


def describe_series(video: VideoAnalysis) -> str:
    """Say in words what the drawing shows."""
    if not video.readings:
        return "No frames."
    seconds = video.readings[-1].time_s - video.readings[0].time_s
    share = f"{video.frames_that_count} of {len(video.readings)} frames could be measured"
    if video.no_hold is not None:
        return f"Thigh angle and knee flexion over {seconds:.1f} s; {share}. No hold: {video.no_hold.what}"
    held = [_held_words(each) for each in video.holds if each.captured is not None]
    return f"Thigh angle and knee flexion over {seconds:.1f} s; {share}. {' '.join(held)}"


def _held_words(each: LegHold) -> str:
    hold = each.hold
    return (
        f"The {each.leg} leg was held from {hold.start_s:.1f} to {hold.end_s:.1f} s with the thigh "
        f"{thigh_size(hold.thigh_angle_deg)} and a knee flexion of {degrees(hold.knee_flexion_deg)} (medians)."
    )


def draw_series(video: VideoAnalysis, colours: PlotColours = LIGHT_PLOT) -> str:
    """Draw thigh angle and knee flexion over time, the thresholds and the holds, as an SVG document."""
    axes = _Axes.of(video)
    words = escape(describe_series(video))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" '
        f'aria-label="{words}" font-family="{_FONT}" font-size="13">'
    )
    parts = [
        head,
        f"<title>{escape(video.name)}</title><desc>{words}</desc>",
        f'<rect width="{_WIDTH:g}" height="{_HEIGHT:g}" fill="{colours.ground}"/>',
        *_holds(video, axes, colours),
        *_grid(axes, colours),
        *_thresholds(video, axes, colours),
        *_curve(video, axes, [r.thigh_angle_deg for r in video.readings], colours.thigh, "thigh angle θ", ""),
        *_curve(video, axes, [r.knee_flexion_deg for r in video.readings], colours.knee, "knee flexion κ", "7 3"),
        "</svg>",
    ]
    return "".join(parts)


@dataclass(frozen=True, kw_only=True)
class _Axes:
    start_s: float
    end_s: float
    low_deg: float
    high_deg: float

    @classmethod
    def of(cls, video: VideoAnalysis) -> _Axes:
        times = [reading.time_s for reading in video.readings] or [0.0]
        angles = [
            angle
            for reading in video.readings
            if reading.sample.acceptable
            for angle in (reading.thigh_angle_deg, reading.knee_flexion_deg)
            if angle is not None
        ]
        inside = np.clip([*angles, -10.0, 90.0], _LOWEST_DEG, _HIGHEST_DEG)
        low, high = 10.0 * np.floor(inside.min() / 10.0), 10.0 * np.ceil(inside.max() / 10.0)
        return cls(start_s=times[0], end_s=max(times[-1], times[0] + 1.0), low_deg=float(low), high_deg=float(high))

    def x(self, time_s: float) -> float:
        return _LEFT + (time_s - self.start_s) / (self.end_s - self.start_s) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, angle_deg: float) -> float:
        share = (angle_deg - self.low_deg) / (self.high_deg - self.low_deg)
        return _HEIGHT - _BOTTOM - min(max(share, 0.0), 1.0) * (_HEIGHT - _TOP - _BOTTOM)


def _grid(axes: _Axes, colours: PlotColours) -> Iterable[str]:
    right = _WIDTH - _RIGHT
    for angle in np.arange(30.0 * np.ceil(axes.low_deg / 30.0), axes.high_deg + 0.1, 30.0):
        y = axes.y(float(angle))
        yield f'<path d="M{_LEFT:g} {y:.1f}H{right:g}" stroke="{colours.grid}"/>'
        yield _text(_LEFT - 8, y + 4.5, f"{degrees(float(angle)).replace('.0', '')}", colours.muted, "end")
    seconds = axes.end_s - axes.start_s
    step = next(step for step in (1, 2, 5, 10, 30, 60, 300, 1200, 10**9) if seconds / step <= 12)
    for time_s in np.arange(step * np.ceil(axes.start_s / step), axes.end_s + 1e-6, step):
        yield _text(axes.x(float(time_s)), _HEIGHT - _BOTTOM + 18, f"{time_s:g}", colours.muted, "middle")
    yield _text((_LEFT + right) / 2, _HEIGHT - 6, "seconds", colours.muted, "middle")


def _thresholds(video: VideoAnalysis, axes: _Axes, colours: PlotColours) -> Iterable[str]:
    right = _WIDTH - _RIGHT
    for angle, words in ((video.preset.parallel_deg, "parallel"), (video.preset.below_deg, "below")):
        y = axes.y(angle)
        yield f'<path d="M{_LEFT:g} {y:.1f}H{right:g}" stroke="{colours.thigh}" stroke-dasharray="2 4"/>'
        label = words if angle == 0 else f"{degrees(angle).replace('.0', '')} {words}"
        yield _text(right + 6, y + 4.5, label, colours.thigh, "start")


def _holds(video: VideoAnalysis, axes: _Axes, colours: PlotColours) -> Iterable[str]:
    for each in video.holds:
        left, right = axes.x(each.hold.start_s), axes.x(each.hold.end_s)
        yield (
            f'<rect x="{left:.1f}" y="{_TOP:g}" width="{right - left:.1f}" '
            f'height="{_HEIGHT - _TOP - _BOTTOM:g}" fill="{colours.hold}"/>'
        )
        yield _text((left + right) / 2, _TOP + 15, f"{each.leg} held", colours.ink, "middle")


def _curve(
    video: VideoAnalysis, axes: _Axes, angles: Sequence[float | None], colour: str, name: str, dash: str
) -> Iterable[str]:
    path, last_s, last_y = "", -np.inf, None
    for reading, angle in zip(video.readings, angles, strict=True):
        if angle is None or not reading.sample.acceptable:
            continue
        joined = reading.time_s - last_s <= _BREAK_S
        last_s, last_y = reading.time_s, axes.y(angle)
        path += f"{'L' if joined else 'M'}{axes.x(last_s):.1f} {last_y:.1f}"
    if last_y is None:
        return
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"{dashes}/>'
    yield _text(_WIDTH - _RIGHT - 6, last_y - 8, name, colour, "end", bold=True)


def _text(x: float, y: float, words: str, colour: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'


SERIES_COLUMNS = (
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


@dataclass(frozen=True, kw_only=True)
class WrittenVideo:
    """Where the files of a video went; a hold has no picture where the face in it is not known."""

    series: Path
    plot: Path
    record: Path
    pictures: tuple[Path, ...]


def series_csv(video: VideoAnalysis) -> str:
    """The series as a table, one row for every frame read."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SERIES_COLUMNS)
    writer.writerows(_row(reading, video.holds) for reading in video.readings)
    return text.getvalue()


def video_to_json(video: VideoAnalysis) -> Json:
    """What machines want to know: the holds, each with its leg, and what was measured; or why there is none."""
    captured, no_hold = video.captured, video.no_hold
    return {
        "file": video.name,
        "version": package_version(),
        "intended_use": INTENDED_USE,
        "frames": len(video.readings),
        "frames_that_count": video.frames_that_count,
        "damage": video.damage,
        "reason": no_hold.code if no_hold else "",
        "words": f"{no_hold.what} {no_hold.do}" if no_hold else "",
        "holds": [
            {
                "tested_leg": each.leg.value,
                **_hold(each.hold),
                "measurement": None if each.captured is None else analysis_to_json(each.captured.analysis),
            }
            for each in video.holds
        ],
        # of them the longest, once more
        "hold": None if captured is None else _hold(captured.hold),
        "measurement": None if captured is None else analysis_to_json(captured.analysis),
    }


def check_place(name: str, folder: Path) -> None:
    """Refuse a folder in which somebody else's file has the name of the record, such as data that came with a video.

    Parameters
    ----------
    name
        Of the video.
    folder
        Where its files are to go; a record that an earlier reading wrote there is replaced.

    Raises
    ------
    UsageError
        The message names the file.
    """
    place = folder / _record_name(name)
    try:
        if not place.exists():
            return
    except OSError:  # a folder that may not be looked into: writing tells
        return
    with contextlib.suppress(UsageError):
        found = json_file(place, expected="a record")
        if isinstance(found, dict) and {"intended_use", "frames_that_count"} <= found.keys():
            return
    raise UsageError(
        f"expected no {place.name!r} in {str(folder)!r} but one of an earlier reading, got another file: only what "
        "this tool wrote is overwritten; choose another --out"
    )


def _record_name(name: str) -> str:
    return fitting_name(Path(name).stem or "video", ".json")


def write_video(video: VideoAnalysis, folder: Path, *, faces: Faces = Faces.BLUR) -> WrittenVideo:
    """Write series, plot, record and the annotated frame of each measured hold into a folder, named after the video.

    Parameters
    ----------
    video
        What was read.
    folder
        Made where it is missing.
    faces
        Whether the measured person's face may be seen in the frames.

    Raises
    ------
    UsageError
        When the folder cannot be written to.
    """
    stem = Path(video.name).stem or "video"
    record = json.dumps(video_to_json(video), indent=2, ensure_ascii=False)
    frames = {
        folder / fitting_name(stem, ending): frame
        for ending, captured in _named_holds(video)
        if (frame := _drawn_hold(captured, faces)) is not None
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = WrittenVideo(
            series=_write(folder / fitting_name(stem, "_angles.csv"), series_csv(video)),
            plot=_write(folder / fitting_name(stem, "_angles.svg"), draw_series(video)),
            record=_write(folder / _record_name(video.name), record),
            pictures=tuple(frames),
        )
    except OSError as error:
        message = f"cannot write into {str(folder)!r}: {error.strerror}; choose another folder with --out"
        raise UsageError(message) from error
    for path, frame in frames.items():
        write_picture(frame, path, drawn_on=True)
    return written


def _named_holds(video: VideoAnalysis) -> list[tuple[str, Captured]]:
    """The measured holds with the endings of their pictures, which name the leg where there are several."""
    measured = [(each.leg, each.captured) for each in video.holds if each.captured is not None]
    if len(measured) == 1:
        return [("_hold.png", measured[0][1])]
    return [(f"_hold_{number}_{leg}.png", captured) for number, (leg, captured) in enumerate(measured, start=1)]


def _drawn_hold(captured: Captured, faces: Faces) -> RgbImage | None:
    analysis = captured.analysis
    rgb = covered(captured.photo.rgb, heads_of(analysis), size_px=analysis.size_px, faces=faces)
    return None if rgb is None else draw_overlay(rgb, analysis)


def _row(reading: FrameReading, holds: tuple[LegHold, ...]) -> list[object]:
    pose, thigh, knee = reading.pose, reading.thigh_angle_deg, reading.knee_flexion_deg
    return [
        f"{reading.time_s:.3f}",
        str(reading.sample.acceptable).lower(),
        "" if reading.refusal is None else reading.refusal.code.value,
        "" if pose is None else pose.tested_leg.value,
        "" if pose is None else pose.head_towards.value,
        "" if thigh is None else f"{thigh:.2f}",
        "" if knee is None else f"{knee:.2f}",
        str(any(each.hold.start_s <= reading.time_s <= each.hold.end_s for each in holds)).lower(),
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
    write_whole(path, text.encode())
    return path
