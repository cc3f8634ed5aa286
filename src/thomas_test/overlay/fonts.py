"""A typeface that has °, −, ✓, ✗, θ and κ, which OpenCV's own letters and Pillow's built-in ones have not."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

_FOLDER = Path("mpl-data", "fonts", "ttf")


@lru_cache(maxsize=64)
def font(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Open DejaVu Sans in a size.

    The files come with matplotlib, on which MediaPipe depends. They are found without importing matplotlib, which
    would take a moment and leave a folder in the user's home.

    Parameters
    ----------
    size_px
        Height of a line of letters; at least 1.

    Raises
    ------
    FileNotFoundError
        When matplotlib is installed without its letters.
    """
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    # the same result on every machine: no shaping library, which is not everywhere and is not needed for our words
    return ImageFont.truetype(_font_file(name), size_px, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=2)
def _font_file(name: str) -> Path:
    spec = find_spec("matplotlib")
    places = spec.submodule_search_locations if spec else None
    for place in places or ():
        file = Path(place, _FOLDER, name)
        if file.is_file():
            return file
    raise FileNotFoundError(f"expected {name} among matplotlib's files, found none: install matplotlib again")
