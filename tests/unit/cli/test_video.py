"""``thomas-test video`` as a user calls it, with a reader that needs no model."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from support.analyses import make_analysis, make_pose, make_refusal
from support.pictures import shown
from support.videos import numbered, saved, y4m
from thomas_test import reader as door
from thomas_test.cli.video import video
from thomas_test.core.errors import UsageError
from thomas_test.core.pictures import RgbImage
from thomas_test.core.settings import Settings
from thomas_test.estimators import registry
from thomas_test.estimators.models import ModelFile
from thomas_test.motion import following as live_opening
from thomas_test.motion.following import FrameReading

MODEL = ModelFile(name="table", path=Path("table.task"), sha256="0" * 64, source="given")


class Reader:
    """Reads every frame as a leg at rest, or as one that never rests."""

    def __init__(self, speed_deg_s: float) -> None:
        self.speed_deg_s = speed_deg_s

    def read(self, rgb: RgbImage, time_s: float) -> FrameReading:
        """Read a frame."""
        assert rgb.ndim == 3
        return FrameReading(
            time_s=time_s, size_px=(640, 480), pose=make_pose(thigh_deg=4.0 + self.speed_deg_s * time_s)
        )

    def close(self) -> None:
        """Hold nothing."""


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """The command alone; a model named "moving" reads a leg that never rests."""

    @contextlib.contextmanager
    def no_networks(_models: object) -> Iterator[tuple[()]]:
        yield ()

    def reader(model: ModelFile, _settings: Settings) -> Reader:
        return Reader(8.0 if model.name == "moving" else 0.0)

    def find_models(choice: str | None, _effort: object, **_say: object) -> tuple[ModelFile, ...]:
        return (ModelFile(name=choice or MODEL.name, path=MODEL.path, sha256=MODEL.sha256, source=MODEL.source),)

    monkeypatch.setattr(registry, "find_models", find_models)
    monkeypatch.setattr(registry, "open_model_files", no_networks)
    monkeypatch.setattr(live_opening, "open_live_reader", reader)
    monkeypatch.setattr(door, "analyse", lambda photo, *_, **__: make_analysis(name=photo.name, thigh_deg=3.5))
    alone = typer.Typer()
    alone.command("video")(video)
    return alone


@pytest.fixture
def clip(tmp_path: Path) -> str:
    """A video of five seconds."""
    return str(saved(y4m(numbered(50)), tmp_path / "clip.y4m"))


def test_the_hold_is_printed_in_words(app: typer.Typer, clip: str) -> None:
    """Frames, the hold with its median and spread, and the measurement like that of a photo; exit status 0."""
    result = CliRunner().invoke(app, [clip], catch_exceptions=False)
    assert result.exit_code == 0
    assert "clip.y4m: 50 of 50 frames could be measured" in result.stdout
    assert "thigh 4.0° below horizontal (SD 0.0°), knee 60.0° (SD 0.0°)" in result.stdout
    assert "Right thigh 3.5° below horizontal" in result.stdout


def test_files_are_written_where_out_says_and_nowhere_else(
    app: typer.Typer, clip: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without ``--out`` nothing is written; with it four files, named on the terminal."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    CliRunner().invoke(app, [clip])
    assert not list(Path().iterdir())
    result = CliRunner().invoke(app, [clip, "--out", "out"], catch_exceptions=False)
    assert len(list(Path("out").iterdir())) == 4
    assert "clip_angles.csv" in result.stdout
    assert "clip_hold.png" in result.stdout


def test_data_that_came_with_a_clip_stay(app: typer.Typer, clip: str, tmp_path: Path) -> None:
    """Beside clip.y4m lies a clip.json of another program: refused before anything is read, and left as it is."""
    theirs = tmp_path / "clip.json"
    theirs.write_text('{"marker": [1, 2]}')
    with pytest.raises(UsageError, match=r"'clip\.json'"):
        CliRunner().invoke(app, [clip, "--out", str(tmp_path)], catch_exceptions=False)
    assert theirs.read_text() == '{"marker": [1, 2]}'


def test_a_clip_may_have_a_name_of_an_old_code_page(app: typer.Typer, clip: str, tmp_path: Path) -> None:
    """Bytes that are no UTF-8: its files are named after what can be written."""
    old = Path(clip).rename(tmp_path / os.fsdecode(b"H\xfcfte.y4m"))
    result = CliRunner().invoke(app, [str(old), "--out", str(tmp_path / "out")], catch_exceptions=False)
    assert result.exit_code == 0
    assert json.loads((tmp_path / "out" / "H\\xfcfte.json").read_text("utf-8"))["file"] == "H\\xfcfte.y4m"


def test_the_held_frame_has_the_face_as_told(app: typer.Typer, clip: str, tmp_path: Path) -> None:
    """Blurred about the head alone, at (60, 230) of 640 pixels and so at (9, 35) of 96; --faces keep leaves it."""
    for folder, options in (("blurred", ()), ("kept", ("--faces", "keep"))):
        CliRunner().invoke(app, [clip, "--out", str(tmp_path / folder), *options], catch_exceptions=False)
    blurred, kept = (shown(tmp_path / name / "clip_hold.png") for name in ("blurred", "kept"))
    differ = np.argwhere((blurred != kept).any(axis=-1))
    assert len(differ) > 0
    assert np.hypot(differ[:, 1] - 9, differ[:, 0] - 34.5).max() <= 6.5


def test_a_held_frame_without_a_known_face_is_not_written(
    app: typer.Typer, clip: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was refused, so nobody knows where the face is: the place of the picture says so."""
    monkeypatch.setattr(door, "analyse", lambda photo, *_, **__: make_refusal(name=photo.name))
    result = CliRunner().invoke(app, [clip, "--out", str(tmp_path / "out")], catch_exceptions=False)
    assert "Held frame: none, the place of the face is not known" in result.stdout
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_json_is_all_that_is_printed(app: typer.Typer, clip: str) -> None:
    """For machines: one document."""
    record = json.loads(CliRunner().invoke(app, [clip, "--json"]).stdout)
    assert record["hold"]["thigh_angle_deg"] == 4.0
    assert record["frames"] == 50


def test_a_leg_that_never_rests_is_exit_status_3(app: typer.Typer, clip: str) -> None:
    """Read, and nothing measured."""
    result = CliRunner().invoke(app, [clip, "--model", "moving"])
    assert result.exit_code == 3
    assert "never held still" in result.stdout


def test_what_is_no_video_is_exit_status_3(app: typer.Typer, tmp_path: Path) -> None:
    """A file that cannot be read: words on the standard error."""
    result = CliRunner().invoke(app, [str(saved(b"no video", tmp_path / "notes.mp4"))])
    assert result.exit_code == 3
    assert "expected a video" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.mp4"], "does not exist"),
        (["{clip}", "--preset", "strict"], "expected a preset"),
        (["{clip}", "--level", "70"], "expected a level tilt"),
    ],
)
def test_wrong_usage_leaves_as_our_own_error(arguments: list[str], message: str, app: typer.Typer, clip: str) -> None:
    """For the program to show, with exit status 2."""
    error = CliRunner().invoke(app, [part.format(clip=clip) for part in arguments]).exception
    assert isinstance(error, UsageError)
    assert message in str(error)
