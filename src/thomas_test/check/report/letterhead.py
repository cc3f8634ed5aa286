"""What a report carries that no single examination holds: the clinic's head, and what was found the last time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from thomas_test.core.errors import ImageError, UsageError
from thomas_test.images import encode_picture, read_photo

LONGEST_CLINIC = 80
"""Letters of a clinic's name: one line of the page."""


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The clinic's name and logo.

    Attributes
    ----------
    name
        In one line; may be empty.
    logo
        PNG made anew from the picture that was handed over; None without one.
    """

    name: str = ""
    logo: bytes | None = None

    @classmethod
    def from_input(cls, name: str, logo: bytes | None) -> Letterhead:
        """The head as somebody typed and handed it over.

        Raises
        ------
        UsageError
            When the name is too long, or the logo is no picture.
        """
        line = " ".join(name.split())
        if len(line) > LONGEST_CLINIC:
            raise UsageError(f"expected a clinic's name of up to {LONGEST_CLINIC} letters, got {len(line)}: shorten it")
        try:
            picture = None if logo is None else encode_picture(read_photo(logo, name="logo").rgb, "PNG")
        except ImageError as error:
            raise UsageError(f"expected a picture as the clinic's logo, got another file: {error}") from error
        return cls(name=line, logo=picture)


NO_LETTERHEAD = Letterhead()


@dataclass(frozen=True, kw_only=True)
class EarlierRow:
    """One angle of one leg, last time beside today.

    Attributes
    ----------
    label
        Which angle of which leg.
    before, today
        As they are written.
    change
        How they differ, held against what repeating may change.
    is_change
        Whether it lies beyond that.
    """

    label: str
    before: str
    today: str
    change: str
    is_change: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Earlier:
    """What was found before, beside today.

    Attributes
    ----------
    day
        Of the last time.
    rows
        Each angle that was measured both times.
    curve
        Draws all that was found up to today, as PNG; a report asks for it, a page that shows the rows does not.
    curve_words
        The same for those who do not see it.
    plans
        What was done about it since, in words.
    """

    day: date
    rows: tuple[EarlierRow, ...]
    curve: Callable[[], bytes]
    curve_words: str
    plans: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """What changed beyond what repeating may change, in one sentence."""
        changed = [row.label for row in self.rows if row.is_change]
        if not changed:
            return "Nothing changed by more than repeating the test may change."
        return f"Beyond what repeating the test may change: {_listed(changed)}."


def _listed(names: Iterable[str]) -> str:
    words = [name[:1].lower() + name[1:] for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
