"""``thomas-test measure --view front`` and ``top``: the second photo, from beyond the feet or from above."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from thomas_test.cli import choices, speaking, streams
from thomas_test.cli.statuses import NOT_MEASURED
from thomas_test.core.errors import UsageError
from thomas_test.core.settings import Effort, Settings

if TYPE_CHECKING:
    from thomas_test.core.angles import Angle
    from thomas_test.core.landmarks import Side
    from thomas_test.core.quality import Refusal
    from thomas_test.images import Photo
    from thomas_test.second_view import FrontAnalysis, OtherViews
    from thomas_test.second_view.points_file import SideView


def measure_second_photo(
    photo: Photo,
    settings: Settings,
    chosen: choices.Choices,
    target: Path | None,
    *,
    asked_for: bool,
    view: str,
    as_json: bool,
    side: Path | None,
) -> None:
    """Measure rotation and abduction in a second photo and print them.

    Raises
    ------
    UsageError
        For a photo from above without points, files that hold something else, or a side view of the other leg.
    """
    from thomas_test.cli.annotated import write_annotated
    from thomas_test.second_view import draw_front, front_to_json
    from thomas_test.second_view.points_file import read_side_view

    side_view = None if side is None else read_side_view(side)
    analysis = (
        _found(photo, settings, chosen.model, view, side_view)
        if chosen.points is None
        else _placed(photo, settings, chosen.points, view, side_view)
    )
    if as_json:
        streams.say_json(front_to_json(analysis))
    else:
        _print(analysis)
    if target is not None:
        write_annotated(
            photo,
            analysis.heads_px,
            target,
            faces=chosen.faces,
            asked_for=asked_for,
            draw=lambda rgb: draw_front(rgb, analysis),
        )
    if not _is_measured(analysis):
        raise typer.Exit(NOT_MEASURED)


def _found(photo: Photo, settings: Settings, model: str | None, view: str, side_view: SideView | None) -> FrontAnalysis:
    from thomas_test.second_view import analyse_front

    if view == "top":
        raise UsageError("expected --points with --view top: no network reads a photo from above; or use the app")
    # both photos show the same leg, so the side view names it where nobody else does
    leg = settings.leg or (side_view.tested_leg if side_view is not None else None)
    other_views = _known(side_view, leg)
    # one network alone is too poor in this view
    with choices.found_reader(replace(settings, effort=Effort.THOROUGH), model) as reader:
        return analyse_front(photo, reader.estimators, leg=leg, marked=settings.level, other_views=other_views)


def _placed(photo: Photo, settings: Settings, points: Path, view: str, side_view: SideView | None) -> FrontAnalysis:
    from thomas_test.reading.level.choice import choose_level
    from thomas_test.second_view import SecondView, measure_front_points
    from thomas_test.second_view.points_file import read_front_points

    pose, marked = read_front_points(
        points, size_px=photo.size_px, view=SecondView(view), leg=settings.leg, shrunk=photo.shrunk
    )
    level = choose_level(marked=settings.level or marked, gravity=photo.gravity).used
    return measure_front_points(name=photo.name, pose=pose, level=level, other_views=_known(side_view, pose.tested_leg))


def _known(side_view: SideView | None, leg: Side | None) -> OtherViews:
    from thomas_test.second_view import NO_OTHER_VIEWS

    return NO_OTHER_VIEWS if side_view is None or leg is None else side_view.of_leg(leg)


def _is_measured(analysis: FrontAnalysis) -> bool:
    measured = analysis.measurement
    return measured is not None and (measured.rotation is not None or measured.abduction is not None)


def _print(analysis: FrontAnalysis) -> None:
    from thomas_test.output.words import SECOND_PHOTO_NOTE, level_words

    measured, pose = analysis.measurement, analysis.pose
    if measured is None or pose is None:
        words = analysis.refusal.words if analysis.refusal else ""
        streams.say(f"{speaking.shown(analysis.name)}: not measured. {words}")
    else:
        rows = [
            ("Leg", pose.tested_leg.value),
            ("Rotation", _said(measured.rotation, measured.rotation_refusal, "turned out", "turned in")),
            ("Abduction", _said(measured.abduction, measured.abduction_refusal, "aside", "across the midline")),
            ("Level", level_words(analysis.level)),
        ]
        speaking.print_table(("", ""), rows, title=analysis.name)
        for code in analysis.warnings:
            streams.say(f"Beware: {code.advice}")
        streams.say(SECOND_PHOTO_NOTE)


def _said(angle: Angle | None, refusal: Refusal | None, positive: str, negative: str) -> str:
    from thomas_test.second_view.drawing import turn_words

    if angle is None:
        return refusal.words if refusal else ""
    return turn_words(angle, positive, negative)
