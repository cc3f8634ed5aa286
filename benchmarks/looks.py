"""Write the section on what each look is worth of docs/accuracy.md: error against looks, with and without early stop.

Usage::

    python benchmarks/looks.py FOLDER ... --both OUT --heavy OUT

OUT are folders that ``benchmarks/calibrate.py`` keeps readings in, of both networks (``--effort thorough``) and of
heavy alone (as it is). Every way to look is fitted and concluded out of fold on all pictures, each in both situations.
Rewrites ``looks`` in docs/accuracy.json and with it docs/accuracy.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from accuracy import ROOT, write_pages

# readings kept by the fitting script are pickled as `__main__.Scene`
from calibrate import AGREEMENTS, ALWAYS, NEVER, Scene, known_pictures, read_scenes
from fitting import FOLDS, errors_deg, fit_without_gains, folds_of, known

from thomas_test.core.geometry import FloatArray
from thomas_test.core.settings import Effort, Settings
from thomas_test.reading.conclude import PositionReading
from thomas_test.reading.sightings import FIRST_LOOKS, LOOKS

WAYS = {"both": (NEVER,), "heavy": (NEVER, *AGREEMENTS, ALWAYS)}
"""How well first looks must agree to be enough, for either choice of networks."""
NETWORKS = {"both": 2, "heavy": 1}
EFFORTS = {"both": Effort.THOROUGH, "heavy": Effort.STANDARD}


def main() -> None:
    """Read, fit, write."""
    parser = argparse.ArgumentParser(description="Write what each look is worth.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    for name in WAYS:
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="OUT")
    chosen = parser.parse_args()
    rows = []
    for name, agreements in WAYS.items():
        settings = Settings(effort=EFFORTS[name])
        scenes = [s for folder in chosen.folders for s in read_scenes(folder, getattr(chosen, name), settings)]
        rows += [worth(name, scenes, agree_deg) for agree_deg in agreements]
    path = ROOT / "docs" / "accuracy.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    write_pages(figures | {"looks": rows})


def worth(networks: str, scenes: Sequence[Scene], agree_deg: float) -> dict[str, Any]:
    """The errors out of fold of one way to look, and how many looks it takes."""
    errors = _errors(scenes, agree_deg)
    stopped = np.array([scene.first_apart_deg <= agree_deg for scene in scenes])
    first, everything = (NETWORKS[networks] * len(looks) for looks in (FIRST_LOOKS, LOOKS[EFFORTS[networks]]))
    row: dict[str, Any] = {
        "networks": networks,
        "agree_deg": None if agree_deg in (NEVER, ALWAYS) else agree_deg,
        "stops": {NEVER: "never", ALWAYS: "always"}.get(agree_deg, "where they agree"),
        "looks": round(float(np.where(stopped, first, everything).mean()), 2),
        "missed": int(np.isnan(errors[:, 0, 0]).sum()),
        "sets": {},
    }
    for name in dict.fromkeys(scene.folder for scene in scenes):
        mean = np.nanmean(np.abs(errors[[scene.folder == name for scene in scenes]]), axis=0)
        row["sets"][name] = [round(float(value), 3) for value in (mean[0, 0], mean[1, 0], mean[0, 1], mean[1, 1])]
    mean = np.nanmean(np.abs(errors), axis=0)
    row["all"] = [round(float(value), 3) for value in (mean[0, 0], mean[1, 0], mean[0, 1], mean[1, 1])]
    print(row, flush=True)
    return row


def _errors(scenes: Sequence[Scene], agree_deg: float) -> FloatArray:
    """Errors of thigh and knee without and with gravity, shape ``(pictures, 2, 2)``; NaN where the leg was not read."""
    fold = folds_of([f"{scene.folder}/{scene.file}" for scene in scenes])
    errors = np.full((len(scenes), 2, 2), np.nan)
    for k in range(FOLDS):
        constants = fit_without_gains(
            known_pictures([s for s, f in zip(scenes, fold, strict=True) if f != k], agree_deg)
        )
        for i in np.flatnonzero(fold == k):
            scene = scenes[i]
            for gravity in (False, True):
                reading = scene.situation(agree_deg, gravity=gravity)
                if isinstance(reading, PositionReading) and scene.right_leg(reading):
                    found = known(scene.file, scene.truth, reading, scene.size_px)
                    errors[i, int(gravity)] = errors_deg(found, constants)
    return errors


if __name__ == "__main__":
    main()
