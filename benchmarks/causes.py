"""What errors come from: the horizon, the outline, and whatever else the pictures differ in. Arithmetic only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from figures import Case, Errors, angle_errors, record
from scipy import stats

from thomas_test.core.angles import HorizonSource
from thomas_test.validation import AngleName


def levelling(cases: Sequence[Case]) -> dict[str, Any]:
    """The thigh's error by the horizon it is measured against."""
    measured = [case for case in cases if case.measured]
    return {
        "as_reported": record(Errors.of(case.error_deg(AngleName.THIGH) for case in measured)),
        "rows": record(Errors.of(case.thigh_error_at_tilt_deg(0.0) for case in measured)),
        "exact": record(Errors.of(case.thigh_error_at_tilt_deg(case.true_tilt_deg) for case in measured)),
        "tilt": record(
            Errors.of(
                case.analysis.measured.level.tilt_deg - case.true_tilt_deg
                for case in measured
                if case.analysis.measured.level.source is HorizonSource.TABLE_EDGE
            )
        ),
    }


def landmarks_alone(cases: Sequence[Case], name: AngleName) -> dict[str, Any]:
    """The errors of the landmarks as the networks place them, and with their median error taken out."""
    errors = [error for case in cases if (error := case.landmark_error_deg(name)) is not None]
    middle = float(np.median(errors))
    return {"as_placed": record(Errors.of(errors)), "centred": record(Errors.of(e - middle for e in errors))}


Cause = tuple[str, str, Callable[[Case], bool]]
"""What is asked, one answer, and whether a picture gives that answer."""


def _between(key: str, low: float, high: float) -> Callable[[Case], bool]:
    return lambda case: low <= abs(float(case.truth[key])) < high


def _equal(key: str, value: object) -> Callable[[Case], bool]:
    return lambda case: bool(case.truth.get(key) == value)


def causes(cases: Sequence[Case]) -> tuple[Cause, ...]:
    """The groups by which errors are shown."""
    outfits = sorted({str(case.truth["outfit"]) for case in cases})
    kinds = sorted({str(case.truth["group"]) for case in cases if "group" in case.truth})
    return (
        ("Tested leg", "towards the camera", _equal("tested_leg_is_near", value=True)),
        ("Tested leg", "away from the camera", _equal("tested_leg_is_near", value=False)),
        ("Helper at the table", "no", _equal("therapist", value=False)),
        ("Helper at the table", "yes", _equal("therapist", value=True)),
        *(("Clothing", outfit.replace("_", " "), _equal("outfit", outfit)) for outfit in outfits),
        *(("What is unusual", kind, _equal("group", kind)) for kind in kinds),
        ("Camera aside", "under 5°", _between("camera_azimuth_deg", 0, 5)),
        ("Camera aside", "5° to 10°", _between("camera_azimuth_deg", 5, 10)),
        ("Camera aside", "over 10°", _between("camera_azimuth_deg", 10, 90)),
        ("Camera above or below", "under 3°", _between("camera_elevation_deg", 0, 3)),
        ("Camera above or below", "3° to 6°", _between("camera_elevation_deg", 3, 6)),
        ("Camera above or below", "over 6°", _between("camera_elevation_deg", 6, 90)),
        ("Horizon from", "the table's edge", lambda c: _level_source(c) is HorizonSource.TABLE_EDGE),
        ("Horizon from", "the rows of the picture", lambda c: _level_source(c) is HorizonSource.IMAGE),
        ("Outline of the thigh", "decides (half the weight or more)", lambda c: _outline(c) >= 0.5),
        ("Outline of the thigh", "has less weight", lambda c: 0.0 < _outline(c) < 0.5),
        ("Outline of the thigh", "not used", lambda c: _outline(c) == 0.0),
    )


def _level_source(case: Case) -> HorizonSource | None:
    return case.analysis.measured.level.source if case.measured else None


def _outline(case: Case) -> float:
    return case.analysis.evidence.outline_weight_thigh


def by_cause(groups: Mapping[str, Sequence[Case]]) -> list[dict[str, Any]]:
    """The errors of every cause that occurs, for every folder."""
    everything = [case for cases in groups.values() for case in cases]
    rows = []
    for question, answer, holds in causes(everything):
        found = {
            folder: {
                str(name): record(angle_errors([c for c in cases if c.measured and holds(c)], name))
                for name in AngleName
            }
            for folder, cases in groups.items()
        }
        if any(errors["thigh"] for errors in found.values()):
            rows.append({"question": question, "answer": answer, "folders": found})
    return rows


def raised_camera(cases: Sequence[Case]) -> dict[str, float]:
    """How much the thigh's error grows for every degree that the camera stands higher, with its 95 % interval."""
    known = [case for case in cases if case.right_leg]
    fit = stats.linregress(
        [float(case.truth["camera_elevation_deg"]) for case in known],
        [float(case.error_deg(AngleName.THIGH) or 0.0) for case in known],
    )
    reach = float(stats.t.ppf(0.975, len(known) - 2)) * float(fit.stderr)
    return {"slope": float(fit.slope), "low": float(fit.slope) - reach, "high": float(fit.slope) + reach}
