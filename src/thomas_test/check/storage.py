"""An examination as one file, and back: JSON with the pictures inside. Nothing else is kept anywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TypeVar

from thomas_test.check.meaning.patterns import meanings_by_leg
from thomas_test.check.record import Examination, FrontTrial, Leg, Stop, Trial
from thomas_test.check.statements import Felt, Seen
from thomas_test.core.codec import Json, Layout, from_json, lay_out, read_as, to_json
from thomas_test.core.text_files import json_in
from thomas_test.images import read_photo
from thomas_test.output.rows import package_version
from thomas_test.output.words import INTENDED_USE

MAX_CHECK_BYTES = 100_000_000
"""Larger files are not opened: forty kept pictures make some 20 MB."""

LONGEST_NAME = 200
"""Letters of a name that are kept on opening."""
_SHAPES_DIFFER = 0.02
AnyTrial = TypeVar("AnyTrial", Trial, FrontTrial)


def save_examination(examination: Examination, *, pictures: bool = True) -> bytes:
    """The one file that holds an examination.

    Parameters
    ----------
    examination
        What to save. Its pictures are written as they are kept: upright, without metadata, faces as told.
    pictures
        Whether the pictures go in.
    """
    if not pictures:
        for side, leg in examination.legs.items():
            examination = examination.with_leg(side, _without_pictures(leg))
    record = to_json(examination)
    return json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False).encode()


def open_examination(data: bytes) -> Examination:
    """The examination that a file holds.

    Raises
    ------
    UsageError
        When this is no such file, one of a newer kind, a damaged one, or one too large.
    """
    record = json_in(data, expected="an examination", max_bytes=MAX_CHECK_BYTES)
    return from_json(Examination, record, expected="an examination as thomas-test saves it")


def _without_pictures(leg: Leg) -> Leg:
    return replace(
        leg,
        trials=tuple(replace(trial, picture=None) for trial in leg.trials),
        fronts=tuple(replace(front, picture=None) for front in leg.fronts),
    )


def _says(examination: Examination, written: Json) -> Json:
    if examination.stop is not None:
        # of a leg without a score nothing belongs into the file, and without any not even the thresholds
        for side in examination.stop.without_score:
            del written["legs"][side.value]
        if not any(leg.trials for leg in examination.legs.values()):
            del written["legs"], written["preset"], written["repeatability"]
    told = {} if examination.screening is None else {"screening_words": examination.screening.words}
    return {"version": package_version(), "intended_use": INTENDED_USE, **told, "readings": _readings(examination)}


def _readings(examination: Examination) -> Json:
    """What is said of each leg, word for word as in the report: for those who read the file, and not read back."""
    return {
        side.value: [
            {"title": reading.title, "seen": reading.seen, "told": list(map(str, reading.sentences))}
            for reading in (meaning.value for meaning in meanings)
        ]
        for side, meanings in meanings_by_leg(examination).items()
    }


def _examination_upgraded(record: Json) -> Json:
    """A leg that hurt holds no number, whatever its file says."""
    stop, legs = record.get("stop"), record.get("legs")
    if not isinstance(stop, dict):
        return record
    kept = (
        {side: leg for side, leg in legs.items() if stop.get("side") not in (None, side)}
        if isinstance(legs, dict)
        else {}
    )
    if stop.get("red_flags") or not kept:
        return {name: value for name, value in record.items() if name not in ("legs", "preset", "repeatability")}
    return record | {"legs": kept}


def _leg_upgraded(record: Json) -> Json:
    """Files of before do not say whether anybody was asked what is felt: then nobody was."""
    return record | {"nothing_felt": read_as(Felt)(record.get("felt", "not_asked")) is Felt.NOTHING}


def _seen_read(value: object) -> frozenset[Seen]:
    """What was seen; files of before can hold a thigh turned both ways, of which neither is taken."""
    seen = read_as(frozenset[Seen])(value)
    turned = {Seen.TURNED_OUT, Seen.TURNED_IN}
    return seen - turned if turned <= seen else seen


def _picture_checked(trial: AnyTrial) -> AnyTrial:
    """See that a picture is one, of the shape in which its points lie: files come from anywhere."""
    if trial.picture is None:
        return trial
    kept, measured = read_photo(trial.picture, name="kept picture").size_px, trial.analysis.size_px
    # a kept picture may be smaller, and its shorter side is rounded to whole pixels
    across = abs(kept[0] * measured[1] - kept[1] * measured[0])
    if across > max(measured) + _SHAPES_DIFFER * measured[0] * kept[1]:
        raise ValueError(f"expected a picture of the shape {measured[0]} x {measured[1]}, got {kept[0]} x {kept[1]}")
    return trial


def _name(text: str) -> str:
    """A name in one line, cut where nobody would read on."""
    return " ".join(text[:LONGEST_NAME].split())


lay_out(
    Examination,
    Layout(
        schema="thomas-test.examination",
        where="open the file that the full check saved",
        says=_says,
        upgraded=_examination_upgraded,
        checked=lambda read: replace(read, person=_name(read.person), examiner=_name(read.examiner)),
    ),
)
lay_out(Stop, Layout(says=lambda stop, _: {"words": [stop.title, *stop.reasons]}))
lay_out(
    Leg,
    Layout(
        left_out=frozenset({"nothing_felt"}),
        reads={"seen": _seen_read},
        says=lambda leg, _: {"felt": leg.felt.value},
        upgraded=_leg_upgraded,
    ),
)
lay_out(Trial, Layout(checked=_picture_checked))
lay_out(FrontTrial, Layout(checked=_picture_checked))
