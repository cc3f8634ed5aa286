"""The pictures of a leg as the report shows them: which trial, what is drawn in, and what stands below."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.examination.record import FrontTrial, Leg, Trial
from thomas_test.examination.summary import LegSummary
from thomas_test.front import View, draw_front
from thomas_test.images import encode_picture, read_photo
from thomas_test.overlay import draw_overlay

_VIEWS = {View.FRONT: "from the feet", View.TOP: "from above"}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A picture with its caption.

    Attributes
    ----------
    picture
        JPEG; None where none is kept.
    caption
        Which one it is, or why there is none; may be empty.
    """

    picture: bytes | None
    caption: str


def trial_to_show(leg: Leg, summary: LegSummary) -> Trial:
    """Give the trial nearest to the median, one with a picture first."""
    middle = summary.thigh.angle.value_deg
    return min(
        _measured(leg),
        key=lambda trial: (
            trial.picture is None,
            abs(trial.analysis.measured.measurement.thigh.value_deg - middle),
        ),
    )


def shown_trial(leg: Leg, trial: Trial, *, rater_blind: bool) -> Shown:
    """Draw one trial: angles at the joints and no verdicts, which belong to the leg and stand beside the picture."""
    number, count = leg.trials.index(trial) + 1, len(leg.trials)
    caption = f"Trial {number} of {count}" if count > 1 else ""
    if trial.picture is None:
        return Shown(picture=None, caption="No picture is kept with this leg.")
    if count > 1 and not rater_blind:
        caption += ": its own angles, not the medians."
    drawn = draw_overlay(read_photo(trial.picture).rgb, trial.analysis, numbers=not rater_blind, panel=False)
    return Shown(picture=encode_picture(drawn, "JPEG", quality=88), caption=caption)


def shown_fronts(leg: Leg) -> tuple[Shown, ...]:
    """Draw the second photos that are kept: joints and plumb line without words, which stand below."""
    return tuple(_shown_front(front, front.picture) for front in leg.fronts if front.picture is not None)


def _shown_front(front: FrontTrial, picture: bytes) -> Shown:
    analysis = front.analysis
    drawn = draw_front(read_photo(picture).rgb, analysis, words=False)
    view = f"Second photo, {_VIEWS[analysis.pose.view]}" if analysis.pose is not None else "Second photo"
    refused = analysis.refusal.words if analysis.refusal is not None else ""
    return Shown(
        picture=encode_picture(drawn, "JPEG", quality=88),
        caption=f"{view}: {refused}" if refused else f"{view}.",
    )


def _measured(leg: Leg) -> list[Trial]:
    return [trial for trial in leg.trials if trial.analysis.outcome is not None]
