"""When a gap in the outline under the low back is worth a look. It is a hint beside the number, and judges nothing."""

from __future__ import annotations

LOW_BACK_LOOK = 0.027
"""Gap from which one is asked to look, in trunk lengths (about 14 mm).

Chosen on rendered pictures: of 10 flat backs none reached 0.020, of 10 hollow ones 7 reached 0.030. How often it is
right in others stands in docs/method.md#low-back.
"""


def worth_a_look(low_back_gap: float | None) -> bool:
    """Whether the outline leaves a gap under the low back that is worth looking at."""
    return low_back_gap is not None and low_back_gap >= LOW_BACK_LOOK
