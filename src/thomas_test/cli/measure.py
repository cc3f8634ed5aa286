"""``thomas-test measure``: one photo, its numbers, its flags and an annotated picture."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thomas_test.cli import choices, given, speaking, streams
from thomas_test.cli.statuses import NOT_MEASURED
from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import ImageError, UsageError
from thomas_test.core.settings import Faces, Settings
from thomas_test.output.words import (
    INTERVAL_NOTE,
    KNEE_NORM_NOTE,
    degrees,
    flag_lines,
    interval,
    lens_words,
    level_words,
    low_back_hint,
    pattern_words,
    pelvis_line_words,
    sentence,
    statement_words,
    thigh_interval,
    thigh_size,
    warning_advice,
)

if TYPE_CHECKING:
    from thomas_test.images import Photo


def measured_rows(analysis: Analysis) -> list[tuple[str, str]]:
    """What was measured as pairs of a name and a value."""
    outcome, preset, stated = analysis.measured, analysis.preset, analysis.stated
    thigh, knee = outcome.measurement.thigh, outcome.measurement.knee
    rows = [
        ("Tested leg", f"{outcome.pose.tested_leg}, head to the {outcome.pose.head_towards}"),
        (
            "Thigh θ",
            f"{thigh_size(thigh.value_deg)} ({thigh_interval(thigh, beside=True)})",
        ),
        ("Knee κ", "not assessed" if knee is None else f"{degrees(knee.value_deg)} ({interval(knee)})"),
    ]
    for line in flag_lines(outcome.findings, preset):
        context = f"; {KNEE_NORM_NOTE}" if line.code == "knee_near_90" else ""
        rows.append((f"{line.sign} {line.answer}", f"{line.label}{context}"))
    rows.append(("Finding", pattern_words(outcome.findings, preset, stated)))
    if statement_words(stated):
        rows.append(("Stated", statement_words(stated)))
    if outcome.pelvis is not None:
        rows.append(("Pelvis", pelvis_line_words(outcome.pelvis)))
    rows.append(("Level", level_words(outcome.level)))
    if lens_words(analysis):
        rows.append(("Camera", lens_words(analysis)))
    rows.append(
        ("Points", {"model": "network", "model+outline": "network and outline"}.get(outcome.pose.source, "by hand"))
    )
    return rows


def closing_lines(analysis: Analysis) -> list[str]:
    """What stands below the numbers: warnings with what to do, and what the intervals cover."""
    if analysis.outcome is None:
        return []
    used, found = analysis.outcome.level, analysis.evidence.levels
    warnings = [f"Beware: {warning_advice(code, used, found)}" for code in analysis.outcome.warnings]
    preset = [] if analysis.preset.name == "guide" else [sentence(f"thresholds: {analysis.preset.source}")]
    ask = [] if analysis.stated.allow_pattern else [STATE_IT]
    hint = [low_back_hint(analysis.evidence)] if low_back_hint(analysis.evidence) else []
    return [*warnings, *hint, *ask, *preset, INTERVAL_NOTE]


STATE_IT = "How the test was done is stated with --pelvis, --foot and --pain; no pattern is named without."


_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


class View(StrEnum):
    """From where the photo was taken."""

    SIDE = "side"
    FRONT = "front"
    TOP = "top"


@choices.with_choices()
def measure(
    photo: Annotated[
        Path,
        # not readable is a result with a reason, and no wrong usage
        typer.Argument(metavar="PHOTO", readable=False, help="A picture: JPEG, PNG, HEIC, WebP, TIFF or BMP."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines and nothing else.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Where the annotated picture goes; without it <name>-thomas.jpg, here, or the next free name.",
        ),
    ] = None,
    no_picture: Annotated[bool, typer.Option("--no-picture", help="Write no annotated picture.")] = False,
    view: Annotated[
        View, typer.Option("--view", help="front, top: a second photo from beyond the feet or from above.")
    ] = View.SIDE,
    side: Annotated[
        Path | None,
        typer.Option(
            "--side", metavar="FILE", help="For a second photo: what 'measure --json' printed for the side view."
        ),
    ] = None,
    *,
    chosen: choices.Choices,
) -> None:
    """Measure one photo: thigh against the horizontal, knee flexion, the three flags, an annotated picture.

    Exit status: 0 measured; 3 the picture was refused or cannot be read; 2 wrong usage; 1 our own failure.
    With --json a picture is written only where --out says so.

    For example:

      thomas-test measure photo.jpg

      thomas-test measure photo.jpg --leg left --level 1.5 --out annotated.png

      thomas-test measure photo.jpg --pelvis felt --foot free --pain none

      thomas-test measure photo.jpg --points points.json --json
    """
    settings = chosen.settings()
    target = _target(photo, out, wanted=not (no_picture or as_json))
    picture = _read(photo, as_json=as_json)
    if chosen.level_line is not None:
        # now that the picture's size is known the line is looked at again
        width, height = picture.size_px
        whole_px = width * picture.shrunk, height * picture.shrunk
        settings = choices.levelled_by(settings, chosen.level_line, size_px=whole_px)
    if view is not View.SIDE:
        from thomas_test.cli.second_photo import measure_second_photo

        measure_second_photo(
            picture,
            settings,
            chosen,
            target,
            asked_for=out is not None,
            view=view,
            as_json=as_json,
            side=side,
        )
        return
    if side is not None:
        raise UsageError("expected --side with --view front or top, got it with the side view itself")
    analysis = _analysed(photo, picture, settings, chosen)
    if as_json:
        from thomas_test.output.records import analysis_to_json

        streams.say_json(analysis_to_json(analysis))
    else:
        _print(analysis)
    _write(picture, analysis, target, chosen.faces, asked_for=out is not None)
    if analysis.outcome is None:
        raise typer.Exit(NOT_MEASURED)


def _target(photo: Path, out: Path | None, *, wanted: bool) -> Path | None:
    """Say where the annotated picture goes, before anything is measured in vain."""
    if out is None:
        return given.free_name(photo.stem, "-thomas", ".jpg") if wanted else None
    if out.suffix.lower() not in _ENDINGS:
        raise UsageError(f"expected --out to end in {', '.join(_ENDINGS)}, got {str(out)!r}")
    if not _is_folder(out.parent):
        raise UsageError(f"expected --out in a folder that exists and may be used, got {str(out)!r}")
    given.check_apart(out, photo, what="the photo")
    return out


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # in a folder that may not be looked into: whoever opens it gets the reason
        return False


def _read(photo: Path, *, as_json: bool) -> Photo:
    from thomas_test.images import read_photo

    if _is_folder(photo):
        raise UsageError(f"expected one photo, got the folder {str(photo)!r}: use 'thomas-test score' for folders")
    try:
        return read_photo(photo)
    except ImageError as error:
        raise given.tell_unreadable(photo.name, error, as_json=as_json) from error


def _analysed(path: Path, photo: Photo, settings: Settings, chosen: choices.Choices) -> Analysis:
    from thomas_test.batch.picture import measure_placed
    from thomas_test.cli.beside import points_of_photo
    from thomas_test.output.points_file import read_points

    if chosen.points is not None:
        placed = read_points(chosen.points, leg=settings.leg, head_towards=settings.head_towards)
        return measure_placed(photo, points_of_photo(path, placed, chosen.points), settings=settings)
    with choices.found_reader(settings, chosen.model) as reader:
        return reader.read(photo)


def _write(photo: Photo, analysis: Analysis, target: Path | None, faces: Faces, *, asked_for: bool) -> None:
    # a refusal has nothing to show that its words do not say: a picture of it is written on request only
    if target is None or (analysis.outcome is None and not asked_for):
        return
    from thomas_test.cli.annotated import write_annotated
    from thomas_test.output.faces import heads_of
    from thomas_test.overlay import draw_overlay

    write_annotated(
        photo,
        heads_of(analysis),
        target,
        faces=faces,
        asked_for=asked_for,
        draw=lambda rgb: draw_overlay(rgb, analysis),
    )


def _print(analysis: Analysis) -> None:
    if analysis.outcome is None:
        words = analysis.refusal.words if analysis.refusal else ""
        streams.say(f"{speaking.shown(analysis.name)}: not measured. {words}")
    else:
        speaking.print_table(("", ""), measured_rows(analysis), title=analysis.name)
        for line in closing_lines(analysis):
            streams.say(line)
