"""A check on its way as a file that outlives the app: the examination so far, and where it stands.

Its pictures are those that a saved check may hold: upright, without metadata, faces covered. What would be lost with
the process otherwise is an answer; a photo as it came from the camera, and what can be undone, stay in memory alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from thomas_test.app.check.session import CheckSession, opened_session
from thomas_test.check.exercises import Dose
from thomas_test.check.meaning.suggestions import Measure
from thomas_test.check.record import Examination
from thomas_test.check.steps import Check, Step
from thomas_test.check.storage import MAX_CHECK_BYTES, save_examination
from thomas_test.core.codec import Json, Layout, from_json, lay_out, to_json
from thomas_test.core.settings import Faces, Settings
from thomas_test.core.text_files import json_in


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckDraft:
    """What is kept of a check on its way.

    Attributes
    ----------
    step
        Where it stands.
    examination
        What is known so far.
    code, ident
        Whose it is and under which key it was kept from week to week; empty before that.
    chosen
        The exercises that were ticked to take home, and how often each.
    """

    step: Step
    examination: Examination
    code: str = ""
    ident: str = ""
    chosen: Mapping[Measure, Dose] = field(default_factory=dict)


def _each_its_dose(record: Json) -> Json:
    """Bring a draft up to date in which one dose held for all that was ticked."""
    if "dose" not in record:
        return record
    dose = record.pop("dose")
    return record | {"chosen": dict.fromkeys(record["chosen"], dose)}


lay_out(CheckDraft, Layout(schema="thomas-test.draft", where="begin the check anew", upgraded=_each_its_dose))


def stamp_of(session: CheckSession, faces: Faces) -> object:
    """What differs as soon as there is something new to keep, without looking at a picture."""
    cases = tuple((case.ident, case.revision) for case in session.desk.cases.values())
    told = save_examination(session.check.examination, pictures=False)
    seconds = tuple(id(second) for second in session.seconds.values())
    return session.check.step, told, cases, seconds, session.kept, session.chosen, faces


def draft_of(session: CheckSession, faces: Faces) -> bytes:
    """The file of a check on its way."""
    code, ident = session.kept or ("", "")
    draft = CheckDraft(
        step=session.check.step,
        examination=session.finished(faces=faces),
        code=code,
        ident=ident,
        chosen=session.chosen,
    )
    return json.dumps(to_json(draft), ensure_ascii=False, allow_nan=False).encode()


def session_of(data: bytes, settings: Settings) -> CheckSession:
    """The session of a check that was on its way, standing where it stood.

    Raises
    ------
    UsageError
        When the file is damaged, or of a newer kind.
    """
    draft = from_json(
        CheckDraft,
        json_in(data, expected="a check on its way", max_bytes=MAX_CHECK_BYTES),
        expected="a check on its way",
    )
    session = opened_session(draft.examination, settings)
    session.check = Check(examination=draft.examination, step=draft.step)
    session.kept = (draft.code, draft.ident) if draft.ident else None
    session.chosen = draft.chosen
    return session
