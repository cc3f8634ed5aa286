from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.validation import ManifestEntry, file_key, read_manifest


def test_a_manifest_says_who_which_leg_and_which_trial(write: Callable[..., Path]) -> None:
    """Every file has its entry, in the manifest's order."""
    manifest = read_manifest(
        write(
            "who.csv",
            """file,subject,side,trial
               b/IMG_2.jpg,S2,L,1
               ./a.jpg,S1,Right,2.0
               c.jpg,,,
            """,
        )
    )
    assert dict(manifest) == {
        "b/IMG_2.jpg": ManifestEntry(subject="S2", side=Side.LEFT, trial="1"),
        "a.jpg": ManifestEntry(subject="S1", side=Side.RIGHT, trial="2"),
        "c.jpg": ManifestEntry(),
    }
    assert list(manifest) == ["b/IMG_2.jpg", "a.jpg", "c.jpg"]


def test_columns_that_are_not_needed_may_be_missing(write: Callable[..., Path]) -> None:
    """A manifest with file and subject alone will do."""
    assert read_manifest(write("who.csv", "file,subject\na.jpg,S1")) == {"a.jpg": ManifestEntry(subject="S1")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("subject,side\nS1,L", "columns file, subject, side, trial"),
        ("file\na.jpg", "columns file, subject, side, trial"),  # says nothing about anybody
        ("file,side\na.jpg,both", "line 2: expected the side left or right, got 'both'"),
        ("file,side\na.jpg,L\n,R", "line 3: expected a file name"),
        ("file,side\na.jpg,L\n./a.jpg,R", "line 3: .* again .first on line 2"),
    ],
)
def test_a_manifest_that_is_not_clear_is_refused(text: str, message: str, write: Callable[..., Path]) -> None:
    """The message names the line and what was expected."""
    with pytest.raises(UsageError, match=message):
        read_manifest(write("who.csv", text))


def test_a_manifest_cannot_be_changed(write: Callable[..., Path]) -> None:
    """What was read stays as it was read."""
    manifest = read_manifest(write("who.csv", "file,subject\na.jpg,S1"))
    with pytest.raises(TypeError):
        manifest["a.jpg"] = ManifestEntry()  # type: ignore[index]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("./a.jpg", "a.jpg"),
        (r"day1\a.jpg", "day1/a.jpg"),  # Windows
        ("day1//./a.jpg", "day1/a.jpg"),
        (unicodedata.normalize("NFD", "Müller.jpg"), "Müller.jpg"),  # macOS
    ],
)
def test_a_file_has_one_key_on_every_system(written: str, key: str) -> None:
    """Tables travel between systems that write the same name differently."""
    assert file_key(written) == key


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    """Making a key twice changes nothing."""
    assert file_key(file_key(name)) == file_key(name)
