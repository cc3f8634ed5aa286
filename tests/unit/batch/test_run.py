import csv
import errno
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from support.analyses import FULL
from support.batch_fakes import READING, make_folder, missing_networks
from support.pictures import shown
from support.runs import written
from thomas_test.batch import Label, Summary, score_folder
from thomas_test.batch.journal import Journal
from thomas_test.batch.results import LocalResults
from thomas_test.core.analysis import Analysis, Status
from thomas_test.core.errors import ImageError, ModelError, StorageError, UsageError
from thomas_test.core.settings import Faces
from thomas_test.images import Photo, write_picture
from thomas_test.output.points_file import PlacedPoints, read_points
from thomas_test.output.rows import ResultRow
from thomas_test.reader import Reader


def table(out: Path) -> list[dict[str, str]]:
    """Read the results table."""
    with (out / "results.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def records(out: Path) -> list[dict[str, object]]:
    """Read the JSON records."""
    return [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def score(folder: Path, out: Path, **choices: object) -> Summary:
    """Score a folder in this process."""
    return score_folder(folder, out, READING, **{"workers": 0, **choices})


def test_the_same_picture_twice_is_said_by_its_content(tmp_path: Path) -> None:
    """A copy under another name, in another folder, without its metadata or in another format that loses nothing."""
    folder = make_folder(tmp_path / "photos", "a.png", "other.png")
    pixels = np.asarray(Image.open(folder / "a.png"))
    noise = np.random.default_rng(3).integers(0, 256, pixels.shape, dtype=np.uint8)
    Image.fromarray(noise).save(folder / "other.png")
    (folder / "sub").mkdir()
    (folder / "sub" / "copy.png").write_bytes((folder / "a.png").read_bytes())
    Image.fromarray(pixels).save(folder / "b.webp", lossless=True)
    Image.fromarray(pixels).save(folder / "c.tif", description="another note")
    score(folder, tmp_path / "out", recursive=True)
    same = {row["file"]: row["same_as"] for row in table(tmp_path / "out")}
    assert same == {"a.png": "", "b.webp": "a.png", "c.tif": "a.png", "other.png": "", "sub/copy.png": "a.png"}
    assert [record.get("same_as", "") for record in records(tmp_path / "out")] == list(same.values())
    assert records(tmp_path / "out")[1]["words"].endswith("The same picture as a.png.")


def test_a_picture_with_somebody_beside_is_said_to_be_looked_at(tmp_path: Path) -> None:
    """In its row, its record and on the page: their face is covered only as far as it was found."""
    folder = make_folder(tmp_path / "photos", "a helper.png", "b.png")
    score(folder, tmp_path / "out")
    assert [row["privacy"] for row in table(tmp_path / "out")] == ["somebody_beside", ""]
    assert [record["privacy"] for record in records(tmp_path / "out")] == ["somebody_beside", ""]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("Somebody else is in the picture, whose face is covered only as far as it was found.") == 1


def test_pictures_of_one_colour_but_another_size_are_two(tmp_path: Path) -> None:
    """The pixels alone do not tell 4 x 3 from 3 x 4."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, size in (("a.png", (160, 120)), ("b.png", (120, 160))):
        Image.new("RGB", size, (90, 90, 90)).save(folder / name)
    score(folder, tmp_path / "out")
    assert [row["same_as"] for row in table(tmp_path / "out")] == ["", ""]


def test_what_this_tool_drew_is_left_out_and_has_a_row_that_says_so(tmp_path: Path) -> None:
    """An earlier run inside the folder, and a picture that `measure` wrote: skipped, without effect on the others."""
    folder = make_folder(tmp_path / "photos", "a.png")
    score(folder, folder / "run1")
    (folder / "elsewhere.jpg").write_bytes((folder / "run1" / "annotated" / "a.jpg").read_bytes())
    summary = score(folder, folder / "run2", recursive=True)
    told = {row.file: (row.status, row.reason) for row in summary.rows()}
    assert told["a.png"] == (Status.MEASURED, "")
    assert told["elsewhere.jpg"] == told["run1/annotated/a.jpg"] == (Status.SKIPPED, "own_output")
    assert summary.counts[Status.ERROR] == 0


def test_every_file_has_a_row_in_the_order_of_the_folder(tmp_path: Path) -> None:
    """Measured, refused, broken and skipped files stand in one stable order, whichever was ready first."""
    folder = make_folder(
        tmp_path / "in", "a slow.jpg", "b refuse.jpg", "c broken.jpg", "d network.jpg", "e bug.jpg", "f.txt"
    )
    summary = score(folder, tmp_path / "out")
    expected = [
        ("a slow.jpg", "measured", ""),
        ("b refuse.jpg", "refused", "nobody_lying"),
        ("c broken.jpg", "error", "unreadable"),
        ("d network.jpg", "error", "failed"),
        ("e bug.jpg", "error", "failed"),  # our own bug costs one row
        ("f.txt", "skipped", "not_a_picture"),
    ]
    assert [(row["file"], row["status"], row["reason"]) for row in table(tmp_path / "out")] == expected
    assert [(each["file"], each["status"], each["reason"]) for each in records(tmp_path / "out")] == expected
    assert {status: summary.counts[status] for status in Status} == {
        Status.MEASURED: 1,
        Status.REFUSED: 1,
        Status.ERROR: 3,
        Status.SKIPPED: 1,
    }


def test_rows_stand_folder_by_folder(tmp_path: Path) -> None:
    """Ordered by the parts of their path, a folder's files stay together, whatever stands beside it."""
    names = ["Z.jpg", "a.jpg", "b/10.jpg", "b/2.jpg", "b/inner/x.png", "b-side.jpg"]
    folder = make_folder(tmp_path / "in", *reversed(names))
    score(folder, tmp_path / "out", recursive=True)
    assert [row["file"] for row in table(tmp_path / "out")] == names


@pytest.mark.parametrize("workers", [0, 2])
def test_each_row_belongs_to_its_file(tmp_path: Path, workers: int) -> None:
    """However the workers share the pictures, a row has its own picture's number."""
    names = [f"{number}{' slow' if number % 3 == 0 else ''}.png" for number in range(8)]
    folder = make_folder(tmp_path / "in", *names)
    score(folder, tmp_path / "out", workers=workers)
    assert [float(row["thigh_angle_deg"]) for row in table(tmp_path / "out")] == [float(n) for n in range(8)]


def test_a_killed_worker_costs_its_picture_only(tmp_path: Path) -> None:
    """A process that is killed is replaced; its picture's row says so, all others are measured."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b crash.jpg", "c.jpg", "d crash.jpg", "e.jpg", "f.jpg")
    score(folder, tmp_path / "out", workers=2)
    rows = {row["file"]: row for row in table(tmp_path / "out")}
    assert {name for name, row in rows.items() if row["status"] == "measured"} == {"a.jpg", "c.jpg", "e.jpg", "f.jpg"}
    assert rows["b crash.jpg"]["reason"] == rows["d crash.jpg"]["reason"] == "crashed"
    assert "exit status -6" in rows["b crash.jpg"]["words"]
    assert json.loads((tmp_path / "out" / "run.json").read_text())["reasons"] == {"crashed": 2}


def test_networks_that_cannot_be_opened_end_the_run(tmp_path: Path) -> None:
    """Without networks there is nothing to write, and the reason reaches the user."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b.jpg")
    with pytest.raises(ModelError, match="the model is damaged"):
        score_folder(folder, tmp_path / "out", replace(READING, opener=missing_networks), workers=1)
    assert not (tmp_path / "out").exists()


def test_annotated_pictures_mirror_the_folder(tmp_path: Path) -> None:
    """Same names in two folders, or two endings of one name, give as many annotated pictures."""
    folder = make_folder(tmp_path / "in", "x/a.jpg", "y/a.jpg", "y/a.png", "z broken.jpg", "n.txt")
    score(folder, tmp_path / "out", recursive=True)
    annotated = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out" / "annotated").rglob("*.*")}
    assert annotated == {"annotated/x/a.jpg", "annotated/y/a.jpg", "annotated/y/a.png.jpg"}
    assert {each["file"]: each["annotated"] for each in records(tmp_path / "out")} == {
        "n.txt": "",
        "x/a.jpg": "annotated/x/a.jpg",
        "y/a.jpg": "annotated/y/a.jpg",
        "y/a.png": "annotated/y/a.png.jpg",
        "z broken.jpg": "",
    }
    with Image.open(tmp_path / "out" / "annotated" / "x" / "a.jpg") as picture:
        assert picture.size == (160, 120)
        assert not picture.getexif()


def test_faces_are_blurred_and_unknown_ones_left_out(tmp_path: Path) -> None:
    """The face is blurred in what is written; a refused picture, of which it is not known, has no annotated one."""
    folder = make_folder(tmp_path / "in", "b refuse.jpg")
    noise = np.random.default_rng(3).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    write_picture(noise, folder / "a.png")
    summary = score(folder, tmp_path / "out")
    kept = score_folder(folder, tmp_path / "kept", replace(READING, faces=Faces.KEEP), workers=0)
    assert (summary.left_out, kept.left_out) == (1, 0)
    assert [each["annotated"] for each in records(tmp_path / "out")] == ["annotated/a.jpg", ""]
    assert not (tmp_path / "out" / "annotated" / "b refuse.jpg").exists()
    assert (tmp_path / "kept" / "annotated" / "b refuse.jpg").exists()
    blurred, plain = (shown(tmp_path / run / "annotated" / "a.jpg") for run in ("out", "kept"))
    assert blurred[215:245, 45:75].std() < 0.4 * plain[215:245, 45:75].std()  # about the head, at (60, 230)
    assert "the face is not known" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert (run["pictures_left_out"], run["choices"]["faces"]) == (1, "blur")


def test_the_faces_of_helpers_are_blurred_as_well(tmp_path: Path) -> None:
    """In the annotated picture, wherever the reading saw one."""
    folder = make_folder(tmp_path / "in", "b.jpg")
    noise = np.random.default_rng(3).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    write_picture(noise, folder / "a.png")

    def with_helper(photo: Photo, reader: Reader | None) -> Analysis:
        return replace(READING.analyse(photo, reader), other_heads_px=((560.0, 60.0, 40.0),))

    score_folder(folder, tmp_path / "out", replace(READING, analyse=with_helper), workers=0)
    drawn = shown(tmp_path / "out" / "annotated" / "a.jpg")
    assert drawn[45:75, 545:575].std() < 0.4 * noise[45:75, 545:575].std()


def test_folders_inside_are_looked_into_on_request(tmp_path: Path) -> None:
    """Without --recursive only the folder itself counts."""
    folder = make_folder(tmp_path / "in", "a.jpg", "deep/b.jpg")
    assert [row.file for row in score(folder, tmp_path / "1").rows()] == ["a.jpg"]
    assert [row.file for row in score(folder, tmp_path / "2", recursive=True).rows()] == ["a.jpg", "deep/b.jpg"]


def test_a_second_run_does_not_read_what_the_first_one_wrote(tmp_path: Path) -> None:
    """Results inside the folder of pictures are left out of the walk, and replaced by those of the new run."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b.jpg")
    score(folder, folder / "out", recursive=True)
    (folder / "b.jpg").unlink()
    summary = score(folder, folder / "out", recursive=True)
    assert [row.file for row in summary.rows()] == ["a.jpg"]
    assert [path.name for path in (folder / "out" / "annotated").iterdir()] == ["a.jpg"]
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "annotated",
        "journal.sqlite",
        "report.html",
        "results.csv",
        "results.jsonl",
        "run.json",
        "thumbnails",
    ]


def stop_after(pictures: int) -> Callable[[int, int, ResultRow | None], None]:
    """Press Ctrl-C after so many pictures."""

    def told(done: int, _total: int, _row: ResultRow | None) -> None:
        if done == pictures:
            raise KeyboardInterrupt

    return told


def test_a_run_stopped_before_any_result_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C before the first picture leaves no folder where there was none."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b.jpg")
    with pytest.raises(KeyboardInterrupt):
        score(folder, tmp_path / "new" / "out", progress=stop_after(0))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_that_is_stopped_leaves_an_earlier_one_s_results_as_they_were(tmp_path: Path, workers: int) -> None:
    """What is done lies in the hidden folder, and nowhere else."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b.jpg")
    score(folder, tmp_path / "out")
    before = written(tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        score(folder, tmp_path / "out", progress=stop_after(1), workers=workers)
    after = written(tmp_path / "out")
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {".unfinished"}


def placed(folder: Path) -> PlacedPoints:
    """Place points by hand."""
    path = folder / "points.json"
    path.write_text('{"tested_leg": "left", "points_px": {"hip": [80, 60], "knee": [120, 60]}}')
    return read_points(path)[0]


NAMES = ["a.jpg", "b refuse.jpg", "c broken.jpg", "d.png", "deep/d.jpg", "deep/d.png", "n.txt"]


@pytest.mark.parametrize(
    ("first", "stopped_after", "then"), [(0, 1, 0), (0, 3, 0), (0, 5, 0), (0, 6, 0), (2, 3, 1), (1, 4, 2)]
)
def test_a_run_gone_on_with_gives_the_same_bytes(tmp_path: Path, first: int, stopped_after: int, then: int) -> None:
    """Table, records, page and pictures are those of an undisturbed run, whatever the number of workers."""
    folder = make_folder(tmp_path / "in", *NAMES)
    score(folder, tmp_path / "undisturbed", recursive=True)
    with pytest.raises(KeyboardInterrupt):
        score(folder, tmp_path / "out", recursive=True, workers=first, progress=stop_after(stopped_after))
    score(folder, tmp_path / "out", recursive=True, workers=then, resume=True)
    assert written(tmp_path / "out") == written(tmp_path / "undisturbed")


def test_only_what_is_not_done_is_read_again(tmp_path: Path) -> None:
    """A run gone on with begins its count where the other stopped, and says so."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b.jpg", "c.jpg", "d.jpg")
    with pytest.raises(KeyboardInterrupt):
        score(folder, tmp_path / "out", progress=stop_after(3))
    told: list[int] = []
    said: list[str] = []
    score(folder, tmp_path / "out", resume=True, progress=lambda done, *_: told.append(done), notice=said.append)
    assert told == [3, 4]
    assert said == ["Going on: 3 of 4 pictures are done."]


def test_what_was_not_the_files_own_fault_is_tried_again(tmp_path: Path) -> None:
    """A picture that could not be fetched, or took too long; a damaged one is the same again."""
    reasons = {"a.jpg": "not_fetched", "b.jpg": "timed_out", "c.jpg": "unreadable"}
    folder = make_folder(tmp_path / "in", *reasons, "d.jpg")

    def failing(photo: Photo, _reader: object) -> Analysis:
        if photo.name in reasons:
            raise ImageError("for now", reason=reasons[photo.name])
        return READING.analyse(photo, None)

    score_folder(folder, tmp_path / "out", replace(READING, analyse=failing), workers=0)
    said: list[str] = []
    summary = score(folder, tmp_path / "out", resume=True, notice=said.append)
    assert "Read again, as they could not be had, or took too much: 2." in said
    assert [row.reason for row in summary.rows()] == ["", "", "unreadable", ""]


@pytest.mark.parametrize(
    ("change", "said", "read"),
    [
        ("nothing", [], 0),
        ("file", ["Read again, as the file changed: 1."], 1),
        ("removed", ["Left out, as they are not in the folder any more: 1."], 0),
        ("added", [], 1),
        ("models", ["Read again, as the models changed: 3."], 3),
        ("settings", ["Read again, as the settings changed: 3."], 3),
        ("faces", ["Read again, as the settings changed: 3."], 3),
        ("points", ["Read again, as the models changed: 1."], 1),
        ("version", ["Read again, as the version changed: 3."], 3),
        ("annotated", ["Read again, as their annotated pictures are not there any more: 1."], 1),
        ("place", ["Read again, as its place changed: 1."], 2),
    ],
)
def test_what_changed_is_read_again_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, said: list[str], read: int
) -> None:
    """A finished run can be gone on with as well: it says what is read again, and ends like a new run."""
    folder = make_folder(tmp_path / "in", "a.png", "b.jpg", "c.jpg")
    method = replace(READING, models=(FULL,), settings={"preset": "guide"})
    score_folder(folder, tmp_path / "out", method, workers=0)
    changed_method = {
        "models": replace(method, models=(replace(FULL, sha256="cd" * 32),)),
        "settings": replace(method, settings={"preset": "mills"}),
        "faces": replace(method, faces=Faces.KEEP),
    }
    method = changed_method.get(change, method)
    points = {"a.png": placed(tmp_path)} if change == "points" else {}
    if change == "version":
        monkeypatch.setattr("thomas_test.batch.run.package_version", lambda: "99")
    changed_folder: dict[str, Callable[[], object]] = {
        "file": lambda: write_picture(np.full((120, 160, 3), 99, dtype=np.uint8), folder / "b.jpg"),
        "removed": lambda: (folder / "b.jpg").unlink(),
        "added": lambda: make_folder(folder, "bb.jpg"),
        "annotated": lambda: (tmp_path / "out" / "annotated" / "c.jpg").unlink(),
        "place": lambda: shutil.copy(folder / "b.jpg", folder / "a.jpg"),
    }
    changed_folder.get(change, lambda: None)()
    heard: list[str] = []
    progress: list[int] = []
    score_folder(
        folder,
        tmp_path / "out",
        method,
        workers=0,
        resume=True,
        points=points,
        notice=heard.append,
        progress=lambda done, *_: progress.append(done),
    )
    assert heard[1:] == said
    assert len(progress) - 1 == read
    score_folder(folder, tmp_path / "new", method, workers=0, points=points)
    assert written(tmp_path / "out") == written(tmp_path / "new")


def test_a_folder_of_results_removed_meanwhile_is_told(tmp_path: Path) -> None:
    """And never made anew: nobody would look for a part of the results there."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b.jpg", "c.jpg")

    def remove(done: int, _total: int, _row: ResultRow | None) -> None:
        if done == 1:
            shutil.rmtree(tmp_path / "out")

    with pytest.raises(StorageError, match=r"'.*out' was removed while its run was at work. What was read is lost"):
        score(folder, tmp_path / "out", progress=remove)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("reads_through", [LocalResults, Journal])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_fails_is_told_and_what_is_done_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reads_through: type
) -> None:
    """Full or read-only: one plain sentence, and the run can be gone on with."""
    folder = make_folder(tmp_path / "in", *NAMES)
    score(folder, tmp_path / "undisturbed", recursive=True)
    write, calls = Path.write_bytes, []

    def failing_write(self: Path, data: bytes) -> int:
        calls.append(self)
        if ".unfinished" in str(self) and len(calls) > 3:
            raise OSError(number, os.strerror(number))
        return write(self, data)

    def failing_add(*_: object) -> None:
        raise StorageError("'out' cannot be written to any more (database or disk is full)")

    with monkeypatch.context() as patch:
        if reads_through is LocalResults:
            patch.setattr(Path, "write_bytes", failing_write)
        else:
            patch.setattr(Journal, "add", failing_add)
        with pytest.raises(
            StorageError, match=r"cannot be written to any more \(.*\d of 6 pictures are kept: put that"
        ):
            score(folder, tmp_path / "out", recursive=True)
    score(folder, tmp_path / "out", recursive=True, resume=True)
    assert written(tmp_path / "out") == written(tmp_path / "undisturbed")


