from __future__ import annotations

import contextlib
import io
import os
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageFile

from support.apple_makernote import (
    apple_exif,
    apple_maker_note,
    device_vector_g,
    encode_iphone_photo,
    turn_scene,
    write_iphone_photo,
)
from support.pictures import bar_tilt_deg, encoded, jpeg_claiming, level_scene, plain, png, textured
from thomas_test.core.errors import ImageError
from thomas_test.images import Photo, read_photo

RED, BLUE, GREY = (220, 0, 0), (0, 0, 220), (128, 128, 128)


def _reason(source: Path | bytes, name: str | None = None) -> str:
    with pytest.raises(ImageError) as caught:
        read_photo(source, name=name)
    return caught.value.reason


def _marked() -> Image.Image:
    """Make 48 x 32 pixels: the first rows red, the first columns of them blue."""
    rgb = np.full((32, 48, 3), GREY, np.uint8)
    rgb[:8] = RED
    rgb[:8, :8] = BLUE
    return Image.fromarray(rgb)


def _place(mask: np.ndarray) -> tuple[float, float]:
    """The middle of the marked pixels as shares of width and height."""
    rows, columns = np.nonzero(mask)
    return (columns.mean() + 0.5) / mask.shape[1], (rows.mean() + 0.5) / mask.shape[0]


def test_a_path_may_be_a_string(tmp_path: Path) -> None:
    """Notebooks name files by strings: they are read like paths, under the file's name."""
    place = tmp_path / "leg.png"
    Image.new("RGB", (8, 6), RED).save(place)
    photo = read_photo(str(place))
    assert photo.name == "leg.png"


# Exif 3.0, 4.6.5.1.6: where the stored picture's first row and first column are in the picture as people see it.
ORIENTATIONS = [
    (1, "top", "left"),
    (2, "top", "right"),
    (3, "bottom", "right"),
    (4, "bottom", "left"),
    (5, "left", "top"),
    (6, "right", "top"),
    (7, "right", "bottom"),
    (8, "left", "bottom"),
]


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
@pytest.mark.parametrize(("orientation", "first_row", "first_column"), ORIENTATIONS)
def test_every_picture_is_turned_upright_once(
    picture_format: str, orientation: int, first_row: str, first_column: str
) -> None:
    """The Exif orientation is followed, and not twice where the decoder has turned the picture already."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    rgb = read_photo(encoded(_marked(), picture_format, exif=exif.tobytes(), quality=90)).rgb.astype(int)

    red, blue = rgb[..., 0] > 170, rgb[..., 2] > 170
    sides = {"left": (0, 0.15), "right": (0, 0.85), "top": (1, 0.15), "bottom": (1, 0.85)}
    assert rgb.shape == ((32, 48, 3) if orientation < 5 else (48, 32, 3))
    for side in (first_row, first_column):
        axis, share = sides[side]
        assert _place(blue)[axis] == pytest.approx(share, abs=0.1)
    axis, share = sides[first_row]
    assert _place(red)[axis] == pytest.approx(share, abs=0.1)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_is_none_leaves_the_picture_as_stored(orientation: int) -> None:
    """A tag outside 1-8 counts as upright."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation

    photo = read_photo(encoded(_marked(), "PNG", exif=exif.tobytes()))

    assert np.array_equal(photo.rgb, np.asarray(_marked()))


@pytest.mark.parametrize("picture_format", ["JPEG", "HEIF"])
@pytest.mark.parametrize("front_camera", [False, True])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_gravity_of_an_iphone_photo_is_the_slope_of_a_level_bar_in_it(
    picture_format: str, front_camera: bool, orientation: int
) -> None:
    """A level bar in a turned photo rises to the right by the tilt that is read, whatever way it is stored."""
    tilt_deg = 7.0
    data = encode_iphone_photo(
        turn_scene(level_scene(), tilt_deg),
        horizon_tilt_deg=tilt_deg,
        orientation=orientation,
        front_camera=front_camera,
        camera_pitch_deg=12,
        picture_format=picture_format,
    )

    photo = read_photo(data)

    assert photo.size_px == (320, 240)
    assert photo.gravity is not None
    assert photo.gravity.tilt_deg == pytest.approx(tilt_deg, abs=1e-4)
    assert photo.gravity.camera_pitch_deg == pytest.approx(12, abs=1e-4)
    assert photo.gravity.front_camera is front_camera
    assert bar_tilt_deg(photo.rgb) == pytest.approx(tilt_deg, abs=0.2)
    # the square at the upper left is still there, so the picture stands on its feet
    red = (photo.rgb[..., 0] > 150) & (photo.rgb[..., 1] < 80)
    assert max(_place(red)) < 0.4


