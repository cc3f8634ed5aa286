"""Pictures read by the whole tool as users run it, or naively: negatives, views from the feet, a single pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from figures import GROSS_DEG, Case, Errors, record
from front_view import read_scenes
from naive import NaiveReading, read_naively

from thomas_test.core.analysis import Analysis
from thomas_test.images import read_photo
from thomas_test.reader import Reader
from thomas_test.second_view import analyse_front
from thomas_test.validation import AngleName


def read_negatives(folder: Path, reader: Reader) -> list[dict[str, Any]]:
    """Say what becomes of every picture that is no Thomas Test; its name says which code fits."""
    rows = []
    for path in sorted(folder.glob("*.jpg")):
        analysis = reader.read(read_photo(path, name=path.name))
        hoped = path.stem.rstrip("0123456789").rstrip("_")
        record = _what_became(analysis)
        rows.append({**record, "fits": hoped in record["codes"]})
    return rows


def _what_became(analysis: Analysis) -> dict[str, Any]:
    """The code of a refusal, or the codes of the warnings."""
    codes = [analysis.refusal.code] if analysis.refusal else analysis.measured.warnings
    return {"file": analysis.name, "status": str(analysis.status), "codes": [str(code) for code in codes]}


def read_front(folder: Path, reader: Reader) -> dict[str, Any]:
    """Read views from beyond the feet: for the rotation as they are meant, and as if they were taken from the side."""
    scenes = read_scenes(folder)
    by_mistake, rotations, held, widths = [], [], [], []
    for scene in scenes:
        photo = read_photo(scene.picture, name=scene.picture.name)
        by_mistake.append(_what_became(reader.read(photo)))
        front = analyse_front(
            photo, reader.estimators, leg=scene.leg, marked=scene.level, other_views=scene.other_views
        )
        rotation = front.measurement.rotation if front.measurement else None
        if rotation is not None:
            rotations.append(rotation.value_deg - scene.rotation_deg)
            held.append(rotation.low_deg <= scene.rotation_deg <= rotation.high_deg)
            widths.append(rotation.half_width_deg)
    return {
        "pictures": len(scenes),
        "by_mistake": by_mistake,
        "rotation": {
            "errors": record(Errors.of(rotations)),
            "held": sum(held),
            "half_width_deg": float(np.mean(widths)) if widths else None,
        },
    }


def read_all_naively(folders: Mapping[str, Path], groups: Mapping[str, Sequence[Case]]) -> dict[str, Any]:
    """The errors of a naive single pass over the same pictures."""
    from thomas_test.estimators.mediapipe import MediaPipeEstimator
    from thomas_test.estimators.models import find_model

    with closing(MediaPipeEstimator(find_model("full"), people=1)) as estimator:
        found = {
            name: [
                (case, read_naively(read_photo(folder / case.analysis.name).rgb, estimator)) for case in groups[name]
            ]
            for name, folder in folders.items()
        }
    return {name: _naive_figures(pairs) for name, pairs in found.items()}


def _naive_figures(pairs: Sequence[tuple[Case, NaiveReading | None]]) -> dict[str, Any]:
    known = [(case, reading) for case, reading in pairs if reading is not None]
    right = [reading.leg == case.truth["tested_leg"] for case, reading in known]
    errors = {
        str(name): [reading.angles_deg[name] - float(case.truth[name.column]) for case, reading in known]
        for name in AngleName
    }
    gross = [max(abs(errors[name][i]) for name in errors) > GROSS_DEG for i in range(len(known))]
    seen = np.array([reading.visibility for _, reading in known])
    good = np.abs(np.array(errors["thigh"])) <= GROSS_DEG
    return {
        "pictures": len(pairs),
        "measured": len(known),
        "right_leg": sum(right),
        "gross": sum(gross),
        "angles": {name: record(Errors.of(column)) for name, column in errors.items()},
        "angles_of_right_leg": {name: record(Errors.of(np.array(column)[right])) for name, column in errors.items()},
        "visibility": {
            "thigh_within_10": float(seen[good].mean()),
            "thigh_beyond_10": float(seen[~good].mean()) if (~good).any() else None,
            "beyond_10": int((~good).sum()),
        },
    }
