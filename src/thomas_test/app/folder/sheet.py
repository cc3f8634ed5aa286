"""The rows of a run at hand: filtered, sorted, walked through, and each opened in the editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from thomas_test.app.desk import Case, Desk, new_ident
from thomas_test.app.editor.edits import start_placing
from thomas_test.app.engine import Engine
from thomas_test.app.folder.run import FolderRun, screen_picture
from thomas_test.batch import ScoredAtHand
from thomas_test.core.analysis import Analysis, Status
from thomas_test.core.criteria import Verdict
from thomas_test.core.errors import ThomasTestError, UsageError
from thomas_test.images import read_photo
from thomas_test.output.row_words import FLAG_COLUMNS, hand_mark
from thomas_test.output.rows import UNREAD_REASON, ResultRow

EDITABLE = frozenset({Status.MEASURED, Status.REFUSED})
"""What can be opened in the editor: there is a picture that was read."""

_VERDICT_ORDER = (Verdict.NOT_MET, Verdict.BORDERLINE, Verdict.MET, Verdict.NOT_ASSESSED)
_STATUS_ORDER = tuple(Status)

_SORT_KEYS: Mapping[str, Callable[[ResultRow], object]] = {
    "file": lambda row: row.file.casefold(),
    "leg": lambda row: row.tested_leg or None,
    "thigh": lambda row: row.thigh_angle_deg,
    "knee": lambda row: row.knee_flexion_deg,
    "status": lambda row: (_STATUS_ORDER.index(row.status), hand_mark(row)),
    **{
        column: lambda row, column=column: (  # type: ignore[misc]
            _VERDICT_ORDER.index(Verdict(said)) if (said := getattr(row, column)) else None
        )
        for column in FLAG_COLUMNS
    },
}
"""What rows are sorted by; None, no value, comes last whichever way the others run."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which rows are shown; what is empty lets everything pass."""

    statuses: frozenset[Status] = frozenset()
    verdicts: Mapping[str, frozenset[Verdict]] = field(default_factory=dict)
    by_hand: bool = False

    def passes(self, row: ResultRow) -> bool:
        """Whether a row is shown."""
        return (
            (not self.statuses or row.status in self.statuses)
            and (not self.by_hand or bool(hand_mark(row)))
            and all(not wanted or getattr(row, column) in wanted for column, wanted in self.verdicts.items())
        )


