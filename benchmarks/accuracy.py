"""Write docs/accuracy.md and docs/accuracy.json: how well the tool reads pictures whose truth is known.

Usage::

    python benchmarks/accuracy.py --scenes DIR --hard DIR --negatives DIR --front DIR --calibration OUT
                                  [--naive] [--variants]

OUT is the folder that ``benchmarks/calibrate.py SCENES --out OUT --test HARD`` wrote: its readings are taken, those
that are missing are read. Every scene is concluded with constants fitted without it, the hard ones with constants
fitted on all scenes. ``--naive`` adds a naive single pass over the same pictures, ``--variants`` the other efforts
and each network alone (some minutes; kept in OUT). README.md's quoted figures are filled in where it has a place.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

# `Scene` has to be a name of this module: readings kept by the fitting script are pickled as `__main__.Scene`.
from calibrate import Scene, fit_scenes, out_of_fold, read_scenes
from causes import by_cause, landmarks_alone, levelling, raised_camera
from figures import Case, overview
from other_pictures import read_all_naively, read_front, read_negatives
from pages import render

from thomas_test.core.analysis import Status
from thomas_test.core.quality import RefusalCode
from thomas_test.core.settings import Effort, Settings
from thomas_test.images import Photo
from thomas_test.output.rows import package_version
from thomas_test.reader import Reader
from thomas_test.reading.analyse import conclude_analysis
from thomas_test.reading.calibration import CALIBRATION, Calibration
from thomas_test.validation import AngleName

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "accuracy.md.jinja"
MARKS = ("<!-- accuracy:begin -->", "<!-- accuracy:end -->")
VARIANTS: tuple[tuple[str, Effort, str | None], ...] = (
    ("effort `fast` (network full, 3 looks)", Effort.FAST, None),
    ("effort `standard`, network full alone (4 looks)", Effort.STANDARD, "full"),
    ("effort `standard`, network heavy alone (4 looks)", Effort.STANDARD, "heavy"),
    ("effort `thorough` (both networks, 8 looks each)", Effort.THOROUGH, None),
)
STANDARD = "effort `standard` (both networks, 4 looks each): the default"


@dataclass(frozen=True, kw_only=True)
class Folders:
    """The two folders with truth, read and concluded: cross-validated scenes, and hard ones."""

    scenes: list[Case]
    hard: list[Case]

    def figures(self) -> dict[str, Any]:
        """The figures of both."""
        return {"scenes": overview(self.scenes), "hard": overview(self.hard)}


def main() -> None:
    """Read, compute, write."""
    chosen = _arguments()
    chosen.calibration.mkdir(parents=True, exist_ok=True)
    readings = {name: read_scenes(folder, chosen.calibration, Settings()) for name, folder in _truths(chosen).items()}
    fitted = fit_scenes([scene for scenes in readings.values() for scene in scenes])
    folders = concluded(readings)
    groups = {"scenes": folders.scenes, "hard": folders.hard}
    figures: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "version": package_version(),
        "command": _command(chosen),
        "folders": folders.figures(),
        "truth": {name: _ranges(cases) for name, cases in groups.items()},
        "causes": by_cause(groups),
        "raised_camera": raised_camera([*folders.scenes, *folders.hard]),
        "levelling": {name: levelling(cases) for name, cases in groups.items()},
        "landmarks": {
            name: {str(angle): landmarks_alone(cases, angle) for angle in AngleName} for name, cases in groups.items()
        },
        "constants": _constants(fitted, readings),
        "variants": _variants(chosen, folders) if chosen.variants else None,
    }
    with Reader() as reader:
        figures["models"] = [asdict(estimator.model) for estimator in reader.estimators]
        figures["negatives"] = read_negatives(chosen.negatives, reader)
        figures["front"] = read_front(chosen.front, reader)
    figures["naive"] = read_all_naively(_truths(chosen), groups) if chosen.naive else None
    figures["unseen_refusals"] = _unseen_refusals(figures)
    # rounded first, so that page, record and README round the same numbers
    figures = _rounded(figures)
    figures["quoted"] = _quoted(figures["folders"])
    # the fresh pictures are benchmarks/fresh.py's, and stay until it runs again
    figures["fresh"] = json.loads((ROOT / "docs" / "accuracy.json").read_text(encoding="utf-8"))["fresh"]
    write_pages(figures)


def concluded(readings: dict[str, list[Scene]]) -> Folders:
    """Conclude every picture with constants that have not seen it."""
    scenes = [scene for each in readings.values() for scene in each]
    cases = [_case(scene, constants) for scene, constants in zip(scenes, out_of_fold(scenes), strict=True)]
    return Folders(scenes=cases[: len(readings["scenes"])], hard=cases[len(readings["scenes"]) :])


def _case(scene: Scene, constants: Calibration) -> Case:
    width, height = scene.size_px
    # concluding needs the picture's name and size alone
    photo = Photo.from_array(np.zeros((height, width, 3), dtype=np.uint8), name=scene.file)
    return Case(analysis=conclude_analysis(photo, scene.reading, Settings(), constants), truth=scene.truth)


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


def _constants(fitted: Calibration, readings: dict[str, list[Scene]]) -> dict[str, Any]:
    """Compare the constants in force with those just fitted, in themselves, over folds and bodies, and in use."""
    now, new = _flat(CALIBRATION), _flat(fitted)
    scenes = [scene for each in readings.values() for scene in each]
    folds = [_flat(constants) for constants in {id(each): each for each in out_of_fold(scenes)}.values()]
    by_force = [_case(scene, CALIBRATION) for scene in readings["hard"]]
    return {
        "table": [
            {
                "name": name,
                "in_force": now[name],
                "fitted": new[name],
                "by_hand": name == "covered_shank_sd_deg",
                "folds": [min(fold[name] for fold in folds), max(fold[name] for fold in folds)],
                "bodies": None,
            }
            for name in now
        ],
        "hard_in_force": overview(by_force),
    }


def _flat(constants: Calibration) -> dict[str, float]:
    """The constants by name, those of a limb after the limb's."""
    flat: dict[str, float] = {}
    for name, value in asdict(constants).items():
        flat |= {f"{name}_{key}": each for key, each in value.items()} if isinstance(value, dict) else {name: value}
    return flat


