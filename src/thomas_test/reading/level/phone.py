"""The level that a phone's own page tells: how the phone was held in the moment in which the page took the picture.

Pictures taken by a page carry no Exif data, and most phones write no gravity into those of their camera either. The
page sends beside the picture the angles that the browser reports (DeviceOrientation Event Specification, W3C): a turn
about the vertical, then `beta` about the device's x, then `gamma` about its y. The first says nothing about level.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from thomas_test.core.angles import USUAL_LEVEL_SD_DEG, HorizonSource
from thomas_test.core.errors import UsageError
from thomas_test.images import Gravity, Photo, gravity_from_vector

MOST_SPREAD_DEG = 5.0
"""Most that the phone may have turned while the picture was taken: beyond it the angles are not those of the picture.
Ours: five times the usual standard deviation."""


@dataclass(frozen=True, kw_only=True)
class PhoneHeld:
    """How a phone was held, as its browser told.

    Attributes
    ----------
    beta_deg
        Turn about the device's x axis (to the right of its screen) in [-180, 180]: 90 where the phone stands upright.
    gamma_deg
        Turn about its y axis (to the top of its screen) in [-90, 90].
    spread_deg
        How much both changed around the moment of the picture, standard deviation, at least 0.
    """

    beta_deg: float
    gamma_deg: float
    spread_deg: float

    def __post_init__(self) -> None:
        """Refuse what no browser reports."""
        for name, value, low, high in (
            ("beta", self.beta_deg, -180.0, 180.0),
            ("gamma", self.gamma_deg, -90.0, 90.0),
            ("spread", self.spread_deg, 0.0, 180.0),
        ):
            if not low <= value <= high:
                raise UsageError(f"expected {name} from {low:g} to {high:g} degrees, got {value}: send it again")


def gravity_of_phone(held: PhoneHeld) -> Gravity | None:
    """Where gravity points in a picture of the back camera; None where the phone turned too much to tell.

    The two turns lead the world's down to (cos beta sin gamma, -sin beta, -cos beta cos gamma) in the device's axes,
    which are those of `thomas_test.images.gravity_from_vector`.
    """
    if held.spread_deg > MOST_SPREAD_DEG:
        return None
    beta, gamma = math.radians(held.beta_deg), math.radians(held.gamma_deg)
    down = (math.cos(beta) * math.sin(gamma), -math.sin(beta), -math.cos(beta) * math.cos(gamma))
    found = gravity_from_vector(*down, orientation=1, front_camera=False)
    sd_deg = math.hypot(USUAL_LEVEL_SD_DEG[HorizonSource.PHONE], held.spread_deg)
    return None if found is None else replace(found, source=HorizonSource.PHONE, sd_deg=sd_deg)


def with_phone(photo: Photo, held: PhoneHeld | None) -> Photo:
    """A photo with what its phone's page told of gravity, where its own file tells nothing."""
    if held is None or photo.gravity is not None:
        return photo
    return replace(photo, gravity=gravity_of_phone(held))