@pytest.mark.parametrize("file_name", ["IMG_0001.JPG", "IMG_0001.HEIC"])
def test_turned_test_photos_can_be_written_to_files(tmp_path: Path, file_name: str) -> None:
    """The writer of test photos turns a level scene and writes the vector that goes with it."""
    write_iphone_photo(level_scene(), tmp_path / file_name, roll_deg=-11, orientation=1)

    photo = read_photo(tmp_path / file_name)

    assert photo.gravity is not None
    assert photo.gravity.tilt_deg == pytest.approx(-11, abs=1e-4)
    assert bar_tilt_deg(photo.rgb) == pytest.approx(-11, abs=0.2)


@pytest.mark.parametrize(
    "data",
    [
        encoded(plain(), "JPEG"),  # no Exif
        encoded(plain(), "JPEG", exif=apple_exif(None).tobytes()),  # no MakerNote
        encoded(plain(), "JPEG", exif=apple_exif(b"Canon").tobytes()),  # another maker's
        encoded(plain(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"),  # Exif cut short
        encoded(plain(), "PNG", exif=b"Exif\0\0no Exif at all"),
    ],
)
def test_a_photo_without_usable_notes_is_read_without_gravity(data: bytes) -> None:
    """Missing, foreign or damaged notes beside the pixels are no reason to refuse the pixels."""
    photo = read_photo(data)

    assert photo.gravity is None
    assert photo.size_px == (40, 30)


def test_gravity_of_a_mirrored_tiff_is_read_before_it_is_turned() -> None:
    """Pillow turns a TIFF while it decodes it and forgets how; the sign of the tilt depends on it."""
    tilt_deg = 7.0
    maker_note = apple_maker_note(device_vector_g(tilt_deg, orientation=5))
    stored = Image.fromarray(turn_scene(level_scene(), tilt_deg)).transpose(Image.Transpose.TRANSPOSE)

    photo = read_photo(encoded(stored, "TIFF", exif=apple_exif(maker_note, orientation=5).tobytes()))

    assert photo.gravity is not None
    assert photo.gravity.tilt_deg == pytest.approx(tilt_deg, abs=1e-4)
    assert bar_tilt_deg(photo.rgb) == pytest.approx(tilt_deg, abs=0.2)


def test_a_photo_with_a_brightness_map_beside_it_is_one_photo() -> None:
    """Phones add a second picture to a JPEG (MPO): the first is the photo, and nothing is animated."""
    data = encoded(_marked(), "MPO", save_all=True, append_images=[plain((24, 16))])

    assert read_photo(data).size_px == (48, 32)


def test_a_file_with_several_pages_gives_its_first() -> None:
    """The first page of a TIFF and the main picture of a HEIC are read."""
    for picture_format in ("TIFF", "HEIF"):
        data = encoded(_marked(), picture_format, save_all=True, append_images=[plain((24, 16))])

        assert read_photo(data).size_px == (48, 32)


@pytest.mark.parametrize("picture_format", ["GIF", "WEBP", "PNG", "AVIF"])
def test_a_film_is_refused_as_animated(picture_format: str) -> None:
    """Which moment of a film is the test, only a person can say."""
    film = encoded(plain(), picture_format, save_all=True, append_images=[plain(color=(0, 90, 200))])

    assert _reason(film) == "animated"


@pytest.mark.parametrize("name", ["täst ' \" photo.jpg", "two\nlines.jpg", "大腿.jpg", "$(rm x); `y`.jpg"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    """Spaces, quotes, newlines and letters of any script are part of the name."""
    path = tmp_path / name
    path.write_bytes(encoded(plain(), "JPEG"))

    assert read_photo(path).name == name


def test_a_name_that_is_no_utf_8_can_be_printed(tmp_path: Path) -> None:
    """Bytes of an old code page are shown as such, so that tables and reports can be written."""
    path = tmp_path / os.fsdecode(b"H\xfcfte.jpg")
    path.write_bytes(encoded(plain(), "JPEG"))

    assert read_photo(path).name == "H\\xfcfte.jpg"


def test_a_stream_is_read_from_its_start_and_named_as_told() -> None:
    """An upload that somebody has read before is read again; its name is given beside it."""
    stream = io.BytesIO(encoded(plain(), "JPEG"))
    stream.read()

    photo = read_photo(stream, name="upload.jpg")

    assert photo.size_px == (40, 30)
    assert photo.name == "upload.jpg"
    assert read_photo(encoded(plain(), "JPEG")).name == "picture"


def test_the_content_decides_and_not_the_ending(tmp_path: Path) -> None:
    """A PNG that calls itself .jpg is read."""
    (tmp_path / "really a png.jpg").write_bytes(encoded(plain(), "PNG"))

    assert read_photo(tmp_path / "really a png.jpg").rgb[0, 0].tolist() == [200, 60, 20]


TEXTURE = textured()


def _gif_with_a_shifted_palette() -> bytes:
    """Make a GIF in which a colour of the palette is taken for the start of the pixels."""
    data = bytearray(encoded(plain((8, 8)), "GIF"))
    data[53] = ord(",")
    return bytes(data)


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "HEIF", "AVIF", "GIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_file_cut_short_is_unreadable(picture_format: str, share: float) -> None:
    """A download that broke off is never measured on the part that came."""
    data = encoded(TEXTURE, picture_format)

    assert _reason(data[: int(len(data) * share)]) == "unreadable"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"Dear colleague, the photo is attached.", "unreadable"),  # text named .jpg
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "unreadable"),  # would start another program
        (b"P6 1 1 255\n\0\0\0", "unreadable"),  # a picture of a kind that no camera writes
        (_gif_with_a_shifted_palette(), "unreadable"),  # the decoder stumbles in its own way
        (png((0, 30)), "unreadable"),  # no columns
        (png((40, 0)), "unreadable"),  # no rows
        (jpeg_claiming((40, 0)), "unreadable"),  # no rows
        (png((30_000, 30_000)), "too_large"),
        (jpeg_claiming((30_000, 30_000)), "too_large"),
        (jpeg_claiming((25_001, 10_000)), "too_large"),  # just over
        (png((12_001, 10_000)), "too_large"),
        (png((11_990, 10_000)), "unreadable"),  # just under, and without the pixels it claims
        (png((65_536, 1)), "too_large"),  # a line of pixels and no photo
    ],
)
def test_bad_input_gives_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    """As bytes and as a file, bad input gives a stable reason, whose message names the file."""
    path = tmp_path / "bad one.jpg"
    path.write_bytes(data)

    assert _reason(data) == reason
    with pytest.raises(ImageError, match="bad one") as caught:
        read_photo(path)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("data", "most", "size"),
    [
        (png((30_000, 30_000)), 120, "30000 x 30000"),  # so large that Pillow itself refuses
        (png((12_001, 10_000)), 120, "12001 x 10000"),
        (jpeg_claiming((30_000, 30_000)), 250, "30000 x 30000"),
        (jpeg_claiming((25_001, 10_000)), 250, "25001 x 10000"),
    ],
)
def test_a_picture_too_large_is_told_with_its_size(data: bytes, most: int, size: str) -> None:
    """The message names the size in the header and the format's limit; Pillow's own limit is what it was."""
    before = Image.MAX_IMAGE_PIXELS
    with pytest.raises(ImageError, match=f"at most {most} million, got {size}"):
        read_photo(data)
    assert before == Image.MAX_IMAGE_PIXELS


