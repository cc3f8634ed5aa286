import errno
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from support.analyses import make_analysis
from support.batch_fakes import make_folder
from support.command_line import Command, Run
from thomas_test.cli import main
from thomas_test.estimators.models import ModelFile


@pytest.fixture(autouse=True)
def _own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in an empty folder and take back what the guard against the network writes into the environment."""
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """What runs the program as a user's line would, in this process."""

    def run(*argv: str) -> Run:
        with pytest.raises(SystemExit) as ended:
            main(argv)
        printed = capsys.readouterr()
        return Run(status=int(ended.value.code or 0), out=printed.out, err=printed.err)

    return run


@pytest.fixture
def photo(tmp_path: Path) -> str:
    """A picture's name in the working folder; 160 x 120 pixels."""
    make_folder(tmp_path, "photo.png")
    return "photo.png"


@pytest.fixture
def points(tmp_path: Path) -> str:
    """A points file for any one picture: left leg, thigh 10 degrees below the rows, knee bent 60."""
    (tmp_path / "points.json").write_text(
        '{"tested_leg": "left", "head_towards": "left",'
        ' "points_px": {"hip": [60, 60], "knee": [108.74, 68.594], "ankle": [122.42, 106.18]}}'
    )
    return "points.json"


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder that nobody may look into, nor ask what is in it; those who run tests as root may everywhere."""
    make_folder(tmp_path / "locked", "photo.png")
    stat, access = os.stat, os.access

    def stat_outside(path: str | Path | int, *options: object, **named: object) -> os.stat_result:
        if not isinstance(path, int) and "locked/" in os.fspath(path):
            raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
        return stat(path, *options, **named)

    monkeypatch.setattr("os.stat", stat_outside)
    monkeypatch.setattr("os.access", lambda path, *mode: "locked" not in os.fspath(path) and access(path, *mode))
    return "locked"


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the networks away: whatever is read is measured as 5 degrees below horizontal."""
    monkeypatch.setattr(
        "thomas_test.estimators.registry.find_models",
        lambda *_, **__: (ModelFile(name="full", path=Path("full.task"), sha256="ab" * 32, source="given"),),
    )
    monkeypatch.setattr("thomas_test.estimators.registry.open_model_files", lambda *_: nullcontext(()))
    monkeypatch.setattr(
        "thomas_test.reader.analyse",
        lambda photo, _estimators, settings, **_: make_analysis(
            name=photo.name, size_px=photo.size_px, preset=settings.preset, thigh_deg=5.0
        ),
    )
