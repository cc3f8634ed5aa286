"""How long a database of many people takes to list, search, show one's history and delete one.

Usage::

    python benchmarks/history.py [--people 10000] [--examinations 20]

Rows are written as the book writes them, one document for all, so that ten thousand people take a minute and not an
hour; what is timed reads through the very functions that the command line and the app use.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert

from thomas_test.history import Book, course_of, open_database
from thomas_test.history.database import database_url
from thomas_test.history.tables import ExaminationRow, LegRow, PersonRow, VersionRow

REPEATS = 15
DELETIONS = 5
FIRST_DAY = dt.date(2024, 1, 1)


def fill(book: Book, people: int, examinations: int) -> None:
    """Write so many people with so many examinations each."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with book.engine.begin() as connection:
        connection.execute(
            insert(PersonRow), [{"id": p, "code": f"P-{p:05d}", "added_at": now} for p in range(1, people + 1)]
        )
        for person in range(1, people + 1):
            idents = [f"{person:016x}{number:016x}" for number in range(examinations)]
            days = [FIRST_DAY + dt.timedelta(weeks=number) for number in range(examinations)]
            versions = [person * examinations + number for number in range(examinations)]
            connection.execute(
                insert(ExaminationRow),
                [{"id": i, "person_id": person, "day": d, "latest": 1} for i, d in zip(idents, days, strict=True)],
            )
            connection.execute(
                insert(VersionRow),
                [
                    {"id": v, "examination_id": i, "number": 1, "written_at": now, "written_by": "", "why": "",
                     "program": "", "document": "{}" * 2000}
                    for v, i in zip(versions, idents, strict=True)
                ],
            )  # fmt: skip
            connection.execute(insert(LegRow), [leg(v, side) for v in versions for side in ("left", "right")])


def leg(version: int, side: str) -> dict[str, object]:
    """A leg's row."""
    angle = version % 30 - 10.0
    texts = dict.fromkeys(("reaches_parallel", "reaches_10_below", "knee_near_90", "pelvis", "foot"), "met")
    thigh = {"thigh_angle_deg": angle, "thigh_low_deg": angle - 3.0, "thigh_high_deg": angle + 3.0}
    return {"version_id": version, "side": side, **thigh, **texts}


def milliseconds(action: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """Median and largest time of an action."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        action()
        times.append(1000.0 * (time.perf_counter() - started))
    return statistics.median(times), max(times)


def main() -> None:
    """Fill a database and print what reading takes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--examinations", type=int, default=20)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book = Book(open_database(database_url(str(Path(folder) / "history.sqlite"))))
        fill(book, chosen.people, chosen.examinations)
        middle = f"P-{chosen.people // 2:05d}"
        for name, action in (
            ("list", lambda: book.people()),
            ("search", lambda: book.people(middle[-3:])),
            ("examinations", lambda: book.examinations(middle)),
            ("history", lambda: course_of(book, middle)),
        ):
            median, most = milliseconds(action)
            print(f"{name:<14}{median:8.1f} ms in the median, {most:8.1f} ms at most")
        codes = (f"P-{number:05d}" for number in range(1, chosen.people))
        worked = time.process_time()
        median, most = milliseconds(lambda: book.delete_person(next(codes)), DELETIONS)
        worked = 1000.0 * (time.process_time() - worked) / DELETIONS
        size_mb = (Path(folder) / "history.sqlite").stat().st_size / 1e6
        print(
            f"{'delete':<14}{median:8.1f} ms in the median, {most:8.1f} ms at most, "
            f"{worked:.1f} ms of processor time; the file has {size_mb:.0f} MB"
        )


if __name__ == "__main__":
    main()
