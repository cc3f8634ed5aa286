from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.batch_fakes import READING, make_folder
from thomas_test.batch.picture import THUMBNAIL_PX, Task, lost, read_picture
from thomas_test.core.analysis import Status
from thomas_test.core.settings import Effort, Faces
from thomas_test.images import write_picture
from thomas_test.output.points_file import read_points


def task(folder: Path, name: str, *, annotated: bool = True) -> Task:
    """The task of one small picture."""
    make_folder(folder, name)
    return Task(path=folder / name, name=f"sub/{name}", annotated=folder / "out" / "a.jpg" if annotated else None)


def decoded(thumbnail: bytes) -> np.ndarray:
    """Read a thumbnail back."""
    return cv2.imdecode(np.frombuffer(thumbnail, dtype=np.uint8), cv2.IMREAD_COLOR)


def test_a_picture_gives_row_record_and_pictures(tmp_path: Path) -> None:
    """Row and record go by the name below the folder; the annotated picture is written, and there is a small one."""
    result = read_picture(task(tmp_path, "a.jpg"), READING, ())
    assert (result.row.file, result.row.status, result.row.effort) == ("sub/a.jpg", Status.MEASURED, Effort.FAST)
    assert (result.record["file"], result.record["status"]) == ("sub/a.jpg", "measured")
    assert (tmp_path / "out" / "a.jpg").exists()
    assert decoded(result.thumbnail).shape == (120, 160, 3)  # smaller ones stay as they are
    assert (result.problem, result.left_out) == ("", False)


def test_thumbnails_keep_the_shape_of_large_pictures(tmp_path: Path) -> None:
    """The longest side is brought down to the limit."""
    write_picture(np.full((2000, 500, 3), 120, dtype=np.uint8), tmp_path / "tall.png")
    result = read_picture(Task(path=tmp_path / "tall.png", name="tall.png"), READING, ())
    assert decoded(result.thumbnail).shape == (THUMBNAIL_PX, THUMBNAIL_PX // 4, 3)


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [
        ("broken.jpg", "unreadable", "holds no picture"),
        ("network.jpg", "failed", "the network failed"),
        ("bug.jpg", "failed", "Unexpected problem (KeyError: 'oops'). Measure the picture by itself with --debug"),
    ],
)
def test_whatever_goes_wrong_costs_one_row(tmp_path: Path, name: str, reason: str, words: str) -> None:
    """A file, a network or we ourselves may fail: there is a row with the reason, and no picture."""
    result = read_picture(task(tmp_path, name), READING, ())
    assert (result.row.status, result.row.reason) == (Status.ERROR, reason)
    assert words in result.row.words
    assert result.thumbnail == b""
    assert not (tmp_path / "out").exists()


def test_points_take_the_place_of_the_networks(tmp_path: Path) -> None:
    """Then no effort was made, and none is told."""
    (tmp_path / "points.json").write_text('{"tested_leg": "left", "points_px": {"hip": [60, 60], "knee": [110, 60]}}')
    (points,) = read_points(tmp_path / "points.json")
    result = read_picture(replace(task(tmp_path, "bug.jpg"), points=points), READING, ())
    assert (result.row.status, result.row.points_source, result.row.effort) == (Status.MEASURED, "hand", "")


def test_a_face_whose_place_is_unknown_leaves_no_picture(tmp_path: Path) -> None:
    """Neither large nor small, unless faces may be seen."""
    refused = task(tmp_path, "refuse.jpg")
    result = read_picture(refused, READING, ())
    assert (result.left_out, result.thumbnail) == (True, b"")
    assert not (tmp_path / "out").exists()
    kept = read_picture(refused, replace(READING, faces=Faces.KEEP), ())
    assert not kept.left_out
    assert kept.thumbnail
    assert (tmp_path / "out" / "a.jpg").exists()


def test_a_picture_that_cannot_be_written_is_a_problem_and_no_error(tmp_path: Path) -> None:
    """The numbers and the small picture are there all the same, and the reason is told."""
    (tmp_path / "out").write_text("in the way")
    result = read_picture(task(tmp_path, "a.jpg"), READING, ())
    assert result.row.status is Status.MEASURED
    assert result.thumbnail
    assert result.problem


def test_a_lost_picture_says_what_to_try(tmp_path: Path) -> None:
    """A worker that died over a picture leaves a reason of its own, with the exit status that tells why."""
    result = lost(task(tmp_path, "a.jpg"), -9)
    assert (result.row.file, result.row.reason) == ("sub/a.jpg", "worker_died")
    assert "exit status -9" in result.row.words
    assert "fewer --workers" in result.row.words
