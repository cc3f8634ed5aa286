"""The photos of a check beside each other, or beside those of another check that was saved on another day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import streamlit as st

from thomas_test.app.widgets.beside_view import Compared, choose_beside, with_automatic
from thomas_test.app.widgets.cards import trouble
from thomas_test.check.record import Examination
from thomas_test.check.report.leg import trial_to_show
from thomas_test.check.storage import open_examination
from thomas_test.check.summary import summarise
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.landmarks import Side

_KEY = "beside-check"


def offer_beside(examination: Examination) -> None:
    """Offer any two photos beside each other: of one leg, of both, of two days, automatic and corrected."""
    # what is folded is not drawn: the page is no slower for it
    fold = st.expander("Beside another day or photo", icon=":material/compare:", key=_KEY, on_change="rerun")
    if not fold.open:
        return
    with fold:
        upload = st.file_uploader("Another check that was saved (JSON), if wanted", type=["json"], key=f"{_KEY}-file")
        examinations = [examination]
        if upload is not None:
            try:
                examinations.append(open_examination(upload.getvalue()))
            except ThomasTestError as error:
                st.html(trouble("That could not be done", str(error)))
        results = comparable(examinations)
        if len(results) > 1:
            choose_beside(
                results,
                key=f"{_KEY}-{len(examinations)}-{len(results)}",
                repeatability=examination.repeatability,
            )
        else:
            st.caption("This check holds one measured photo: hand over another check to lay beside it.")


def comparable(examinations: Iterable[Examination]) -> list[Compared]:
    """Every measured photo of some checks, those first that stand for their legs: leg by leg, check by check."""
    examinations = list(examinations)
    photos = [photo for side in (Side.RIGHT, Side.LEFT) for each in examinations for photo in _photos(each, side)]
    shown = [photo for photo, stands_for_leg in photos if stands_for_leg]
    rest = [photo for photo, stands_for_leg in photos if not stands_for_leg]
    automatic = [read for photo, _ in photos for read in with_automatic(photo)[1:]]
    return [*shown, *rest, *automatic]


def _photos(examination: Examination, side: Side) -> Iterator[tuple[Compared, bool]]:
    leg, summary = examination.legs[side], summarise(examination, side)
    if summary is None:
        return
    stands = trial_to_show(leg, summary)
    for number, trial in enumerate(leg.trials, start=1):
        if trial.analysis.outcome is not None:
            title = f"{side.capitalize()} leg, photo {number}, {examination.day.isoformat()}"
            compared = Compared(title=title, analysis=trial.analysis, picture=trial.picture, day=examination.day)
            yield compared, trial is stands
