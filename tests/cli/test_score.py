import csv
import json
import os
from pathlib import Path

import pytest

from support.batch_fakes import make_folder
from support.command_line import Command

SAME = {"tested_leg": "left", "points_px": {"hip": [60, 60], "knee": [110, 60], "ankle": [115, 110]}}


def make_points(*names: str) -> str:
    """Write a points file for these pictures."""
    Path("points.json").write_text(json.dumps([{**SAME, "file": name} for name in names]))
    return "points.json"


def table(out: str) -> list[dict[str, str]]:
    """Read the results table."""
    with Path(out, "results.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_folder_gives_table_pictures_and_page(command: Command, tmp_path: Path) -> None:
    """All measured: exit status 0, everything written, told where it lies; a line for each picture on the way."""
    make_folder(tmp_path / "in", "a.jpg", "b.png", "notes.txt")
    run = command("score", "in", "--out", "out", "--points", make_points("a.jpg", "b.png"))
    assert run.status == 0
    assert [(row["file"], row["status"], row["points_source"]) for row in table("out")] == [
        ("a.jpg", "measured", "hand"),
        ("b.png", "measured", "hand"),
        ("notes.txt", "skipped", ""),
    ]
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "annotated",
        "journal.sqlite",
        "report.html",
        "results.csv",
        "results.jsonl",
        "run.json",
        "thumbnails",
    ]
    assert "2 measured, 0 refused, 0 error, 1 skipped" in run.out
    # Excel takes a file without a mark for another encoding, other programs take the mark for a letter of a name
    assert not Path("out/results.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "(UTF-8; in Excel: Data > From Text/CSV)" in run.out
    for place in ("out/results.csv", "out/annotated", "out/report.html"):
        assert place in run.out
    assert "rendered bodies so far" in run.out
    assert run.err.splitlines() == ["2 pictures to read", "1/2 a.jpg: measured", "2/2 b.png: measured"]


def test_folder_points_and_manifest_may_have_names_of_an_old_code_page(command: Command, tmp_path: Path) -> None:
    """Bytes that are no UTF-8, as on an old disk: the run comes to its end, and run.json names them."""
    folder, points, manifest = (os.fsdecode(b"H\xfcfte" + ending) for ending in (b"", b".json", b".csv"))
    make_folder(tmp_path / folder, "a.jpg")
    Path(make_points("a.jpg")).rename(points)
    Path(manifest).write_text("file,subject,side,trial\na.jpg,P-001,left,1\n")
    run = command("score", folder, "--out", "out", "--points", points, "--manifest", manifest)
    assert (run.status, [row["subject"] for row in table("out")]) == (0, ["P-001"])
    record = json.loads(Path("out/run.json").read_text("utf-8"))
    assert record["folder"] == "H\\xfcfte"
    assert (record["choices"]["points"], record["choices"]["manifest"]) == ("H\\xfcfte.json", "H\\xfcfte.csv")


def test_some_unreadable_pictures_have_a_status_of_their_own(command: Command, tmp_path: Path) -> None:
    """The run finishes, every file has its row, and exit status 3 says that not all were measured."""
    make_folder(tmp_path / "in", "a.jpg", "broken.jpg", "sub/c.jpg")
    run = command(
        "score",
        "in",
        "--out",
        "out",
        "-r",
        "--points",
        make_points("a.jpg", "broken.jpg", "sub/c.jpg"),
        "--workers",
        "2",
    )
    assert run.status == 3
    assert [(row["file"], row["status"]) for row in table("out")] == [
        ("a.jpg", "measured"),
        ("broken.jpg", "error"),
        ("sub/c.jpg", "measured"),
    ]
    assert "error: unreadable" in run.out


def test_the_manifest_is_merged(command: Command, tmp_path: Path) -> None:
    """Subject, side and trial reach the table; names that are not there are told."""
    make_folder(tmp_path / "in", "a.jpg")
    Path("who.csv").write_text("file,subject,side,trial\na.jpg,P1,L,2\ngone.jpg,P2,R,1\n")
    run = command("score", "in", "--out", "out", "--points", make_points("a.jpg"), "--manifest", "who.csv")
    assert run.status == 0
    (row,) = table("out")
    assert (row["subject"], row["side"], row["trial"]) == ("P1", "left", "2")
    assert "The manifest names a file that is no picture here: 'gone.jpg'." in run.err


def test_the_run_keeps_what_was_chosen(command: Command, tmp_path: Path) -> None:
    """run.json tells the choices, and of files their names only."""
    make_folder(tmp_path / "in", "a.jpg")
    command("score", "in", "--out", "out", "--points", make_points("a.jpg"), "--level", "1.5", "--preset", "mills")
    chosen = json.loads(Path("out/run.json").read_text())["choices"]
    assert (chosen["level_tilt_deg"], chosen["preset"], chosen["points"]) == (1.5, "mills", "points.json")
    assert [(row["horizon_source"], row["horizon_tilt_deg"]) for row in table("out")] == [("marked", "1.500")]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["missing", "--out", "out"], "found nothing at 'missing'"),
        (["in/a.jpg", "--out", "out"], "is a file"),
        (["empty", "--out", "out"], "found none in 'empty'"),
        (["in", "--out", "in"], "a folder of their own for the results"),
        (["in", "--out", "theirs"], "only what this tool wrote is overwritten"),
        (["in"], "--out"),
        (["", "--out", "out"], "expected a folder as FOLDER, got an empty text"),
        (["in", "--out", " "], "expected a folder as --out, got an empty text"),
        (["in", "--out", "out", "--workers", "0"], "--workers"),
        (["in", "--out", "out", "--manifest", "missing.csv"], "missing.csv"),
        (["in", "--out", "out", "--points", "missing.json"], "cannot read 'missing.json'"),
        (["in", "--out", "out", "--model", "huge"], "expected a pose model"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_done(
    command: Command, tmp_path: Path, argv: list[str], message: str
) -> None:
    """Exit status 2, a line on the standard error, nothing written."""
    make_folder(tmp_path, "in/a.jpg", "empty/notes.txt", "theirs/results.csv")
    run = command("score", *argv)
    assert (run.status, run.out) == (2, "")
    assert message in " ".join(run.err.replace("│", " ").split())
    assert not Path("out").exists()
    assert [path.name for path in Path("theirs").iterdir()] == ["results.csv"]


def test_annotated_pictures_that_cannot_be_written_are_our_failure(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table is there, the missing picture is named, and exit status 1 says that something is wrong."""
    name = "n" * 250 + ".png"  # with .jpg.jpg it is too long for the file system
    make_folder(tmp_path / "in", "a.png")
    (tmp_path / "in" / "a.png").rename(tmp_path / "in" / name)
    monkeypatch.setattr(
        "thomas_test.batch.results.annotated_places",
        lambda given: iter([f"annotated/{given}.jpg"]),
    )
    run = command("score", "in", "--out", "out", "--points", make_points(name))
    assert run.status == 1
    assert [row["status"] for row in table("out")] == ["measured"]
    assert "1 annotated picture could not be written" in run.err


def test_what_was_not_measured_is_listed_however_long_the_table(command: Command, tmp_path: Path) -> None:
    """Of many files the refused and unreadable ones are all in the table on the screen, in the order of the folder."""
    names = [f"{number:03}.jpg" for number in range(65)]
    make_folder(tmp_path / "in", *names, "z broken.jpg")
    run = command("score", "in", "--out", "out", "--points", make_points(*names, "z broken.jpg"), "--workers", "2")
    assert run.status == 3
    assert "z broken.jpg" in run.out
    assert ("058.jpg" in run.out, "059.jpg" in run.out) == (True, False)
    assert "... and 6 more, none refused or unreadable, in results.csv" in run.out


def test_without_annotated_pictures_none_are_pointed_to(command: Command, tmp_path: Path) -> None:
    """Where no picture could be read there is no folder of annotated ones, and no line that says so."""
    make_folder(tmp_path / "in", "broken.jpg")
    run = command("score", "in", "--out", "out", "--points", make_points("broken.jpg"))
    assert "1 file in " in run.out
    assert "Annotated pictures" not in run.out
    assert not Path("out/annotated").exists()


def test_points_far_outside_cost_their_own_row_only(command: Command, tmp_path: Path) -> None:
    """A picture whose points cannot be its own has a row that says so; the others keep their results."""
    make_folder(tmp_path / "in", "a.jpg", "b.jpg")
    far = {**SAME, "file": "a.jpg", "points_px": {**SAME["points_px"], "hip": [5430, 60]}}
    Path("points.json").write_text(json.dumps([far, {**SAME, "file": "b.jpg"}]))
    run = command("score", "in", "--out", "out", "--points", "points.json")
    assert run.status == 3
    a, b = table("out")
    assert (a["status"], b["status"]) == ("error", "measured")
    assert "got hip at (5430, 60)" in a["words"]


def test_points_are_never_shared_between_pictures_of_one_name(command: Command, tmp_path: Path) -> None:
    """A bare name that two folders have is wrong usage, told before anything is read."""
    make_folder(tmp_path / "in", "left/a.jpg", "right/a.jpg")
    run = command("score", "in", "--out", "out", "-r", "--points", make_points("a.jpg"))
    assert (run.status, run.out) == (2, "")
    assert "ambiguous" in run.err
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["in", "--out", "locked/out"], "cannot look into 'locked/out': Permission denied. Choose another --out."),
        (["locked/in", "--out", "out"], "Cannot look into the folder 'locked/in': Permission denied"),
    ],
)
@pytest.mark.usefixtures("locked")
def test_folders_without_permission_are_wrong_usage(
    command: Command, tmp_path: Path, argv: list[str], message: str
) -> None:
    """A folder that may not be looked into is told in plain words, exit status 2, and not as a fault of ours."""
    make_folder(tmp_path / "in", "a.jpg")
    run = command("score", *argv)
    assert (run.status, run.out) == (2, "")
    assert message in run.err


def test_a_line_break_in_a_name_makes_no_line_of_its_own(command: Command, tmp_path: Path) -> None:
    """On the way every picture has one line, whatever it is called."""
    make_folder(tmp_path / "in", "a.png")
    (tmp_path / "in" / "a.png").rename(tmp_path / "in" / "a\nb.png")
    run = command("score", "in", "--out", "out", "--points", make_points("a\nb.png"))
    assert run.err.splitlines() == ["1 picture to read", "1/1 a\\nb.png: measured"]
