from dataclasses import replace

import pytest

from support.analyses import make_refusal
from support.examinations import DAY, GROIN_PAIN, make_examination, make_front, make_leg, make_trial
from thomas_test.check.record import Examination, FrontTrial, Stop, Trial
from thomas_test.check.summary import bring_together, cautions, summarise, thigh_difference_deg
from thomas_test.core.angles import Angle
from thomas_test.core.criteria import Pattern, Verdict
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.statements import Foot, Pelvis
from thomas_test.second_view import SecondView


def test_median_and_spread_of_three_trials() -> None:
    """Thighs at 4, 5 and 9 degrees: median 5, spread 5."""
    left = summarise(make_examination(), Side.LEFT)
    assert left is not None
    assert left.thigh.angle.value_deg == 5.0
    assert left.thigh.spread_deg == 5.0
    assert left.thigh.trials_deg == (4.0, 5.0, 9.0)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ((5.0,), 2.0, 8.0),  # one trial: its own interval, plus and minus 3
        ((5.0, 5.0, 5.0), 2.0, 8.0),  # repeating does not shrink it
        ((4.0, 5.0, 20.0), 2.0, 20.0),  # it holds every trial
    ],
)
def test_interval_of_several_trials(values: tuple[float, ...], low: float, high: float) -> None:
    """The interval is that of one photo, widened to hold every trial."""
    together = bring_together([Angle(value_deg=v, low_deg=v - 3, high_deg=v + 3) for v in values])
    assert (together.angle.low_deg, together.angle.high_deg) == (low, high)


def test_one_trial_has_no_spread() -> None:
    """Spread needs two."""
    assert bring_together([Angle.around(5, 1)]).spread_deg is None


def test_flags_are_those_of_the_medians() -> None:
    """Right thigh at -8 and -6, intervals to -4: above horizontal; knee 60: opened as most are; so some hip flexor."""
    right = summarise(make_examination(), Side.RIGHT)
    assert right is not None
    assert right.findings.reaches_parallel is Verdict.NOT_MET
    assert right.findings.pattern is Pattern.SHORT_UNCLEAR


def test_trials_on_both_sides_of_a_threshold_are_borderline() -> None:
    """Trials at -6 and +6 leave it open whether the thigh reaches parallel."""
    legs = {Side.LEFT: make_leg(Side.LEFT, -6.0, 6.0)}
    left = summarise(Examination(day=DAY, legs=legs), Side.LEFT)
    assert left is not None
    assert left.findings.reaches_parallel is Verdict.BORDERLINE


def test_refused_photos_are_counted_and_not_measured() -> None:
    """A photo that cannot be measured counts as refused and moves no median."""
    leg = make_leg(Side.LEFT, 4.0)
    leg = replace(leg, trials=(*leg.trials, Trial(analysis=make_refusal())))
    left = summarise(Examination(day=DAY, legs={Side.LEFT: leg}), Side.LEFT)
    assert left is not None
    assert (left.refused, left.thigh.angle.value_deg) == (1, 4.0)


def test_knee_is_missing_where_no_trial_showed_the_ankle() -> None:
    """Without an ankle there is a thigh and no knee."""
    leg = replace(make_leg(Side.LEFT), trials=(make_trial(Side.LEFT, knee_deg=None),))
    left = summarise(Examination(day=DAY, legs={Side.LEFT: leg}), Side.LEFT)
    assert left is not None
    assert left.knee is None
    assert left.measurement.knee is None


def test_warnings_of_all_trials_are_gathered() -> None:
    """A warning of one trial is a warning of the leg, once and in a fixed order."""
    trials = (
        make_trial(Side.LEFT, warnings=(WarningCode.DIM,)),
        make_trial(Side.LEFT, warnings=(WarningCode.NOT_LEVELLED, WarningCode.DIM)),
    )
    examination = Examination(day=DAY, legs={Side.LEFT: replace(make_leg(Side.LEFT), trials=trials)})
    left = summarise(examination, Side.LEFT)
    assert left is not None
    assert left.warnings == (WarningCode.NOT_LEVELLED, WarningCode.DIM)


def test_abduction_from_above_goes_before_that_from_the_feet() -> None:
    """Each quantity comes from the view that tells it best."""
    fronts = tuple(FrontTrial(analysis=make_front(Side.LEFT, view=view)) for view in (SecondView.FRONT, SecondView.TOP))
    leg = make_leg(Side.LEFT, 4.0, fronts=fronts)
    left = summarise(Examination(day=DAY, legs={Side.LEFT: leg}), Side.LEFT)
    assert left is not None
    assert left.abduction is not None
    assert left.abduction.value_deg == pytest.approx(0.0)  # from above the thigh points straight on
    assert left.rotation is not None
    assert left.rotation.value_deg > 5.0  # from the feet: the foot swings inwards


def test_proportion_of_the_leg_comes_from_the_side() -> None:
    """Thigh 130 px over shank 120 px; without an ankle there is none."""
    left = summarise(make_examination(), Side.LEFT)
    assert left is not None
    assert left.thigh_to_shank == pytest.approx(130 / 120)
    leg = replace(make_leg(Side.LEFT), trials=(make_trial(Side.LEFT, knee_deg=None),))
    bare = summarise(Examination(day=DAY, legs={Side.LEFT: leg}), Side.LEFT)
    assert bare is not None
    assert bare.thigh_to_shank is None


def test_difference_of_the_sides() -> None:
    """Left 5 minus right -7 is 12 degrees; with one leg missing there is none."""
    assert thigh_difference_deg(make_examination()) == 12.0
    assert thigh_difference_deg(Examination(day=DAY, legs={Side.LEFT: make_leg(Side.LEFT, 4.0)})) is None


def test_no_summary_without_trials_or_after_a_stop() -> None:
    """Nothing measured, or stopped: no number."""
    assert summarise(Examination(day=DAY), Side.LEFT) is None
    assert summarise(make_examination().stopped(Stop(pain=GROIN_PAIN)), Side.LEFT) is None


@pytest.mark.parametrize(
    ("pelvis", "foot", "words"),
    [
        (Pelvis.FELT, Foot.FREE, []),
        (Pelvis.NOT_CHECKED, Foot.FREE, ["low back"]),
        (Pelvis.SEEN, Foot.TOUCHED, ["repeat the photo"]),
        (Pelvis.NOT_CHECKED, Foot.NOT_CHECKED, ["low back", "hung free"]),
    ],
)
def test_statements_that_take_something_away(pelvis: Pelvis, foot: Foot, words: list[str]) -> None:
    """What was not checked, or was wrong, is said."""
    legs = {Side.LEFT: make_leg(Side.LEFT, 4.0, pelvis=pelvis, foot=foot)}
    said = cautions(Examination(day=DAY, legs=legs), Side.LEFT)
    assert len(said) == len(words)
    assert all(word in sentence for word, sentence in zip(words, said, strict=True))
