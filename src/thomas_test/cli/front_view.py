"""``thomas-test measure --view front``: the second photo, from beyond the feet or from above."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from thomas_test.cli import speaking
from thomas_test.errors import UsageError
from thomas_test.settings import Settings

if TYPE_CHECKING:
    from thomas_test.front import FrontAnalysis
    from thomas_test.front.refusals import FrontRefusal
    from thomas_test.images import Photo
    from thomas_test.measurement import Angle

NOT_MEASURED = 3


def measure_front_view(
    photo: Photo, settings: Settings, model: str | None, target: Path | None, *, as_json: bool, points: Path | None
) -> None:
    """Measure rotation and abduction in a second photo and print them.

    Raises
    ------
    UsageError
        For points by hand, which only the side view takes from a file.
    """
    from thomas_test.estimators.opening import find_models, open_model_files
    from thomas_test.front import analyse_front, draw_front, front_to_json
    from thomas_test.images import write_picture

    if points is not None:
        raise UsageError("expected --points with the side view only; place the points of a second photo in the app")
    with speaking.fetch_progress() as progress:
        models = find_models(model, settings.effort, notice=speaking.note, progress=progress)
    with open_model_files(models) as estimators:
        analysis = analyse_front(photo, estimators, leg=settings.leg, level_tilt_deg=settings.level_tilt_deg)
    if target is not None:
        write_picture(draw_front(photo.rgb, analysis), target)
    if as_json:
        typer.echo(json.dumps(front_to_json(analysis), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        _print(analysis, target)
    if not _is_measured(analysis):
        raise typer.Exit(NOT_MEASURED)


def _is_measured(analysis: FrontAnalysis) -> bool:
    measured = analysis.measurement
    return measured is not None and (measured.rotation is not None or measured.abduction is not None)


def _print(analysis: FrontAnalysis, target: Path | None) -> None:
    from thomas_test.wording import INTERVAL_NOTE, level_words

    measured, pose = analysis.measurement, analysis.pose
    if measured is None or pose is None:
        words = analysis.refusal.words if analysis.refusal else ""
        typer.echo(f"{speaking.shown(analysis.name)}: not measured. {words}")
    else:
        rows = [
            ("Leg", pose.tested_leg.value),
            ("Rotation", _said(measured.rotation, measured.rotation_refusal, "turned out", "turned in")),
            ("Abduction", _said(measured.abduction, measured.abduction_refusal, "aside", "across the midline")),
            ("Level", level_words(analysis.level)),
        ]
        speaking.print_table(("", ""), rows, title=analysis.name)
        typer.echo(INTERVAL_NOTE)
    if target is not None:
        typer.echo(f"Annotated picture: {speaking.shown(str(target))}")


def _said(angle: Angle | None, refusal: FrontRefusal | None, positive: str, negative: str) -> str:
    from thomas_test.front.drawing import turn_words

    if angle is None:
        return refusal.words if refusal else ""
    return turn_words(angle, positive, negative)
