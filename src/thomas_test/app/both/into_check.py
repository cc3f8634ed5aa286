"""Photos, corrections and legs taken into the full check, so that nothing is read or asked for twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from thomas_test.app.both.sorting import SortedPhotos, examination_of
from thomas_test.app.check.session import CheckSession
from thomas_test.app.desk import Case
from thomas_test.app.editor.edits import with_preset
from thomas_test.check import steps
from thomas_test.core.criteria import Preset
from thomas_test.core.landmarks import Side
from thomas_test.core.statements import Foot, Pelvis


def begin_with(
    session: CheckSession, photos: SortedPhotos, prints: Mapping[str, str], preset: Preset
) -> tuple[str, ...]:
    """Begin a check with photos and the side panel's thresholds; see `take_along` for the rest.

    Where only one leg has photos, it is the one tested first.
    """
    first = session.check.examination.first_leg
    session.describe(preset=preset, first_leg=first if photos.legs[first] else first.other)
    session.panel = preset
    return take_along(session, photos, prints)


def take_along(session: CheckSession, photos: SortedPhotos, prints: Mapping[str, str]) -> tuple[str, ...]:
    """Take photos into a check as trials of their legs.

    One that is in it already takes the place of itself, with what was corrected since and under the leg that it has
    now. What was said beside the photos goes along where the check has no answer yet.

    Parameters
    ----------
    session
        The check.
    photos
        Those that count are taken.
    prints
        SHA-256 of each photo's pixels by the ident of its case.

    Returns
    -------
    tuple of str
        Which photos were left behind, because the check has the same picture already, in words.
    """
    behind: list[str] = []
    for side in Side:
        for case in photos.legs[side]:
            if case.ident in session.desk.cases:
                _put_anew(session, side, case)
                continue
            place = session.place_of(prints.get(case.ident, ""))
            if place:
                behind.append(f"{case.name} is the same picture as {place}")
            else:
                session.add(side, _of_check(session, side, case), print_=prints.get(case.ident, ""))
    _say_along(session, photos)
    session.sync()
    return tuple(behind)


def _put_anew(session: CheckSession, side: Side, case: Case) -> None:
    known = session.desk.cases[case.ident]
    for other in Side:
        if other is not side and case.ident in session.trials[other]:
            session.trials[other].remove(case.ident)
            session.trials[side].append(case.ident)
    if case.revision > known.revision:
        session.desk.put(_of_check(session, side, case))


def _of_check(session: CheckSession, side: Side, case: Case) -> Case:
    preset = session.check.examination.preset
    # which leg it is has been said: another reading in the check looks for that one
    named = replace(case, settings=replace(case.settings, leg=side))
    return replace(with_preset(named, preset), revision=case.revision)  # no hand has changed it


def _say_along(session: CheckSession, photos: SortedPhotos) -> None:
    said = examination_of(photos, day=session.check.examination.day).legs
    for side in Side:
        leg = session.check.examination.legs[side]
        session.check = steps.state(
            session.check,
            side,
            pelvis=said[side].pelvis if leg.pelvis is Pelvis.NOT_CHECKED else leg.pelvis,
            foot=said[side].foot if leg.foot is Foot.NOT_CHECKED else leg.foot,
        )
