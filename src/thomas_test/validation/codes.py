"""Numbers that stand for a missing value, such as −99 and 99: asked about, never averaged in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from thomas_test.core.criteria import hangs
from thomas_test.core.errors import UsageError
from thomas_test.validation.records import AngleName, TableReading
from thomas_test.validation.tables import NotANumberError, parse_number

USUAL_CODES = frozenset({77.0, 88.0, 99.0, 777.0, 888.0, 999.0, 7777.0, 8888.0, 9999.0})
"""What stands for a missing value in statistics programs and study protocols, with either sign."""

NONE = "none"
"""What says that no number of the table is such a code."""


def codes_of(text: str | None) -> Collection[float] | None:
    """The codes that a person named; None where they named none, so that they are looked for.

    Raises
    ------
    UsageError
        For anything but numbers between commas, or ``none``.
    """
    if text is None:
        return None
    if text.strip().casefold() == NONE:
        return frozenset()
    try:
        numbers = [parse_number(part) for part in text.replace(";", ",").split(",")]
    except NotANumberError as error:
        raise UsageError(f"expected numbers between commas, such as -99,999, or {NONE}: {error}") from error
    return frozenset(number for number in numbers if number is not None)


def likely_codes(readings: Sequence[TableReading]) -> Mapping[AngleName, frozenset[float]]:
    """The usual codes that stand in a table's angles and are hardly angles there; those of the thigh with either sign.

    No hanging thigh reads 99 degrees, either way. A knee may be bent 88 or 99: it is a code where the thighs have it,
    or where it comes again and again, whole, among numbers with decimals.
    """
    values = {
        name: [reading.angles[name].value_deg for reading in readings if name in reading.angles] for name in AngleName
    }
    of_thigh = {value for value in values[AngleName.THIGH] if abs(value) in USUAL_CODES and not hangs(value)}
    counts = Counter(values[AngleName.KNEE])
    others = [value for value in counts if value not in USUAL_CODES]
    with_decimals = sum(not value.is_integer() for value in others) > len(others) / 2
    often = {value for value, count in counts.items() if count > 1 and with_decimals}
    of_knee = USUAL_CODES & counts.keys() & (often | set(map(abs, of_thigh)))
    # whichever way the table counts
    either_way = of_thigh | {-value for value in of_thigh}
    return MappingProxyType({AngleName.THIGH: frozenset(either_way), AngleName.KNEE: frozenset(of_knee)})