def test_a_decoder_s_words_are_kept_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much a decoder says, and over how many lines, the message is one line."""

    def fail(_image: object) -> None:
        raise ValueError("Invalid input: No 'ipma' box\nmeta box: " + "offset 0x0 " * 40)

    monkeypatch.setattr(ImageFile.ImageFile, "load", fail)
    with pytest.raises(ImageError, match=r"incomplete \(Invalid input: No 'ipma' box meta box: ") as caught:
        read_photo(encoded(plain((40, 30)), "PNG"))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_picture_too_large_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size is looked at in the header, before any pixel is."""
    data = jpeg_claiming((26_000, 10_000))
    decoded: list[object] = []
    monkeypatch.setattr(ImageFile.ImageFile, "load", decoded.append)

    assert _reason(data) == "too_large"
    assert not decoded


def test_a_large_picture_within_the_limit_is_read_without_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between Pillow's own limit, here lowered, and ours no warning reaches people or changes the filters."""
    data = encoded(plain((40, 30)), "PNG")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    before = list(warnings.filters)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        photo = read_photo(data)

    assert photo.size_px == (40, 30)
    assert not caught
    assert list(warnings.filters) == before


def test_one_pixel_is_a_picture() -> None:
    """Whether a picture is too small to be measured is not decided here."""
    assert read_photo(encoded(plain((1, 1)), "PNG")).rgb.tolist() == [[[200, 60, 20]]]


