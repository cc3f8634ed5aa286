"""A picture in a session: what was read from it, what a person changed, and the way back. Pure records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from thomas_test.analysis import Analysis
from thomas_test.landmarks import Joint
from thomas_test.settings import Settings
from thomas_test.thomas_pose import PointsSource

Point = tuple[float, float]
Line = tuple[Point, Point]


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """One state of a case, to which undo leads back.

    Attributes
    ----------
    analysis
        What was shown.
    line_px
        The level line as the person left it, its two ends; None where nobody drew one.
    draft
        Points that were being placed, as in `Case`.
    """

    analysis: Analysis
    line_px: Line | None
    draft: Mapping[Joint, Point] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """One picture that a person opened.

    Attributes
    ----------
    ident
        Names the case within its session.
    name
        The file's name; strangers made it, so views escape it.
    settings
        The choices it was read with.
    picture
        The file's own bytes; None where only a saved result was opened.
    analysis
        What is shown; None when the file could not be read.
    error
        Why it could not be read, in words.
    line_px
        The level line as the person left it.
    draft
        Points that a person has placed so far on a picture that was refused; None while nobody is placing any.
    past
        Earlier states, the newest last.
    revision
        Grows with every change: what was drawn for another revision is stale.
    echo
        Number of the editor's latest report that was taken in.
    """

    ident: str
    name: str
    settings: Settings
    picture: bytes | None
    analysis: Analysis | None
    error: str = ""
    line_px: Line | None = None
    draft: Mapping[Joint, Point] | None = None
    past: tuple[Step, ...] = ()
    revision: int = 0
    echo: int = 0

    def __post_init__(self) -> None:
        """Check that the file was read or not read: never both, never neither."""
        if (self.analysis is None) == (self.error == ""):
            raise ValueError("expected an analysis or an error, got both or neither")

    @property
    def read(self) -> Analysis:
        """The analysis of a file that could be read.

        Raises
        ------
        ValueError
            When it could not; the message carries the reason.
        """
        if self.analysis is None:
            raise ValueError(f"{self.name}: {self.error}")
        return self.analysis

    @property
    def is_corrected(self) -> bool:
        """Whether there is an automatic result, a measurement or a refusal, to which `Reset` leads back."""
        analysis = self.analysis
        return analysis is not None and (analysis.automatic is not None or analysis.automatic_refusal is not None)

    @property
    def is_touched(self) -> bool:
        """Whether there is a person's work in it, which no new reading may overwrite."""
        by_hand = (
            self.analysis is not None
            and self.analysis.outcome is not None
            and self.analysis.outcome.pose.source is PointsSource.HAND
        )
        return self.is_corrected or by_hand or bool(self.draft) or self.line_px is not None

    def changed(self, analysis: Analysis, *, line_px: Line | None) -> Case:
        """Give the case with a new analysis, the present one kept for undo."""
        step = Step(analysis=self.read, line_px=self.line_px, draft=self.draft)
        return replace(
            self,
            analysis=analysis,
            line_px=line_px,
            draft=None,
            past=(*self.past, step),
            revision=self.revision + 1,
            error="",
        )

    def undone(self) -> Case:
        """Give the case before its latest change, or itself when there is none."""
        if not self.past:
            return self
        *past, step = self.past
        return replace(
            self,
            analysis=step.analysis,
            line_px=step.line_px,
            draft=step.draft,
            past=tuple(past),
            revision=self.revision + 1,
        )