def test_a_disk_that_was_full_before_the_start_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the journal fits: nothing is kept that could be gone on with, so the way out is another one."""
    folder = make_folder(tmp_path / "in", "a.jpg")

    def full(*_: object) -> None:
        raise StorageError("'out' cannot be written to any more (database or disk is full)")

    monkeypatch.setattr(Journal, "remember", full)
    with pytest.raises(StorageError, match=r"disk is full\). Free some space there, or choose another --out\.$"):
        score(folder, tmp_path / "out")


def test_a_folder_of_pictures_that_is_gone_is_told_once(tmp_path: Path) -> None:
    """Removed or unmounted: not a row for every picture that cannot be found any more, and nothing done is lost."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b.jpg", "c.jpg", "d.jpg")

    def unmount(done: int, _total: int, _row: ResultRow | None) -> None:
        if done == 2:
            folder.rename(tmp_path / "away")
            folder.mkdir()

    with pytest.raises(StorageError, match=r"the folder of the pictures, 'in', is not there any more. 2 of 4 pictures"):
        score(folder, tmp_path / "out", progress=unmount)
    folder.rmdir()
    (tmp_path / "away").rename(folder)
    assert score(folder, tmp_path / "out", resume=True).counts[Status.MEASURED] == 4


def test_progress_is_told_after_every_picture(tmp_path: Path) -> None:
    """It begins with none done and counts pictures, not other files."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b refuse.jpg", "c.txt")
    told: list[tuple[int, int, str]] = []
    score(
        folder, tmp_path / "out", progress=lambda done, total, row: told.append((done, total, row.file if row else ""))
    )
    assert told == [(0, 2, ""), (1, 2, "a.jpg"), (2, 2, "b refuse.jpg")]


def test_hand_placed_points_take_the_place_of_the_networks(tmp_path: Path) -> None:
    """Pictures named in a points file are measured by it, the others by the networks, and each row says which."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b.jpg", "c.jpg")
    points = {"tested_leg": "left", "points_px": {"hip": [80, 60], "knee": [120, 60]}}
    path = tmp_path / "points.json"
    path.write_text(json.dumps([{**points, "file": "b.jpg"}, {**points, "file": "c.jpg", "size_px": [9, 9]}]))
    score(folder, tmp_path / "out", points={each.file: each for each in read_points(path)})
    a, b, c = table(tmp_path / "out")
    assert (a["points_source"], a["effort"]) == ("model", "fast")
    assert (b["points_source"], b["effort"]) == ("hand", "")
    assert c["status"] == "error"
    assert "placed on one of 9 x 9" in c["words"]


