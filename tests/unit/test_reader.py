"""The door: networks and effort opened together, a path or a photo in, an analysis out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.bodies import SIZE_PX, ScriptedEstimator, make_body, make_frame
from thomas_test import Effort, Reader, Settings, Side, correct
from thomas_test.core.errors import EstimatorError, UsageError
from thomas_test.estimators import registry
from thomas_test.estimators.models import ModelFile
from thomas_test.images import Photo, encode_picture, write_picture

FILES = {
    name: ModelFile(name=name, path=Path(f"{name}.task"), sha256="ab" * 32, source="given")
    for name in ("full", "heavy")
}


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> ScriptedEstimator:
    """Put a network that sees a hanging leg in the place of those of every effort; it counts its looks."""
    network = ScriptedEstimator(lambda _call, _quarters: [make_body(thigh_deg=9.0, knee_deg=70.0)])

    def found(choice: str | None, effort: Effort, **_say: object) -> tuple[ModelFile, ...]:
        return tuple(FILES[name] for name in ([choice] if choice else registry.NETWORKS_OF_EFFORT[effort]))

    @contextmanager
    def opened(models: tuple[ModelFile, ...]) -> Iterator[tuple[ScriptedEstimator, ...]]:
        yield (network,) * len(models)
        network.close()

    monkeypatch.setattr(registry, "find_models", found)
    monkeypatch.setattr(registry, "open_model_files", opened)
    return network


@pytest.mark.parametrize(("effort", "networks", "looks"), [("fast", 1, 2), ("thorough", 2, 8)])
def test_an_effort_opens_its_networks(network: ScriptedEstimator, effort: str, networks: int, looks: int) -> None:
    """And takes its looks with each, whatever else the settings say; the first ones are enough where they agree."""
    with Reader(Settings(leg=Side.RIGHT), effort=effort) as reader:
        assert len(reader.estimators) == networks
        analysis = reader.read(Photo.from_array(make_frame()), Settings(effort=Effort.THOROUGH))
    # the look for a second patient is the same for all
    assert analysis.evidence.readings == looks
    assert network.closed == 1


def test_an_unknown_effort_is_told_with_those_there_are() -> None:
    """Before anything is fetched."""
    with pytest.raises(UsageError, match="expected an effort out of fast, standard, thorough, got 'best'"):
        Reader(effort="best")


def test_a_closed_reader_says_to_read_inside_its_block() -> None:
    """Before the block and after it; closing twice does no harm."""
    reader = Reader(effort="fast")
    with pytest.raises(EstimatorError, match="expected an open reader"):
        reader.read(Photo.from_array(make_frame()))
    with reader:
        pass
    reader.close()
    with pytest.raises(EstimatorError, match="expected an open reader"):
        reader.read(Photo.from_array(make_frame()))


def test_paths_bytes_and_photos_are_read_alike(tmp_path: Path) -> None:
    """A file's path as text or as a path, its bytes, or a photo that was read before."""
    path = tmp_path / "leg.png"
    write_picture(make_frame(), path)
    sources = (path, str(path), path.read_bytes(), Photo.from_array(make_frame()))
    with Reader(effort="fast") as reader:
        thighs = {reader.read(source).thigh for source in sources}
    assert len(thighs) == 1


def test_what_people_want_has_short_ways() -> None:
    """Angles, level and warnings of a measured picture; of a refused one nothing but the reason."""
    with Reader(effort="fast") as reader:
        analysis = reader.read(Photo.from_array(make_frame()))
        refused = reader.read(Photo.from_array(make_frame()[:50, :50]))
    outcome = analysis.measured
    assert (analysis.thigh, analysis.knee) == (outcome.measurement.thigh, outcome.measurement.knee)
    assert (analysis.level, analysis.warnings, analysis.refusal) == (outcome.level, outcome.warnings, None)
    assert (refused.thigh, refused.knee, refused.level, refused.warnings) == (None, None, None, ())
    assert refused.refusal is not None


def test_a_notebook_shows_picture_and_numbers() -> None:
    """The annotated picture and the words, a corrected one's too; a name does nothing to the page."""
    with Reader(effort="fast") as reader:
        analysis = reader.read(Photo.from_array(make_frame(), name="<b>leg</b>"))
    html = analysis._repr_html_()
    assert html is not None
    assert html.count("data:image/jpeg;base64,") == 1
    assert "below horizontal" in html
    assert "&lt;b&gt;leg" in html
    moved = correct(analysis, pose=analysis.measured.pose, level=None)
    assert "by hand" in (moved._repr_html_() or "")


def test_a_notebook_shows_no_picture_whose_face_it_cannot_blur() -> None:
    """What a notebook shows lies in its file afterwards; of a refused picture there are the words."""
    with Reader(effort="fast") as reader:
        shown = reader.read(Photo.from_array(make_frame()[:50, :50]))._repr_html_()
    assert shown is not None
    assert "<img" not in shown
    assert "too small" in shown


def test_who_keeps_no_pictures_shows_none() -> None:
    """The analysis then holds no pixels, and a notebook prints it as Python does."""
    with Reader(effort="fast", keeps_pictures=False) as reader:
        analysis = reader.read(encode_picture(make_frame()))
    assert analysis.size_px == SIZE_PX
    assert analysis._repr_html_() is None
