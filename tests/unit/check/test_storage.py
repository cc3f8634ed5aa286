import base64
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from support.examinations import DAY, GROIN_PAIN, make_examination, make_front, make_leg, make_picture
from thomas_test.check.record import Examination, FrontTrial, Leg, Stop
from thomas_test.check.red_flags import RedFlag, Screening
from thomas_test.check.statements import Felt, NotTested, Protocol, Seen, Sex
from thomas_test.check.storage import LONGEST_NAME, MAX_CHECK_BYTES, open_examination, save_examination
from thomas_test.check.summary import summarise
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side


def test_saved_examination_opens_as_it_was() -> None:
    """Saving, opening and saving again gives the same file, and the same numbers."""
    examination = make_examination()
    data = save_examination(examination)
    opened = open_examination(data)
    assert save_examination(opened) == data
    for side in Side:
        assert summarise(opened, side) == summarise(examination, side)
        assert [t.picture for t in opened.legs[side].trials] == [t.picture for t in examination.legs[side].trials]
    assert (opened.person, opened.examiner, opened.day) == ("P-07", "R. Marsh", examination.day)


def test_pictures_can_be_left_out() -> None:
    """Without pictures the file holds the numbers alone."""
    opened = open_examination(save_examination(make_examination(), pictures=False))
    assert all(trial.picture is None for leg in opened.legs.values() for trial in leg.trials)
    assert summarise(opened, Side.LEFT) is not None


@pytest.mark.parametrize(
    "stop", [Stop(pain=GROIN_PAIN, side=Side.LEFT), Stop(red_flags=(RedFlag.FEVER, RedFlag.CHILD))]
)
def test_the_file_of_a_stopped_examination_holds_no_angle(stop: Stop) -> None:
    """Ended by a red flag or by pain, the file says why and holds no number but day, versions and age limit."""
    data = save_examination(make_examination().stopped(stop, keep_other=False))
    record = json.loads(data)
    assert not {"legs", "preset"} & set(record)
    assert "deg" not in data.decode()
    assert "°" not in data.decode()
    for key in ("schema_version", "version", "day"):
        del record[key]
    assert set(re.findall(r"\d+", json.dumps({**record, "person": ""}))) <= {"18"}
    assert open_examination(data).stop == stop


def test_the_leg_that_was_tested_before_the_stop_comes_back() -> None:
    """Its trials and the thresholds are in the file; of the leg that hurt there is nothing, whatever the file says."""
    stopped = make_examination().stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT))
    record = json.loads(save_examination(stopped))
    assert list(record["legs"]) == ["right"]
    whole = json.loads(save_examination(make_examination()))
    opened = open_examination(json.dumps(record | {"legs": whole["legs"]}).encode())
    assert not opened.legs[Side.LEFT].trials
    assert len(opened.legs[Side.RIGHT].trials) == len(stopped.legs[Side.RIGHT].trials)
    assert save_examination(opened) == save_examination(stopped)


def test_how_the_person_lay_and_who_it_was_come_back() -> None:
    """Protocol, time, age and sex are in the file; files of before were done at the table's edge."""
    examination = make_examination(protocol=Protocol.KENDALL, clock="14:05", age_years=41, sex=Sex.FEMALE)
    opened = open_examination(save_examination(examination))
    assert (opened.protocol, opened.clock, opened.age_years, opened.sex) == (
        Protocol.KENDALL,
        "14:05",
        41,
        Sex.FEMALE,
    )
    record = json.loads(save_examination(make_examination()))
    for name in ("protocol", "clock", "age_years", "sex", "repeatability", "screening"):
        del record[name]
    assert open_examination(json.dumps(record).encode()).protocol is Protocol.EDGE


def test_the_answers_before_the_test_come_back() -> None:
    """Who went on in spite of which caution, and why, is in the file, in words as well."""
    screening = Screening(yes=(RedFlag.CANCER,), clinician="Dr Roe", reason="20 years ago, cured")
    data = save_examination(make_examination(screening=screening))
    assert open_examination(data).screening == screening
    assert "Dr Roe decided to go on: 20 years ago, cured" in json.loads(data)["screening_words"]
    assert open_examination(save_examination(make_examination())).screening is None  # files of before


def _changed(**changes: Any) -> bytes:
    record = json.loads(save_examination(make_examination(), pictures=False))
    return json.dumps({**record, **changes}).encode()


def test_a_leg_left_out_and_an_answer_open_as_they_were() -> None:
    """The reason for not testing a leg, that nothing was felt, and a picture without a face are in the file."""
    left = make_leg(Side.LEFT, 4.0, feelings=(), nothing_felt=True)
    left = replace(
        left, fronts=(FrontTrial(analysis=make_front(Side.LEFT), picture=make_picture(size_px=(80, 80)), no_face=True),)
    )
    legs = {Side.LEFT: left, Side.RIGHT: Leg(not_tested=NotTested.AMPUTATION)}
    opened = open_examination(save_examination(Examination(day=DAY, legs=legs)))
    assert opened.legs[Side.LEFT].felt is Felt.NOTHING
    assert opened.legs[Side.LEFT].fronts[0].no_face
    assert opened.legs[Side.RIGHT].not_tested is NotTested.AMPUTATION


