"""An examination as a FHIR bundle, for records that others keep.

Written against R4B (4.3.0) with the library ``fhir.resources``, which checks every resource as it is made; what is
written here is the same in R4 (4.0.1). Codes of SNOMED CT stand only where they are known to be right: for most of what
is measured here there is none, nor one of LOINC, and a local code with a text says so. A pseudonym stands for the
person; no picture goes along.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Final

from thomas_test.check.record import Examination
from thomas_test.check.storage import save_examination
from thomas_test.check.summary import LegSummary, summarise
from thomas_test.core.angles import Angle
from thomas_test.core.codec import Json
from thomas_test.core.criteria import Pattern, Verdict
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.rows import package_version
from thomas_test.output.words import INTENDED_USE, interval_note, pattern_words

_NAMESPACE: Final = uuid.UUID("6f2b9a0e-54c1-5d7a-9d43-0b6f6b1f7a10")
"""Of all keys that are made here: the same examination gives the same bundle."""
LOCAL_SYSTEM: Final = "urn:uuid:0c7f6d2e-8f43-5b5e-8a51-3d1f0a7c9b42"
"""The code system of our own codes."""
UCUM: Final = "http://unitsofmeasure.org"
SNOMED: Final = "http://snomed.info/sct"
ABSENT: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"

_CODES: Mapping[str, str] = {
    "thigh-angle": "Thigh angle against the horizontal in the modified Thomas test, + = knee below the hip",
    "knee-flexion": "Knee flexion in the modified Thomas test, 0 = straight",
    "thigh-rotation": "Rotation of the thigh in the modified Thomas test, + = external",
    "thigh-abduction": "Abduction of the thigh in the modified Thomas test, + = away from the midline",
    "interval-95": "95 % interval of the reading",
    "reaches-parallel": "Thigh reaches the horizontal",
    "reaches-10-below": "Thigh reaches 10 degrees below the horizontal",
    "knee-near-90": "Knee bent near 90 degrees",
    "pattern": "Pattern of the flags",
}

_KNEE_REGION: Mapping[Side, tuple[str, str]] = {
    Side.LEFT: ("82169009", "Left knee region structure"),
    Side.RIGHT: ("6757004", "Right knee region structure"),
}
"""SNOMED CT, as SMART Markers (Boston Children's Hospital) uses them."""
_PASSIVE_MOTION: Final = ("710830005", "Assessment of passive range of motion")
"""SNOMED CT, as HL7's Clinical Practice Guidelines show it."""


def examination_bundle(examination: Examination) -> str:
    """The bundle of an examination as JSON text.

    Raises
    ------
    UsageError
        Where the extra ``fhir`` is not installed.
    """
    if find_spec("fhir") is None:
        raise UsageError("expected the library fhir.resources, got none: pip install 'thomas-test[fhir]'")
    from fhir.resources.R4B.bundle import Bundle

    keys = {kind: _key(examination, kind) for kind in ("patient", "device", "procedure")}
    resources = [
        (keys["patient"], _patient(examination)),
        (keys["device"], _device(examination)),
        (keys["procedure"], _procedure(examination, keys)),
        *_observations(examination, keys),
    ]
    bundle = Bundle.model_validate(
        {
            "resourceType": "Bundle",
            "type": "collection",
            "identifier": {"system": "urn:ietf:rfc:3986", "value": _key(examination, "bundle")},
            "timestamp": f"{examination.day.isoformat()}T00:00:00Z",
            "entry": [{"fullUrl": key, "resource": resource} for key, resource in resources],
        }
    )
    text: str = bundle.model_dump_json(indent=1)
    return text


def _key(examination: Examination, *parts: str) -> str:
    """A key of the bundle: another one for another examination, of somebody else without a name or later that day."""
    held = hashlib.sha256(save_examination(examination, pictures=False)).hexdigest()
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, '/'.join((held, *parts)))}"


def _concept(system: str, code: str, display: str, text: str) -> Json:
    return {"coding": [{"system": system, "code": code, "display": display}], "text": text}


def _local(code: str, words: str) -> Json:
    return _concept(LOCAL_SYSTEM, code, words, words)


def _absent(why: str) -> Json:
    return {"dataAbsentReason": {"coding": [{"system": ABSENT, "code": "unknown"}], "text": why}}


def _patient(examination: Examination) -> Json:
    """The person by the name that was typed; without one by none, for all of these would be taken for one person."""
    named = {"identifier": [{"system": LOCAL_SYSTEM, "value": examination.person}]} if examination.person else {}
    return {"resourceType": "Patient", **named}