def _variants(chosen: argparse.Namespace, standard: Folders) -> list[dict[str, Any]]:
    """The figures of the other efforts and of each network alone, constants fitted for each in the same way."""
    rows = [_variant(STANDARD, standard)]
    for title, effort, model in VARIANTS:
        settings = Settings(effort=effort)
        readings = {
            name: read_scenes(folder, chosen.calibration, settings, model) for name, folder in _truths(chosen).items()
        }
        rows.append(_variant(title, concluded(readings)))
    return rows


def _variant(title: str, folders: Folders) -> dict[str, Any]:
    groups = {"scenes": folders.scenes, "hard": folders.hard}
    landmarks = {
        name: {str(angle): landmarks_alone(cases, angle)["centred"] for angle in AngleName}
        for name, cases in groups.items()
    }
    return {"title": title, "folders": folders.figures(), "landmarks": landmarks}


def _unseen_refusals(figures: dict[str, Any]) -> list[str]:
    pictures = (*figures["negatives"], *figures["front"]["by_mistake"])
    seen = {code for row in pictures if row["status"] == Status.REFUSED for code in row["codes"]}
    return [str(code) for code in RefusalCode if code not in seen]


def _quoted(folders: dict[str, Any]) -> dict[str, str]:
    """The four figures that README quotes, as they are written there and in docs/accuracy.md."""
    return {
        f"{name}_{angle}": f"{folders[name]['angles'][angle]['errors']['mean_absolute_deg']:.1f}°"
        for name in ("scenes", "hard")
        for angle in ("thigh", "knee")
    }


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
    return {"scenes": chosen.scenes, "hard": chosen.hard}


def _command(chosen: argparse.Namespace) -> str:
    """Name the command without the way to the folders, which is this machine's own."""
    folders = " ".join(
        f"--{name} {getattr(chosen, name).name}" for name in ("scenes", "hard", "negatives", "front", "calibration")
    )
    switches = "".join(f" --{name}" for name in ("naive", "variants") if getattr(chosen, name))
    return f"python benchmarks/accuracy.py {folders}{switches}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write docs/accuracy.md from pictures whose truth is known.")
    for name in ("scenes", "hard", "negatives", "front", "calibration"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--naive", action="store_true", help="a naive single pass beside ours")
    parser.add_argument("--variants", action="store_true", help="the other efforts, and each network alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
