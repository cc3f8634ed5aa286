from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from support.apple_makernote import encode_iphone_photo
from support.pictures import level_scene, textured
from thomas_test.core.errors import UsageError
from thomas_test.images import encode_picture, read_photo, write_picture
from thomas_test.images.folder import walk_parts
from thomas_test.images.own_output import MARK


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_what_is_written_can_be_read_again(picture_format: str) -> None:
    """The pixels come back, exactly where the format loses nothing."""
    rgb = level_scene()

    again = read_photo(encode_picture(rgb, picture_format)).rgb

    difference = np.abs(again.astype(int) - rgb)
    assert difference.mean() < (0.5 if picture_format != "PNG" else 1e-9)


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_is_written(picture_format: str) -> None:
    """A photo that knew its phone is written without Exif, thumbnail, profile or text."""
    photo = read_photo(encode_iphone_photo(level_scene(), horizon_tilt_deg=3))

    data = encode_picture(photo.rgb, picture_format)

    written = Image.open(io.BytesIO(data))
    assert not dict(written.getexif())
    assert not {"exif", "icc_profile", "xmp", "comment"} & written.info.keys()
    assert b"Apple" not in data
    assert b"iPhone" not in data


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_what_was_drawn_on_says_so_and_nothing_else(picture_format: str) -> None:
    """The mark is the only note in the file: no Exif, no profile, nothing of the photo."""
    data = encode_picture(level_scene(), picture_format, drawn_on=True)

    written = Image.open(io.BytesIO(data))
    assert data.count(MARK.encode()) == 1
    assert not dict(written.getexif())
    assert not {"exif", "icc_profile"} & written.info.keys()


def test_a_view_of_pixels_can_be_written() -> None:
    """Pixels that do not lie one after the other, such as a part of a picture, are written as they look."""
    part = textured()[::2, ::-1]

    assert np.array_equal(read_photo(encode_picture(part, "PNG")).rgb, part)


@pytest.mark.parametrize("picture_format", ["GIF", "jpg", ""])
def test_another_format_is_a_mistake_of_the_caller(picture_format: str) -> None:
    """Only JPEG, PNG and WebP are written."""
    with pytest.raises(ValueError, match="expected JPEG, PNG or WEBP"):
        encode_picture(level_scene(), picture_format)


@pytest.mark.parametrize(("name", "picture_format"), [("a.jpg", "JPEG"), ("b.JPEG", "JPEG"), ("c.png", "PNG")])
def test_the_ending_chooses_the_format(tmp_path: Path, name: str, picture_format: str) -> None:
    """A picture is written as its name says."""
    write_picture(level_scene(), tmp_path / name)

    with Image.open(tmp_path / name) as written:
        assert written.format == picture_format


def test_an_old_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    """After writing there is one file, readable with the permissions that any new file has."""
    (tmp_path / "a.png").write_bytes(b"old")
    (tmp_path / "reference").touch()

    write_picture(level_scene(), tmp_path / "a.png")

    assert np.array_equal(read_photo(tmp_path / "a.png").rgb, level_scene())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "reference"]
    assert (tmp_path / "a.png").stat().st_mode == (tmp_path / "reference").stat().st_mode


def test_a_disk_that_fills_up_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing breaks off half-way, the file that was there stays and the half one goes."""
    (tmp_path / "a.png").write_bytes(b"old")
    write_bytes = Path.write_bytes

    def fill_up(self: Path, data: bytes) -> int:
        write_bytes(self, data[:10])
        assert not list(walk_parts(tmp_path))[1:], "the unfinished file shows in a listing"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill_up)

    with pytest.raises(UsageError, match="No space left on device"):
        write_picture(level_scene(), tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Writing into a folder that does not exist names the place and says what to check."""
    with pytest.raises(UsageError, match="Check that its folder exists"):
        write_picture(level_scene(), tmp_path / "no folder" / "a.png")


def test_an_ending_that_is_not_written_is_told(tmp_path: Path) -> None:
    """An unknown ending is told before anything is written."""
    with pytest.raises(UsageError, match=r"Expected a name ending in \.jpg, \.png or \.webp"):
        write_picture(level_scene(), tmp_path / "a.heic")
    assert not list(tmp_path.iterdir())
