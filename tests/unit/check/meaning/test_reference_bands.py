import pytest

from thomas_test.check.meaning.reference_bands import REFERENCE_BANDS, Quantity, bands_for


@pytest.mark.parametrize(
    ("quantity", "mean_deg", "sd_deg", "who"),
    [
        # Ferber prints -10.60: negative is below horizontal there
        (Quantity.THIGH, 10.60, 9.61, "300 recreational athletes"),
        (Quantity.KNEE, 52.5, None, "117 elite athletes"),  # Harvey, no spread read
        (Quantity.ABDUCTION, 15.6, None, "117 elite athletes"),  # Harvey
    ],
)
def test_first_band_is_the_largest_group_as_published(
    quantity: Quantity, mean_deg: float, sd_deg: float | None, who: str
) -> None:
    """The first band of a quantity is the largest published group, in the project's sign."""
    band = bands_for(quantity)[0]
    assert (band.mean_deg, band.sd_deg) == (mean_deg, sd_deg)
    assert band.population.startswith(who)


def test_every_band_says_who_and_where_from() -> None:
    """No band is shown without its population, its source and a year."""
    for band in REFERENCE_BANDS:
        assert band.population in band.words
        assert band.source.full in band.words
        assert any(year in band.source.full for year in ("1998", "2010", "2015"))


def test_limits_are_one_standard_deviation_away() -> None:
    """The band runs one standard deviation to either side of the mean."""
    band = bands_for(Quantity.THIGH)[0]
    assert band.ends_deg == pytest.approx((0.99, 20.21))


def test_no_limits_without_a_spread() -> None:
    """A group whose spread was not read has a mean and no band."""
    band = bands_for(Quantity.ABDUCTION)[0]
    assert band.ends_deg is None
    assert "spread not given" in band.words
