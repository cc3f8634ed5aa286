"""What healthy people are told: the rule must not call the usual knee a finding (docs/patterns.md)."""

from collections import Counter

import numpy as np

from support.analyses import ALL_STATED
from thomas_test.core.angles import Angle, Measurement
from thomas_test.core.criteria import GUIDE, Pattern, assess


def test_few_healthy_people_are_told_of_a_short_rectus_femoris() -> None:
    """Thigh 10.6 ± 9.6 (Ferber 2010), knee 52.5 ± 10 (Harvey 1998, spread assumed), intervals of ±3.4 and ±4.2."""
    rng = np.random.default_rng(1)
    told: Counter[Pattern] = Counter()
    for thigh, knee in zip(rng.normal(10.6, 9.6, 4000), rng.normal(52.5, 10.0, 4000), strict=True):
        measurement = Measurement(
            thigh=Angle(value_deg=thigh, low_deg=thigh - 3.4, high_deg=thigh + 3.4),
            knee=Angle(value_deg=knee, low_deg=knee - 4.2, high_deg=knee + 4.2),
        )
        told[assess(measurement, GUIDE, ALL_STATED).pattern] += 1
    named = told[Pattern.TWO_JOINT] + told[Pattern.TWO_JOINT_OR_BOTH]
    assert named / 4000 < 0.10  # 84 % before
    assert told[Pattern.KNEE_OPEN] / 4000 > 0.60
