import pytest

from thomas_test.check.meaning.reference_bands import REFERENCE_BANDS, Quantity, ReferenceBand, bands_for
from thomas_test.check.meaning.sources import HARVEY
from thomas_test.core.errors import UsageError


@pytest.mark.parametrize(
    ("quantity", "mean_deg", "sd_deg", "n"),
    [
        (Quantity.THIGH, 10.60, 9.61, 600),  # Ferber prints -10.60: negative is below horizontal there
        (Quantity.KNEE, 52.5, None, 117),  # Harvey, no spread read
        (Quantity.ABDUCTION, 15.6, None, 117),  # Harvey
    ],
)
def test_first_band_is_the_largest_group_as_published(
    quantity: Quantity, mean_deg: float, sd_deg: float | None, n: int
) -> None:
    """The first band of a quantity is the largest published group, in the project's sign."""
    band = bands_for(quantity)[0]
    assert (band.mean_deg, band.sd_deg, band.n) == (mean_deg, sd_deg, n)
    assert band.n == max(other.n for other in bands_for(quantity))


def test_every_band_says_who_and_where_from() -> None:
    """No band is shown without its population, its source and a year."""
    for band in REFERENCE_BANDS:
        assert band.population in band.words
        assert band.source.full in band.words
        assert any(year in band.source.full for year in ("1998", "2010", "2015"))


def test_limits_are_one_standard_deviation_away() -> None:
    """The band runs one standard deviation to either side of the mean."""
    band = bands_for(Quantity.THIGH)[0]
    assert band.low_deg == pytest.approx(0.99)
    assert band.high_deg == pytest.approx(20.21)


def test_no_limits_without_a_spread() -> None:
    """A group whose spread was not read has a mean and no band."""
    band = bands_for(Quantity.ABDUCTION)[0]
    assert (band.low_deg, band.high_deg) == (None, None)
    assert "spread not given" in band.words


@pytest.mark.parametrize(("n", "sd_deg"), [(0, 1.0), (5, 0.0), (5, -1.0)])
def test_impossible_groups_are_refused(n: int, sd_deg: float) -> None:
    """Nobody, or a spread that is not positive, is no group."""
    with pytest.raises(UsageError, match="positive"):
        ReferenceBand(name="x", quantity=Quantity.THIGH, mean_deg=0, sd_deg=sd_deg, population="x", n=n, source=HARVEY)
