import json
import unicodedata
from pathlib import Path

import pytest

from thomas_test.cli.beside import labels_of, points_by_picture, points_of_photo
from thomas_test.core.errors import UsageError
from thomas_test.output.points_file import PlacedPoints, read_points

POINTS = {"tested_leg": "left", "points_px": {"hip": [60, 60], "knee": [110, 60]}}


def placed(folder: Path, *files: str | None) -> tuple[PlacedPoints, ...]:
    """Read a points file with an entry for each of these; None for one that names no picture."""
    path = folder / "points.json"
    path.write_text(json.dumps([POINTS if file is None else {**POINTS, "file": file} for file in files]))
    return read_points(path)


@pytest.mark.parametrize(
    ("file", "names", "meant"),
    [
        ("a.jpg", ["a.jpg", "b.jpg"], "a.jpg"),
        ("left/a.jpg", ["left/a.jpg", "right/a.jpg"], "left/a.jpg"),
        ("a.jpg", ["left/a.jpg", "right/b.jpg"], "left/a.jpg"),  # the only one that is called so
        ("a.jpg", ["a.jpg", "right/a.jpg"], "a.jpg"),  # the very path
        ("./=a.jpg", ["=a.jpg"], "=a.jpg"),  # as results.csv writes it
        ("left\\a.jpg", ["left/a.jpg"], "left/a.jpg"),
        (unicodedata.normalize("NFD", "ä.jpg"), ["ä.jpg"], "ä.jpg"),
        ("IMG_1.jpg", ["IMG_1.JPG"], "IMG_1.JPG"),
        ("Shot 9.41 AM.jpg", ["day1/Shot 9.41\u202fAM.jpg"], "day1/Shot 9.41\u202fAM.jpg"),
        ("a.jpg", ["A.jpg", "a.jpg"], "a.jpg"),
        (None, ["a.jpg"], "a.jpg"),  # one picture, one set of points
        ("a.jpg", [], None),  # a folder without pictures is told elsewhere
    ],
)
def test_a_picture_of_a_folder_finds_its_points(
    tmp_path: Path, file: str | None, names: list[str], meant: str | None
) -> None:
    """An entry belongs to the picture of that path, or to the only one of that name; a single one needs no name."""
    assert list(points_by_picture(placed(tmp_path, file), names)) == ([meant] if meant else [])


@pytest.mark.parametrize(
    ("files", "names", "message"),
    [
        (["a.jpg"], ["left/a.jpg", "right/a.jpg"], "'a.jpg' are ambiguous: 2 pictures .* 'left/a.jpg' and 'right/a"),
        ([None], ["a.jpg", "b.jpg"], "expected 'file' with every set of points, got one without it for 2 pictures"),
        ([None, "a.jpg"], ["a.jpg"], "expected 'file' with every set of points"),
        (["a.jpg", "./a.jpg"], ["a.jpg"], "got 'a.jpg' and './a.jpg' for 'a.jpg'"),
        (["a.jpg", "left/a.jpg"], ["left/a.jpg"], "got 'a.jpg' and 'left/a.jpg' for 'left/a.jpg'"),
    ],
)
def test_points_that_could_be_meant_otherwise_are_refused(
    tmp_path: Path, files: list[str | None], names: list[str], message: str
) -> None:
    """One picture's points never reach another one: what is not certain is asked for."""
    with pytest.raises(UsageError, match=message):
        points_by_picture(placed(tmp_path, *files), names)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (["a.jpg", "gone.jpg"], "The points file names a file that is no picture here: 'gone.jpg'.\n"),
        (["x.jpg", "a.jpg", "y.jpg"], "The points file names 2 files that are no pictures here, such as 'x.jpg'.\n"),
        (["a.jpg"], ""),
    ],
)
def test_points_of_strangers_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: list[str], told: str
) -> None:
    """Points that belong to no picture of the folder are not passed over in silence."""
    assert list(points_by_picture(placed(tmp_path, *files), ["a.jpg"])) == ["a.jpg"]
    assert capsys.readouterr().err == told


@pytest.mark.parametrize(
    ("files", "photo", "chosen"),
    [
        ([None], "a.jpg", None),
        (["a.jpg"], "in/a.jpg", "a.jpg"),
        (["./in/a.jpg"], "in/a.jpg", "./in/a.jpg"),
        (["in/a.jpg", "other/a.jpg", "a.jpg"], "in/a.jpg", "in/a.jpg"),  # the one that says most
    ],
)
def test_a_photo_finds_its_points(tmp_path: Path, files: list[str | None], photo: str, chosen: str | None) -> None:
    """Any tail of the photo's path names it; points that name no picture are taken where they are the only ones."""
    found = points_of_photo(Path(photo), placed(tmp_path, *files), Path("points.json"))
    assert found.file == (chosen or "")


@pytest.mark.parametrize("files", [["x.jpg"], ["x.jpg", "y.jpg"], ["other/a.jpg"], [None, "x.jpg"], ["a.jp"]])
def test_points_of_another_photo_are_refused(tmp_path: Path, files: list[str | None]) -> None:
    """Points that name another picture are not measured on this one, also where they are the only ones."""
    with pytest.raises(UsageError, match=r"expected points of 'a.jpg' in 'points.json', got those of"):
        points_of_photo(Path("in/a.jpg"), placed(tmp_path, *files), Path("points.json"))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", ""),
        ("gone.jpg,P2,R,1\n", "The manifest names a file that is no picture here: 'gone.jpg'.\n"),
        ("x.jpg,P2,R,1\ny.jpg,P2,R,2\n", "The manifest names 2 files that are no pictures here, such as 'x.jpg'.\n"),
    ],
)
def test_a_manifest_labels_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str], more: str, told: str) -> None:
    """A picture's row gives its label, others get an empty one, and rows of strangers are told."""
    (tmp_path / "who.csv").write_text(f"file,subject,side,trial\na.jpg,P1,L,2\n{more}")
    label_of = labels_of(tmp_path / "who.csv", ["a.jpg", "b.jpg"])
    label = label_of("a.jpg")
    assert (label.subject, label.side, label.trial) == ("P1", "left", "2")
    assert label_of("b.jpg").subject == ""
    assert capsys.readouterr().err == told


def test_a_manifest_finds_pictures_whose_case_or_spaces_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Written on one system and read on another; an exact name goes first, and what is left is told."""
    (tmp_path / "m.csv").write_text(
        "file,subject\nIMG_1.jpg,S1\nShot 9.41 AM.jpg,S2\nA.jpg,S3\na.jpg,S4\nb.jpg,S5\nB.jpg,S6\n"
    )
    label_of = labels_of(tmp_path / "m.csv", ["IMG_1.JPG", "Shot 9.41\u202fAM.jpg", "A.jpg", "a.jpg", "b.jpg"])
    names = ("IMG_1.JPG", "Shot 9.41\u202fAM.jpg", "A.jpg", "a.jpg", "b.jpg")
    assert [label_of(name).subject for name in names] == ["S1", "S2", "S3", "S4", "S5"]
    assert "'B.jpg'" in capsys.readouterr().err
