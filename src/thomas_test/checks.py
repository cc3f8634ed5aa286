"""May this picture be measured, and what must a reader of the number know?"""

from __future__ import annotations

from thomas_test.criteria import KNEE_OVERBENT_DEG
from thomas_test.measurement import HorizonSource, Level, Measurement
from thomas_test.quality import WarningCode


def level_warnings(level: Level, *, disagree: bool) -> tuple[WarningCode, ...]:
    """What there is to know about the horizontal."""
    codes = []
    if level.source is HorizonSource.IMAGE:
        codes.append(WarningCode.NOT_LEVELLED)
    if disagree:
        codes.append(WarningCode.LEVELS_DISAGREE)
    return tuple(codes)


def angle_warnings(measurement: Measurement) -> tuple[WarningCode, ...]:
    """What the angles themselves give away."""
    if measurement.knee is None:
        return (WarningCode.ANKLE_HIDDEN,)
    if measurement.knee.value_deg > KNEE_OVERBENT_DEG:
        return (WarningCode.KNEE_OVERBENT,)
    return ()
