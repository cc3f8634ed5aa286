import json

import pytest

from support.examinations import make_front
from thomas_test.core.angles import ROWS
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import Refusal
from thomas_test.second_view import (
    FrontAnalysis,
    FrontRefusalCode,
    SecondView,
    front_from_json,
    front_to_json,
)

REFUSED = FrontAnalysis(
    name="x.jpg",
    size_px=(8, 9),
    level=ROWS,
    refusal=Refusal(code=FrontRefusalCode.NO_PERSON, detail="Dark."),
    head_circle_px=(1.0, 2.0, 3.0),
)


@pytest.mark.parametrize(
    "analysis",
    [make_front(Side.LEFT), make_front(Side.RIGHT, view=SecondView.TOP), REFUSED],
    ids=["front", "top", "refused"],
)
def test_record_gives_the_analysis_back(analysis: FrontAnalysis) -> None:
    """Written as JSON text and read again, nothing is lost."""
    record = front_to_json(analysis)
    again = front_from_json(json.loads(json.dumps(record, allow_nan=False)))
    assert front_to_json(again) == record
    assert again.measurement == analysis.measurement
    assert again.refusal == analysis.refusal


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({}, "of kind"),
        ({**front_to_json(REFUSED), "schema_version": 9}, "version 9"),
        ({**front_to_json(REFUSED), "level": None}, "damaged"),
        ({**front_to_json(REFUSED), "refusal": {"code": "unheard of", "detail": ""}}, "damaged"),
    ],
)
def test_other_records_are_refused_in_words(record: dict[str, object], message: str) -> None:
    """Another kind, another version, a damaged one: each is refused with a message."""
    with pytest.raises(UsageError, match=message):
        front_from_json(record)
