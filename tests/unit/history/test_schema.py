"""The JSON Schema of a person's file: made of the records, kept in docs, and true of what is exported."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from schemas import person_schema
from support.examinations import DAY, GROIN_PAIN, make_examination, make_full_house
from thomas_test.check.record import Examination, Stop
from thomas_test.check.red_flags import RedFlag, Screening
from thomas_test.core.landmarks import Side
from thomas_test.history import Book
from thomas_test.history.transfer import export_person

ROOT = Path(__file__).parents[3]
EXAMINATIONS = {
    "usual": make_examination(),
    "all that there can be": make_full_house(mixed=True),
    "stopped by pain": make_examination().stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT)),
    "stopped by a red flag": Examination(day=DAY).stopped(Stop(red_flags=(next(iter(RedFlag)),))),
    "screened, with age": replace(make_examination(), screening=Screening(), age_years=40, clock="14:05"),
}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """What checks a file against the schema."""
    Draft202012Validator.check_schema(person_schema())
    return Draft202012Validator(person_schema())


def exported(book: Book, examination: Examination) -> dict[str, object]:
    """The file of a person with one examination and a plan."""
    book.add_person("P-1", year_of_birth=1988, sex="female")
    book.keep("P-1", examination, pictures=True)
    book.tick(book.choose("P-1", "bridge", since=DAY), DAY)
    record: dict[str, object] = json.loads(export_person(book, "P-1"))
    return record


def test_the_schema_in_the_repository_is_that_of_the_records() -> None:
    """docs/person.schema.json is made of them (`python docs/schemas.py`)."""
    assert json.loads((ROOT / "docs" / "person.schema.json").read_text("utf-8")) == person_schema()


@pytest.mark.parametrize("name", EXAMINATIONS)
def test_what_is_exported_is_as_the_schema_says(name: str, book: Book, validator: Draft202012Validator) -> None:
    """Whatever an examination holds, or why it stopped."""
    validator.validate(exported(book, EXAMINATIONS[name]))


@pytest.mark.parametrize(
    "path",
    [
        ("code",),
        ("plans", 0, "since"),
        ("examinations", 0, "versions", 0, "written_at"),
        ("examinations", 0, "versions", 0, "examination", "day"),
        ("examinations", 0, "versions", 0, "examination", "legs", "left", "pelvis"),
        ("examinations", 0, "versions", 0, "examination", "legs", "left", "trials", 0, "analysis", "size_px"),
    ],
)
def test_a_file_that_lacks_a_field_or_has_another_kind_in_it_is_refused(
    path: tuple[str | int, ...], book: Book, validator: Draft202012Validator
) -> None:
    """At every depth: the schema is no formality."""
    record = exported(book, make_examination())
    place = record
    for step in path[:-1]:
        place = place[step]  # type: ignore[index]
    kept = place[path[-1]]  # type: ignore[index]
    for broken in ({"not": "that"}, None):
        place[path[-1]] = broken  # type: ignore[index]
        with pytest.raises(ValidationError):
            validator.validate(record)
    del place[path[-1]]  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        validator.validate(record)
    place[path[-1]] = kept  # type: ignore[index]
    validator.validate(record)