def test_a_file_that_is_gone_has_vanished(tmp_path: Path) -> None:
    """A file that was listed and deleted before it was read has its own reason."""
    assert _reason(tmp_path / "gone.jpg") == "vanished"


def test_a_link_to_nothing_has_vanished(tmp_path: Path) -> None:
    """A link whose file is gone is told as the file's absence."""
    (tmp_path / "link.jpg").symlink_to(tmp_path / "gone.jpg")

    assert _reason(tmp_path / "link.jpg") == "vanished"


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal by the operating system becomes no_permission. Feigned, as root may read everything."""
    path = tmp_path / "locked.jpg"
    path.write_bytes(encoded(plain(), "JPEG"))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    assert _reason(path) == "no_permission"


@pytest.mark.parametrize("allowed", [True, False])
def test_a_folder_named_like_a_picture_is_no_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    """A folder is unreadable as a picture; one that may not be looked into says that instead."""
    (tmp_path / "folder.jpg").mkdir()
    monkeypatch.setattr(os, "access", lambda *_: allowed)

    assert _reason(tmp_path / "folder.jpg") == ("unreadable" if allowed else "no_permission")


def test_a_pipe_named_like_a_picture_is_not_waited_for(tmp_path: Path) -> None:
    """Reading from a pipe could wait without end; it is refused at once."""
    os.mkfifo(tmp_path / "pipe.jpg")

    assert _reason(tmp_path / "pipe.jpg") == "unreadable"


def test_links_that_lead_round_in_a_circle_are_unreadable(tmp_path: Path) -> None:
    """Two links that point at each other hold no picture."""
    (tmp_path / "a.jpg").symlink_to(tmp_path / "b.jpg")
    (tmp_path / "b.jpg").symlink_to(tmp_path / "a.jpg")

    assert _reason(tmp_path / "a.jpg") == "unreadable"


def test_a_message_keeps_control_characters_to_itself() -> None:
    """A file name cannot move the cursor or start a line of its own in somebody's terminal."""
    with pytest.raises(ImageError) as caught:
        read_photo(b"", name="a\n\x1b[2Jb.jpg")

    assert str(caught.value).isprintable()


DAMAGEABLE = [encoded(TEXTURE, picture_format) for picture_format in ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")]
DAMAGEABLE += [encode_iphone_photo(TEXTURE, horizon_tilt_deg=3, picture_format=kind) for kind in ("JPEG", "HEIF")]


@given(data=st.data())
def test_damaged_bytes_give_a_photo_or_a_reason(data: st.DataObject) -> None:
    """Whatever bytes are changed in a file, reading ends in a photo or an ImageError, never in a traceback."""
    damaged = bytearray(data.draw(st.sampled_from(DAMAGEABLE)))
    # headers are where damage does most
    positions = st.one_of(st.integers(0, min(300, len(damaged) - 1)), st.integers(0, len(damaged) - 1))
    for position in data.draw(st.lists(positions, min_size=1, max_size=6)):
        damaged[position] = data.draw(st.integers(0, 255))

    # whatever else is raised fails the test
    with contextlib.suppress(ImageError):
        assert isinstance(read_photo(bytes(damaged)), Photo)
