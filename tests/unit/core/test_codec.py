import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.codec import Json, Layout, from_json, lay_out, to_json
from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import FloatArray


class Colour(StrEnum):
    """An enum of texts."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Plain:
    """A record that nobody laid out."""

    share: float
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A record that lies beside the fields of another."""

    share: float
    count: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Whole:
    """One of everything that our records hold."""

    name: str
    colour: Colour
    points: Mapping[Colour, FloatArray]
    inner: Beside
    size: tuple[int, int] = (1, 2)
    plain: tuple[Plain, ...] = ()
    seen: frozenset[Colour] = frozenset()
    day: date | None = None
    picture: bytes | None = None
    is_true: bool = False
    told: str = field(default="", compare=False)


def _upgraded(record: Json) -> Json:
    return {"colour": "blue", **record}  # files of before had no colour


def _checked(whole: Whole) -> Whole:
    if whole.name == "wrong":
        raise ValueError("expected another name, got the wrong one")
    return whole


lay_out(Beside, Layout())
lay_out(
    Whole,
    Layout(
        schema="test.whole",
        version=2,
        where="use another",
        names={"name": "file", "plain": "others"},
        beside=frozenset({"inner"}),
        left_out=frozenset({"told"}),
        says=lambda whole, _: {"words": f"It is {whole.colour}."},
        upgraded=_upgraded,
        checked=_checked,
    ),
)

WHOLE = Whole(
    name="a.jpg",
    colour=Colour.RED,
    points={Colour.RED: np.array([1.5, -2.0])},
    inner=Beside(share=0.25, count=3),
    plain=(Plain(share=1.0),),
    seen=frozenset({Colour.RED, Colour.BLUE}),
    day=date(2026, 3, 14),
    picture=b"\xff\x00",
    is_true=True,
    told="not written",
)
WRITTEN: Json = {
    "schema": "test.whole",
    "schema_version": 2,
    "words": "It is red.",
    "file": "a.jpg",
    "colour": "red",
    "points": {"red": [1.5, -2.0]},
    "share": 0.25,
    "count": 3,
    "size": [1, 2],
    "others": [{"share": 1.0, "count": 0}],
    "seen": ["blue", "red"],
    "day": "2026-03-14",
    "picture": "/wA=",
    "is_true": True,
}


def test_a_record_lies_on_disk_as_it_was_laid_out() -> None:
    """Head, words, other names, records beside: plain JSON values of JSON's own types, nothing else."""
    written = to_json(WHOLE)
    assert written == WRITTEN
    assert json.loads(json.dumps(written, allow_nan=False)) == WRITTEN
    assert all(type(each) in (str, int, float, bool, list, dict) for each in written.values())


def test_what_was_written_is_read_again() -> None:
    """Every value comes back as its own type."""
    again = from_json(Whole, WRITTEN, expected="a record")
    assert to_json(again) == WRITTEN
    assert (again.colour, again.day, again.picture, again.inner) == (
        Colour.RED,
        date(2026, 3, 14),
        b"\xff\x00",
        WHOLE.inner,
    )
    assert isinstance(again.colour, Colour)
    assert again.points[Colour.RED].dtype == np.float64


def test_files_of_before_are_brought_into_the_form_of_today() -> None:
    """What an earlier version did not write is brought by `upgraded`, or has a default; what is new is passed over."""
    before = {name: WRITTEN[name] for name in ("schema", "schema_version", "file", "points", "share", "count")}
    assert from_json(Whole, before | {"of a newer version": [1]}, expected="a record").colour is Colour.BLUE


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"schema_version": 3},
            "expected a record of kind 'test.whole', version 2, got .*, version 3: use another",
        ),
        ({"schema": None}, "got None, version 2"),
        ({"file": 7}, "got a damaged one: file: expected a text, got 7"),  # by its name on disk
        ({"file": "wrong"}, "damaged one: expected another name"),
        ({"colour": "green"}, "colour: expected red or blue, got 'green'"),
        ({"colour": ["red"]}, "colour: expected red or blue, got a list of 1"),
        ({"points": {"red": [1, "2"]}}, "points.red: expected a finite number, got '2'"),
        ({"points": {"green": [1, 2]}}, "points.green: expected red or blue, got 'green'"),
        ({"points": [[1, 2]]}, "points: expected an object, got a list of 1"),
        ({"share": True}, "damaged one: share: expected a finite number, got True"),  # beside: no step of its own
        ({"share": float("inf")}, "share: expected a finite number, got inf"),
        ({"count": 1.5}, "count: expected a whole number, got 1.5"),
        ({"size": [1]}, "size: expected a list of 2, got a list of 1"),
        ({"size": "12"}, "size: expected a list of 2, got '12'"),
        ({"others": {"share": 1}}, "others: expected a list, got an object of 1"),
        ({"others": [{"share": 1}, {"share": None}]}, r"others\[1\].share: expected a finite number, got None"),
        ({"others": [{"share": 1, "chare": 2}]}, r"others\[0\]: got unknown 'chare'"),
        ({"others": [{}]}, r"others\[0\].share: expected a value, got none"),
        ({"others": ["x"]}, r"others\[0\]: expected an object, got 'x'"),
        ({"seen": "red"}, "seen: expected a list, got 'red'"),
        ({"day": "yesterday"}, "day: .*yesterday"),
        ({"picture": "no base64!"}, "picture: "),
        ({"is_true": 1}, "is_true: expected true or false, got 1"),
        ({"file": 1, "colour": 2, "size": 3, "day": 4, "seen": 5}, "file: .*; colour: .*; .* and 2 more"),
    ],
)
def test_a_damaged_record_is_refused_with_the_way_to_the_field(change: Json, message: str) -> None:
    """The message names the field as it stands in the file, what was expected there and what came."""
    with pytest.raises(UsageError, match=message):
        from_json(Whole, WRITTEN | change, expected="a record")


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inside: st.lists(inside), max_leaves=5))
def test_whatever_stands_in_a_field_there_is_no_traceback(value: Any) -> None:
    """Any JSON in place of any field is read or refused as a usage error."""
    for name in WRITTEN:
        with suppress(UsageError):
            from_json(Whole, WRITTEN | {name: value}, expected="a record")
