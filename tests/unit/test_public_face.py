"""What a program that uses the package can import from its root."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

import thomas_test

STUB = Path(thomas_test.__file__).with_suffix(".pyi")


def test_what_shows_is_what_is_meant_to() -> None:
    """No helper, no submodule and no import of ours beside the public names, whatever was loaded before."""
    from thomas_test import reading  # noqa: F401 - a submodule that was loaded

    assert dir(thomas_test) == sorted(thomas_test.__all__)
    assert len(thomas_test.__all__) <= 29


@pytest.mark.parametrize("name", thomas_test.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """And a name that is not in the stub is not there."""
    assert getattr(thomas_test, name) is not None


def test_another_name_is_missing_as_in_any_module() -> None:
    """With the error that Python gives."""
    with pytest.raises(AttributeError, match="thomas_test"):
        thomas_test.open_estimators  # noqa: B018 - was public once


def test_the_stub_that_is_loaded_types_every_name() -> None:
    """A name is re-exported only as itself: ``from .home import name as name``."""
    imports = [node for node in ast.parse(STUB.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
    aliases = [alias for node in imports for alias in node.names]
    assert all(alias.name == alias.asname for alias in aliases)
    assert sorted(alias.name for alias in aliases) == sorted(thomas_test.__all__)


def test_importing_the_package_loads_nothing() -> None:
    """Neither networks nor pictures nor numpy, until a name is used that needs them."""
    heavy = {"numpy", "cv2", "mediapipe", "streamlit", "PIL"}
    code = f"import sys, thomas_test; print(sorted({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_version_is_that_of_the_distribution() -> None:
    """As every row and record says."""
    from thomas_test.output.rows import package_version

    assert thomas_test.__version__ == package_version() != ""


def our_types(hint: object) -> Iterator[type]:
    """The classes of this package in a type hint."""
    for inner in typing.get_args(hint):
        yield from our_types(inner)
    if inspect.isclass(hint) and hint.__module__.startswith("thomas_test"):
        yield hint


def documented(name: str) -> Iterator[tuple[str, object]]:
    """The functions to call behind a public name: itself, or what makes and what a class does."""
    thing = getattr(thomas_test, name)
    if inspect.isfunction(thing):
        yield name, thing
    elif inspect.isclass(thing):
        if name not in GIVEN_BACK_ONLY:
            yield f"{name}()", thing.__init__
        if not issubclass(thing, str):
            for member, what in inspect.getmembers_static(thing):
                if not member.startswith("_") and (inspect.isfunction(what) or isinstance(what, property)):
                    yield f"{name}.{member}", what.fget if isinstance(what, property) else what


FUNCTIONS = ("correct", "draw_overlay", "measure_points", "read_photo")
GIVEN_BACK_ONLY = {"Analysis"}
"""Records that nobody makes by hand."""
INNER = {
    "Reader.find": {"FetchProgress"},
    "Reader.estimators": {"PoseEstimator"},
}
"""What only this package's own rooms do with a reader."""


@pytest.mark.parametrize(
    "name", [*FUNCTIONS, "Reader", "Analysis", "Level", "Photo", "Settings", "Statements", "ThomasPose"]
)
def test_whatever_is_taken_or_given_back_can_be_had(name: str) -> None:
    """Every class of ours in the signature of a public function, or needed to make a public record."""
    for function, what in documented(name):
        hints = typing.get_type_hints(what, vars(sys.modules[getattr(thomas_test, name).__module__]))
        needed = {kind.__name__ for hint in hints.values() for kind in our_types(hint)}
        assert needed - INNER.get(function, set()) <= set(thomas_test.__all__), function
