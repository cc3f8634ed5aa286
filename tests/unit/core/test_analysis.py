import pickle
from dataclasses import replace

import numpy as np
import pytest

from support.analyses import ALL_STATED, make_analysis, make_outcome, make_refusal
from thomas_test.core.analysis import Analysis, ReadBy, Status
from thomas_test.core.criteria import GUIDE
from thomas_test.core.landmarks import Joint
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.core.settings import Effort
from thomas_test.core.statements import NOTHING_STATED


def test_a_picture_is_measured_or_refused() -> None:
    """The status follows from which of the two there is."""
    assert make_analysis().status is Status.MEASURED
    assert make_refusal().status is Status.REFUSED


@pytest.mark.parametrize("both", [True, False])
def test_never_both_and_never_neither(both: bool) -> None:
    """A refused picture carries no angle, a measured one no refusal."""
    found = {"outcome": make_outcome(), "refusal": Refusal(code=RefusalCode.NO_PERSON)} if both else {}
    with pytest.raises(ValueError, match="expected a measurement or a refusal"):
        Analysis(name="photo.jpg", size_px=(640, 480), preset=GUIDE, **found)


def test_asking_a_refused_picture_for_its_numbers_tells_why_there_are_none() -> None:
    """The message carries the picture's name and the reason in words."""
    with pytest.raises(ValueError, match=r"leg\.jpg was refused: The hanging leg cannot be made out"):
        _ = make_refusal(name="leg.jpg", code=RefusalCode.LEG_HIDDEN).measured


def test_a_measured_picture_gives_its_outcome() -> None:
    """The outcome shown."""
    analysis = make_analysis(thigh_deg=7.0)
    assert analysis.measured is analysis.outcome
    assert analysis.measured.measurement.thigh.value_deg == 7.0


@pytest.mark.parametrize("analysis", [make_analysis(), make_refusal()])
def test_an_analysis_crosses_process_borders(analysis: Analysis) -> None:
    """Batch workers send it home whole."""
    home = pickle.loads(pickle.dumps(analysis))  # noqa: S301 - our own bytes
    assert (home.name, home.status, home.evidence, home.read_by) == (
        analysis.name,
        analysis.status,
        analysis.evidence,
        analysis.read_by,
    )
    if analysis.outcome is not None:
        np.testing.assert_array_equal(home.measured.pose[Joint.KNEE], analysis.measured.pose[Joint.KNEE])
        assert home.measured.findings == analysis.measured.findings


def test_no_analysis_names_a_pattern_without_what_it_needs() -> None:
    """A pattern among the findings of a photo about which nothing was stated is a mistake of ours."""
    stated = make_analysis(thigh_deg=-12.0, knee_deg=92.0, stated=ALL_STATED)
    with pytest.raises(ValueError, match="pelvis, foot and pain"):
        replace(stated, stated=NOTHING_STATED)


def test_no_effort_without_networks() -> None:
    """By what a picture was read is one record: points placed by hand cost no effort, so none can be told."""
    with pytest.raises(ValueError, match="expected the networks that read with effort fast, got none"):
        ReadBy(effort=Effort.FAST)
