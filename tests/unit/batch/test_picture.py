from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.batch_fakes import READING, make_folder
from thomas_test.batch.picture import THUMBNAIL_PX, Loss, Task, lost, read_picture
from thomas_test.core.analysis import Status
from thomas_test.core.settings import Effort, Faces
from thomas_test.images import write_picture
from thomas_test.output.points_file import read_points


def task(folder: Path, name: str) -> Task:
    """The task of one small picture."""
    make_folder(folder, name)
    return Task(picture=folder / name, name=f"sub/{name}")


def decoded(picture: bytes) -> np.ndarray:
    """Read an annotated picture back."""
    return cv2.imdecode(np.frombuffer(picture, dtype=np.uint8), cv2.IMREAD_COLOR)


def test_a_picture_gives_row_record_and_pictures(tmp_path: Path) -> None:
    """Row and record go by the name below the folder; the annotated picture is there, and a small one."""
    result = read_picture(task(tmp_path, "a.jpg"), READING, ())
    assert (result.row.file, result.row.status, result.row.effort) == ("sub/a.jpg", Status.MEASURED, Effort.FAST)
    assert (result.record["file"], result.record["status"]) == ("sub/a.jpg", "measured")
    assert decoded(result.annotated).shape == (120, 160, 3)
    assert decoded(result.thumbnail).shape == (120, 160, 3)  # smaller ones stay as they are
    assert not result.left_out


def test_a_picture_may_come_as_bytes(tmp_path: Path) -> None:
    """Where it does not lie on this machine, somebody else has fetched it."""
    there = task(tmp_path, "a.jpg")
    fetched = read_picture(replace(there, picture=(tmp_path / "a.jpg").read_bytes()), READING, ())
    assert fetched == read_picture(there, READING, ())


def test_thumbnails_keep_the_shape_of_large_pictures(tmp_path: Path) -> None:
    """The longest side is brought down to the limit."""
    write_picture(np.full((2000, 500, 3), 120, dtype=np.uint8), tmp_path / "tall.png")
    result = read_picture(Task(picture=tmp_path / "tall.png", name="tall.png"), READING, ())
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
    assert (result.annotated, result.thumbnail) == (b"", b"")


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
    assert (result.left_out, result.annotated, result.thumbnail) == (True, b"", b"")
    kept = read_picture(refused, replace(READING, faces=Faces.KEEP), ())
    assert not kept.left_out
    assert kept.annotated
    assert kept.thumbnail


def test_want_of_memory_is_told_as_such(tmp_path: Path) -> None:
    """A picture that asks for more than it may have has a reason of its own."""
    result = read_picture(task(tmp_path, "huge.jpg"), READING, ())
    assert (result.row.status, result.row.reason) == (Status.ERROR, "out_of_memory")
    assert "Scale it down" in result.row.words


@pytest.mark.parametrize(
    ("loss", "detail", "words"),
    [
        (Loss.TIMED_OUT, "60 s", "took longer than it may (60 s)"),
        (Loss.CRASHED, "exit status -9", "ended over it again and again (exit status -9)"),
        (Loss.OUT_OF_MEMORY, "", "takes more memory than one may. Scale"),
    ],
)
def test_a_lost_picture_says_what_to_try(loss: Loss, detail: str, words: str) -> None:
    """Each way to lose a picture leaves a reason of its own, and what is known about it."""
    result = lost("sub/a.jpg", loss, detail)
    assert (result.row.file, result.row.reason) == ("sub/a.jpg", loss.value)
    assert words in result.row.words
