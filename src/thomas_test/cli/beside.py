"""Files beside the pictures, points and manifest: which of their entries belongs to which picture.

Names are compared in one form (`file_key`), so that what ``results.csv`` writes, another system's separators and
decomposed letters find their picture. What finds none is told; what could be meant for two is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from thomas_test.cli import speaking
from thomas_test.core.errors import UsageError

if TYPE_CHECKING:
    from thomas_test.batch import Label
    from thomas_test.output.points_file import PlacedPoints


def points_of_photo(photo: Path, placed: Sequence[PlacedPoints], source: Path) -> PlacedPoints:
    """Find the points of one photo: those that name it, or the only ones where they name no picture.

    Parameters
    ----------
    photo
        The picture; an entry names it by any tail of its path, such as ``left/a.jpg``.
    placed
        The entries of the points file.
    source
        The points file, for the message.

    Raises
    ------
    UsageError
        When the file holds points of other pictures only.
    """
    from thomas_test.images.folder import printable_text
    from thomas_test.validation.keys import FOLDINGS, file_key

    if len(placed) == 1 and not placed[0].file:
        return placed[0]
    path = file_key(printable_text(photo.absolute().as_posix()))
    by_folding = (
        [each for each in placed if each.file and f"/{fold(path)}".endswith(f"/{fold(file_key(each.file))}")]
        for fold in FOLDINGS
    )
    named = next(filter(None, by_folding), [])
    if not named:
        names = sorted(each.file for each in placed if each.file)
        others = f"those of {names[0]!r}" if len(names) == 1 else "those of other pictures"
        raise UsageError(
            f"expected points of {photo.name!r} in {str(source)!r}, got {others}: "
            f"place points on this picture, or correct 'file' in the points file"
        )
    return max(named, key=lambda each: len(file_key(each.file)))


def points_by_picture(placed: Sequence[PlacedPoints], names: Sequence[str]) -> dict[str, PlacedPoints]:
    """The points of every picture of a folder; points that belong to no picture here are told of.

    Parameters
    ----------
    placed
        The entries of the points file.
    names
        The pictures by their path below the folder. A bare name in the points file will do for a picture in a
        folder inside as long as only one picture has it.

    Raises
    ------
    UsageError
        When an entry could belong to several pictures, or a picture has several entries.
    """
    from thomas_test.validation.keys import file_key

    if not names:  # told later, in better words
        return {}
    if len(placed) == len(names) == 1 and not placed[0].file:
        return {names[0]: placed[0]}
    if not all(each.file for each in placed):
        raise UsageError(
            f"expected 'file' with every set of points, got one without it for {len(names)} pictures: "
            "add the picture's name to the points file"
        )
    by_key = {file_key(name): name for name in names}
    found: dict[str, PlacedPoints] = {}
    strangers = []
    for each in placed:
        key = _picture_meant(file_key(each.file), by_key)
        if key is None:
            strangers.append(each.file)
            continue
        name = by_key[key]
        if name in found:
            raise UsageError(
                f"expected one set of points a picture, got {found[name].file!r} and {each.file!r} for {name!r}"
            )
        found[name] = each
    _tell_strangers("points file", strangers)
    return found


def _picture_meant(wanted: str, keys: Collection[str]) -> str | None:
    """Tell which picture a name means: that of this very path, else the only one that is called so or nearly so."""
    from thomas_test.validation.keys import FOLDINGS

    by_folding = (
        found
        for fold in FOLDINGS
        for found in (
            [key for key in keys if fold(key) == fold(wanted)],
            [key for key in keys if fold(key.rpartition("/")[2]) == fold(wanted)],
        )
    )
    called_so = next(filter(None, by_folding), [])
    if len(called_so) > 1:
        raise UsageError(
            f"the points of {wanted!r} are ambiguous: {len(called_so)} pictures have this name, "
            f"{called_so[0]!r} and {called_so[1]!r} among them; give the path below the folder as 'file'"
        )
    return called_so[0] if called_so else None


def labels_of(manifest: Path, names: Sequence[str]) -> Callable[[str], Label]:
    """What looks a picture's subject, side and trial up; tell of rows that belong to no picture here.

    Raises
    ------
    UsageError
        When the manifest cannot be read.
    """
    from thomas_test.batch import Label
    from thomas_test.validation.keys import assigned, file_key
    from thomas_test.validation.tables import read_manifest

    entries = read_manifest(manifest)
    meant = assigned(entries.keys(), [file_key(name) for name in names])
    _tell_strangers("manifest", sorted(entries.keys() - set(meant.values())))

    def label_of(name: str) -> Label:
        row = meant.get(file_key(name))
        if row is None:
            return Label()
        entry = entries[row]
        return Label(subject=entry.subject, side=entry.side.value if entry.side else "", trial=entry.trial)

    return label_of


def _tell_strangers(source: str, strangers: Sequence[str]) -> None:
    if len(strangers) == 1:
        speaking.note(f"The {source} names a file that is no picture here: {strangers[0]!r}.")
    elif strangers:
        speaking.note(f"The {source} names {len(strangers)} files that are no pictures here, such as {strangers[0]!r}.")
