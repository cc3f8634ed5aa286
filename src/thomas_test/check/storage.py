"""An examination as one file, and back: JSON with the pictures inside. Nothing else is kept anywhere."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any, TypeVar

from thomas_test.check.record import Examination, FrontTrial, Leg, Stop, Trial
from thomas_test.check.red_flags import RedFlag
from thomas_test.check.statements import (
    Feeling,
    Felt,
    Foot,
    NotTested,
    PainKind,
    PainPlace,
    Pelvis,
    Retest,
    Seen,
    Tightness,
)
from thomas_test.core.criteria import Preset
from thomas_test.core.errors import ThomasTestError, UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.text_files import json_in
from thomas_test.images import read_photo
from thomas_test.output import checked
from thomas_test.output.records import analysis_from_json, analysis_to_json
from thomas_test.output.rows import package_version
from thomas_test.second_view import front_from_json, front_to_json

SCHEMA = "thomas-test.examination"
SCHEMA_VERSION = 1
MAX_BYTES = 100_000_000
"""Larger files are not opened: forty kept pictures make some 20 MB."""

LONGEST_NAME = 200
"""Letters of a name that are kept on opening."""
_SHAPES_DIFFER = 0.02
AnyTrial = TypeVar("AnyTrial", Trial, FrontTrial)

Json = dict[str, Any]
"""A JSON object. ``Any`` is honest here: the text comes from outside and is checked while it is read."""


def save_examination(examination: Examination, *, pictures: bool = True) -> bytes:
    """The one file that holds an examination.

    Parameters
    ----------
    examination
        What to save. Its pictures are written as they are kept: upright, without metadata, faces as told.
    pictures
        Whether the pictures go in.
    """
    record: Json = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "version": package_version(),
        "day": examination.day.isoformat(),
        "person": examination.person,
        "examiner": examination.examiner,
        "first_leg": examination.first_leg.value,
        "preset": asdict(examination.preset),
        "stop": _stop_to_json(examination.stop),
        "legs": {side.value: _leg_to_json(leg, pictures=pictures) for side, leg in examination.legs.items()},
    }
    if examination.stop is not None:
        # nothing was measured: not even the thresholds belong into the file
        del record["legs"], record["preset"]
    return json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False).encode()


def open_examination(data: bytes) -> Examination:
    """The examination that a file holds.

    Raises
    ------
    UsageError
        When this is no such file, one of a newer kind, a damaged one, or one too large.
    """
    record = json_in(data, expected="an examination", max_bytes=MAX_BYTES)
    found = (record.get("schema"), record.get("schema_version")) if isinstance(record, Mapping) else (None, None)
    if found != (SCHEMA, SCHEMA_VERSION):
        raise UsageError(
            f"expected a file of kind {SCHEMA!r}, version {SCHEMA_VERSION}, got {found[0]!r}, version {found[1]!r}: "
            "open the file that the full check saved"
        )
    try:
        return _examination(record)
    except UsageError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, ThomasTestError) as error:
        raise UsageError(f"expected an examination as thomas-test saves it, got a damaged one ({error!r})") from error


def _examination(record: Mapping[str, Any]) -> Examination:
    stop = _stop_from(record["stop"])
    day, person, examiner = date.fromisoformat(record["day"]), _name(record["person"]), _name(record["examiner"])
    first_leg = Side(record["first_leg"])
    if stop is not None:
        return Examination(day=day, person=person, examiner=examiner, first_leg=first_leg, stop=stop)
    return Examination(
        day=day,
        person=person,
        examiner=examiner,
        first_leg=first_leg,
        preset=Preset(**record["preset"]),
        legs={Side(side): _leg_from(leg) for side, leg in record["legs"].items()},
    )


def _stop_to_json(stop: Stop | None) -> Json | None:
    if stop is None:
        return None
    return {
        "red_flags": [flag.value for flag in stop.red_flags],
        "pain": None if stop.pain is None else _feeling_to_json(stop.pain),
        "side": None if stop.side is None else stop.side.value,
        "words": [stop.title, *stop.reasons],
    }


def _stop_from(record: Mapping[str, Any] | None) -> Stop | None:
    if record is None:
        return None
    return Stop(
        red_flags=tuple(RedFlag(flag) for flag in record["red_flags"]),
        pain=None if record["pain"] is None else _feeling_from(record["pain"]),
        side=None if record["side"] is None else Side(record["side"]),
    )


def _leg_to_json(leg: Leg, *, pictures: bool) -> Json:
    return {
        "trials": [
            {"analysis": analysis_to_json(trial.analysis), "picture": _picture_to_json(trial.picture, keep=pictures)}
            for trial in leg.trials
        ],
        "fronts": [
            {
                "analysis": front_to_json(front.analysis),
                "picture": _picture_to_json(front.picture, keep=pictures),
                "no_face": front.no_face,
            }
            for front in leg.fronts
        ],
        "pelvis": leg.pelvis.value,
        "foot": leg.foot.value,
        "feelings": [_feeling_to_json(feeling) for feeling in leg.feelings],
        "felt": leg.felt.value,
        "seen": sorted(seen.value for seen in leg.seen),
        "retest": leg.retest.value,
        "tight": leg.tight.value,
        "not_tested": None if leg.not_tested is None else leg.not_tested.value,
    }


def _leg_from(record: Mapping[str, Any]) -> Leg:
    # files of before lack what is read with get(): then nobody was asked, and the leg was tested
    left_out = record.get("not_tested")
    return Leg(
        trials=tuple(
            _with_picture(Trial(analysis=analysis_from_json(trial["analysis"])), trial["picture"])
            for trial in record["trials"]
        ),
        fronts=tuple(
            _with_picture(
                FrontTrial(analysis=front_from_json(front["analysis"]), no_face=bool(front.get("no_face", False))),
                front["picture"],
            )
            for front in record["fronts"]
        ),
        pelvis=Pelvis(record["pelvis"]),
        foot=Foot(record["foot"]),
        feelings=tuple(_feeling_from(feeling) for feeling in record["feelings"]),
        nothing_felt=Felt(record.get("felt", Felt.NOT_ASKED)) is Felt.NOTHING,
        seen=_seen_from(record["seen"]),
        retest=Retest(record["retest"]),
        tight=Tightness(record["tight"]),
        not_tested=None if left_out is None else NotTested(left_out),
    )


def _seen_from(record: Iterable[str]) -> frozenset[Seen]:
    """Read what was seen; files of before can hold a thigh turned both ways, of which neither is taken."""
    seen = frozenset(Seen(name) for name in record)
    turned = {Seen.TURNED_OUT, Seen.TURNED_IN}
    return seen - turned if turned <= seen else seen


def _feeling_to_json(feeling: Feeling) -> Json:
    return {"place": feeling.place.value, "kind": feeling.kind.value}


def _feeling_from(record: Mapping[str, Any]) -> Feeling:
    return Feeling(place=PainPlace(record["place"]), kind=PainKind(record["kind"]))


def _picture_to_json(picture: bytes | None, *, keep: bool) -> str | None:
    return base64.b64encode(picture).decode("ascii") if picture is not None and keep else None


def _with_picture(trial: AnyTrial, text: str | None) -> AnyTrial:
    """Decode a picture and see that it is one, of the shape in which its points lie: files come from anywhere."""
    if text is None:
        return trial
    try:
        picture = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(f"a picture is not in base64: {error}") from error
    kept, measured = read_photo(picture, name="kept picture").size_px, trial.analysis.size_px
    # a kept picture may be smaller, and its shorter side is rounded to whole pixels
    across = abs(kept[0] * measured[1] - kept[1] * measured[0])
    if across > max(measured) + _SHAPES_DIFFER * measured[0] * kept[1]:
        raise ValueError(f"expected a picture of the shape {measured[0]} x {measured[1]}, got {kept[0]} x {kept[1]}")
    return replace(trial, picture=picture)


def _name(value: object) -> str:
    """A name in one line, cut where nobody would read on."""
    return " ".join(checked.text(value, longest=LONGEST_NAME).split())
