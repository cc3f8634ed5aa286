"""What this package drew on is never measured as a photo, however it comes back."""

from __future__ import annotations

import io
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from support.apple_makernote import encode_iphone_photo
from support.pictures import encoded, level_scene
from thomas_test.core.errors import ImageError
from thomas_test.core.pictures import RgbImage
from thomas_test.images import encode_picture, read_photo, write_picture


def drawn_on(rgb: RgbImage) -> RgbImage:
    """Draw two lines and a panel, as the overlay does."""
    drawn = rgb.copy()
    cv2.line(drawn, (40, 60), (200, 90), (255, 180, 0), 4)
    drawn[-40:, :120] = (20, 40, 43)
    return drawn


def reason_of(source: Path | bytes) -> str:
    """Why a picture cannot be read; empty for one that can."""
    try:
        read_photo(source)
    except ImageError as error:
        return error.reason
    return ""


@pytest.mark.parametrize("ending", [".jpg", ".jpeg", ".png", ".webp"])
def test_a_picture_that_was_drawn_on_carries_a_mark(tmp_path: Path, ending: str) -> None:
    """Under whatever name and wherever it lies: as a file and as bytes, such as an upload."""
    path = tmp_path / f"IMG_1234{ending}"
    write_picture(drawn_on(level_scene()), path, drawn_on=True)
    assert reason_of(path) == "own_output"
    assert reason_of(path.read_bytes()) == "own_output"
    with pytest.raises(ImageError, match="Measure the photo that it was made of"):
        read_photo(path)


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_was_only_encoded_carries_none(picture_format: str) -> None:
    """Frames of a video are kept without lines and read again."""
    assert reason_of(encode_picture(level_scene(), picture_format)) == ""


@pytest.mark.parametrize("place", ["annotated", "annotated/ward 3/right"])
def test_an_earlier_run_is_known_by_its_record(tmp_path: Path, place: str) -> None:
    """``annotated/`` beside a ``run.json`` of ours holds our pictures, with or without a mark."""
    folder = tmp_path / "results" / place
    folder.mkdir(parents=True)
    (folder / "a.jpg").write_bytes(encoded(level_scene(), "JPEG"))
    assert reason_of(folder / "a.jpg") == ""
    (tmp_path / "results" / "run.json").write_text(json.dumps({"schema": "thomas-test.run"}))
    assert reason_of(folder / "a.jpg") == "own_output"


@pytest.mark.parametrize("record", ['{"schema": "another.run"}', "[1]", "no JSON", "[" * 100_000, None])
def test_somebody_else_s_annotated_folder_is_one_of_photos(tmp_path: Path, record: str | None) -> None:
    """Only our own record makes a folder ours."""
    folder = tmp_path / "annotated"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(encoded(level_scene(), "JPEG"))
    if record is not None:
        (tmp_path / "run.json").write_text(record)
    assert reason_of(folder / "a.jpg") == ""


@pytest.mark.parametrize("name", ["p1-thomas.jpg", "p1-thomas-2.jpg"])
@pytest.mark.parametrize("photo", ["p1.jpg", "p1.JPG", "p1.png"])
def test_an_unmarked_picture_is_known_by_the_photo_beside_it(tmp_path: Path, name: str, photo: str) -> None:
    """What an earlier version drew has no mark: its name and the photo's own pixels give it away."""
    rgb = level_scene()
    (tmp_path / photo).write_bytes(encoded(rgb, "PNG" if photo.endswith("png") else "JPEG"))
    (tmp_path / name).write_bytes(encoded(drawn_on(rgb), "JPEG", quality=92))
    assert reason_of(tmp_path / name) == "own_output"
    assert reason_of(tmp_path / photo) == ""


def test_the_photo_may_be_stored_sideways(tmp_path: Path) -> None:
    """A phone's photo with an orientation tag is compared upright."""
    rgb = level_scene()
    (tmp_path / "p1.jpg").write_bytes(encode_iphone_photo(rgb, horizon_tilt_deg=0.0, orientation=6))
    (tmp_path / "p1-thomas.jpg").write_bytes(encoded(drawn_on(rgb), "JPEG", quality=92))
    assert reason_of(tmp_path / "p1-thomas.jpg") == "own_output"


def test_a_photo_that_is_only_called_so_is_measured(tmp_path: Path) -> None:
    """Another picture, the same picture, one of another size, and one with a camera's notes are photos."""
    rgb = level_scene()
    noise = np.random.default_rng(1).integers(0, 255, rgb.shape, dtype=np.uint8)
    (tmp_path / "mary.jpg").write_bytes(encoded(rgb, "JPEG"))
    for data in (
        encoded(noise, "JPEG"),
        encoded(rgb, "JPEG"),
        encoded(drawn_on(rgb)[:, :200], "JPEG"),
        encode_iphone_photo(drawn_on(rgb), horizon_tilt_deg=0.0),
    ):
        (tmp_path / "mary-thomas.jpg").write_bytes(data)
        assert reason_of(tmp_path / "mary-thomas.jpg") == ""
    (tmp_path / "mary.jpg").write_bytes(b"no picture")
    (tmp_path / "mary-thomas.jpg").write_bytes(encoded(drawn_on(rgb), "JPEG"))
    assert reason_of(tmp_path / "mary-thomas.jpg") == ""
    (tmp_path / "mary.jpg").unlink()
    assert reason_of(tmp_path / "mary-thomas.jpg") == ""


def test_a_comment_of_somebody_else_is_no_mark() -> None:
    """Cameras and programs write comments, too, in any encoding."""
    for comment in (b"Shot 4", "größer".encode("latin-1"), b"thomas-test"):
        data = io.BytesIO()
        Image.fromarray(level_scene()).save(data, "JPEG", comment=comment)
        assert reason_of(data.getvalue()) == ""
