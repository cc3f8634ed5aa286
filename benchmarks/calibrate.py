"""Fit the constants of `thomas_test.reading.calibration` on rendered pictures, and write what cross-validation says.

Usage::

    python benchmarks/calibrate.py FOLDER ... --out OUT [--effort standard] [--model NAME]

Reads every picture of the folders once (readings are kept in OUT, so that a second run is quick) and takes each in two
situations: as it is, and as a phone saves it that writes gravity and focal length. The constants are fitted on nine
tenths of the pictures of all folders together and the last tenth is concluded with them, ten times; what is fitted
within a fit, such as how wide intervals must be, is cross-validated inside the nine tenths. ``OUT/<folder>.csv`` and
``OUT/<folder>_gravity.csv`` are results tables in which no picture was concluded with constants that had seen it.
The constants fitted on everything are printed, to be copied as they are.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fitting import FOLDS, Known, fit, folds_of, known, with_gravity

from thomas_test.core.analysis import Analysis
from thomas_test.core.quality import Refusal
from thomas_test.core.settings import Effort, Settings
from thomas_test.images import Photo, list_pictures, read_photo
from thomas_test.output.rows import row_of, write_csv
from thomas_test.reader import Reader
from thomas_test.reading.analyse import conclude_analysis, read_photo_position
from thomas_test.reading.calibration import Calibration
from thomas_test.reading.conclude import PositionReading


@dataclass(frozen=True, kw_only=True, eq=False)
class Scene:
    """One picture: which folder it is of, its truth, its size and what was read from it."""

    folder: str
    file: str
    truth: dict[str, Any]
    size_px: tuple[int, int]
    reading: PositionReading | Refusal

    def situation(self, *, gravity: bool) -> PositionReading | Refusal:
        """What is read where the file is silent, or tells gravity."""
        if isinstance(self.reading, Refusal) or not gravity:
            return self.reading
        return with_gravity(self.truth, self.reading, self.size_px)


def main() -> None:
    """Read, fit, conclude, write."""
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    settings = Settings(effort=Effort(arguments.effort))
    scenes = [
        scene for folder in arguments.folders for scene in read_scenes(folder, arguments.out, settings, arguments.model)
    ]
    constants = out_of_fold(scenes)
    for folder in dict.fromkeys(scene.folder for scene in scenes):
        for gravity in (False, True):
            rows = [(s, c) for s, c in zip(scenes, constants, strict=True) if s.folder == folder]
            _write(arguments.out / f"{folder}{'_gravity' if gravity else ''}.csv", rows, gravity=gravity)
    print("constants fitted on all pictures:", written(fit_scenes(scenes)), sep="\n")


def read_scenes(folder: Path, out: Path, settings: Settings, model: str | None = None) -> list[Scene]:
    """Read every picture of a folder that has a truth beside it, or take the readings kept from before."""
    kept = out / f"readings_{folder.name}_{'_'.join(filter(None, (settings.effort, model)))}.pickle"
    if kept.exists():
        return list(pickle.loads(kept.read_bytes()))  # noqa: S301 - our own file, written below
    scenes = []
    with Reader(settings, model=model) as reader:
        estimators = reader.estimators
        for found in list_pictures(folder):
            truth = found.path.with_suffix(".json")
            if not found.is_picture or not truth.exists():
                continue
            photo = read_photo(found.path, name=found.name)
            reading = read_photo_position(photo, estimators, settings).reading
            record = json.loads(truth.read_text(encoding="utf-8"))
            scenes.append(
                Scene(folder=folder.name, file=found.name, truth=record, size_px=photo.size_px, reading=reading)
            )
    kept.write_bytes(pickle.dumps(scenes))
    return scenes


def fit_scenes(scenes: Sequence[Scene]) -> Calibration:
    """Fit all constants on the pictures of which the right leg was read, each in both situations."""
    pictures: list[Known] = []
    for scene in scenes:
        for gravity in (False, True):
            reading = scene.situation(gravity=gravity)
            if isinstance(reading, PositionReading) and reading.pose.tested_leg == scene.truth["tested_leg"]:
                name = f"{scene.folder}/{scene.file}"
                pictures.append(known(name, scene.truth, reading, scene.size_px))
    return fit(pictures)


def out_of_fold(scenes: Sequence[Scene]) -> list[Calibration]:
    """For every picture constants fitted on the folds it is not in."""
    fold = folds_of([f"{scene.folder}/{scene.file}" for scene in scenes])
    constants = [fit_scenes([s for s, f in zip(scenes, fold, strict=True) if f != k]) for k in range(FOLDS)]
    return [constants[f] for f in fold]


def concluded(scene: Scene, constants: Calibration, *, gravity: bool) -> Analysis:
    """What the program says of a picture with these constants."""
    width, height = scene.size_px
    # concluding needs the picture's name and size alone
    photo = Photo.from_array(np.zeros((height, width, 3), dtype=np.uint8), name=scene.file)
    return conclude_analysis(photo, scene.situation(gravity=gravity), Settings(), constants)


def _write(path: Path, scenes: Sequence[tuple[Scene, Calibration]], *, gravity: bool) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        write_csv((row_of(concluded(scene, constants, gravity=gravity)) for scene, constants in scenes), stream)
    print(f"{path}: {len(scenes)} pictures")


def written(record: object, indent: str = "") -> str:
    """Constants as they stand in the source."""
    inner = indent + "    "
    lines = []
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        text = written(value, inner) if is_dataclass(value) else f"{value:.3f}"
        lines.append(f"{inner}{field.name}={text},\n")
    return f"{type(record).__name__}(\n{''.join(lines)}{indent})"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fit the constants on rendered pictures.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--effort", default="standard", choices=list(Effort))
    parser.add_argument("--model", help="one network alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
