"""From files to cases: read each, and let what is wrong with one be words and not an end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from thomas_test.analysis import Analysis
from thomas_test.app.cases import Case
from thomas_test.app.desk import new_ident
from thomas_test.app.engine import Engine
from thomas_test.errors import ThomasTestError, UsageError
from thomas_test.images import read_photo
from thomas_test.results import analysis_from_json
from thomas_test.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A file as it came: its name, which proves nothing, and its bytes."""

    name: str
    data: bytes

    @property
    def is_record(self) -> bool:
        """Whether this claims to be a saved result."""
        return self.name.lower().endswith(".json")


def open_files(
    files: Iterable[Incoming], engine: Engine, settings: Settings, *, told: Callable[[int], None] | None = None
) -> list[Case]:
    """Make cases of files, in their order; `told` hears before each picture how many are done.

    A saved result (JSON) that comes together with its picture is opened over it and not read again.
    """
    files = list(files)
    records = [_opened_record(file, settings) for file in files if file.is_record]
    pictures = {file.name: file.data for file in files if not file.is_record}
    cases = [_joined(case, pictures) for case in records]
    taken = {case.name for case in cases if case.picture is not None}
    for file in files:
        if file.is_record or file.name in taken:
            continue
        if told is not None:
            told(len(cases))
        cases.append(open_picture(file, engine, settings))
    return cases


def open_picture(file: Incoming, engine: Engine, settings: Settings) -> Case:
    """Read one picture; a file that cannot be read becomes a case with an error."""
    try:
        analysis = engine.read(read_photo(file.data, name=file.name), settings)
    except ThomasTestError as error:
        return Case(ident=new_ident(), name=file.name, settings=settings, picture=None, analysis=None, error=str(error))
    return Case(ident=new_ident(), name=file.name, settings=settings, picture=file.data, analysis=analysis)


def read_again(case: Case, engine: Engine, settings: Settings) -> Case:
    """Read a case's picture anew with other choices; what a person changed goes to undo."""
    if case.picture is None:
        return replace(case, settings=settings)
    analysis = engine.read(read_photo(case.picture, name=case.name), settings)
    return replace(case.changed(analysis, line_px=None), settings=settings)


def _opened_record(file: Incoming, settings: Settings) -> Case:
    try:
        analysis = _record(file)
    except UsageError as error:
        return Case(ident=new_ident(), name=file.name, settings=settings, picture=None, analysis=None, error=str(error))
    return Case(
        ident=new_ident(),
        name=analysis.name,
        settings=replace(settings, preset=analysis.preset),
        picture=None,
        analysis=analysis,
    )


def _record(file: Incoming) -> Analysis:
    try:
        record = json.loads(file.data)
    except ValueError as error:
        raise UsageError(f"expected a saved result as JSON in {file.name}, got something else: {error}") from error
    return analysis_from_json(record)


def _joined(case: Case, pictures: dict[str, bytes]) -> Case:
    """Put the picture under a saved result, if its size says that it is the one."""
    data = pictures.get(case.name)
    if data is None or case.analysis is None:
        return case
    try:
        fits = read_photo(data, name=case.name).size_px == case.analysis.size_px
    except ThomasTestError:
        fits = False
    return replace(case, picture=data) if fits else case
