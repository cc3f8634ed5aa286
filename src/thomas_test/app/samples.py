"""The sample pictures that come with the package or lie in its repository."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".heic"})
_PLACES = (Path(__file__).parents[1] / "sample_images", Path(__file__).parents[3] / "sample_images")
"""Beside the installed package, or in the clone that it runs from."""


@cache
def sample_pictures() -> tuple[Path, ...]:
    """Give the sample pictures in order of their names; none where they were not installed."""
    for place in _PLACES:
        found = sorted(path for path in place.glob("*") if path.suffix.lower() in _SUFFIXES)
        if found:
            return tuple(found)
    return ()


@cache
def sample_title(path: Path) -> str:
    """Say what a sample shows, in the words of the list beside it; its name where that does not tell."""
    name, readme = path.stem.replace("_", " ").capitalize(), path.with_name("README.md")
    if not readme.is_file():
        return name
    rows = (line.split("|") for line in readme.read_text("utf-8").splitlines() if line.startswith("| `"))
    shown = {row[1].strip(" `"): row[2].strip() for row in rows}
    return f"{name}: {shown[path.name]}" if path.name in shown else name
