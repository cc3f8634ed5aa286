"""Which pose models there are, where they come from, and the hash by which each file is known.

Everything here is a constant; every file of ours has one of two contents:

- the official bundle from Google's model store, float16, version 1;
- the bundle that `thomas_test.estimators.models.bundle` rebuilds out of MediaPipe's published packages. The
  weights are the same (each network is checked by its hash before it is used), the metadata is worded by us, so the
  file has other bytes. Rebuilding is deterministic, and so these files are pinned by their SHA-256 just as the
  official ones are: the cache trusts no note written beside a file, and ``model_sha256`` in a
  result means the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

FetchProgress = Callable[[str, float | None], None]
"""Hears what is being done, in plain words, and which share of it is done (0 to 1, None: unknown)."""


def no_progress(doing: str, done: float | None, /) -> None:
    """Tell nobody."""


_SHA256: Final = re.compile(r"[0-9a-f]{64}")

# The only address in this package: Google's public store of MediaPipe models.
_STORE: Final = "https://storage.googleapis.com/mediapipe-models/pose_landmarker"

WHEEL_REQUIREMENT: Final = "mediapipe==0.10.21"  # the last release whose wheel carries the networks
WHEEL_PLATFORM: Final = "manylinux_2_28_x86_64"  # networks are the same for all; one wheel is asked for everywhere
WHEEL_PYTHON: Final = "3.11"
NPM_PACKAGE: Final = "@mediapipe/pose@0.5.1675469404"


class ModelName(StrEnum):
    """The three pose models, from the fastest to the most careful."""

    LITE = "lite"
    FULL = "full"
    HEAVY = "heavy"


class ModelSource(StrEnum):
    """Where the content of a model file comes from."""

    GIVEN = "given"  # a file that the user named
    OFFICIAL = "official"  # Google's bundle
    REBUILT = "rebuilt"  # put together here from MediaPipe's packages


class PackageKind(StrEnum):
    """The two kinds of package that carry networks."""

    WHEEL = "wheel"
    NPM = "npm"


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One network inside a package: where it lies and how its content is known."""

    package: PackageKind
    path: str
    sha256: str

    def __post_init__(self) -> None:
        _require_sha256(self.sha256)


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownModel:
    """All that is known beforehand about one model.

    Parameters
    ----------
    name
        What the user calls it.
    url
        The official bundle.
    official_sha256, rebuilt_sha256
        The two contents that a file of this name may have.
    detector, landmarks
        The two networks that the bundle is rebuilt from.
    """

    name: ModelName
    url: str
    official_sha256: str
    rebuilt_sha256: str
    detector: Member
    landmarks: Member

    def __post_init__(self) -> None:
        _require_sha256(self.official_sha256)
        _require_sha256(self.rebuilt_sha256)

    @property
    def file_name(self) -> str:
        """Name in the cache, the same as in Google's store."""
        return f"pose_landmarker_{self.name.value}.task"

    def source_of(self, sha256: str) -> ModelSource | None:
        """Tell the content by its hash; None where it is neither of the two."""
        return {self.rebuilt_sha256: ModelSource.REBUILT, self.official_sha256: ModelSource.OFFICIAL}.get(sha256)


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelFile:
    """A pose model that lies on this machine and was checked.

    Parameters
    ----------
    name
        ``lite``, ``full``, ``heavy``, or the file name of a model that the user gave.
    path
        The bundle.
    sha256
        Of the whole file, 64 lower-case hex digits: part of every result.
    source
        See `ModelSource`.
    """

    name: str
    path: Path
    sha256: str
    source: str

    def __post_init__(self) -> None:
        _require_sha256(self.sha256)


def _require_sha256(text: str) -> None:
    if not _SHA256.fullmatch(text):
        raise ValueError(f"expected a SHA-256 of 64 lower-case hex digits, got {text!r}")


_DETECTOR: Final = Member(
    package=PackageKind.WHEEL,
    path="mediapipe/modules/pose_detection/pose_detection.tflite",
    sha256="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
)

_FOLDER_IN_PACKAGE: Final = {PackageKind.WHEEL: "mediapipe/modules/pose_landmark", PackageKind.NPM: "package"}


def _known(name: ModelName, package: PackageKind, *, official: str, rebuilt: str, landmarks: str) -> KnownModel:
    """A model by the hashes of its two bundles and of its network of landmarks, which lies in this package."""
    file = f"pose_landmarker_{name.value}"
    network = f"{_FOLDER_IN_PACKAGE[package]}/pose_landmark_{name.value}.tflite"
    return KnownModel(
        name=name,
        url=f"{_STORE}/{file}/float16/1/{file}.task",
        official_sha256=official,
        rebuilt_sha256=rebuilt,
        detector=_DETECTOR,
        landmarks=Member(package=package, path=network, sha256=landmarks),
    )


KNOWN_MODELS: Final[Mapping[ModelName, KnownModel]] = {
    ModelName.LITE: _known(
        ModelName.LITE,
        PackageKind.NPM,
        official="59929e1d1ee95287735ddd833b19cf4ac46d29bc7afddbbf6753c459690d574a",
        rebuilt="ecd76730f598e30a1b0e24ac4b76abbc769042973ebda355abd56d15c01a1c15",
        landmarks="f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    ),
    ModelName.FULL: _known(
        ModelName.FULL,
        PackageKind.WHEEL,
        official="4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
        rebuilt="b4097a6f718b82b59c81fb9ac23c7cd9431ee20c08b8e358024251b5baf79472",
        landmarks="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    ),
    ModelName.HEAVY: _known(
        ModelName.HEAVY,
        PackageKind.NPM,
        official="64437af838a65d18e5ba7a0d39b465540069bc8aae8308de3e318aad31fcbc7b",
        rebuilt="64e8d26cf43a6ac7f2682cd95a2386d8b4904ece8d1013ea44ab447b06b62be4",
        landmarks="59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
    ),
}
