"""``thomas-test video``: a clip of the test, its angles over time and the hold."""

from __future__ import annotations

import contextlib
import functools
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thomas_test.criteria import GUIDE, PRESETS, preset_named
from thomas_test.landmarks import Direction, Side
from thomas_test.settings import Effort, Settings

if TYPE_CHECKING:
    from thomas_test.video import VideoAnalysis, VideoFile

NOTHING_MEASURED = 3
"""Exit status where the video was read and no hold could be measured."""


def video(
    clip: Annotated[Path, typer.Argument(metavar="CLIP", help="A video: MP4, MOV, WebM, MKV, AVI or Y4M.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder for the series, its plot, JSON and the held frame."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of words.")] = False,
    leg: Annotated[Side | None, typer.Option("--leg", help="The tested leg, the person's own side.")] = None,
    head: Annotated[Direction | None, typer.Option("--head", help="Where in the picture the head lies.")] = None,
    preset: Annotated[
        str, typer.Option("--preset", metavar="NAME", help=f"Thresholds: {', '.join(PRESETS)}.")
    ] = GUIDE.name,
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME|FILE", help="lite, full, heavy or the path of a .task file.")
    ] = None,
    effort: Annotated[
        Effort, typer.Option("--effort", help="How often the frames of the hold are read.")
    ] = Effort.STANDARD,
) -> None:
    """Follow the leg through a video, find where it is held still, and measure the longest hold.

    A hold: both angles still (standard deviation under 2.5 degrees over 1.5 s) for two seconds. Its median and
    spread come from the video; the measurement with its interval from three frames of it, read like photos.

    Exit status: 0 a hold was measured; 3 the video shows none, or cannot be read; 2 wrong usage.

    For example:

      thomas-test video clip.mov

      thomas-test video clip.mov --out out
    """
    settings = Settings(preset=preset_named(preset), leg=leg, head_towards=head, effort=effort)
    analysis = _analysed(clip, settings, model, quiet=as_json)
    written = None
    if out is not None:
        from thomas_test.video import write_video

        written = write_video(analysis, out)
    if as_json:
        from thomas_test.video import video_to_json

        typer.echo(json.dumps(video_to_json(analysis), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(summary_lines(analysis)))
        if written is not None:
            typer.echo(f"Series: {written.series}\nPlot: {written.plot}\nJSON: {written.record}")
            typer.echo(f"Held frame: {written.picture}" if written.picture else "Held frame: none")
    if analysis.captured is None or analysis.captured.analysis.outcome is None:
        raise typer.Exit(NOTHING_MEASURED)


def summary_lines(analysis: VideoAnalysis) -> list[str]:
    """Say in plain words what a video showed."""
    from thomas_test.results import words_of
    from thomas_test.wording import degrees

    lines = [f"{analysis.name}: {analysis.frames_that_count} of {len(analysis.readings)} frames could be measured"]
    lines += [
        f"held {hold.start_s:.1f} to {hold.end_s:.1f} s: "
        f"thigh {degrees(hold.thigh_angle_deg, signed=True)} (SD {degrees(hold.thigh_sd_deg)}), "
        f"knee {degrees(hold.knee_flexion_deg)} (SD {degrees(hold.knee_sd_deg)}), {hold.samples} frames"
        for hold in analysis.holds
    ]
    if analysis.captured is None:
        lines.append("The leg was never held still for two seconds: nothing measured. Film until it has come to rest.")
    else:
        lines.append(f"Longest hold, read like a photo: {words_of(analysis.captured.analysis)}")
    return [*lines, analysis.damage] if analysis.damage else lines


def _analysed(clip: Path, settings: Settings, model: str | None, *, quiet: bool) -> VideoAnalysis:
    from thomas_test.errors import ImageError, UsageError
    from thomas_test.video import VideoFile

    try:
        file = VideoFile(clip)
        with _progress(quiet=quiet) as report:
            return _read(file, settings, model, report)
    except ImageError as error:
        if error.reason == "vanished":
            raise UsageError(str(error)) from error
        typer.echo(f"{error}.", err=True)
        raise typer.Exit(NOTHING_MEASURED) from error


def _read(file: VideoFile, settings: Settings, model: str | None, report: Callable[[float], None]) -> VideoAnalysis:
    from thomas_test.estimators.opening import find_models, open_model_files
    from thomas_test.live.opening import open_live_reader
    from thomas_test.pipeline import analyse
    from thomas_test.video import analyse_video

    notice = functools.partial(typer.echo, err=True)
    models = find_models(model, settings.effort, notice=notice)
    with contextlib.closing(open_live_reader(models[0], settings)) as reader, open_model_files(models) as estimators:
        return analyse_video(
            file, reader, lambda photo: analyse(photo, estimators, settings), preset=settings.preset, report=report
        )


@contextlib.contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[float], None]]:
    """Show a bar while a person is watching."""
    if quiet or not sys.stderr.isatty():
        yield lambda _share: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading the video", total=1.0)
        yield lambda share: bar.update(task, completed=share)
