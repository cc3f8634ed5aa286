from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.analyses import make_refusal
from support.examinations import DAY, GROIN_PAIN, make_examination, make_front, make_leg, make_trial
from thomas_test.check.meaning.meanings import Meaning
from thomas_test.check.meaning.patterns import meanings_of
from thomas_test.check.record import Examination, FrontTrial, Stop, Trial
from thomas_test.check.statements import Protocol
from thomas_test.check.summary import bring_together, cautions, summarise, thigh_difference_deg
from thomas_test.core.analysis import ModelInfo, ReadBy
from thomas_test.core.angles import Angle
from thomas_test.core.criteria import Pattern, Verdict
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.repeatability import PUBLISHED, Mdc
from thomas_test.core.statements import Foot, Pelvis
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.second_view import SecondView

SEVEN = Mdc(degrees=7.0, source="of these tests")


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
        ((5.0,), 2.0, 8.0),  # one photo: its own interval
        ((5.0, 5.0, 5.0), 2.0, 8.0),  # repeating without any scatter: what they all have wrong stays
        # middle 5, standard deviation 1.414, standard error 1: 1.96 beside 3 in quadrature is 3.58
        ((4.0, 6.0), 1.416, 8.584),
        # middle 5, standard deviation 14.73; over the square root of 3, times 1.253, times 1.96: 20.89; it holds 30
        ((4.0, 5.0, 30.0), -16.10, 30.0),
    ],
)
def test_interval_of_several_trials(values: tuple[float, ...], low: float, high: float) -> None:
    """The reading error of a photo, and the scatter of the trials, in quadrature."""
    angle = bring_together([Angle(value_deg=v, low_deg=v - 3, high_deg=v + 3) for v in values], repeating=SEVEN).angle
    assert (angle.low_deg, angle.high_deg) == pytest.approx((low, high), abs=0.01)


def test_two_photos_know_no_more_than_each_of_them() -> None:
    """-15.8 and -22.0, the latter alone reaching -25.1: not just from one to the other."""
    angles = [Angle(value_deg=v, low_deg=v - 3.1, high_deg=v + 3.1) for v in (-15.8, -22.0)]
    angle = bring_together(angles, repeating=SEVEN).angle
    assert angle.low_deg <= -25.1
    assert angle.high_deg >= -12.7


read = st.builds(
    lambda value, down, up: Angle(value_deg=value, low_deg=value - down, high_deg=value + up),
    st.floats(-60, 60),
    st.floats(0, 20),
    st.floats(0, 20),
)


@given(st.lists(read, min_size=1, max_size=6), st.randoms(use_true_random=False), st.floats(-30, 30))
def test_several_trials_together(angles: list[Angle], random: Random, shift: float) -> None:
    """Never narrower than any photo, every trial inside, the order does not matter, and a shift shifts it."""
    angle = bring_together(angles, repeating=SEVEN).angle
    width = angle.high_deg - angle.low_deg
    assert all(width >= one.high_deg - one.low_deg - 1e-9 for one in angles)
    assert all(angle.low_deg <= one.value_deg <= angle.high_deg for one in angles)
    mixed = random.sample(angles, len(angles))
    again = bring_together(mixed, repeating=SEVEN).angle
    assert (again.low_deg, again.high_deg) == pytest.approx((angle.low_deg, angle.high_deg))
    moved = [
        Angle(value_deg=a.value_deg + shift, low_deg=a.low_deg + shift, high_deg=a.high_deg + shift) for a in angles
    ]
    shifted = bring_together(moved, repeating=SEVEN).angle
    assert (shifted.low_deg, shifted.high_deg) == pytest.approx((angle.low_deg + shift, angle.high_deg + shift))


def test_each_angle_has_its_own_limit_for_repeating() -> None:
    """Trials 5 degrees apart are near for a thigh (6.9) and far for a knee (4.2); a clinic's own figure counts."""
    trials = tuple(make_trial(Side.LEFT, thigh_deg=t, knee_deg=k) for t, k in ((4.0, 60.0), (9.0, 65.0)))
    examination = Examination(day=DAY, legs={Side.LEFT: replace(make_leg(Side.LEFT), trials=trials)})
    left = summarise(examination, Side.LEFT)
    assert left is not None
    assert left.knee is not None
    assert (left.thigh.scatters, left.knee.scatters) == (False, True)
    own = replace(PUBLISHED, thigh=Mdc(degrees=4.0, source="ours"), knee=Mdc(degrees=6.0, source="ours"))
    left = summarise(replace(examination, repeatability=own), Side.LEFT)
    assert left is not None
    assert left.knee is not None
    assert (left.thigh.scatters, left.knee.scatters) == (True, False)


def test_one_trial_has_no_spread() -> None:
    """Spread needs two."""
    assert bring_together([Angle.around(5, 1)], repeating=SEVEN).spread_deg is None


def test_flags_are_those_of_the_medians() -> None:
    """Right thigh at -8 and -6, intervals to -4: above horizontal; knee 60: opened as most are; so some hip flexor."""
    right = summarise(make_examination(), Side.RIGHT)
    assert right is not None
    assert right.findings.reaches_parallel is Verdict.NOT_MET
    assert right.findings.pattern is Pattern.SHORT_UNCLEAR


@pytest.mark.parametrize("protocol", [Protocol.KENDALL, Protocol.FLOOR])
def test_a_leg_that_does_not_hang_free_has_no_pattern(protocol: Protocol) -> None:
    """A thigh on the table cannot hang lower: below parallel is not assessed, no pattern is named, and it is said."""
    examination = make_examination(protocol=protocol)
    right = summarise(examination, Side.RIGHT)
    assert right is not None
    assert right.findings.reaches_parallel is Verdict.NOT_MET
    assert right.findings.reaches_10_below is Verdict.NOT_ASSESSED
    assert right.findings.pattern is Pattern.UNDECIDED
    assert meanings_of(examination.legs[Side.RIGHT], right) == (Meaning.OTHER_PROTOCOL,)
    assert any("did not hang free" in said for said in cautions(examination, Side.RIGHT))


def test_trials_on_both_sides_of_a_threshold_are_borderline() -> None:
    """Trials at -6 and +6 leave it open whether the thigh reaches parallel."""
    legs = {Side.LEFT: make_leg(Side.LEFT, -6.0, 6.0)}
    left = summarise(Examination(day=DAY, legs=legs), Side.LEFT)
    assert left is not None
    assert left.findings.reaches_parallel is Verdict.BORDERLINE


def test_refused_photos_are_not_measured() -> None:
    """A photo that cannot be measured moves no median."""
    leg = make_leg(Side.LEFT, 4.0)
    leg = replace(leg, trials=(*leg.trials, Trial(analysis=make_refusal())))
    left = summarise(Examination(day=DAY, legs={Side.LEFT: leg}), Side.LEFT)
    assert left is not None
    assert left.thigh.angle.value_deg == 4.0


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


def test_warnings_of_a_second_photo_are_gathered_too() -> None:
    """A network that nobody has calibrated is told in the second view as in the first."""
    read = make_front(Side.LEFT)
    assert read.pose is not None
    by_network = replace(
        read,
        pose=replace(read.pose, source=PointsSource.MODEL),
        read_by=ReadBy(models=(ModelInfo(name="made_up", sha256="0" * 64),)),
    )
    leg = make_leg(Side.LEFT, 4.0, fronts=(FrontTrial(analysis=by_network),))
    left = summarise(Examination(day=DAY, legs={Side.LEFT: leg}), Side.LEFT)
    assert left is not None
    assert left.warnings == (WarningCode.NETWORK_NOT_CALIBRATED,)


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
