"""What was measured on other people: context beside a number, never a verdict on it.

Only values that were read in the source itself stand here, in the project's signs (thigh: + = below horizontal; the
sources print it the other way round). All were measured with the leg hanging free over the table's edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thomas_test.check.meaning.sources import FERBER, HARVEY, KIM, Source


class Quantity(StrEnum):
    """What a reference is about."""

    THIGH = "thigh angle"
    KNEE = "knee flexion"
    ABDUCTION = "thigh abduction"


@dataclass(frozen=True, kw_only=True)
class ReferenceBand:
    """One published group.

    Attributes
    ----------
    name
        Short, for a legend.
    quantity
        What was measured.
    mean_deg
        Mean of the group in degrees, project sign.
    sd_deg
        Standard deviation in degrees; None where it was not read in the source.
    population
        How many and who they were, in plain words.
    source
        Where it was read.
    """

    name: str
    quantity: Quantity
    mean_deg: float
    sd_deg: float | None
    population: str
    source: Source

    @property
    def ends_deg(self) -> tuple[float, float] | None:
        """One standard deviation below and above the mean; None without a spread."""
        return None if self.sd_deg is None else (self.mean_deg - self.sd_deg, self.mean_deg + self.sd_deg)

    @property
    def words(self) -> str:
        """One line for a person: the value, who, how many, where from."""
        spread = "spread not given here" if self.sd_deg is None else f"± {self.sd_deg:g}° (one standard deviation)"
        return f"{self.quantity.capitalize()} {self.mean_deg:g}°, {spread}: {self.population}. {self.source.full}."


def _harvey(quantity: Quantity, mean_deg: float) -> ReferenceBand:
    """One of the angles that were measured on the same athletes; no spread is printed."""
    return ReferenceBand(
        name="Elite athletes (Harvey 1998)",
        quantity=quantity,
        mean_deg=mean_deg,
        sd_deg=None,
        population="117 elite athletes in tennis, basketball, rowing and running",
        source=HARVEY,
    )


REFERENCE_BANDS: tuple[ReferenceBand, ...] = (
    ReferenceBand(
        name="Recreational athletes (Ferber 2010)",
        quantity=Quantity.THIGH,
        mean_deg=10.60,
        sd_deg=9.61,
        population="300 recreational athletes (125 men, 175 women; 250 of them injured), 600 limbs",
        source=FERBER,
    ),
    _harvey(Quantity.THIGH, 11.9),
    _harvey(Quantity.KNEE, 52.5),
    ReferenceBand(
        name="Tight hip flexors (Kim 2015)",
        quantity=Quantity.KNEE,
        mean_deg=59.0,
        sd_deg=9.2,
        population="13 adults with tight hip flexors, test done as usual",
        source=KIM,
    ),
    ReferenceBand(
        name="Tight hip flexors, pelvis held (Kim 2015)",
        quantity=Quantity.KNEE,
        mean_deg=50.8,
        sd_deg=8.3,
        population="the same 13 adults, pelvis held still by their own muscles",
        source=KIM,
    ),
    _harvey(Quantity.ABDUCTION, 15.6),
)
"""Every group the tool knows, the largest first within a quantity."""


def bands_for(quantity: Quantity) -> tuple[ReferenceBand, ...]:
    """The groups in which this quantity was measured, the largest first."""
    return tuple(band for band in REFERENCE_BANDS if band.quantity is quantity)


THIGH_BANDS: tuple[ReferenceBand, ...] = bands_for(Quantity.THIGH)
KNEE_BANDS: tuple[ReferenceBand, ...] = bands_for(Quantity.KNEE)[:2]
"""The groups that stand beside a number, on the dials and under the scales."""
