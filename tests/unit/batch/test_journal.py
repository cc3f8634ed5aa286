import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from support.journals import METHOD, entry, finished, pending
from thomas_test.batch.journal import Journal
from thomas_test.core.errors import UsageError

NAMES = ["a.jpg", "deep/b.jpg", "deep.jpg", "z.jpg"]


def test_files_come_in_the_order_of_the_folder(tmp_path: Path) -> None:
    """A folder's files stay together, whatever order they were found in."""
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal.list_files(entry(name) for name in reversed(NAMES))
        assert [each.name for each in journal.pending()] == ["a.jpg", "deep/b.jpg", "deep.jpg", "z.jpg"]


def test_results_may_come_in_any_order_while_others_are_asked_for(tmp_path: Path) -> None:
    """What is pending is asked for bit by bit: a result put down meanwhile hides nothing and repeats nothing."""
    names = [f"{number:04}.jpg" for number in range(700)]
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal.list_files(map(entry, names))
        asked = []
        for each in journal.pending():
            asked.append(each.name)
            journal.add(pending(each.name), METHOD, finished(each.name))
        assert asked == names
        assert [told.finished.row.file for told in journal.results()] == names
        assert list(journal.pending()) == []


def test_a_picture_read_twice_has_its_first_result(tmp_path: Path) -> None:
    """Two workers that were given the same one make no second row."""
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal.list_files([entry("a.jpg")])
        journal.add(pending("a.jpg"), METHOD, finished("a.jpg", annotated=b"1"))
        journal.add(pending("a.jpg"), METHOD, finished("a.jpg", annotated=b"22"))
        assert [told.finished.annotated_bytes for told in journal.results()] == [1]


def test_a_result_comes_back_as_it_was_put_down(tmp_path: Path) -> None:
    """Unrounded, with all that stands beside it."""
    result = finished("a.jpg", annotated=b"large", thumbnail=b"s")
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal.list_files([entry("a.jpg")])
        journal.add(pending("a.jpg"), METHOD, result)
    with Journal(tmp_path / "journal.sqlite") as journal:
        (told,) = journal.results()
    assert told.finished.row == result.row
    assert told.finished.annotated_bytes == 5


def test_a_result_is_there_whatever_kills_the_process(tmp_path: Path) -> None:
    """It need not be closed, nor flushed."""
    program = (
        "import os, signal, sys; from pathlib import Path; from support.journals import *\n"
        "from thomas_test.batch.journal import Journal\n"
        f"journal = Journal(Path({str(tmp_path / 'journal.sqlite')!r}))\n"
        "journal.list_files([entry('a.jpg'), entry('b.jpg')])\n"
        "journal.add(pending('a.jpg'), METHOD, finished('a.jpg'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{Path(__file__).parents[2]}:{os.environ.get('PYTHONPATH', '')}"}
    ended = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    assert ended.returncode == -9
    with Journal(tmp_path / "journal.sqlite") as journal:
        assert journal.count_done() == 1
        assert [each.name for each in journal.pending()] == ["b.jpg"]


def test_another_file_is_no_journal(tmp_path: Path) -> None:
    """Told in words, with what to do."""
    (tmp_path / "journal.sqlite").write_text("a diary, and a long one at that " * 40)
    with pytest.raises(UsageError, match="expected the journal of a run of this version"):
        Journal(tmp_path / "journal.sqlite")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_what_was_chosen_reads_the_same_in_every_process(seed: str) -> None:
    """Sets have another order in each: a run gone on with elsewhere must not take that for a change."""
    program = (
        "from thomas_test.batch.journal import plain_text; from thomas_test.core.landmarks import Joint\n"
        "from support.analyses import make_pose\n"
        "print(plain_text({'joints': frozenset(Joint), 'pose': make_pose()}))"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": f"{Path(__file__).parents[2]}:{os.environ.get('PYTHONPATH', '')}",
    }
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**environment, "PYTHONHASHSEED": each},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for each in ("0", seed)
    ]
    assert said[0] == said[1]
    assert '"points_px"' in said[0]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("row", "[" * 100_000, "levels deep"),
        ("row", '{"file": "a.jpg", "status": "measured", "thigh_angle_deg": 1' + "0" * 400 + "}", "expected a finite"),
        ("row", '{"file": "a.jpg", "status": "measured", "thigh_angle_deg": "steep"}', "'thigh_angle_deg': expected a"),
        ("row", '{"file": 7, "status": "measured"}', "'file': expected a text, got 7"),
        ("row", '{"file": "a.jpg", "status": "measured", "mood": ""}', "mood"),
        ("row", '{"file": "a.jpg"}', "status"),
        ("record", "7", "expected an object, got 7"),
        ("record", "no json", "as JSON"),
    ],
)
def test_results_that_somebody_changed_are_refused_in_words(
    tmp_path: Path, column: str, value: str, words: str
) -> None:
    """A journal may come with a folder from anywhere: it is read as every other JSON, within limits."""
    path = tmp_path / "journal.sqlite"
    with Journal(path) as journal:
        journal.list_files([entry("a.jpg")])
        journal.add(pending("a.jpg"), METHOD, finished("a.jpg"))
    with closing(sqlite3.connect(path)) as disk, disk:
        disk.execute(f"UPDATE results SET {column} = ?", (value,))  # noqa: S608 - the column is ours
    with Journal(path) as journal, pytest.raises(UsageError, match=f"expected the journal .*{words}"):
        list(journal.results())


def test_a_journal_with_damaged_pages_is_refused_in_words(tmp_path: Path) -> None:
    """What a bad disk leaves is told, and what to do."""
    path = tmp_path / "journal.sqlite"
    with Journal(path) as journal:
        journal.list_files(entry(f"{number:04}.jpg") for number in range(300))
        for number in range(300):
            journal.add(pending(f"{number:04}.jpg"), METHOD, finished(f"{number:04}.jpg"))
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"expected the journal .* --no-resume"), Journal(path) as journal:
        list(journal.results())