def test_files_of_before_are_opened() -> None:
    """Without the newer fields nobody was asked unless something was noted, and a thigh turned both ways is neither."""
    record = json.loads(save_examination(make_examination()))
    for leg in record["legs"].values():
        del leg["felt"], leg["not_tested"]
        for front in leg["fronts"]:
            del front["no_face"]
    record["legs"]["right"] |= {"feelings": [], "seen": ["drawn_aside", "turned_in", "turned_out"]}
    opened = open_examination(json.dumps(record).encode())
    assert opened.legs[Side.LEFT].felt is Felt.SOMETHING
    assert opened.legs[Side.RIGHT].felt is Felt.NOT_ASKED
    assert opened.legs[Side.RIGHT].seen == {Seen.DRAWN_ASIDE}
    assert all(leg.not_tested is None for leg in opened.legs.values())


def _with_picture(text: str) -> bytes:
    record = json.loads(save_examination(make_examination(), pictures=False))
    record["legs"]["left"]["trials"][0]["picture"] = text
    return json.dumps(record).encode()


def _with(*path: str | int, value: Any) -> bytes:
    """A saved examination in which one value is another."""
    record = json.loads(save_examination(make_examination()))
    place: Any = record
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(record).encode()


_FIRST = ("legs", "left", "trials", 0, "analysis")
_FRONT = ("legs", "left", "fronts", 0, "analysis")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (_with("preset", "parallel_deg", value="x"), "preset.parallel_deg: expected a finite number, got 'x'"),
        (_with("preset", "knee_deg", value=float("nan")), "a finite number at preset.knee_deg"),
        (_with("preset", "below_deg", value=1e9), "below_deg up to 90"),
        (_with("preset", "name", value=7), "preset.name: expected a text, got 7"),
        (
            _with("preset", "knee_tolerance_deg", value=True),
            "knee_tolerance_deg: expected a finite number, got True",
        ),
        (_with("person", value=None), "expected a text"),
        (_with("examiner", value=["x"]), "expected a text"),
        (_with(*_FIRST, "size_px", value=[10**9, 10**9]), "damaged"),
        (_with(*_FIRST, "size_px", value=[480, 640]), "of the shape 480 x 640, got 160 x 120"),
        (_with(*_FIRST, "size_px", value=[0, 480]), "size of a picture"),
        (_with(*_FIRST, "outcome", "points_px", "hip", value=[1e308, 1e308]), "up to 1920"),  # 3 sizes of 640
        (
            _with(*_FIRST, "outcome", "points_px", "ankle", value=[10**400, 0]),
            r"a finite number at .*points_px.ankle\[0\]",
        ),
        (_with(*_FIRST, "outcome", "thigh", "high_deg", value=1e300), "up to 360"),
        (_with(*_FIRST, "outcome", "level", "tilt_deg", value="x"), "finite number"),
        (_with(*_FIRST, "head_circle_px", value=[1, 2, 1e9]), "up to 1920"),
        (_with(*_FIRST, "models", value=[{"name": 3, "sha256": "x"}]), "expected a text"),
        (_with(*_FRONT, "pose", "points_px", "ankle", value=[1e300, 0.0]), "up to 2400"),
        (_with(*_FRONT, "size_px", value=[1600, 800]), "of the shape 1600 x 800"),
        (_with(*_FRONT, "measurement", "rotation", "low_deg", value=-1e300), "up to 360"),
    ],
)
def test_values_that_cannot_be_are_refused(data: bytes, message: str) -> None:
    """A file that was changed or damaged is refused on opening, before anything is drawn or compared."""
    with pytest.raises(UsageError, match=message):
        open_examination(data)


def test_names_without_end_are_cut_on_opening() -> None:
    """A name is one line, and no longer than anybody reads."""
    opened = open_examination(_with("person", value="a\nb" * 1000))
    assert len(opened.person) <= LONGEST_NAME
    assert opened.person.startswith("a ba b")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "as JSON"),
        (b"\xff\xfe", "as JSON"),
        (b"[" * 100_000, "as JSON"),
        (b"[]", "of kind"),
        (b'{"schema": "other"}', "of kind"),
        (_changed(schema_version=2), "version 2"),
        (_changed(day="yesterday"), "damaged"),
        (_changed(first_leg="middle"), "damaged"),
        (_changed(legs=[]), "damaged"),
        (_changed(stop={"red_flags": [], "pain": None, "side": None}), "damaged"),
        (_with_picture("no base64!"), "damaged"),
        (_with_picture(base64.b64encode(b"no picture").decode()), "damaged"),
        (b" " * (MAX_CHECK_BYTES + 1), "at most 100 MB"),
    ],
    ids=[
        "empty",
        "no_text",
        "nested_without_end",
        "a_list",
        "another_kind",
        "newer",
        "no_date",
        "no_side",
        "no_legs",
        "stop_without_reason",
        "no_base64",
        "no_picture",
        "too_large",
    ],
)
def test_other_files_are_refused_in_words(data: bytes, message: str) -> None:
    """Whatever a person opens, there is a message and never a traceback of another kind."""
    with pytest.raises(UsageError, match=message):
        open_examination(data)
