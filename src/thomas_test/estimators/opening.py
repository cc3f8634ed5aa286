"""Open the networks that an effort asks for."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from thomas_test.core.errors import ModelError
from thomas_test.core.settings import Effort
from thomas_test.estimators import PoseEstimator
from thomas_test.estimators.models import ModelFile, ModelName, Progress, find_model
from thomas_test.estimators.models.finding import MODEL_VARIABLE

MODELS_OF_EFFORT: dict[Effort, tuple[ModelName, ...]] = {
    Effort.FAST: (ModelName.FULL,),
    Effort.STANDARD: (ModelName.FULL, ModelName.HEAVY),
    Effort.THOROUGH: (ModelName.FULL, ModelName.HEAVY),
}
"""Full and heavy err differently: the mean of their landmarks beats either's. With the outline heavy alone is about as
good (docs/accuracy.md); both together do not hang on one network's mistakes."""


def find_models(
    choice: str | Path | None = None,
    effort: Effort = Effort.STANDARD,
    *,
    notice: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> tuple[ModelFile, ...]:
    """Find the model files to read pictures with; fetched first where they are not on this machine.

    Parameters
    ----------
    choice
        One model by name or path, used alone; None takes ``THOMAS_TEST_MODEL``, else those of the effort.
    effort
        Decides how many models read the picture.
    notice
        Told in plain words when the heavy model cannot be had and the full one works alone.
    progress
        Hears what is fetched; not called where nothing is.

    Raises
    ------
    ModelError
        When the model chosen, or the full one, cannot be had.
    """
    choice = choice or os.environ.get(MODEL_VARIABLE)
    if choice:
        return (find_model(choice, progress=progress),)
    names = MODELS_OF_EFFORT[effort]
    found = [find_model(names[0], progress=progress)]
    for name in names[1:]:
        try:
            found.append(find_model(name, progress=progress))
        except ModelError as error:
            if notice is not None:
                notice(f"reading with the {names[0]} model alone, the {name} model cannot be had: {error}")
    return tuple(found)


@contextlib.contextmanager
def open_estimators(
    choice: str | Path | None = None,
    effort: Effort = Effort.STANDARD,
    *,
    notice: Callable[[str], None] | None = None,
) -> Iterator[tuple[PoseEstimator, ...]]:
    """Open the networks for a ``with`` block and close them after it; parameters as for `find_models`."""
    with open_model_files(find_models(choice, effort, notice=notice)) as estimators:
        yield estimators


@contextlib.contextmanager
def open_model_files(models: tuple[ModelFile, ...]) -> Iterator[tuple[PoseEstimator, ...]]:
    """Open the networks of files found before, such as by the parent of a worker process."""
    from thomas_test.estimators.mediapipe import MediaPipeEstimator

    with contextlib.ExitStack() as stack:
        yield tuple(stack.enter_context(MediaPipeEstimator(model)) for model in models)
