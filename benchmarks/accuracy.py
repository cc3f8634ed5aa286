"""Write docs/accuracy.md and docs/accuracy.json: how well the tool reads pictures whose truth is known.

Usage::

    python benchmarks/accuracy.py --scenes DIR --hard DIR --wide DIR [--more DIR ...] --negatives DIR --front DIR
                                  --calibration OUT [--naive]

OUT is the folder that ``benchmarks/calibrate.py`` wrote for the same pictures: its readings are taken, those that are
missing are read. Every picture is concluded with constants fitted without it. ``--more`` are pictures that were fresh
once and are fitted on now; ``--naive`` reads the same pictures in a naive single pass, too, or else what the last one
came to stays. What fresh pictures show and what each look is worth are written by ``benchmarks/fresh.py`` and
``benchmarks/looks.py`` and stay until these run
again. README.md's quoted figures are filled in where it has a place.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

# `Scene` has to be a name of this module: readings kept by the fitting script are pickled as `__main__.Scene`.
from calibrate import Fitted, Scene, concluded, fit_scenes, out_of_fold, read_scenes
from causes import by_cause, landmarks_alone, levelling, raised_camera
from figures import Case, overview
from other_pictures import read_all_naively, read_front, read_negatives
from pages import render

from thomas_test.core.analysis import Status
from thomas_test.core.quality import RefusalCode
from thomas_test.core.settings import Settings
from thomas_test.output.rows import package_version
from thomas_test.reader import Reader
from thomas_test.reading.calibration import CALIBRATION, FIRST_LOOKS_AGREE_DEG, Calibration
from thomas_test.validation import AngleName

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "accuracy.md.jinja"
MARKS = ("<!-- accuracy:begin -->", "<!-- accuracy:end -->")
DEVELOPMENT = ("scenes", "hard", "wide")
KEPT = ("fresh", "kinds", "looks")
"""Figures that other scripts write into the record."""


def main() -> None:
    """Read, compute, write."""
    chosen = _arguments()
    chosen.calibration.mkdir(parents=True, exist_ok=True)
    scenes = [
        scene
        for folder in (*_truths(chosen).values(), *chosen.more)
        for scene in read_scenes(folder, chosen.calibration, Settings())
    ]
    out = out_of_fold(scenes)
    groups = {name: _cases(scenes, out, name, gravity=False) for name in DEVELOPMENT}
    measured = [case for cases in groups.values() for case in cases]
    figures: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "version": package_version(),
        "command": _command(chosen),
        "development": _development(scenes, out),
        "folders": {name: overview(cases) for name, cases in groups.items()},
        "truth": {name: _ranges(cases) for name, cases in groups.items()},
        "causes": by_cause(groups),
        "raised_camera": raised_camera(measured),
        "levelling": {name: levelling(cases) for name, cases in groups.items()},
        "landmarks": {
            name: {str(angle): landmarks_alone(cases, angle) for angle in AngleName} for name, cases in groups.items()
        },
        "one_picture": {name: _one_picture(cases) for name, cases in groups.items()},
        "constants": _constants(fit_scenes(scenes), out),
    }
    with Reader() as reader:
        figures["models"] = [asdict(estimator.model) for estimator in reader.estimators]
        figures["negatives"] = read_negatives(chosen.negatives, reader)
        figures["front"] = read_front(chosen.front, reader)
    figures["unseen_refusals"] = _unseen_refusals(figures)
    kept = json.loads((ROOT / "docs" / "accuracy.json").read_text(encoding="utf-8"))
    figures["naive"] = read_all_naively(_truths(chosen), groups) if chosen.naive else kept["naive"]
    figures |= {name: kept.get(name) for name in KEPT}
    # rounded first, so that page, record and README round the same numbers
    write_pages(_rounded(figures))


def _cases(scenes: Sequence[Scene], out: Sequence[Fitted], folder: str, *, gravity: bool) -> list[Case]:
    """Every picture of a folder, concluded with what was fitted without it."""
    return [
        Case(analysis=concluded(scene, fitted, gravity=gravity), truth=scene.truth)
        for scene, fitted in zip(scenes, out, strict=True)
        if scene.folder == folder
    ]


def _development(scenes: Sequence[Scene], out: Sequence[Fitted]) -> list[dict[str, Any]]:
    """What every folder comes to, as it is and with a phone's gravity."""
    rows = []
    for folder in dict.fromkeys(scene.folder for scene in scenes):
        for gravity in (False, True):
            found = overview(_cases(scenes, out, folder, gravity=gravity))
            row = {"set": folder.replace("_", " ") + (", gravity" if gravity else "")}
            row |= {name: found[name] for name in ("pictures", "measured", "right_leg", "gross_unflagged")}
            for angle in map(str, AngleName):
                row[angle] = {**found["angles"][angle]["errors"], **found["angles"][angle]["intervals"]}
            rows.append(row)
    return rows


