"""Which networks there are, which of them an effort asks for, and how they are opened.

Another network is a module beside `thomas_test.estimators.mediapipe`, a line in `NETWORKS`, and its constants in
`thomas_test.reading.calibration.CALIBRATIONS` under the same name. Without constants of its own its intervals are wider
and every result says so.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from thomas_test.core.errors import ModelError
from thomas_test.core.settings import Effort
from thomas_test.estimators import PoseEstimator
from thomas_test.estimators.models import FetchProgress, ModelFile, ModelName, find_model
from thomas_test.estimators.models.finding import MODEL_VARIABLE


class FindNetwork(Protocol):
    """Finds the file of a network on this machine, fetched before if need be."""

    def __call__(self, *, progress: FetchProgress | None = None) -> ModelFile:
        """The checked file; its ``name`` is the network's."""


class OpenNetwork(Protocol):
    """Opens a network from its file."""

    def __call__(self, model: ModelFile, *, people: int = 4, video: bool = False) -> PoseEstimator:
        """An estimator that looks for so many people, in single pictures or in frames that follow each other."""


@dataclass(frozen=True, kw_only=True)
class Network:
    """A network that finds people and their joints.

    Attributes
    ----------
    find
        Finds its file; everything that is slow to import waits for the opening.
    open
        Opens it from that file.
    """

    find: FindNetwork
    open: OpenNetwork


def _open_mediapipe(model: ModelFile, *, people: int = 4, video: bool = False) -> PoseEstimator:
    from thomas_test.estimators.mediapipe import MediaPipeEstimator

    return MediaPipeEstimator(model, people=people, video=video)


def _find_mediapipe(name: ModelName, *, progress: FetchProgress | None = None) -> ModelFile:
    return find_model(name, progress=progress)


NETWORKS: dict[str, Network] = {
    name.value: Network(find=partial(_find_mediapipe, name), open=_open_mediapipe) for name in ModelName
}
"""Every network by the name that ``--model`` and results call it by."""

NETWORKS_OF_EFFORT: dict[Effort, tuple[str, ...]] = {
    Effort.FAST: (ModelName.FULL,),
    Effort.STANDARD: (ModelName.HEAVY,),
    Effort.THOROUGH: (ModelName.FULL, ModelName.HEAVY),
}
"""Heavy alone takes less than half of the looks of full and heavy together; over all rendered pictures neither way is
more accurate, on the newest heavy alone is 0.2 degrees worse (docs/accuracy.md#fresh-pictures). From beyond the feet
both together read better (docs/second_photo.md)."""

SUBSTITUTE: str = ModelName.FULL
"""What reads where the networks of an effort cannot be had: it can be rebuilt wherever packages can be installed."""


def find_models(
    choice: str | Path | None = None,
    effort: Effort = Effort.STANDARD,
    *,
    notice: Callable[[str], None] | None = None,
    progress: FetchProgress | None = None,
) -> tuple[ModelFile, ...]:
    """The files of the networks to read pictures with; fetched first where they are not on this machine.

    Parameters
    ----------
    choice
        One network by name, or a pose bundle of MediaPipe by path, used alone; None takes ``THOMAS_TEST_MODEL``, else
        those of the effort.
    effort
        Decides how many networks read the picture.
    notice
        Told in plain words when a network of the effort cannot be had and another reads in its place.
    progress
        Hears what is fetched; not called where nothing is.

    Raises
    ------
    ModelError
        When the network chosen cannot be had, or neither one of the effort nor `SUBSTITUTE`.
    """
    choice = choice or os.environ.get(MODEL_VARIABLE)
    if choice:
        return (_find(choice, progress),)
    found = []
    for name in NETWORKS_OF_EFFORT[effort]:
        try:
            found.append(_find(name, progress))
        except ModelError as error:
            if name == SUBSTITUTE:
                raise
            if notice is not None:
                notice(f"reading with the {SUBSTITUTE} model, the {name} model cannot be had: {error}")
    return tuple(found) or (_find(SUBSTITUTE, progress),)


def _find(choice: str | Path, progress: FetchProgress | None) -> ModelFile:
    known = NETWORKS.get(choice) if isinstance(choice, str) else None
    return find_model(choice, progress=progress) if known is None else known.find(progress=progress)


def open_network(model: ModelFile, *, people: int = 4, video: bool = False) -> PoseEstimator:
    """Open the network of a file that was found before; close it after use.

    Parameters
    ----------
    model
        The file; one that the user named by its path is a pose bundle of MediaPipe.
    people
        The most people to look for in one picture.
    video
        Whether the pictures are frames of one scene, in their order.

    Raises
    ------
    ModelError
        When the file cannot be opened.
    """
    known = NETWORKS.get(model.name)
    return (known.open if known is not None else _open_mediapipe)(model, people=people, video=video)


@contextlib.contextmanager
def open_model_files(models: tuple[ModelFile, ...]) -> Iterator[tuple[PoseEstimator, ...]]:
    """Open the networks of files found before, such as by the parent of a worker process."""
    with contextlib.ExitStack() as stack:
        yield tuple(stack.enter_context(contextlib.closing(open_network(model))) for model in models)
