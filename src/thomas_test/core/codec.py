"""One codec for all records: frozen dataclasses to JSON and back, by cattrs.

cattrs, and not msgspec or pydantic, because it reads and writes the records as they are: it knows dataclasses, enums
and arrays by hooks from outside, so no record carries the form of its file, names on disk may differ from names in the
code, and an error knows the way to the field. It is pure Python and needs only attrs, which Streamlit brings anyway.

How a record lies on disk is said once, next to the function that writes it, with `lay_out`. A record that nobody laid
out lies there as it is, and a name that it does not have is refused. What comes from disk is checked while it is read:
nothing is taken for a number, a text or a list that is none.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final, TypeVar, get_args, get_origin

import numpy as np
from cattrs import AttributeValidationNote, BaseValidationError, Converter, ForbiddenExtraKeysError
from cattrs.cols import homogenous_tuple_structure_factory, is_frozenset, is_mapping, mapping_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from thomas_test.core.errors import ThomasTestError, UsageError

Json = dict[str, Any]
"""A JSON object. ``Any`` is honest here: the text comes from outside and is checked while it is read."""

LONGEST_TEXT: Final = 400
"""A text out of a file is cut here: none of ours is longer, and a page has to show it."""
_MOST_COMPLAINTS: Final = 3

R = TypeVar("R")
_Hook = Callable[[Any, Any], Any]
"""What reads a value as a type; both are ``Any``, for they are looked at here."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How the records of one class lie on disk, where they do not lie there as they are.

    Attributes
    ----------
    schema, version
        Kind and version, for a record that can stand in a file of its own; another kind or version is refused.
    where
        What to do instead of reading another kind, such as ``open the file that the full check saved``.
    names
        Field to its name on disk, where that differs.
    beside
        Fields that are records themselves, laid out as well, and lie flat beside the others.
    left_out
        Fields that are not written; `upgraded` has to bring them.
    reads
        Field to what reads its value, where the field's type does not say it all.
    says
        What is written for readers and not read back; gets the record and what is written of it so far.
    upgraded
        Brings what earlier versions wrote into today's form.
    checked
        Checks what no single field tells, and gives the record to keep; raises ValueError.
    """

    schema: str = ""
    version: int = 1
    where: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    reads: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    says: Callable[[Any, Json], Json] | None = None
    upgraded: Callable[[Json], Json] | None = None
    checked: Callable[[Any], Any] | None = None

    @property
    def head(self) -> Json:
        """What a file of this kind begins with."""
        return {"schema": self.schema, "schema_version": self.version} if self.schema else {}

    def check_head(self, record: object) -> None:
        """Refuse another kind, or another version of it.

        Raises
        ------
        UsageError
            Says which was expected and which came.
        """
        got = record if isinstance(record, Mapping) else {}
        if self.schema and (got.get("schema"), got.get("schema_version")) != (self.schema, self.version):
            kind, number = (ascii(got.get(name))[:40] for name in ("schema", "schema_version"))
            raise UsageError(
                f"expected a record of kind {self.schema!r}, version {self.version}, got {kind}, version {number}"
                + (f": {self.where}" if self.where else "")
            )

    @property
    def overrides(self) -> dict[str, Any]:
        """The layout in the words of cattrs."""
        said: dict[str, Any] = {name: override(rename=on_disk) for name, on_disk in self.names.items()}
        return said | {name: override(struct_hook=_hook(read)) for name, read in self.reads.items()}


def _hook(read: Callable[[Any], Any]) -> _Hook:
    return lambda value, _: read(value)


_LAYOUTS: dict[type, Layout] = {}
_AS_IT_IS: Final = Layout()
_CONVERTER: Final = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list, frozenset: sorted})


def lay_out(kind: type, layout: Layout) -> None:
    """Say how the records of a class lie on disk; once, before the first of them is read or written."""
    _LAYOUTS[kind] = layout


def layout_of(kind: type) -> Layout:
    """How the records of a class lie on disk."""
    return _LAYOUTS.get(kind, _AS_IT_IS)


def lies_as_it_is(kind: type) -> bool:
    """Whether nobody laid the records of a class out, so that nothing stands on disk but their fields."""
    return kind not in _LAYOUTS


def to_json(record: object) -> Json:
    """A record as a JSON object: texts, finite numbers, truths, lists and objects only."""
    written: Json = _CONVERTER.unstructure(record)
    return written


def from_json(kind: type[R], value: object, *, expected: str) -> R:
    """The record that a JSON value was made of.

    Parameters
    ----------
    kind
        The class of the record, or another type such as ``tuple[Angle, ...]``.
    value
        As `thomas_test.core.text_files.json_in` gives it.
    expected
        What it should be, for the message, such as ``a record as thomas-test writes it``.

    Raises
    ------
    UsageError
        Where it is of another kind or version, or damaged; the message names the fields, what was expected there and
        what came.
    """
    try:
        return _CONVERTER.structure(value, kind)
    except UsageError:
        raise
    except (BaseValidationError, ValueError, TypeError, ThomasTestError) as error:
        found = list(_complaints(error))
        more = f" and {len(found) - _MOST_COMPLAINTS} more" if len(found) > _MOST_COMPLAINTS else ""
        raise UsageError(
            f"expected {expected}, got a damaged one: {'; '.join(found[:_MOST_COMPLAINTS])}{more}"
        ) from error


def read_as(kind: type[R]) -> Callable[[Any], R]:
    """What reads a value as a type, for `Layout.reads`."""
    return lambda value: _CONVERTER.structure(value, kind)


def number(value: object) -> float:
    """A finite number.

    Raises
    ------
    TypeError
        When it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"expected a finite number, got {in_short(value)}")
    return float(value)


