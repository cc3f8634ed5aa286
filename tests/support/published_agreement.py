"""Published tables with published figures, typed from the papers."""

from __future__ import annotations

import numpy as np

WRIGHT = np.array(
    [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427], dtype=np.float64
)
MINI_WRIGHT = np.array(
    [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451], dtype=np.float64
)
"""Peak expiratory flow in l/min of 17 persons, first readings: Bland and Altman 1986, Lancet 327:307, table 1.
Printed there: mean difference -2.1, SD 38.8, its 95 % interval -22.0 to 17.8, limits at 2 SD -79.7 and 75.5."""

JUDGES = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)
"""Six targets by four judges: Shrout and Fleiss 1979, Psychol Bull 86:420, table 2. Printed there: ICC(2,1) = .29,
mean squares 11.24 (targets), 32.49 (judges), 1.02 (residual). R's psych::ICC gives the interval .019 to .761."""

_CARDIAC = """
1,7.83,6.57 1,7.42,5.62 1,7.89,6.9 1,7.12,6.57 1,7.88,6.35 2,6.16,4.06 2,7.26,4.29 2,6.71,4.26 2,6.54,4.09
3,4.75,4.71 3,5.24,5.5 3,4.86,5.08 3,4.78,5.02 3,6.05,6.01 3,5.42,5.67 4,4.21,4.14 4,3.61,4.2 4,3.72,4.61
4,3.87,4.68 4,3.92,5.04 5,3.13,3.03 5,2.98,2.86 5,2.85,2.77 5,3.17,2.46 5,3.09,2.32 5,3.12,2.43 6,5.92,5.9
6,6.42,5.81 6,5.92,5.7 6,6.27,5.76 7,7.13,5.09 7,6.62,4.63 7,6.58,4.61 7,6.93,5.09 8,4.54,4.72 8,4.81,4.61
8,5.11,4.36 8,5.29,4.2 8,5.39,4.36 8,5.57,4.2 9,4.48,3.17 9,4.92,3.12 9,3.97,2.96 10,4.22,4.35 10,4.65,4.62
10,4.74,3.16 10,4.44,3.53 10,4.5,3.53 11,6.78,7.2 11,6.07,6.09 11,6.52,7.0 11,6.42,7.1 11,6.41,7.4 11,5.76,6.8
12,5.06,4.5 12,4.72,4.2 12,4.9,3.8 12,4.8,3.8 12,4.9,4.2 12,5.1,4.5
"""
CARDIAC_PERSON, CARDIAC_RV, CARDIAC_IC = np.array(
    [[float(cell) for cell in row.split(",")] for row in _CARDIAC.split()], dtype=np.float64
).T
"""Cardiac output in l/min, 60 pairs of 12 persons: Bland and Altman 1999, Stat Methods Med Res 8:135, table 4.
Printed there: mean difference 0.7092, every person weighing the same."""