class Sheet:
    """The rows of one run as one session looks at them.

    Parameters
    ----------
    run
        Through, with what it came to.

    Attributes
    ----------
    ident
        Names the run: inputs take it into their keys, so that every run begins with filters of its own.
    rows
        All rows, in the order of the folder.
    filters
        Which rows are shown.
    sorted_by, down
        The column that rows are sorted by, and whether downwards; an empty one for the order of the folder.
    editing
        Whether the chosen row is open in the editor.
    desk
        The rows that were opened.
    trouble
        What could not be done, in words.
    heard
        Number of the table's latest report that was taken in.
    """

    is_open = True

    def __init__(self, run: FolderRun) -> None:
        if run.scored is None:
            raise ValueError("expected a run that came to its rows")
        self.run = run
        self.scored: ScoredAtHand = run.scored
        self.ident = new_ident()
        self.filters = Filters()
        self.desk = Desk()
        self.editing = False
        self.trouble = ""
        self.heard = 0
        self.sorted_by, self.down = "", False
        self._idents: dict[str, str] = {}
        self._taken: dict[str, Analysis] = {}
        self._stale: set[str] = set()
        self.rows = self.scored.rows
        self._chosen = self.rows[0].file if self.rows else ""

    @property
    def has_work(self) -> bool:
        """Whether a person corrected anything here."""
        return self.desk.has_work

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many rows have which status."""
        return {status: sum(row.status is status for row in self.rows) for status in Status}

    @property
    def unread(self) -> int:
        """How many pictures were not read because the run was cancelled."""
        return sum(row.reason == UNREAD_REASON for row in self.rows)

    def shown(self) -> list[ResultRow]:
        """The rows that pass the filters, in their order."""
        rows = [row for row in self.rows if self.filters.passes(row) or self._is_edited(row)]
        if not self.sorted_by:
            return rows
        key = _SORT_KEYS[self.sorted_by]
        full = [row for row in rows if key(row) is not None]
        full.sort(key=key, reverse=self.down)  # type: ignore[arg-type]
        return [*full, *(row for row in rows if key(row) is None)]

    def _is_edited(self, row: ResultRow) -> bool:
        """A row under somebody's hand does not vanish because it passes a filter no more."""
        return self.editing and row.file == self._chosen

    def sort_by(self, column: str) -> None:
        """Sort by a column; by the same one again the other way round, and then as the folder is.

        Raises
        ------
        UsageError
            When there is no such column.
        """
        if column not in _SORT_KEYS:
            raise UsageError(f"expected a column out of {', '.join(_SORT_KEYS)}, got {column!r}")
        if column != self.sorted_by:
            self.sorted_by, self.down = column, False
        elif self.down:
            self.sorted_by, self.down = "", False
        else:
            self.down = True

    def chosen(self) -> ResultRow | None:
        """The row that is looked at: where the filters hide it, the first that is shown."""
        shown = self.shown()
        return next((row for row in shown if row.file == self._chosen), shown[0] if shown else None)

    def choose(self, file: str) -> None:
        """Look at a row.

        Raises
        ------
        UsageError
            When there is none of that name.
        """
        if not any(row.file == file for row in self.rows):
            raise UsageError(f"expected a row of this table, got {file!r}")
        self._chosen = file

    def neighbour(self, by: int) -> ResultRow | None:
        """The row so many further down among those shown; None where there is none. Edited are those that can be."""
        rows, chosen = self.shown(), self.chosen()
        if self.editing:
            rows = [row for row in rows if row.status in EDITABLE or row is chosen]
        if chosen is None:
            return None
        place = next(number for number, row in enumerate(rows) if row.file == chosen.file) + by
        return rows[place] if 0 <= place < len(rows) else None

    def case(self) -> Case | None:
        """The chosen row as a case of the editor; None where it is not open there."""
        row = self.chosen()
        return None if row is None else self.desk.cases.get(self._idents.get(row.file, ""))

    def open_chosen(self) -> Case | None:
        """Open the chosen row in the editor, where a refused picture gets its points at once.

        None where that cannot be done, which is said as trouble.
        """
        row = self.chosen()
        if row is None or row.status not in EDITABLE:
            return None
        try:
            case = self.case() or self._opened(row.file)
        except ThomasTestError as error:
            self.trouble = str(error)
            return None
        if case.read.outcome is None and case.draft is None:
            case = start_placing(case)
        self.desk.put(case)
        self.desk.shown = case.ident
        self._chosen, self.editing = row.file, True
        self._close_others(row.file)
        return case

    def _close_others(self, file: str) -> None:
        """Let rows go that were only looked at: their pictures are at hand again in no time."""
        self.take_corrections()
        for other, ident in list(self._idents.items()):
            if other != file and not self.desk.cases[ident].is_touched:
                self.desk.close(ident)
                del self._idents[other], self._taken[other]
        self.desk.shown = self._idents[file]

    def _opened(self, file: str) -> Case:
        analysis, picture = self.scored.analysis(file), self.scored.picture(file)
        size_px = read_photo(picture, name=file).size_px
        if size_px != analysis.size_px:
            raise UsageError(f"expected {file!r} as it was measured, got another picture: measure the folder again")
        case = Case(
            name=file,
            settings=replace(self.run.settings, preset=analysis.preset, stated=analysis.stated),
            picture=picture,
            analysis=analysis,
        )
        self._idents[file], self._taken[file] = case.ident, analysis
        return case

    def take_corrections(self) -> None:
        """Bring what a person changed in the editor into rows, exports and pictures."""
        for file, ident in self._idents.items():
            case = self.desk.cases[ident]
            analysis = case.read
            if analysis is self._taken[file]:
                continue
            self._taken[file] = analysis
            self.scored.put(file, analysis)
            self._stale.add(file)
            self.rows = self.scored.rows

    def gone_on_with(self, engine: Engine) -> FolderRun:
        """A run that reads what a cancelled one left; what was read stays, with what a person corrected in it."""
        self.take_corrections()
        done = {file: replace(one, analysis=self.scored.analysis(file)) for file, one in self.run.done.items()}
        run = self.run
        return FolderRun(run.source, engine, run.settings, recursive=run.recursive, faces=run.faces, done=done)

    def picture(self, file: str) -> bytes | None:
        """A row's picture for the screen as it now is; None where it has none."""
        if file in self._stale:
            self._stale.remove(file)
            with suppress(ThomasTestError):  # moved or removed meanwhile: the picture of before stays
                rgb = read_photo(self.scored.picture(file), name=file).rgb
                self.run.pictures[file] = screen_picture(rgb, self.scored.analysis(file))
        return self.run.pictures.get(file)
