"""A drawing of our own for each thing that can be done."""

from __future__ import annotations

from collections.abc import Mapping

from thomas_test.check.drawings import examining, exercises
from thomas_test.check.drawings.shapes import Drawing
from thomas_test.check.meaning.suggestions import Measure

DRAWINGS: Mapping[Measure, Drawing] = {
    Measure.PATHOLOGY_FIRST: examining.pathology_first(),
    Measure.REPEAT: examining.repeat(),
    Measure.KNEE_AGAIN: examining.knee_again(),
    Measure.PSOAS_STRETCH: exercises.psoas_stretch(),
    Measure.RECIPROCAL: exercises.reciprocal(),
    Measure.POST_ISOMETRIC: exercises.post_isometric(),
    Measure.MANUAL: examining.manual(),
    Measure.KNEELING_STRETCH: exercises.kneeling_stretch(),
    Measure.ROLLING: exercises.rolling(),
    Measure.BRIDGE: exercises.bridge(),
    Measure.SPLIT_SQUAT: exercises.split_squat(),
    Measure.PERSISTS: examining.persists(),
}
"""Start, end and the way between, in panels."""
