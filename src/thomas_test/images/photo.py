"""A photo as the rest of the package sees it: upright RGB pixels, a name, and gravity where the file knows it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from thomas_test.images.gravity import Gravity


@dataclass(frozen=True, kw_only=True, eq=False)
class Photo:
    """One picture, turned upright.

    Attributes
    ----------
    name
        The picture's name as people see it; it was made by strangers, so views escape it.
    rgb
        Pixels in sRGB, ``uint8``, shape ``(height, width, 3)``, rows from the top down. Read-only.
    gravity
        Where gravity points in this picture, or None where the file does not say.
    reshaped
        Whether the file says that the camera gave the picture another shape.
    shrunk
        By how much both sides were divided while the file was read; 1 for a photo at its full size.
    """

    name: str
    rgb: NDArray[np.uint8]
    gravity: Gravity | None = None
    reshaped: bool = False
    shrunk: int = 1

    def __post_init__(self) -> None:
        """Check the pixels and keep them from being written to."""
        check_rgb(self.rgb)
        if self.rgb.flags.writeable:
            own = self.rgb.copy()
            own.setflags(write=False)
            object.__setattr__(self, "rgb", own)

    @classmethod
    def from_array(cls, rgb: NDArray[np.uint8], *, name: str = "picture") -> Self:
        """Make a photo of pixels that come from elsewhere, such as a video frame.

        Parameters
        ----------
        rgb
            Upright pixels, red first, ``uint8``, shape ``(height, width, 3)``; copied if they can be written to.
        name
            What to call the picture.

        Raises
        ------
        ValueError
            The array is no such picture.
        """
        return cls(name=name, rgb=rgb)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height in pixels."""
        height, width = self.rgb.shape[:2]
        return width, height

    def pixels_sha256(self) -> str:
        """What tells these pixels from those of other photos, whatever the file is called and says beside them.

        The same for every file of one picture that loses nothing: copied, renamed, without its metadata, as PNG.
        """
        width, height = self.size_px
        digest = hashlib.sha256(f"{width} x {height} ".encode())
        digest.update(np.ascontiguousarray(self.rgb).data)
        return digest.hexdigest()


def check_rgb(rgb: NDArray[np.uint8]) -> None:
    """Raise ValueError unless this is an RGB picture: ``uint8``, shape ``(height, width, 3)``, not empty."""
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
        raise ValueError(f"expected a uint8 array of shape (height, width, 3), got {rgb.dtype} of shape {rgb.shape}")
