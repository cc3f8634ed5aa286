"""Open photos sorted by the leg that hangs, as one examination: several photos of a leg are its trials."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from thomas_test.app.desk import Case
from thomas_test.check.record import Examination, Leg, Trial
from thomas_test.core.criteria import GUIDE, Preset
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.repeatability import PUBLISHED, Repeatability
from thomas_test.core.statements import Foot, Pain, Pelvis, Statement


@dataclass(frozen=True, kw_only=True, eq=False)
class SortedPhotos:
    """What several open photos are to each other. Each stands in one place.

    Attributes
    ----------
    legs
        The photos of each leg that count as its trials, in the order of opening.
    unsure
        Measured, but the picture does not tell left from right: none counts before a person has named its leg.
    not_measured
        Refused, or no picture that can be read.
    doubled
        The same file as another photo, which counts.
    left_out
        Measured, and left out by a person.
    """

    legs: Mapping[Side, tuple[Case, ...]]
    unsure: tuple[Case, ...] = ()
    not_measured: tuple[Case, ...] = ()
    doubled: tuple[Case, ...] = ()
    left_out: tuple[Case, ...] = ()

    @property
    def counted(self) -> tuple[Case, ...]:
        """Every photo that counts, the right leg's first, as in the table."""
        return (*self.legs[Side.RIGHT], *self.legs[Side.LEFT])

    @property
    def hurt(self) -> tuple[Side, ...]:
        """The legs in which something hurt, as was said beside one of their photos."""
        return tuple(side for side in Side if any(case.settings.stated.pain is Pain.SOME for case in self.legs[side]))


def sort_photos(cases: Iterable[Case], *, left_out: Collection[str] = ()) -> SortedPhotos:
    """Sort photos by the leg that hangs.

    Parameters
    ----------
    cases
        In the order of opening.
    left_out
        Idents of those that a person does not want to count.
    """
    legs: dict[Side, list[Case]] = {side: [] for side in Side}
    unsure: list[Case] = []
    not_measured: list[Case] = []
    doubled: list[Case] = []
    out: list[Case] = []
    for case in cases:
        outcome = case.analysis.outcome if case.analysis is not None else None
        taken = [*legs[Side.LEFT], *legs[Side.RIGHT], *unsure]
        if outcome is None:
            not_measured.append(case)
        elif case.ident in left_out:
            out.append(case)
        elif any(case.picture is not None and case.picture == other.picture for other in taken):
            doubled.append(case)
        elif WarningCode.LEG_CHOICE_UNSURE in outcome.warnings:
            unsure.append(case)
        else:
            legs[outcome.pose.tested_leg].append(case)
    return SortedPhotos(
        legs=MappingProxyType({side: tuple(found) for side, found in legs.items()}),
        unsure=tuple(unsure),
        not_measured=tuple(not_measured),
        doubled=tuple(doubled),
        left_out=tuple(out),
    )


def examination_of(
    photos: SortedPhotos, *, day: date, preset: Preset = GUIDE, repeatability: Repeatability = PUBLISHED
) -> Examination:
    """The photos as an examination on its way, so that they are brought together as the full check does it.

    Its trials hold no picture: a kept one is made by the check, upright and with the face covered.
    """
    legs = {side: _leg(photos.legs[side], side) for side in Side}
    return Examination(day=day, preset=preset, repeatability=repeatability, legs=legs)


def _leg(cases: tuple[Case, ...], side: Side) -> Leg:
    stated = [case.settings.stated for case in cases]
    return Leg(
        trials=tuple(
            Trial(analysis=replace(case.read, name=f"{side} {number}")) for number, case in enumerate(cases, start=1)
        ),
        pelvis=said_alike((each.pelvis for each in stated), Pelvis.NOT_CHECKED),
        foot=said_alike((each.foot for each in stated), Foot.NOT_CHECKED),
    )


def said_alike(answers: Iterable[Statement], not_said: Statement) -> Statement:
    """What was said beside the photos of a leg, where all that was said is the same; else it is not said."""
    said = {answer for answer in answers if answer is not not_said}
    return said.pop() if len(said) == 1 else not_said
