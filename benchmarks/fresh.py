"""Write the section on fresh pictures of docs/accuracy.md: pictures rendered with seeds that nothing was chosen on.

Usage::

    python benchmarks/fresh.py --tidy TRUTH RESULTS --hard ... --wide ... [--tidy-gravity TRUTH RESULTS ...]

TRUTH is a folder of pictures' JSON, RESULTS the results.csv that ``thomas-test score`` wrote for it. Rewrites
docs/accuracy_fresh.csv, ``fresh`` in docs/accuracy.json, and with it docs/accuracy.md and README's quoted figures.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from accuracy import write_pages
from figures import GROSS_DEG

ROOT = Path(__file__).resolve().parent.parent
SETS = ("tidy", "hard", "wide")
ANGLES = {"thigh": "thigh_angle_deg", "knee": "knee_flexion_deg"}


def main() -> None:
    """Score every set, keep each picture's seed and result, fill the pages."""
    parser = argparse.ArgumentParser(description="Write what fresh pictures show.")
    for name in SETS:
        for suffix in ("", "-gravity"):
            parser.add_argument(f"--{name}{suffix}", type=Path, nargs=2, required=True, metavar=("TRUTH", "RESULTS"))
    chosen = vars(parser.parse_args())
    rows = [row for name, (truth, results) in chosen.items() for row in compared(name, truth, results)]
    with (ROOT / "docs" / "accuracy_fresh.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    path = ROOT / "docs" / "accuracy.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    figures["fresh"] = [summary(name, [row for row in rows if row["set"] == name]) for name in chosen]
    figures["kinds"] = [found for name in ("wide", "wide_gravity") for found in by_kind(name, rows)]
    write_pages(figures)


def compared(name: str, truth_folder: Path, results: Path) -> list[dict[str, Any]]:
    """One row a picture: seed, kind, status, error and half width of either angle."""
    with results.open(encoding="utf-8", newline="") as stream:
        found = {Path(row["file"]).name: row for row in csv.DictReader(stream)}
    rows = []
    for path in sorted(truth_folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        got = found[truth["file"]]
        row = {"set": name, "file": truth["file"], "seed": truth["seed"], "status": got["status"]}
        row |= {"reason": got["reason"], "right_leg": got["tested_leg"] == truth["tested_leg"]}
        row |= {"kind": truth.get("group", ""), "quality": got["quality"]}
        for angle, key in ANGLES.items():
            low = key.replace("_angle", "").replace("_flexion", "").replace("_deg", "")
            value = got[key]
            row[f"true_{angle}_deg"] = round(float(truth[key]), 2)
            row[f"{angle}_error_deg"] = round(float(value) - float(truth[key]), 2) if value else ""
            width = (float(got[f"{low}_high_deg"]) - float(got[f"{low}_low_deg"])) / 2.0 if value else None
            row[f"{angle}_half_width_deg"] = "" if width is None else round(width, 2)
        rows.append(row)
    return rows


def by_kind(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures of every kind of picture of one set of which some were measured."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["set"] == name:
            groups.setdefault(row["kind"], []).append(row)
    suffix = name.removeprefix("wide")
    return [
        summary(kind + suffix, some)
        for kind, some in sorted(groups.items())
        if any(row["status"] == "measured" for row in some)
    ]


def summary(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of one set as they stand on the page."""
    record: dict[str, Any] = {"set": name.replace("_", ", "), "pictures": len(rows)}
    measured = [row for row in rows if row["status"] == "measured"]
    record |= {"measured": len(measured), "right_leg": sum(row["right_leg"] for row in measured)}
    record["warned"] = sum(row["quality"] not in ("good", "not_levelled") for row in measured)
    record["gross_unflagged"] = sum(
        row["quality"] in ("good", "not_levelled")
        and any(abs(row[f"{angle}_error_deg"] or 0.0) > GROSS_DEG for angle in ANGLES)
        for row in measured
    )
    for angle in ANGLES:
        there = [row for row in measured if row[f"{angle}_error_deg"] != ""]
        error, half = (np.array([row[f"{angle}_{key}"] for row in there]) for key in ("error_deg", "half_width_deg"))
        record[angle] = {
            "mean_absolute_deg": round(float(np.abs(error).mean()), 3),
            "bias_deg": round(float(error.mean()), 3),
            "p95_deg": round(float(np.quantile(np.abs(error), 0.95)), 3),
            "worst_deg": round(float(error[np.abs(error).argmax()]), 3),
            "coverage": round(float((np.abs(error) <= half).mean()), 3),
            "half_width_deg": round(float(half.mean()), 3),
        }
    return record


if __name__ == "__main__":
    main()