def in_short(value: object) -> str:
    """A value out of a file for a message: short, and in ASCII."""
    if isinstance(value, dict | list):
        return f"{'an object' if isinstance(value, dict) else 'a list'} of {len(value)}"
    return ascii(value)[:40]


def _complaints(error: BaseException, path: str = "") -> Iterator[str]:
    """What is wrong, field by field, as ``outcome.thigh.low_deg: expected a finite number, got 'x'``."""
    if isinstance(error, BaseValidationError):
        layout = layout_of(error.cl)
        noted, others = error.group_exceptions()  # type: ignore[attr-defined] # both of its kinds have it
        for inner, note in noted:
            yield from _complaints(inner, path + _step(layout, note))
        for inner in others:
            yield from _complaints(inner, path)
        return
    place = f"{path.removeprefix('.')}: " if path else ""
    if isinstance(error, KeyError):
        yield f"{place}expected a value, got none"
    elif isinstance(error, ForbiddenExtraKeysError):
        yield f"{place}got unknown {', '.join(sorted(ascii(name)[:40] for name in error.extra_fields))}"
    else:
        yield f"{place}{error}"


def _step(layout: Layout, note: Any) -> str:
    if isinstance(note, AttributeValidationNote):
        return "" if note.name in layout.beside else f".{layout.names.get(note.name, note.name)}"
    return f"[{note.index}]" if isinstance(note.index, int) else f".{note.index}"


def _record_reader(kind: Any, converter: Converter) -> _Hook:
    layout = layout_of(kind)
    read: _Hook = make_dict_structure_fn(
        kind, converter, _cattrs_forbid_extra_keys=lies_as_it_is(kind), **layout.overrides
    )

    def reader(value: Any, _: Any) -> Any:
        layout.check_head(value)
        value = _object(value)
        value = layout.upgraded(value) if layout.upgraded else value
        record = read(value | dict.fromkeys(layout.beside, value), kind)
        return layout.checked(record) if layout.checked else record

    return reader


def _record_writer(kind: Any, converter: Converter) -> Callable[[Any], Json]:
    layout = layout_of(kind)
    write: Callable[[Any], Json] = make_dict_unstructure_fn(kind, converter, **layout.overrides)

    def writer(record: Any) -> Json:
        written: Json = {}
        for name, value in write(record).items():
            written |= value if name in layout.beside else {} if name in layout.left_out else {name: value}
        return layout.head | (layout.says(record, written) if layout.says else {}) | written

    return writer


def _tuple_reader(kind: Any, converter: Converter) -> _Hook:
    """Read a list as a tuple: of any length, or of as many of one type as the tuple has."""
    types = get_args(kind)
    length = None if types[-1] is Ellipsis else len(types)
    alike: Any = tuple.__class_getitem__((types[0], ...))
    read = homogenous_tuple_structure_factory(alike, converter)
    return lambda value, _: read(_list(value, length), alike)


def _frozenset_reader(kind: Any, converter: Converter) -> _Hook:
    read = _tuple_reader(tuple.__class_getitem__((*get_args(kind), ...)), converter)
    return lambda value, kind: frozenset(read(value, kind))


def _mapping_reader(kind: Any, converter: Converter) -> _Hook:
    read = mapping_structure_factory(kind, converter, dict)
    return lambda value, _: read(_object(value), kind)


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, got {in_short(value)}")
    return value


def _list(value: object, length: int | None = None) -> list[Any]:
    if not isinstance(value, list | tuple) or (length is not None and len(value) != length):
        raise TypeError(f"expected a list{f' of {length}' if length else ''}, got {in_short(value)}")
    return list(value)


def _text(value: object, kind: Any) -> str:
    """A text, or one out of those that an enum names."""
    names = [str(member.value) for member in kind] if issubclass(kind, Enum) else []
    if not isinstance(value, str) or (names and value not in names):
        raise TypeError(f"expected {' or '.join(names) or 'a text'}, got {in_short(value)}")
    if not names:
        return value[:LONGEST_TEXT]
    named: str = kind(value)
    return named


def _whole_number(value: object, _: Any) -> int:
    if number(value) != int(number(value)):
        raise TypeError(f"expected a whole number, got {in_short(value)}")
    return int(number(value))


def _truth(value: object, _: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"expected true or false, got {in_short(value)}")
    return value


def _bytes(value: object, _: Any) -> bytes:
    if not isinstance(value, str):
        raise TypeError(f"expected a text in base64, got {in_short(value)}")
    return base64.b64decode(value, validate=True)


def _is_array(kind: Any) -> bool:
    return get_origin(kind) is np.ndarray


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)


def _prepare(converter: Converter) -> None:
    """Tell cattrs what it does not know: strictness, arrays, and our layouts. StrEnums count as texts."""
    hook, factory, matching = (
        converter.register_structure_hook,
        converter.register_structure_hook_factory,
        converter.register_structure_hook_func,
    )
    hook(float, lambda value, _: number(value))
    hook(int, _whole_number)
    hook(bool, _truth)
    hook(str, _text)
    hook(bytes, _bytes)
    hook(date, lambda value, _: date.fromisoformat(_text(value, str)))
    matching(_is_array, lambda value, _: np.array([number(each) for each in _list(value)]))
    factory(_is_tuple, _tuple_reader)
    factory(is_frozenset, _frozenset_reader)
    factory(is_mapping, _mapping_reader)
    factory(_is_record, _record_reader)
    converter.register_unstructure_hook(str, str)
    converter.register_unstructure_hook(bytes, lambda value: base64.b64encode(value).decode("ascii"))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook_func(_is_array, lambda array: array.tolist())
    converter.register_unstructure_hook_factory(_is_record, _record_writer)


_prepare(_CONVERTER)
