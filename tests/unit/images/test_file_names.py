"""Files that we write after photos have names that every disk takes."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.images.writing import MAX_NAME_BYTES, fitting_name


@pytest.mark.parametrize("stem", ["photo", "写真", "x" * 244])
def test_a_name_that_fits_stays(stem: str) -> None:
    """Nothing is changed that need not be."""
    assert fitting_name(stem, "-thomas.jpg") == f"{stem}-thomas.jpg"


@pytest.mark.parametrize("letter", ["x", "写", "é", "𝔵", "🦵"])
@pytest.mark.parametrize("length", [249, 251, 255, 400])
def test_a_longer_one_is_cut_at_a_whole_letter(letter: str, length: int) -> None:
    """249 letters, 100 Chinese ones: the ending is kept, no letter is cut in two, and others' names stay others'."""
    stem = letter * length
    name = fitting_name(stem, "-thomas.jpg")
    assert len(os.fsencode(name)) <= MAX_NAME_BYTES
    assert name.endswith("-thomas.jpg")
    assert name.startswith(letter * 20)
    assert name != fitting_name(f"{stem[:-1]}y", "-thomas.jpg")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=300))
def test_every_name_fits_and_is_text(stem: str) -> None:
    """Whatever it is made of, also with a further ending to come."""
    name = fitting_name(stem, ".jpg", spare=".webp")
    assert len(os.fsencode(f"{name}.webp")) <= MAX_NAME_BYTES
    assert name.encode("utf-8").decode("utf-8") == name
