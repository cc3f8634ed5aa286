"""Names that travel between tables and systems: in one form, and matched exactly first.

``A.jpg`` and ``a.jpg`` may be two pictures, ``001`` and ``1`` two persons. Where a table has only one of them, the
other is how another system wrote it: cases differ, spaces are narrow or do not break, spreadsheets drop leading zeros.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

_WHOLE_NUMBER = re.compile(r"0*(\d+)(?:[.,]0+)?")


def file_key(name: str) -> str:
    """A file name in one form: ``/`` between its parts, no ``./`` in front, composed letters (NFC).

    macOS hands out decomposed letters, Windows backslashes; tables travel between them.
    """
    parts = unicodedata.normalize("NFC", name.strip()).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", "."))


def trial_key(text: str) -> str:
    """A trial in one form: spreadsheets turn ``1`` into ``1.0``."""
    bare = text.strip()
    whole, dot, rest = bare.partition(".")
    return whole if dot and whole.isdigit() and set(rest) <= {"0"} else bare


def exact(text: str) -> str:
    """A text as it stands."""
    return text


def loose(text: str) -> str:
    """A text with everything taken away that a system may have changed: case, kinds of spaces, zeros before a number.

    macOS writes a narrow no-break space into the names of screenshots.
    """
    bare = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    number = _WHOLE_NUMBER.fullmatch(bare)
    return number[1] if number else bare


FOLDINGS: Sequence[Callable[[str], str]] = (exact, loose)
"""How names are compared, the strictest first: a looser way counts only where the stricter finds nothing."""


def assigned(wanted: Collection[str], names: Collection[str]) -> Mapping[str, str]:
    """Which of the wanted names belongs to which name, by `FOLDINGS`; what fits two, or fits another one's, has none.

    Returns
    -------
    Mapping
        From a name to the wanted one.
    """
    found: dict[str, str] = {}
    for fold in FOLDINGS:
        free = _folded([name for name in names if name not in found], fold)
        asked = _folded([each for each in wanted if each not in set(found.values())], fold)
        found |= {
            free[key][0]: asked[key][0] for key in free.keys() & asked.keys() if len(free[key]) == len(asked[key]) == 1
        }
    return found


def _folded(names: Sequence[str], fold: Callable[[str], str]) -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[fold(name)].append(name)
    return groups
