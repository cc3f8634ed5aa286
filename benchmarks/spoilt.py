"""Spoil pictures in every way that has its own reason, and write to docs/refusals.md what became of them.

    PYTHONPATH=tests python benchmarks/spoilt.py SCENES [--every 3]

SCENES holds pictures of the test with their truth. Each is turned, covered, cropped, shrunk, blurred and darkened, and
put beside another; the tests do the same with two sample pictures (``tests/samples/test_spoilt_pictures.py``).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pages import render

from support.spoilt import Spoilt, one_above_the_other, side_by_side, spoilt_ways
from thomas_test.core.analysis import Analysis
from thomas_test.core.pictures import RgbImage
from thomas_test.images import Photo, read_photo
from thomas_test.output.rows import package_version
from thomas_test.reader import Reader

PAGE = Path(__file__).resolve().parent.parent / "docs" / "refusals.md"
GROSS_DEG = 10.0
"""A thigh angle off by more is a gross error, as in docs/accuracy.md."""


def main() -> None:
    """Spoil, read, count, write."""
    chosen = _arguments()
    pictures = sorted(chosen.scenes.glob("*.jpg"))[:: chosen.every]
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    with Reader() as reader:
        for spoilt, true_deg in _all(pictures):
            outcomes[spoilt.kind][_outcome(spoilt, true_deg, reader)] += 1
    rows = [{"kind": kind, **{name: found[name] for name in OUTCOMES}} for kind, found in outcomes.items()]
    command = f"PYTHONPATH=tests python benchmarks/spoilt.py {chosen.scenes.name} --every {chosen.every}"
    page = render(
        "refusals.md.jinja",
        {
            "date": datetime.now(UTC).date().isoformat(),
            "version": package_version(),
            "command": command,
            "pictures": len(pictures),
            "rows": rows,
        },
    )
    PAGE.write_text(page, encoding="utf-8")
    print(page)


OUTCOMES = ("told", "refused", "warned", "good", "gross")
"""Told by a fitting code; refused, or measured with a warning, by another; measured as good, right or grossly wrong."""


def _all(pictures: Sequence[Path]) -> Iterator[tuple[Spoilt, tuple[float, ...]]]:
    """Every spoilt picture with the true thigh angles of those it was made of."""
    before: tuple[RgbImage, float] | None = None
    for picture in pictures:
        truth = json.loads(picture.with_suffix(".json").read_text(encoding="utf-8"))
        rgb = read_photo(picture).rgb
        true_deg = float(truth["thigh_angle_deg"])
        for spoilt in spoilt_ways(rgb, truth["keypoints_px"]):
            yield spoilt, (true_deg,)
        if before is not None:
            for together in (side_by_side, one_above_the_other):
                yield together(before[0], rgb), (before[1], true_deg)
        before = rgb, true_deg


def _outcome(spoilt: Spoilt, true_deg: Sequence[float], reader: Reader) -> str:
    analysis: Analysis = reader.read(Photo.from_array(spoilt.rgb, name=spoilt.kind))
    if analysis.refusal is not None:
        return "told" if analysis.refusal.code in spoilt.fitting else "refused"
    if spoilt.fitting & set(analysis.measured.warnings):
        return "told"
    found_deg = analysis.measured.measurement.thigh.value_deg
    wrong = min(abs(found_deg - each) for each in true_deg) > GROSS_DEG
    # a photo without a horizon is warned of as such whatever it shows: that tells nobody what was done to it
    if {str(code) for code in analysis.measured.warnings} - {"not_levelled"}:
        return "warned"
    return "gross" if wrong else "good"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What becomes of pictures spoilt on purpose.")
    parser.add_argument("scenes", type=Path)
    parser.add_argument("--every", type=int, default=3, help="take every so many pictures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
