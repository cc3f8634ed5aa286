"""The options that commands share, and what they come to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thomas_test.cli import speaking
from thomas_test.core import angles
from thomas_test.core.criteria import GUIDE, PRESETS, Preset
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Direction, Side
from thomas_test.core.settings import Effort, Faces, Settings
from thomas_test.core.statements import NOTHING_STATED, Foot, Pain, Pelvis, Statements

if TYPE_CHECKING:
    from thomas_test.reader import Reader

_OVERRULE = "What the picture tells, overruled"
_THRESHOLDS = "Thresholds"
_STATED = "How the test was done; a pattern needs all three"
_READING = "How pictures are read"
_WRITING = "What is written"

Leg = Annotated[
    Side | None,
    typer.Option("--leg", help="The tested leg, the person's own side.", rich_help_panel=_OVERRULE),
]
Head = Annotated[
    Direction | None,
    typer.Option("--head", help="Where in the picture the head lies.", rich_help_panel=_OVERRULE),
]
Level = Annotated[
    float | None,
    typer.Option(
        "--level",
        metavar="TILT_DEG",
        help="Tilt of level lines in the picture in degrees, + where they rise to the right.",
        rich_help_panel=_OVERRULE,
    ),
]
LevelLine = Annotated[
    str | None,
    typer.Option(
        "--level-line",
        metavar="X1,Y1,X2,Y2",
        help="Two points, in pixels, of a line that is level in the world.",
        rich_help_panel=_OVERRULE,
    ),
]
Points = Annotated[
    Path | None,
    typer.Option(
        "--points",
        metavar="FILE",
        help="Points placed by hand or by another tool, JSON in pixels; needs no pose model.",
        rich_help_panel=_OVERRULE,
    ),
]
PresetName = Annotated[
    str,
    typer.Option("--preset", metavar="NAME", help=f"One of {', '.join(PRESETS)}.", rich_help_panel=_THRESHOLDS),
]
KneeTolerance = Annotated[
    float | None,
    typer.Option(
        "--knee-tolerance",
        metavar="DEG",
        help="How far under the preset's knee angle the knee may stay; the guide's is 10.",
        rich_help_panel=_THRESHOLDS,
    ),
]
PelvisStated = Annotated[
    Pelvis,
    typer.Option("--pelvis", help="Whether the low back lay flat, and how that is known.", rich_help_panel=_STATED),
]
FootStated = Annotated[
    Foot,
    typer.Option("--foot", help="Whether the foot of the hanging leg hung free.", rich_help_panel=_STATED),
]
PainStated = Annotated[
    Pain,
    typer.Option(
        "--pain", help="Whether anything hurt; a stretch in front of thigh or hip is none.", rich_help_panel=_STATED
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME|FILE",
        help="lite, full, heavy or the path of a .task file, used alone; THOMAS_TEST_MODEL says the same.",
        rich_help_panel=_READING,
    ),
]
EffortChoice = Annotated[
    Effort,
    typer.Option("--effort", help="How often a picture is read: time against accuracy.", rich_help_panel=_READING),
]
FacesChoice = Annotated[
    Faces,
    typer.Option(
        "--faces",
        help="The measured person's face in annotated pictures: blurred, or kept as it is.",
        rich_help_panel=_WRITING,
    ),
]

DEFAULT_PRESET = GUIDE.name


def settings_of(
    *,
    leg: Side | None,
    head: Direction | None,
    level: float | None,
    level_line: str | None,
    preset: str,
    knee_tolerance: float | None,
    effort: Effort,
    stated: Statements = NOTHING_STATED,
) -> Settings:
    """Bring what was typed into one checked record.

    Raises
    ------
    UsageError
        For a choice that cannot be followed.
    """
    if level is not None and level_line is not None:
        raise UsageError("expected --level or --level-line, got both: one horizontal is enough")
    settings = Settings(
        preset=Preset.named(preset).with_knee_tolerance(knee_tolerance),
        leg=leg,
        head_towards=head,
        effort=effort,
        level=None if level is None else angles.Level.usual(source=angles.HorizonSource.MARKED, tilt_deg=level),
        stated=stated,
    )
    return settings if level_line is None else levelled_by(settings, level_line)


def levelled_by(settings: Settings, level_line: str, *, size_px: tuple[int, int] | None = None) -> Settings:
    """The settings with the level that a line tells, and how sure it is.

    Parameters
    ----------
    level_line
        As typed: ``X1,Y1,X2,Y2``.
    size_px
        Width and height of the picture it lies in; None before any picture was read.

    Raises
    ------
    UsageError
        When it is no line, tells nothing, or lies outside the picture.
    """
    from thomas_test.reading.level import level_from_line

    start_px, end_px = _ends_of(level_line)
    return replace(settings, level=level_from_line(start_px, end_px, size_px=size_px))


def found_reader(settings: Settings, model: str | None) -> Reader:
    """The reader of these choices with its networks found, which may take a while and is told; not open yet."""
    from thomas_test.reader import Reader

    reader = Reader(settings, model=model, keeps_pictures=False)
    with speaking.fetch_progress() as progress:
        return reader.find(progress=progress, notice=speaking.note)


def _ends_of(text: str) -> tuple[list[float], list[float]]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 4:
        raise UsageError(f"expected --level-line as X1,Y1,X2,Y2 in pixels, got {text!r}")
    return numbers[:2], numbers[2:]