def test_the_manifest_is_merged_into_every_row(tmp_path: Path) -> None:
    """Subject, side and trial stand in table and record, of files that were not measured, too."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b broken.jpg")
    labels = {"a.jpg": Label(subject="P1", side="left", trial="2"), "b broken.jpg": Label(subject="P2")}
    score(folder, tmp_path / "out", label_of=lambda name: labels[name])
    assert [(row["subject"], row["side"], row["trial"]) for row in table(tmp_path / "out")] == [
        ("P1", "left", "2"),
        ("P2", "", ""),
    ]
    assert [each["subject"] for each in records(tmp_path / "out")] == ["P1", "P2"]


def test_the_run_describes_itself(tmp_path: Path) -> None:
    """Choices, counts, models and versions are kept; of the folder only its own name."""
    folder = make_folder(tmp_path / "in", "a.jpg", "b refuse.jpg")
    score(folder, tmp_path / "out", choices={"preset": "guide"})
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert (run["schema"], run["folder"], run["files"], run["choices"]) == (
        "thomas-test.run",
        "in",
        2,
        {"preset": "guide", "faces": "blur"},
    )
    assert run["statuses"] == {"measured": 1, "refused": 1, "error": 0, "skipped": 0}
    assert run["models"] == [["full", "ab" * 32]]
    assert str(tmp_path) not in (tmp_path / "out" / "run.json").read_text(encoding="utf-8")


def test_a_folder_without_pictures_is_said_to_have_none(tmp_path: Path) -> None:
    """Wrong usage writes nothing."""
    folder = make_folder(tmp_path / "in", "a.txt")
    with pytest.raises(UsageError, match=r"found none in .* --recursive looks"):
        score(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()