def _one_picture(cases: Sequence[Case]) -> dict[str, float]:
    """What perfect points in one picture, perfectly levelled, miss the angles in space by: mean, offset taken out."""
    thigh = [c.truth["thigh_angle_px_deg"] + _forward(c) * c.true_tilt_deg - c.truth["thigh_angle_deg"] for c in cases]
    knee = [c.truth["knee_flexion_px_deg"] - c.truth["knee_flexion_deg"] for c in cases]
    return {
        name: float(np.mean(np.abs(np.array(missed) - np.median(missed))))
        for name, missed in (("thigh", thigh), ("knee", knee))
    }


def _forward(case: Case) -> int:
    return 1 if case.truth["head_towards"] == "left" else -1


def _ranges(cases: Sequence[Case]) -> dict[str, Any]:
    """Say what the pictures of a folder are like."""
    keys = (
        *("thigh_angle_deg", "knee_flexion_deg", "focal_35mm"),
        *("camera_roll_deg", "camera_azimuth_deg", "camera_elevation_deg"),
    )
    values = {key: [float(case.truth[key]) for case in cases] for key in keys}
    return {
        **{key: [min(column), max(column)] for key, column in values.items()},
        "far_legs": sum(not case.truth["tested_leg_is_near"] for case in cases),
        "helpers": sum(bool(case.truth["therapist"]) for case in cases),
    }


def _constants(fitted: Fitted, out: Sequence[Fitted]) -> list[dict[str, Any]]:
    """The constants in force beside those just fitted, and over the folds."""
    now, new = _flat(CALIBRATION), _flat(fitted.calibration)
    now["first_looks_agree_deg"], new["first_looks_agree_deg"] = FIRST_LOOKS_AGREE_DEG, fitted.agree_deg
    folds = [{**_flat(f.calibration), "first_looks_agree_deg": f.agree_deg} for f in {id(f): f for f in out}.values()]
    return [
        {
            "name": name,
            "in_force": now[name],
            "fitted": new[name],
            "by_hand": name == "covered_shank_sd_deg",
            "folds": [min(fold[name] for fold in folds), max(fold[name] for fold in folds)],
        }
        for name in now
    ]


def _flat(constants: Calibration) -> dict[str, float]:
    """The constants by name, those of a limb after the limb's."""
    flat: dict[str, float] = {}
    for name, value in asdict(constants).items():
        flat |= {f"{name}_{key}": each for key, each in value.items()} if isinstance(value, dict) else {name: value}
    return flat


def _unseen_refusals(figures: dict[str, Any]) -> list[str]:
    pictures = (*figures["negatives"], *figures["front"]["by_mistake"])
    seen = {code for row in pictures if row["status"] == Status.REFUSED for code in row["codes"]}
    return [str(code) for code in RefusalCode if code not in seen]


def write_pages(figures: dict[str, Any]) -> None:
    """Write page and record, and README's quoted figures."""
    docs = ROOT / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "accuracy.md").write_text(render(TEMPLATE, figures), encoding="utf-8")
    (docs / "accuracy.json").write_text(
        json.dumps(figures, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8"
    )
    readme = ROOT / "README.md"
    before = readme.read_text(encoding="utf-8")
    block = render("accuracy_quote.md.jinja", figures).strip()
    after = re.sub(
        rf"({MARKS[0]}).*?({MARKS[1]})", lambda marks: f"{marks[1]}\n{block}\n{marks[2]}", before, flags=re.DOTALL
    )
    readme.write_text(after, encoding="utf-8")
    filled = "filled in" if MARKS[0] in before else f"has no place for figures ({MARKS[0]} ... {MARKS[1]})"
    print(f"docs/accuracy.md and docs/accuracy.json written; README.md {filled}", file=sys.stderr)


def _rounded(value: Any) -> Any:
    """Keep thousandths: more is noise in a file that people compare."""
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return round(value, 3) if isinstance(value, float) else value


def _truths(chosen: argparse.Namespace) -> dict[str, Path]:
    return {name: getattr(chosen, name) for name in DEVELOPMENT}


def _command(chosen: argparse.Namespace) -> str:
    """Name the command without the way to the folders, which is this machine's own."""
    names = (*DEVELOPMENT, "negatives", "front", "calibration")
    folders = " ".join(f"--{name} {getattr(chosen, name).name}" for name in names)
    more = f" --more {' '.join(folder.name for folder in chosen.more)}" if chosen.more else ""
    return f"python benchmarks/accuracy.py {folders}{more}{' --naive' if chosen.naive else ''}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write docs/accuracy.md from pictures whose truth is known.")
    for name in (*DEVELOPMENT, "negatives", "front", "calibration"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--naive", action="store_true", help="a naive single pass beside ours")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="pictures that were fresh once")
    return parser.parse_args()


if __name__ == "__main__":
    main()
