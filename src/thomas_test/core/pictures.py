"""What a picture is: arrays of pixels whose shape and meaning every part of the package agrees on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RgbImage = NDArray[np.uint8]
"""A picture of shape ``(height, width, 3)``, red first."""

MaskImage = NDArray[np.float32]
"""How sure a network is that a pixel belongs to the person, shape ``(height, width)``, 0 to 1."""
