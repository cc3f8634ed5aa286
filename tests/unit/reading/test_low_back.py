"""A gap under the low back in the outline: a hint, whichever way the person lies."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.analyses import make_analysis
from thomas_test.core.analysis import LOW_BACK_LOOK, Evidence
from thomas_test.core.landmarks import Joint
from thomas_test.output.records import analysis_to_json
from thomas_test.output.rows import row_of
from thomas_test.output.words import LOW_BACK_HINT
from thomas_test.reading.low_back import low_back_gap

WIDTH, HEIGHT = 640, 480
HIP, SHOULDER = np.array([380.0, 240.0]), np.array([180.0, 240.0])
"""Feet to the right, a trunk of 200 pixels."""


def subject(hollow_px: float, *, mirrored: bool = False, roll_deg: float = 0.0, table: bool = False) -> SimpleNamespace:
    """A trunk 120 pixels thick that lies on its back, its low back arched up by so much."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    turn = np.radians(roll_deg)
    centre = np.array([WIDTH / 2, HEIGHT / 2])
    along = centre[0] + (x - centre[0]) * np.cos(turn) - (y - centre[1]) * np.sin(turn)
    down = centre[1] + (x - centre[0]) * np.sin(turn) + (y - centre[1]) * np.cos(turn)
    share = np.clip((HIP[0] - along) / 200.0, 0.0, 1.0)
    back = 300.0 - hollow_px * np.sin(np.pi * share) ** 2
    mask = ((down > 180.0) & (down < back) & (along > 120.0) & (along < 460.0)).astype(np.float32)
    if table:
        mask[int(back.max()) - 60 :] = 1.0
    back_turn = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    points = {Joint.HIP: back_turn @ (HIP - centre) + centre, Joint.SHOULDER: back_turn @ (SHOULDER - centre) + centre}
    if mirrored:
        mask = mask[:, ::-1].copy()
        points = {joint: np.array([WIDTH - point[0], point[1]]) for joint, point in points.items()}
    return SimpleNamespace(mask=mask, pose=_Pose(points, -1 if mirrored else 1))


class _Pose(dict):
    """Points by joint, and which way the feet point."""

    def __init__(self, points: dict[Joint, np.ndarray], forward_sign: int) -> None:
        super().__init__(points)
        self.forward_sign = forward_sign


@pytest.mark.parametrize("hollow_px", [0.0, 4.0, 10.0, 20.0])
def test_the_gap_is_what_the_back_rises(hollow_px: float) -> None:
    """In trunk lengths, of a trunk of 200 pixels; half a pixel is what a silhouette of pixels leaves open."""
    gap = low_back_gap(subject(hollow_px))
    assert gap == pytest.approx(hollow_px / 200.0, abs=0.006)
    assert Evidence(low_back_gap=gap).low_back_worth_a_look is (hollow_px >= 10.0)


@given(hollow_px=st.floats(0.0, 30.0), roll_deg=st.floats(-12.0, 12.0))
@settings(max_examples=25)
def test_mirror_and_roll_change_nothing(hollow_px: float, roll_deg: float) -> None:
    """Whichever way the person lies, and however the phone was held."""
    plain = low_back_gap(subject(hollow_px))
    assert low_back_gap(subject(hollow_px, mirrored=True)) == pytest.approx(plain, abs=1e-6)
    assert low_back_gap(subject(hollow_px, roll_deg=roll_deg)) == pytest.approx(plain, abs=0.012)


def test_without_an_outline_of_the_back_there_is_none() -> None:
    """No silhouette; and one that goes on below, such as where table and person are taken for one."""
    assert low_back_gap(SimpleNamespace(mask=None, pose=None)) is None
    assert low_back_gap(subject(20.0, table=True)) is None
    assert not Evidence(low_back_gap=None).low_back_worth_a_look


def test_a_hint_names_no_pattern_and_no_warning() -> None:
    """It stands beside the number: no flag, no warning, no statement follows from it."""
    plain = make_analysis()
    hinted = replace(plain, evidence=replace(plain.evidence, low_back_gap=LOW_BACK_LOOK))
    assert hinted.measured.findings == plain.measured.findings
    assert (row_of(hinted).quality, row_of(hinted).low_back_gap) == (row_of(plain).quality, LOW_BACK_LOOK)
    assert analysis_to_json(hinted)["low_back_hint"] == LOW_BACK_HINT
    assert analysis_to_json(plain)["low_back_hint"] == ""
    assert "hint" in LOW_BACK_HINT


def test_what_the_hint_says_of_itself_is_what_was_measured() -> None:
    """The counts in its words stand in the table of docs/method.md."""
    page = (Path(__file__).parents[3] / "docs" / "method.md").read_text("utf-8")
    seen, small, flat = re.search(r"saw (\d+ of \d+) .* none of (\d+) .* came for (\d+ of \d+)", LOW_BACK_HINT).groups()
    together = next(line for line in page.splitlines() if line.startswith("| together"))
    assert [cell.split(" [")[0].strip() for cell in together.split("|")[2:5]] == [seen, f"0 of {small}", flat]
