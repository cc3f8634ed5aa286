from __future__ import annotations

import os
from pathlib import Path

import pytest

from thomas_test.core.errors import ImageError, UsageError
from thomas_test.images import read_photo
from thomas_test.images.folder import printable_text, walk_parts


def _fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def _names(folder: Path, **options: object) -> list[str]:
    return ["/".join(parts) for parts, _ in sorted(walk_parts(folder, **options))]


def test_everything_is_found_below_the_folder(tmp_path: Path) -> None:
    """Each file has the names that lead to it."""
    _fill(tmp_path, "b/2.jpg", "b-side.jpg", "a.jpg", "b/inner/x.png")

    assert _names(tmp_path) == ["a.jpg", "b/2.jpg", "b/inner/x.png", "b-side.jpg"]


@pytest.mark.parametrize(
    ("name", "is_picture"),
    [
        ("a.jpg", True),
        ("a.JPEG", True),  # case does not matter
        ("a.heic", True),
        ("IMG_1.HEIF", True),
        ("a.tif", True),
        ("a.webp", True),
        ("a.gif", True),  # so that it gets a row with a reason
        ("a.avif", True),
        ("a.bmp", True),
        ("a.png.txt", False),
        ("notes.md", False),
        ("clip.mov", False),
        ("photo.JFIF", True),  # saved by a browser
        ("photo.pjp", True),
        ("photo.MPO", True),
        ("photo.HIF", True),  # Canon, Fuji
        ("photo.avif", True),
        ("jpg", False),  # a name, not an ending
        ("a", False),
    ],
)
def test_the_ending_makes_a_file_a_picture(tmp_path: Path, name: str, is_picture: bool) -> None:
    """A file is a picture by its ending, before anybody has read it; others are listed as none."""
    _fill(tmp_path, name)

    assert list(walk_parts(tmp_path)) == [((name,), is_picture)]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    """What starts with a dot is not listed; a hidden folder that is asked for by name is."""
    _fill(tmp_path, ".hidden.jpg", ".cache/a.jpg", "shown/._a.jpg", "shown/a.jpg")

    assert _names(tmp_path) == ["shown/a.jpg"]
    assert _names(tmp_path / ".cache") == ["a.jpg"]


def test_folders_inside_are_left_alone_on_request(tmp_path: Path) -> None:
    """Without recursion only the folder's own files are listed."""
    _fill(tmp_path, "a.jpg", "b/a.jpg")

    assert _names(tmp_path, recursive=False) == ["a.jpg"]


def test_a_folder_can_be_left_out(tmp_path: Path) -> None:
    """The folder that results go to does not count its own pictures; one that does not exist yet does no harm."""
    _fill(tmp_path, "a.jpg", "out/annotated/a.jpg")

    assert _names(tmp_path, leave_out=[tmp_path / "out", tmp_path / "none"]) == ["a.jpg"]


def test_the_same_name_in_two_folders_is_two_files(tmp_path: Path) -> None:
    """Two files of one name have two names in the table."""
    _fill(tmp_path, "left/IMG_1.jpg", "right/IMG_1.jpg")

    assert _names(tmp_path) == ["left/IMG_1.jpg", "right/IMG_1.jpg"]


@pytest.mark.parametrize("name", ["with space.jpg", 'it\'s "so".jpg', "two\nlines.jpg", "大腿.jpg", "Hüfte.jpg"])
def test_a_name_is_listed_as_it_is(tmp_path: Path, name: str) -> None:
    """Spaces, quotes, newlines and letters of any script are part of the name."""
    _fill(tmp_path, name)

    assert _names(tmp_path) == [name]


def test_a_name_that_is_no_utf_8_can_be_written_to_a_table(tmp_path: Path) -> None:
    r"""Bytes of an old code page show as \xfc in the name, while the path still opens the file."""
    _fill(tmp_path, os.fsdecode(b"H\xfcfte.jpg"))

    (name,) = _names(tmp_path)

    assert printable_text(name).encode("utf-8") == b"H\\xfcfte.jpg"
    assert (tmp_path / name).exists()


def test_links_in_a_circle_are_walked_once(tmp_path: Path) -> None:
    """A link to a folder above it does not lead round and round, and adds no second name."""
    _fill(tmp_path, "a/1.jpg")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a" / "self")

    assert _names(tmp_path) == ["a/1.jpg", "a/self"]


def test_a_folder_reached_by_a_link_too_keeps_its_real_name(tmp_path: Path) -> None:
    """Each file is listed once, although the link's name would come first."""
    _fill(tmp_path, "z/1.jpg")
    (tmp_path / "a link").symlink_to(tmp_path / "z")

    assert _names(tmp_path) == ["z/1.jpg"]


def test_a_linked_folder_elsewhere_is_walked_once_under_its_first_name(tmp_path: Path) -> None:
    """Pictures that lie on another disk are found through their link."""
    _fill(tmp_path / "disk", "deep/1.jpg")
    (tmp_path / "here").mkdir()
    # so many that the disk is most unlikely to name the first of them first
    for letter in "ghijklmnopqrstuvwxyzabcdef":
        (tmp_path / "here" / letter).symlink_to(tmp_path / "disk")

    assert _names(tmp_path / "here") == ["a/deep/1.jpg"]


def test_a_link_to_a_file_that_is_gone_is_listed(tmp_path: Path) -> None:
    """It gets its row, and reading it says that it vanished."""
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")

    assert list(walk_parts(tmp_path)) == [(("gone.jpg",), True)]
    with pytest.raises(ImageError) as caught:
        read_photo(tmp_path / "gone.jpg")
    assert caught.value.reason == "vanished"


def test_a_folder_that_may_not_be_looked_into_gets_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its pictures are not passed over in silence, and the others are listed. Feigned, as root may look anywhere."""
    _fill(tmp_path, "a.jpg", "locked/b.jpg")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)

    assert sorted(walk_parts(tmp_path)) == [(("a.jpg",), True), (("locked",), True)]


def test_a_folder_without_files_lists_nothing(tmp_path: Path) -> None:
    """Whether that is wrong usage is for the caller to say."""
    (tmp_path / "empty").mkdir()

    assert list(walk_parts(tmp_path)) == []


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    """The message names the place."""
    with pytest.raises(UsageError, match=r"found nothing at .*typo"):
        _names(tmp_path / "typo")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """The message says to measure it as one photo."""
    _fill(tmp_path, "a.jpg")

    with pytest.raises(UsageError, match="is a file"):
        _names(tmp_path / "a.jpg")


def test_a_folder_that_may_not_be_listed_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that was asked for must be readable. Feigned, as root may look anywhere."""

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)

    with pytest.raises(UsageError, match="Permission denied"):
        _names(tmp_path)
