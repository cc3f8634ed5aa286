"""Journals for tests: files and results that never were."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from support.analyses import make_analysis
from thomas_test.batch.journal import Finished, Method, Pending
from thomas_test.batch.results import LocalResults
from thomas_test.batch.sources import Entry
from thomas_test.output.folder_page import OpenText
from thomas_test.output.records import analysis_to_json
from thomas_test.output.rows import row_of

METHOD = Method(version="1", models="[]", settings="{}")


def entry(name: str, *, is_picture: bool = True, stamp: str = "1") -> Entry:
    """A file as a walk finds it."""
    return Entry(key=name.replace("/", "\0").encode(), name=name, is_picture=is_picture, stamp=stamp)


def finished(name: str, *, annotated: bytes = b"", thumbnail: bytes = b"") -> Finished:
    """A measured picture."""
    analysis = make_analysis(name=name)
    return Finished(
        row=row_of(analysis),
        record=analysis_to_json(analysis),
        annotated_bytes=len(annotated),
        thumbnail_bytes=len(thumbnail),
    )


def pending(name: str) -> Pending:
    """A picture that is to be read."""
    found = entry(name)
    return Pending(key=found.key, name=name, stamp=found.stamp, place=f"annotated/{name}")


def open_below(folder: Path) -> OpenText:
    """Open what is written below a folder."""

    def open_text(place: str) -> TextIO:
        (folder / place).parent.mkdir(exist_ok=True)
        return (folder / place).open("w", encoding="utf-8", newline="\n")

    return open_text


def put_down(results: LocalResults, name: str, *, annotated: bytes = b"", thumbnail: bytes = b"") -> None:
    """List a picture alone, and put its result down."""
    results.journal.list_files([entry(name)])
    results.journal.add(pending(name), METHOD, finished(name, annotated=annotated, thumbnail=thumbnail))
