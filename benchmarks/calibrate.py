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
import math
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fitting import FOLDS, Known, errors_deg, fit, fit_without_gains, folds_of, known, with_gravity

from thomas_test.core.analysis import Analysis
from thomas_test.core.geometry import FloatArray
from thomas_test.core.quality import Refusal
from thomas_test.core.settings import Effort, Settings
from thomas_test.images import Photo, read_photo
from thomas_test.images.folder import walk_parts
from thomas_test.output.rows import row_of, write_csv
from thomas_test.reader import Reader
from thomas_test.reading.analyse import conclude_analysis, read_photo_position
from thomas_test.reading.calibration import Calibration
from thomas_test.reading.conclude import PositionReading

NEVER, ALWAYS = -1.0, 1e6
"""Agreements, in degrees, that no first looks have, and that all have which show one person and one leg."""
AGREEMENTS = (2.0, 4.0, 6.0, 8.0, 10.0, 12.0)
"""Agreements that are tried; looks further apart show another leg, or joints elsewhere
(`thomas_test.reading.search.look_for_subject`)."""
MISSED_DEG = 10.0
"""What a picture counts as that was not measured, or at the wrong leg: an error that would mislead."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Scene:
    """One picture: which folder it is of, its truth, its size and what was read from it.

    Attributes
    ----------
    all_looks, first_looks
        What all looks of the effort show, and what its first ones show; the same where none are taken first.
    first_apart_deg
        How far apart the first ones are.
    """

    folder: str
    file: str
    truth: dict[str, Any]
    size_px: tuple[int, int]
    all_looks: PositionReading | Refusal
    first_looks: PositionReading | Refusal
    first_apart_deg: float

    def situation(self, agree_deg: float, *, gravity: bool) -> PositionReading | Refusal:
        """What is read where the file is silent, or tells gravity, when first looks that agree so well are enough."""
        reading = self.first_looks if self.first_apart_deg <= agree_deg else self.all_looks
        if isinstance(reading, Refusal) or not gravity:
            return reading
        return with_gravity(self.truth, reading, self.size_px)

    def right_leg(self, reading: PositionReading | Refusal) -> bool:
        """Whether the leg that hangs was read."""
        return isinstance(reading, PositionReading) and reading.pose.tested_leg == self.truth["tested_leg"]


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """Everything fitted on some pictures: constants, and how well first looks must agree to be enough."""

    calibration: Calibration
    agree_deg: float


def main() -> None:
    """Read, fit, conclude, write."""
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    settings = Settings(effort=Effort(arguments.effort))
    scenes = [
        scene for folder in arguments.folders for scene in read_scenes(folder, arguments.out, settings, arguments.model)
    ]
    fitted = out_of_fold(scenes)
    for folder in dict.fromkeys(scene.folder for scene in scenes):
        for gravity in (False, True):
            rows = [(s, c) for s, c in zip(scenes, fitted, strict=True) if s.folder == folder]
            _write(arguments.out / f"{folder}{'_gravity' if gravity else ''}.csv", rows, gravity=gravity)
    found = fit_scenes(scenes)
    print("constants fitted on all pictures:", written(found.calibration), sep="\n")
    print(f"first looks that agree to {found.agree_deg:.1f} degrees are enough")


def read_scenes(folder: Path, out: Path, settings: Settings, model: str | None = None) -> list[Scene]:
    """Read every picture of a folder that has a truth beside it, or take the readings kept from before."""
    kept = out / f"readings_{folder.name}_{'_'.join(filter(None, (settings.effort, model)))}.pickle"
    if kept.exists():
        return list(pickle.loads(kept.read_bytes()))  # noqa: S301 - our own file, written below
    scenes = []
    with Reader(settings, model=model) as reader:
        estimators = reader.estimators
        for parts, is_picture in sorted(walk_parts(folder)):
            path = folder.joinpath(*parts)
            truth = path.with_suffix(".json")
            if not is_picture or not truth.exists():
                continue
            photo = read_photo(path, name="/".join(parts))
            everything = read_photo_position(photo, estimators, settings, agree_deg=NEVER)
            first = everything
            if math.isfinite(everything.first_apart_deg):
                first = read_photo_position(photo, estimators, settings, agree_deg=ALWAYS)
            scenes.append(
                Scene(
                    folder=folder.name,
                    file=photo.name,
                    truth=json.loads(truth.read_text(encoding="utf-8")),
                    size_px=photo.size_px,
                    all_looks=everything.reading,
                    first_looks=first.reading,
                    first_apart_deg=everything.first_apart_deg,
                )
            )
    kept.write_bytes(pickle.dumps(scenes))
    return scenes


def fit_scenes(scenes: Sequence[Scene]) -> Fitted:
    """Fit all constants on the pictures of which the right leg was read, each in both situations."""
    agree_deg = agreement_deg(scenes)
    return Fitted(calibration=fit(known_pictures(scenes, agree_deg)), agree_deg=agree_deg)


def known_pictures(scenes: Sequence[Scene], agree_deg: float) -> list[Known]:
    """The pictures of which the right leg was read, each in both situations, beside their truth."""
    pictures = []
    for scene in scenes:
        for gravity in (False, True):
            reading = scene.situation(agree_deg, gravity=gravity)
            if isinstance(reading, PositionReading) and scene.right_leg(reading):
                pictures.append(known(f"{scene.folder}/{scene.file}", scene.truth, reading, scene.size_px))
    return pictures


def agreement_deg(scenes: Sequence[Scene]) -> float:
    """How well first looks must agree to be enough: the least well by which nothing is lost.

    Of `AGREEMENTS` the largest whose mean error, thigh and knee together, is at most one standard error of its
    difference worse than where all looks are always taken (the rule of one standard error, Breiman et al. 1984); a
    picture refused or read at the wrong leg counts as `MISSED_DEG`.
    """
    with_all = _misses(scenes, NEVER)
    enough = NEVER
    for agree_deg in AGREEMENTS:
        worse = _misses(scenes, agree_deg) - with_all
        if worse.mean() <= worse.std() / math.sqrt(len(worse)):
            enough = agree_deg
    return enough


def _misses(scenes: Sequence[Scene], agree_deg: float) -> FloatArray:
    """How far off every picture is, the mean of both angles in both situations."""
    constants = fit_without_gains(known_pictures(scenes, agree_deg))
    return np.array(
        [
            np.mean([_miss(scene, scene.situation(agree_deg, gravity=gravity), constants) for gravity in (False, True)])
            for scene in scenes
        ]
    )


def _miss(scene: Scene, reading: PositionReading | Refusal, constants: Calibration) -> float:
    if not isinstance(reading, PositionReading) or not scene.right_leg(reading):
        return MISSED_DEG
    found = known(scene.file, scene.truth, reading, scene.size_px)
    errors = [abs(error) for error in errors_deg(found, constants) if math.isfinite(error)]
    return min(float(np.mean(errors)), MISSED_DEG)


def out_of_fold(scenes: Sequence[Scene]) -> list[Fitted]:
    """For every picture what was fitted on the folds it is not in."""
    fold = folds_of([f"{scene.folder}/{scene.file}" for scene in scenes])
    fitted = [fit_scenes([s for s, f in zip(scenes, fold, strict=True) if f != k]) for k in range(FOLDS)]
    return [fitted[f] for f in fold]


def concluded(scene: Scene, fitted: Fitted, *, gravity: bool) -> Analysis:
    """What the program says of a picture with these constants."""
    width, height = scene.size_px
    # concluding needs the picture's name and size alone
    photo = Photo.from_array(np.zeros((height, width, 3), dtype=np.uint8), name=scene.file)
    reading = scene.situation(fitted.agree_deg, gravity=gravity)
    return conclude_analysis(photo, reading, Settings(), fitted.calibration)


def _write(path: Path, scenes: Sequence[tuple[Scene, Fitted]], *, gravity: bool) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        write_csv((row_of(concluded(scene, fitted, gravity=gravity)) for scene, fitted in scenes), stream)
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