def _device(examination: Examination) -> Json:
    models = {
        (model.name, model.sha256)
        for leg in examination.legs.values()
        for trial in leg.trials
        for model in trial.analysis.read_by.models
    }
    versions = [{"type": {"text": "program"}, "value": package_version()}]
    versions += [{"type": {"text": f"pose model {name}, SHA-256"}, "value": sha256} for name, sha256 in sorted(models)]
    return {
        "resourceType": "Device",
        "deviceName": [{"name": "thomas-test", "type": "user-friendly-name"}],
        "version": versions,
        "note": [{"text": INTENDED_USE}],
    }


def _procedure(examination: Examination, keys: Mapping[str, str]) -> Json:
    stop = examination.stop
    procedure: Json = {
        "resourceType": "Procedure",
        "status": "completed" if stop is None else "not-done" if stop.pain is None else "stopped",
        "code": _concept(SNOMED, *_PASSIVE_MOTION, "Modified Thomas test, at the edge of the table"),
        "subject": {"reference": keys["patient"]},
        "performedDateTime": examination.day.isoformat(),
    }
    if examination.examiner:
        procedure["performer"] = [{"actor": {"display": examination.examiner}}]
    if stop is not None:
        procedure["statusReason"] = {"text": " ".join((stop.title, *stop.reasons))}
    return procedure


def _observations(examination: Examination, keys: Mapping[str, str]) -> Iterator[tuple[str, Json]]:
    for side in Side:
        leg = examination.legs[side]
        if leg.not_tested is not None or not (leg.trials or leg.fronts):
            continue
        summary = summarise(examination, side)
        for code, observation in _of_leg(examination, side, summary):
            yield (
                _key(examination, side.value, code),
                {
                    "resourceType": "Observation",
                    "status": "final" if _looked_over(examination, side) else "preliminary",
                    "category": [{"coding": [{"system": _CATEGORY, "code": "exam", "display": "Exam"}]}],
                    "code": _local(code, _CODES[code]),
                    "subject": {"reference": keys["patient"]},
                    "effectiveDateTime": examination.day.isoformat(),
                    "device": {"reference": keys["device"]},
                    "partOf": [{"reference": keys["procedure"]}],
                    "bodySite": _body_site(side, code),
                    **observation,
                },
            )


_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"


def _looked_over(examination: Examination, side: Side) -> bool:
    """Whether a person placed or confirmed the points of every photo that counts; else the reading is preliminary."""
    outcomes = [trial.analysis.outcome for trial in examination.legs[side].trials]
    return all(outcome is None or outcome.pose.source is PointsSource.HAND for outcome in outcomes)


def _body_site(side: Side, code: str) -> Json:
    if code.startswith("knee"):
        return _concept(SNOMED, *_KNEE_REGION[side], f"{side} knee")
    return {"text": f"{side} thigh"}


def _of_leg(examination: Examination, side: Side, summary: LegSummary | None) -> Iterator[tuple[str, Json]]:
    thigh = None if summary is None else summary.thigh.angle
    knee = None if summary is None or summary.knee is None else summary.knee.angle
    method = {"text": f"Photographic goniometry; thresholds: {examination.preset.name}"}
    note = interval_note(examination.repeatability)
    yield "thigh-angle", {**_angle(thigh, "No photo of this leg could be measured.", note), "method": method}
    yield "knee-flexion", {**_angle(knee, "The ankle was not seen in any photo of this leg.", note), "method": method}
    for code, angle in (
        ("thigh-rotation", None if summary is None else summary.rotation),
        ("thigh-abduction", None if summary is None else summary.abduction),
    ):
        if examination.legs[side].fronts:
            yield code, {**_angle(angle, "The second photo does not tell it.", note), "method": method}
    if summary is None:
        return
    findings = summary.findings
    for code, verdict in (
        ("reaches-parallel", findings.reaches_parallel),
        ("reaches-10-below", findings.reaches_10_below),
        ("knee-near-90", findings.knee_near_90),
    ):
        yield code, _verdict(verdict)
    if findings.pattern is not Pattern.UNDECIDED:
        words = pattern_words(findings, examination.preset, examination.legs[side].stated)
        yield "pattern", {"valueCodeableConcept": _local(findings.pattern.value, words)}


def _angle(angle: Angle | None, absent: str, note: str) -> Json:
    if angle is None:
        return _absent(absent)
    return {
        "valueQuantity": _degrees(angle.value_deg),
        "component": [
            {
                "code": _local("interval-95", _CODES["interval-95"]),
                "valueRange": {"low": _degrees(angle.low_deg), "high": _degrees(angle.high_deg)},
            }
        ],
        "note": [{"text": note}],
    }


def _degrees(value: float) -> Json:
    return {"value": round(value, 2), "unit": "degrees", "system": UCUM, "code": "deg"}


def _verdict(verdict: Verdict) -> Json:
    if verdict is Verdict.NOT_ASSESSED:
        return _absent("Not assessed.")
    return {"valueCodeableConcept": _local(verdict.value, verdict.value)}
