"""How often the hint to look at the low back comes, by how hollow the back is. docs/method.md#low-back has its figures.

    python benchmarks/low_back.py SCENES [SCENES ...]

Each folder holds pictures that `low_back_scenes.py` rendered, with `hollow_mm` in the truth beside each.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from thomas_test import Reader, Settings
from thomas_test.core.analysis import LOW_BACK_LOOK

BANDS_MM = ((0.0, 0.0), (15.0, 25.0), (25.0, 50.0))
"""Flat, and hollows that two thirds of a hand's thickness divide."""


def main(folders: list[str]) -> None:
    """Count for each folder and band: how many pictures, how many were read, in how many the hint came."""
    with Reader(Settings()) as reader:
        for folder in map(Path, folders):
            seen: dict[tuple[float, float], list[float | None]] = {band: [] for band in BANDS_MM}
            for file in sorted(folder.glob("*.jpg")):
                hollow_mm = json.loads(file.with_suffix(".json").read_text())["hollow_mm"]
                gap = reader.read(file).evidence.low_back_gap
                seen[next(band for band in BANDS_MM if band[0] <= hollow_mm <= band[1])].append(gap)
                print(f"{file.stem}  hollow {hollow_mm:4.1f} mm  gap {'–' if gap is None else f'{gap:.3f}'}")
            for (low, high), gaps in seen.items():
                told = sum(gap is not None and gap >= LOW_BACK_LOOK for gap in gaps)
                unseen = sum(gap is None for gap in gaps)
                print(f"{folder.name}: hollow {low:g}-{high:g} mm: hint in {told} of {len(gaps)}, {unseen} not read")


if __name__ == "__main__":
    main(sys.argv[1:])
