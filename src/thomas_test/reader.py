"""The door: photos in, analyses out. Networks and effort are opened together, so that they cannot disagree."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import Self

from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import EstimatorError, UsageError
from thomas_test.core.progress import Progress
from thomas_test.core.settings import Effort, Faces, Settings
from thomas_test.estimators import PoseEstimator, registry
from thomas_test.estimators.models import FetchProgress, ModelFile
from thomas_test.images import Photo, encode_picture, read_photo
from thomas_test.output.faces import covered, heads_of
from thomas_test.output.rows import words_of
from thomas_test.output.words import INTERVAL_NOTE, warning_advice
from thomas_test.overlay import draw_overlay
from thomas_test.reading.analyse import analyse
from thomas_test.reading.search import working_copy


class Reader:
    """Reads photos with the networks that an effort asks for.

    Use it in a ``with`` block, which opens the networks and closes them. A reader that is not open holds no network and
    may cross to another process.

    Parameters
    ----------
    settings
        What the user chose; for all photos, as far as `read` is not told otherwise.
    effort
        How often every photo is read, and by how many networks; None takes that of the settings.
    model
        One network by name, or a pose bundle of MediaPipe by path, used alone; None takes ``THOMAS_TEST_MODEL``, else
        those of the effort.
    keeps_pictures
        Whether an analysis keeps its photo at working size, so that a notebook shows it.

    Raises
    ------
    UsageError
        When there is no such effort.

    Examples
    --------
    ::

        with Reader(effort="standard") as reader:
            analysis = reader.read("photo.jpg")
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        effort: Effort | str | None = None,
        model: str | Path | None = None,
        keeps_pictures: bool = True,
    ) -> None:
        settings = settings or Settings()
        self.settings = settings if effort is None else replace(settings, effort=_effort_named(effort))
        self.models: tuple[ModelFile, ...] = ()
        """The files of the networks, once they were found."""
        self._model = model
        self._keeps_pictures = keeps_pictures
        self._open: tuple[contextlib.ExitStack, tuple[PoseEstimator, ...]] | None = None

    def find(self, *, progress: FetchProgress | None = None, notice: Callable[[str], None] | None = None) -> Self:
        """Find the networks' files, fetched first where they are not on this machine; opening does it, too.

        Parameters
        ----------
        progress
            Hears what is fetched.
        notice
            Told in plain words when a network of the effort cannot be had and another reads in its place.

        Raises
        ------
        ModelError
            When the network chosen cannot be had, or neither one of the effort nor what stands in for it.
        """
        if not self.models:
            self.models = registry.find_models(self._model, self.settings.effort, notice=notice, progress=progress)
        return self

    def open(self) -> Self:
        """Open the networks, for those who cannot use a ``with`` block; errors as for `find`."""
        self.find()
        with contextlib.ExitStack() as opening:
            estimators = opening.enter_context(registry.open_model_files(self.models))
            self._open = opening.pop_all(), tuple(estimators)
        return self

    def close(self) -> None:
        """Free the networks; harmless when called twice."""
        if self._open is not None:
            closing, _ = self._open
            self._open = None
            closing.close()

    def __enter__(self) -> Self:
        """Open the networks."""
        return self.open()

    def __exit__(self, *exc: object) -> None:
        """Close them."""
        self.close()

    @property
    def estimators(self) -> Sequence[PoseEstimator]:
        """The open networks.

        Raises
        ------
        EstimatorError
            When they are closed.
        """
        if self._open is None:
            raise EstimatorError("expected an open reader, got a closed one: read inside its 'with' block")
        return self._open[1]

    def read(
        self,
        photo: Photo | Path | str | bytes,
        settings: Settings | None = None,
        *,
        progress: Progress | None = None,
    ) -> Analysis:
        """Measure a photo, or say why it cannot be measured.

        Parameters
        ----------
        photo
            A path, a file's bytes, or what `read_photo` gives.
        settings
            Other choices for this photo; the effort stays that of the reader.
        progress
            Told how many of the looks are done.

        Raises
        ------
        ImageError
            When the file cannot be read.
        EstimatorError
            When a network itself fails; a picture that shows nothing to measure is a refusal, not an error.
        """
        if not isinstance(photo, Photo):
            photo = read_photo(photo)
        chosen = replace(settings or self.settings, effort=self.settings.effort)
        analysis = analyse(photo, self.estimators, chosen, progress=progress)
        return replace(analysis, shown_by=_in_notebook(photo)) if self._keeps_pictures else analysis


def _effort_named(effort: Effort | str) -> Effort:
    try:
        return Effort(effort)
    except ValueError:
        raise UsageError(f"expected an effort out of {', '.join(Effort)}, got {effort!r}") from None


def _in_notebook(photo: Photo) -> Callable[[Analysis], str]:
    """What shows an analysis of this photo in a notebook: the annotated picture, its faces blurred, and the numbers.

    A notebook keeps what it shows in its file, so a face is shown as in any picture that is kept. The photo is kept at
    working size, encoded: thousands of analyses fit into memory.
    """
    return partial(_figure, encode_picture(working_copy(photo.rgb).rgb))


def _figure(photo_jpeg: bytes, analysis: Analysis) -> str:
    lines = [f"<strong>{escape(analysis.name)}</strong>", escape(words_of(analysis))]
    if analysis.outcome is not None:
        used, found = analysis.outcome.level, analysis.evidence.levels
        lines += [escape(f"Beware: {warning_advice(code, used, found)}") for code in analysis.outcome.warnings]
        lines.append(escape(INTERVAL_NOTE))
    caption = "<br>".join(lines)
    return f"<figure>{_picture(photo_jpeg, analysis)}<figcaption>{caption}</figcaption></figure>"


def _picture(photo_jpeg: bytes, analysis: Analysis) -> str:
    rgb = covered(read_photo(photo_jpeg).rgb, heads_of(analysis), size_px=analysis.size_px, faces=Faces.BLUR)
    if rgb is None:
        return ""
    jpeg = encode_picture(draw_overlay(rgb, analysis), drawn_on=True)
    encoded = base64.b64encode(jpeg).decode("ascii")
    return f'<img src="data:image/jpeg;base64,{encoded}" alt="{escape(words_of(analysis))}" style="max-width: 100%">'
