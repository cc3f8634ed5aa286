"""``thomas-test video``: a clip of the test, its angles over time and the hold."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thomas_test.cli import choices, given, speaking, streams
from thomas_test.cli.statuses import NOT_MEASURED
from thomas_test.core.progress import Progress
from thomas_test.core.settings import Settings

if TYPE_CHECKING:
    from thomas_test.motion.clip import VideoAnalysis
    from thomas_test.motion.clip_files import WrittenVideo
    from thomas_test.motion.frames import VideoFile


@choices.with_choices(without=("points", "pelvis", "foot", "pain"))
def video(
    clip: Annotated[
        Path,
        # not readable is a result with a reason, and no wrong usage
        typer.Argument(metavar="CLIP", readable=False, help="A video: MP4, MOV, WebM, MKV, AVI or Y4M."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder for the series, its plot, JSON and the held frame."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines and nothing else.")] = False,
    *,
    chosen: choices.Choices,
) -> None:
    """Follow the leg through a video, find where it is held still, and measure the longest hold of each leg.

    A hold: both angles still (standard deviation under 2.5 degrees over 1.5 s) for two seconds. Its median and
    spread come from the video; the measurement with its interval from three frames of it, read like photos.

    Exit status: 0 a hold was measured; 3 the video shows none, or cannot be read; 2 wrong usage.

    For example:

      thomas-test video clip.mov

      thomas-test video clip.mov --out out
    """
    if out is not None:
        from thomas_test.images.folder import printable_text
        from thomas_test.motion.clip_files import check_place

        check_place(printable_text(clip.name), out)  # before anything is read in vain
    analysis = _analysed(clip, chosen.settings(), chosen.model, as_json=as_json)
    if as_json:
        from thomas_test.motion.clip_files import video_to_json

        streams.say_json(video_to_json(analysis))
    else:
        for line in summary_lines(analysis):
            streams.say(speaking.shown(line))
    if out is not None:
        from thomas_test.motion.clip_files import write_video

        # after the numbers: a full disk costs the files only
        written = write_video(analysis, out, faces=chosen.faces)
        for line in () if as_json else _places(analysis, written):
            streams.say(speaking.shown(line))
    if all(captured.analysis.outcome is None for captured in analysis.measured):
        raise typer.Exit(NOT_MEASURED)


def summary_lines(analysis: VideoAnalysis) -> list[str]:
    """Say in plain words what a video showed."""
    from thomas_test.output.rows import words_of
    from thomas_test.output.words import degrees, thigh_size

    lines = [f"{analysis.name}: {analysis.frames_that_count} of {len(analysis.readings)} frames could be measured"]
    lines += [
        f"{each.leg} leg held {hold.start_s:.1f} to {hold.end_s:.1f} s: "
        f"thigh {thigh_size(hold.thigh_angle_deg)} (SD {degrees(hold.thigh_sd_deg)}), "
        f"knee {degrees(hold.knee_flexion_deg)} (SD {degrees(hold.knee_sd_deg)}), {hold.samples} frames"
        for each in analysis.holds
        for hold in [each.hold]
    ]
    if analysis.no_hold is not None:
        lines.append(f"Nothing measured. {analysis.no_hold.what} {analysis.no_hold.do}")
    lines += [
        f"Longest hold of the {each.leg} leg, read like a photo: {words_of(each.captured.analysis)}"
        for each in analysis.holds
        if each.captured is not None
    ]
    return [*lines, analysis.damage] if analysis.damage else lines


def _places(analysis: VideoAnalysis, written: WrittenVideo) -> list[str]:
    from thomas_test.output.faces import FACE_UNKNOWN

    pictures = [f"Held frame: {picture}" for picture in written.pictures]
    if len(pictures) < len(analysis.measured):
        pictures.append(f"Held frame: none, {FACE_UNKNOWN}; --faces keep writes it")
    return [f"Series: {written.series}", f"Plot: {written.plot}", f"JSON: {written.record}", *pictures]


def _analysed(clip: Path, settings: Settings, model: str | None, *, as_json: bool) -> VideoAnalysis:
    from thomas_test.core.errors import ImageError
    from thomas_test.motion.frames import VideoFile

    try:
        file = VideoFile(clip)
        with speaking.frame_progress() as progress:
            return _read(file, settings, model, progress)
    except ImageError as error:
        raise given.tell_unreadable(clip.name, error, as_json=as_json) from error


def _read(file: VideoFile, settings: Settings, model: str | None, progress: Progress) -> VideoAnalysis:
    from thomas_test.motion.clip import analyse_video
    from thomas_test.motion.following import open_live_reader

    reader = choices.found_reader(settings, model)
    with contextlib.closing(open_live_reader(reader.models[0], settings)) as live, reader:
        return analyse_video(file, live, reader.read, preset=settings.preset, progress=progress)
