"""The options that commands share, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields, replace
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from thomas_test.cli import speaking
from thomas_test.core import angles
from thomas_test.core.criteria import GUIDE, PRESETS, Preset
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Direction, Side
from thomas_test.core.settings import Effort, Faces, Settings
from thomas_test.core.statements import Foot, Pain, Pelvis, Statements

if TYPE_CHECKING:
    from thomas_test.reader import Reader

_OVERRULE = "What the picture tells, overruled"
_THRESHOLDS = "Thresholds"
_STATED = "How the test was done; a pattern needs all three"
_READING = "How pictures are read"
_WRITING = "What is written"

KneeTolerance = Annotated[
    float | None,
    typer.Option(
        "--knee-tolerance",
        metavar="DEG",
        help="How far under the preset's knee angle the knee may stay; the guide's is 10.",
        rich_help_panel=_THRESHOLDS,
    ),
]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """How pictures are read and what is known of them: an option for each field, in the order of the help."""

    leg: Annotated[
        Side | None,
        typer.Option("--leg", help="The tested leg, the person's own side.", rich_help_panel=_OVERRULE),
    ] = None
    head: Annotated[
        Direction | None,
        typer.Option("--head", help="Where in the picture the head lies.", rich_help_panel=_OVERRULE),
    ] = None
    level: Annotated[
        float | None,
        typer.Option(
            "--level",
            metavar="TILT_DEG",
            help="Tilt of level lines in the picture in degrees, + where they rise to the right.",
            rich_help_panel=_OVERRULE,
        ),
    ] = None
    level_line: Annotated[
        str | None,
        typer.Option(
            "--level-line",
            metavar="X1,Y1,X2,Y2",
            help="Two points, in pixels, of a line that is level in the world.",
            rich_help_panel=_OVERRULE,
        ),
    ] = None
    points: Annotated[
        Path | None,
        typer.Option(
            "--points",
            metavar="FILE",
            help="Points placed by hand or by another tool, JSON in pixels; needs no pose model.",
            rich_help_panel=_OVERRULE,
        ),
    ] = None
    preset: Annotated[
        str,
        typer.Option("--preset", metavar="NAME", help=f"One of {', '.join(PRESETS)}.", rich_help_panel=_THRESHOLDS),
    ] = GUIDE.name
    knee_tolerance: KneeTolerance = None
    pelvis: Annotated[
        Pelvis,
        typer.Option("--pelvis", help="Whether the low back lay flat, and how that is known.", rich_help_panel=_STATED),
    ] = Pelvis.NOT_CHECKED
    foot: Annotated[
        Foot,
        typer.Option("--foot", help="Whether the foot of the hanging leg hung free.", rich_help_panel=_STATED),
    ] = Foot.NOT_CHECKED
    pain: Annotated[
        Pain,
        typer.Option(
            "--pain", help="Whether anything hurt; a stretch in front of thigh or hip is none.", rich_help_panel=_STATED
        ),
    ] = Pain.NOT_ASKED
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="NAME|FILE",
            help="lite, full, heavy or the path of a .task file, used alone; THOMAS_TEST_MODEL says the same.",
            rich_help_panel=_READING,
        ),
    ] = None
    effort: Annotated[
        Effort,
        typer.Option("--effort", help="How often a picture is read: time against accuracy.", rich_help_panel=_READING),
    ] = Effort.STANDARD
    faces: Annotated[
        Faces,
        typer.Option(
            "--faces",
            help="The measured person's face in annotated pictures: blurred, or kept as it is.",
            rich_help_panel=_WRITING,
        ),
    ] = Faces.BLUR

    def settings(self) -> Settings:
        """What was chosen as one checked record.

        Raises
        ------
        UsageError
            For a choice that cannot be followed.
        """
        if self.level is not None and self.level_line is not None:
            raise UsageError("expected --level or --level-line, got both: one horizontal is enough")
        marked = angles.HorizonSource.MARKED
        settings = Settings(
            preset=Preset.named(self.preset).with_knee_tolerance(self.knee_tolerance),
            leg=self.leg,
            head_towards=self.head,
            effort=self.effort,
            level=None if self.level is None else angles.Level.usual(source=marked, tilt_deg=self.level),
            stated=Statements(pelvis=self.pelvis, foot=self.foot, pain=self.pain),
        )
        return settings if self.level_line is None else levelled_by(settings, self.level_line)


def with_choices(*, without: Collection[str] = ()) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """What gives a command the options of `Choices` in place of its last argument, ``chosen``.

    Parameters
    ----------
    without
        The fields that the command offers no option for.
    """
    kinds = get_type_hints(Choices, include_extras=True)
    offered = [
        Parameter(each.name, Parameter.KEYWORD_ONLY, default=each.default, annotation=kinds[each.name])
        for each in fields(Choices)
        if each.name not in without
    ]

    def of_command(command: Callable[..., None]) -> Callable[..., None]:
        own = [each for each in signature(command, eval_str=True).parameters.values() if each.name != "chosen"]

        @wraps(command)
        def called(**given: Any) -> None:
            chosen = Choices(**{each.name: given.pop(each.name) for each in offered})
            command(**given, chosen=chosen)

        # what typer makes the command's options of
        called.__signature__ = Signature([*own, *offered])  # type: ignore[attr-defined]
        called.__annotations__ = {each.name: each.annotation for each in (*own, *offered)}
        return called

    return of_command


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
    from thomas_test.reading.level.marked import level_from_line

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
