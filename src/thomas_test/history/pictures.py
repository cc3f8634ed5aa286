"""The pictures of kept examinations: files under random names beside the database, which go when their rows go."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from thomas_test.check.record import Examination, FrontTrial, Trial
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.history.database import forget_deleted, pictures_folder, told_in_words, write_private
from thomas_test.history.tables import PictureRow, VersionRow


@contextmanager
def gone_on_failure() -> Iterator[list[Path]]:
    """Files that go again where the database does not take what they belong to: nothing would ever remove them."""
    files: list[Path] = []
    try:
        yield files
    except BaseException:
        for file in files:
            with suppress(OSError):
                file.unlink()
        raise


def kept_pictures(engine: Engine, examination: Examination, files: list[Path]) -> list[PictureRow]:
    """The rows of an examination's pictures, each written; ``files`` hears of it before.

    Raises
    ------
    UsageError
        Where the database is no file.
    """
    folder = pictures_folder(engine)
    if folder is None:
        raise UsageError("expected a database that is a file to keep pictures beside it, got another: keep none")
    rows = []
    for side, leg in examination.legs.items():
        kinds: tuple[tuple[str, Sequence[Trial | FrontTrial]], ...] = (("side", leg.trials), ("front", leg.fronts))
        for kind, trials in kinds:
            for number, trial in enumerate(trials):
                if trial.picture is not None:
                    file = f"{secrets.token_hex(16)}.jpg"
                    files.append(folder / file)
                    write_private(folder / file, trial.picture)
                    rows.append(PictureRow(file=file, side=side.value, kind=kind, number=number))
    return rows


def with_pictures(engine: Engine, examination: Examination, rows: Sequence[PictureRow]) -> Examination:
    """The examination with those of its pictures whose files are there."""
    folder = pictures_folder(engine)
    for row in rows:
        path = None if folder is None else folder / row.file
        if path is None or not path.is_file():
            continue  # somebody removed the file by hand: the numbers are there all the same
        leg = examination.legs[Side(row.side)]
        kept: list[Any] = list(leg.trials if row.kind == "side" else leg.fronts)
        if row.number < len(kept):
            kept[row.number] = replace(kept[row.number], picture=path.read_bytes())
            leg = replace(leg, trials=tuple(kept)) if row.kind == "side" else replace(leg, fronts=tuple(kept))
            examination = examination.with_leg(Side(row.side), leg)
    return examination


def picture_files(session: Session, idents: Select[str]) -> list[str]:
    """The files that belong to all versions of some examinations."""
    versions = select(VersionRow.id).where(VersionRow.examination_id.in_(idents))
    return list(session.scalars(select(PictureRow.file).where(PictureRow.version_id.in_(versions))))


def remove_pictures(engine: Engine, files: Sequence[str]) -> None:
    """Remove the files of rows that are deleted, and what the database's own files still hold of the rows.

    Raises
    ------
    UsageError
        Where files may not be removed; the others are.
    """
    folder = pictures_folder(engine)
    left = [file for file in files if not _is_removed(folder / file)] if folder is not None else []
    with told_in_words():
        forget_deleted(engine)
    if left:
        raise UsageError(
            f"expected to remove the pictures as well, {len(left)} may not be removed: what the database held is "
            f"deleted, remove {', '.join(left)} in {str(folder)!r} by hand"
        )


def _is_removed(file: Path) -> bool:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True
