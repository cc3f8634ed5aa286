"""The JSON Schema of a person's file, made of the records themselves: it cannot say anything else than they do.

``python docs/schemas.py`` in a checkout writes docs/person.schema.json, whenever a record in it changes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
import typing
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final

import numpy as np

from thomas_test.check.record import Examination
from thomas_test.core.codec import Json, layout_of, lies_as_it_is
from thomas_test.history.transfer import PersonFile
from thomas_test.second_view import FrontPose

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: Final[Mapping[Any, Json]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bytes: {"type": "string", "contentEncoding": "base64"},
    dt.date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
    Any: {},
}


def person_schema() -> Json:
    """The JSON Schema of a person's file (docs/person.schema.json)."""
    lacking: Mapping[type, frozenset[str]] = {
        # of a stopped examination nothing belongs into the file but why
        Examination: frozenset({"legs", "preset", "repeatability"}),
        # the size stands beside the pose already
        FrontPose: frozenset({"size_px"}),
    }
    return json_schema(PersonFile, title="Everything that thomas-test keeps of a person", may_lack=lacking)


def json_schema(kind: type, *, title: str, may_lack: Mapping[type, frozenset[str]]) -> Json:
    """The schema of the files that hold a record of this class.

    Parameters
    ----------
    kind
        A frozen dataclass that has a schema of its own in its layout.
    title
        What the file is.
    may_lack
        Fields that what a record says for readers may take out again, by the record's class.
    """
    definitions: dict[str, Json] = {}
    _define(kind, definitions, may_lack)
    return {
        "$schema": DIALECT,
        "title": title,
        "$ref": f"#/$defs/{kind.__name__}",
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _define(kind: type, definitions: dict[str, Json], may_lack: Mapping[type, frozenset[str]]) -> Json:
    """A reference to a record's schema, which is made where it is met first."""
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # a record that holds its own kind ends here
        definitions[name].update(_record(kind, definitions, may_lack))
    return {"$ref": f"#/$defs/{name}"}


def _record(kind: type, definitions: dict[str, Json], may_lack: Mapping[type, frozenset[str]]) -> Json:
    layout, hints = layout_of(kind), typing.get_type_hints(kind)
    properties: Json = {name: {"const": value} for name, value in layout.head.items()}
    required, beside = list(properties), []
    for field in dataclasses.fields(kind):
        if field.name in layout.left_out:
            continue
        schema = _of(hints[field.name], definitions, may_lack)
        if field.name in layout.beside:
            beside.append(schema)
            continue
        on_disk = layout.names.get(field.name, field.name)
        # of what is read in its own way the type does not say all
        properties[on_disk] = {} if field.name in layout.reads else schema
        if on_disk not in may_lack.get(kind, frozenset()):
            required.append(on_disk)
    return {
        "description": (kind.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": properties,
        "required": required,
        **({"allOf": beside} if beside else {}),
        # a record that was laid out may tell more than it holds, or lie flat beside others
        **({"additionalProperties": False} if lies_as_it_is(kind) else {}),
    }


def _of(hint: Any, definitions: dict[str, Json], may_lack: Mapping[type, frozenset[str]]) -> Json:
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_of(each, definitions, may_lack) for each in args]}
    if origin is tuple:
        length = {} if args[-1] is Ellipsis else {"minItems": len(args), "maxItems": len(args)}
        return {"type": "array", "items": _of(args[0], definitions, may_lack), **length}
    if origin is frozenset:
        return {"type": "array", "items": _of(args[0], definitions, may_lack), "uniqueItems": True}
    if origin is np.ndarray:
        return {"type": "array", "items": {"type": "number"}}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        names = _of(args[0], definitions, may_lack)
        return {"type": "object", "propertyNames": names, "additionalProperties": _of(args[1], definitions, may_lack)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _define(hint, definitions, may_lack)
    raise TypeError(f"expected a type that the codec writes, got {hint!r}")


if __name__ == "__main__":
    text = json.dumps(person_schema(), indent=1, ensure_ascii=False) + "\n"
    (Path(__file__).parent / "person.schema.json").write_text(text, encoding="utf-8", newline="\n")
