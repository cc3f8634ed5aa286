"""Ask what healthy people would be told, by today's rules and by those of 0.1.0, and write it to docs/patterns.md.

    python benchmarks/patterns.py [--people 200000]

People are drawn as published: the thigh as Ferber 2010 gives it, the knee as Harvey 1998 does, whose spread is not
printed and is assumed. Each angle gets the mean interval of the tool (docs/accuracy.md). No picture is read.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pages import render

from thomas_test.check.meaning.reference_bands import Quantity, bands_for
from thomas_test.core.angles import Angle, Measurement
from thomas_test.core.criteria import GUIDE, Pattern, Verdict, assess
from thomas_test.core.statements import Foot, Pain, Pelvis, Statements
from thomas_test.output.rows import package_version

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "patterns.md"
KNEE_SD_DEG = 10.0
"""Assumed: Harvey 1998 prints no spread; 8 to 12 would change little, and Kim & Ha 2015 found 8 to 9 in 13 adults."""
SEED = 10
STATED = Statements(pelvis=Pelvis.FELT, foot=Foot.FREE, pain=Pain.NONE)
_BEFORE = {
    (Verdict.MET, Verdict.MET): "none",
    (Verdict.NOT_MET, Verdict.MET): "one_joint",
    (Verdict.MET, Verdict.NOT_MET): "two_joint",
    (Verdict.NOT_MET, Verdict.NOT_MET): "two_joint_or_both",
}
"""The rule of 0.1.0: every knee under 80 degrees named the rectus femoris."""
NAMES_RECTUS = ("two_joint", "two_joint_or_both")


def main() -> None:
    """Draw, judge, count, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    people = parser.parse_args().people
    thigh, knee = bands_for(Quantity.THIGH)[0], bands_for(Quantity.KNEE)[0]
    rng = np.random.default_rng(SEED)
    thighs = rng.normal(thigh.mean_deg, thigh.sd_deg or 0.0, people)
    knees = rng.normal(knee.mean_deg, KNEE_SD_DEG, people)
    runs = [run(name, halves, thighs, knees) for name, halves in half_widths().items()]
    page = render(
        "patterns.md.jinja",
        {
            "date": datetime.now(UTC).date().isoformat(),
            "version": package_version(),
            "command": f"python benchmarks/patterns.py --people {people}",
            "people": people,
            "thigh": thigh,
            "knee": knee,
            "knee_sd_deg": KNEE_SD_DEG,
            "range_low_deg": GUIDE.knee_range_low_deg,
            "runs": runs,
            "patterns": [pattern.value for pattern in Pattern],
        },
    )
    PAGE.write_text(page, encoding="utf-8")
    print(page)


def half_widths() -> dict[str, tuple[float, float]]:
    """The mean half widths of thigh and knee of each folder of docs/accuracy.json."""
    folders = json.loads((ROOT / "docs" / "accuracy.json").read_text("utf-8"))["folders"]
    return {
        name: tuple(folder["angles"][angle]["intervals"]["half_width_deg"] for angle in ("thigh", "knee"))
        for name, folder in folders.items()
    }


def run(name: str, halves: tuple[float, float], thighs: np.ndarray, knees: np.ndarray) -> dict[str, object]:
    """What share of the people gets which pattern, before and now."""
    before, now = (shares(judge, halves, thighs, knees) for judge in (_judged_before, _judged_now))
    return {
        "name": name,
        "halves": halves,
        "before": before,
        "now": now,
        "rectus_before": sum(before[code] for code in NAMES_RECTUS),
        "rectus_now": sum(now[code] for code in NAMES_RECTUS),
    }


def shares(
    judge: Callable[[Measurement], str], halves: tuple[float, float], thighs: np.ndarray, knees: np.ndarray
) -> Counter[str]:
    """The share of each pattern."""
    counts: Counter[str] = Counter()
    for thigh, knee in zip(thighs.tolist(), knees.tolist(), strict=True):
        counts[judge(Measurement(thigh=_angle(thigh, halves[0]), knee=_angle(knee, halves[1])))] += 1
    return Counter({code: count / thighs.size for code, count in counts.items()})


def _angle(value: float, half: float) -> Angle:
    return Angle(value_deg=value, low_deg=value - half, high_deg=value + half)


def _judged_now(measurement: Measurement) -> str:
    return assess(measurement, GUIDE, STATED).pattern.value


def _judged_before(measurement: Measurement) -> str:
    found = assess(measurement, GUIDE, STATED)
    return _BEFORE.get((found.reaches_parallel, found.knee_near_90), Pattern.UNDECIDED.value)


if __name__ == "__main__":
    main()
