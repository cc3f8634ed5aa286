import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.examinations import GROIN_PAIN, make_examination, make_leg, make_trial
from thomas_test.check import fhir
from thomas_test.check.fhir import LOCAL_SYSTEM, UCUM, examination_bundle
from thomas_test.check.record import Examination, Leg, Stop
from thomas_test.check.statements import NotTested
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side

pytest.importorskip("fhir")


def resources(examination: Examination, kind: str) -> list[dict[str, Any]]:
    """The resources of one kind in the bundle."""
    bundle = json.loads(examination_bundle(examination))
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def observation(examination: Examination, side: Side, code: str) -> dict[str, Any]:
    """One observation of one leg."""
    (found,) = [
        one
        for one in resources(examination, "Observation")
        if one["code"]["coding"][0]["code"] == code and one["bodySite"]["text"].startswith(side)
    ]
    return found


def test_an_angle_has_its_unit_and_its_interval_as_a_component() -> None:
    """Degrees as UCUM writes them; value and interval are those of the medians."""
    found = observation(make_examination(), Side.LEFT, "thigh-angle")
    assert found["valueQuantity"] == {"value": 5.0, "unit": "degrees", "system": UCUM, "code": "deg"}
    (interval,) = found["component"]
    assert interval["valueRange"]["low"]["value"] < 5.0 < interval["valueRange"]["high"]["value"]


def test_the_bundle_reads_back_with_the_library() -> None:
    """Every resource passes the library's own checks once more after writing."""
    from fhir.resources.R4B.bundle import Bundle

    text = examination_bundle(make_examination())
    assert len(Bundle.model_validate_json(text).entry) == len(json.loads(text)["entry"])


def test_every_reference_leads_to_an_entry_of_the_bundle() -> None:
    """Subject, device and procedure."""
    bundle = json.loads(examination_bundle(make_examination()))
    keys = {entry["fullUrl"] for entry in bundle["entry"]}
    assert len(keys) == len(bundle["entry"])

    def references(value: object) -> set[str]:
        if isinstance(value, dict):
            own = {value["reference"]} if isinstance(value.get("reference"), str) else set()
            return own.union(*(references(inner) for inner in value.values()))
        return set().union(*(references(inner) for inner in value)) if isinstance(value, list) else set()

    assert references(bundle) <= keys


def test_the_same_examination_gives_the_same_bundle() -> None:
    """Keys are made of what it holds: sent twice, it can be recognised."""
    assert examination_bundle(make_examination()) == examination_bundle(make_examination())


def test_the_device_has_the_programs_version_and_the_models_hashes() -> None:
    """So that somebody else can tell what measured."""
    (device,) = resources(make_examination(), "Device")
    kinds = [version["type"]["text"] for version in device["version"]]
    assert kinds[0] == "program"
    assert all("SHA-256" in kind for kind in kinds[1:])
    assert kinds[1:]


def test_what_could_not_be_measured_says_why() -> None:
    """No number in its place: a knee without an ankle; of a second photo that nobody took nothing is said."""
    leg = replace(make_leg(Side.LEFT), trials=(make_trial(Side.LEFT, knee_deg=None),))
    examination = make_examination(legs={Side.LEFT: leg})
    assert "valueQuantity" in observation(examination, Side.LEFT, "thigh-angle")
    knee = observation(examination, Side.LEFT, "knee-flexion")
    assert "valueQuantity" not in knee
    assert "ankle" in knee["dataAbsentReason"]["text"]
    rotation = [one for one in resources(examination, "Observation") if "rotation" in one["code"]["text"].lower()]
    assert rotation == []


def test_a_leg_that_was_not_tested_is_left_out() -> None:
    """Neither numbers nor excuses."""
    reason = next(iter(NotTested))
    examination = make_examination(legs={Side.LEFT: make_leg(Side.LEFT, 4.0), Side.RIGHT: Leg(not_tested=reason)})
    assert {one["bodySite"]["text"].split()[0] for one in resources(examination, "Observation")} == {"left"}


def test_a_stopped_examination_has_a_reason_and_no_observation() -> None:
    """The procedure was stopped; no score is given."""
    stopped = Examination(day=make_examination().day).stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT))
    (procedure,) = resources(stopped, "Procedure")
    assert procedure["status"] == "stopped"
    assert "pain" in procedure["statusReason"]["text"].lower()
    assert resources(stopped, "Observation") == []


def test_of_a_check_that_hurt_the_other_leg_is_told() -> None:
    """As the report tells it: the procedure was stopped, and the leg that hurt has no number."""
    stopped = make_examination().stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT))
    assert resources(stopped, "Procedure")[0]["status"] == "stopped"
    assert {one["bodySite"]["text"].split()[0] for one in resources(stopped, "Observation")} == {"right"}


def test_two_examinations_are_never_taken_for_one() -> None:
    """Of two people without a name on one day, or of one person twice on a day, no key is the same."""
    unnamed = make_examination(person="")
    somebody_else = replace(unnamed, age_years=50)
    keys = [
        {entry["fullUrl"] for entry in bundle["entry"]} | {bundle["identifier"]["value"]}
        for bundle in map(
            json.loads,
            map(examination_bundle, (unnamed, somebody_else, make_examination(), replace(unnamed, clock="17:00"))),
        )
    ]
    assert len(set().union(*keys)) == sum(map(len, keys))
    assert "identifier" not in resources(unnamed, "Patient")[0]


def test_no_picture_and_no_name_of_a_file_goes_along() -> None:
    """The person is the code that stands in the check."""
    text = examination_bundle(replace(make_examination(), person="P-07"))
    assert "P-07" in text
    assert "photo.jpg" not in text
    assert "base64" not in text
    assert len(text) < 40_000


def test_codes_of_others_stand_only_where_they_are_known() -> None:
    """Three of SNOMED CT; the rest is our own code system, with its words."""
    systems: dict[str, set[str]] = {}
    for one in resources(make_examination(), "Observation"):
        for coding in [*one["code"]["coding"], *one["bodySite"].get("coding", [])]:
            systems.setdefault(coding["system"], set()).add(coding["code"])
    assert systems[fhir.SNOMED] <= {"82169009", "6757004"}
    assert set(systems) == {fhir.SNOMED, LOCAL_SYSTEM}


def test_without_the_extra_the_line_to_install_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, before anything is made."""
    monkeypatch.setattr(fhir, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"thomas-test\[fhir\]"):
        examination_bundle(make_examination())


def test_the_example_in_the_documents_is_what_is_written() -> None:
    """docs/examination.fhir.json: an examination of these tests."""
    example = Path(__file__).parents[3] / "docs" / "examination.fhir.json"
    written = examination_bundle(replace(make_examination(), person="P-001", examiner="AB"))
    assert json.loads(example.read_text("utf-8")) == json.loads(written)
