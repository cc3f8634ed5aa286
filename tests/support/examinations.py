"""Examinations for tests: two legs measured, with statements, built without a picture or a network."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from support.analyses import make_analysis
from thomas_test.check.record import Examination, FrontTrial, Leg, Trial
from thomas_test.check.statements import Feeling, PainKind, PainPlace, Retest, Seen, Tightness
from thomas_test.core.angles import Angle, HorizonSource, Level
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.settings import Faces
from thomas_test.core.statements import Foot, Pelvis
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.faces import picture_to_keep
from thomas_test.second_view import FrontAnalysis, FrontPose, OtherViews, SecondView, measure_front_points

DAY = date(2026, 3, 14)
STRETCH = Feeling(place=PainPlace.FRONT_OF_THIGH, kind=PainKind.STRETCH)
GROIN_PAIN = Feeling(place=PainPlace.GROIN, kind=PainKind.SHARP)


def make_picture(*, size_px: tuple[int, int] = (160, 120), seed: int = 3) -> bytes:
    """A small picture as it is kept: noise, so that every place in it is told from the others."""
    width, height = size_px
    rgb = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    kept = picture_to_keep(rgb, None, size_px=(rgb.shape[1], rgb.shape[0]), faces=Faces.KEEP)
    assert kept is not None
    return kept


def make_trial(side: Side, *, thigh_deg: float = 4.0, picture: bytes | None = None, **outcome: object) -> Trial:
    """One measured photo of one leg."""
    return Trial(analysis=make_analysis(thigh_deg=thigh_deg, tested_leg=side, **outcome), picture=picture)


def make_front(side: Side, *, view: SecondView = SecondView.FRONT, tilt_deg: float = -12.0) -> FrontAnalysis:
    """A second photo: from the feet with this tilt of the shank, or from above with the thigh straight on."""
    sign = 1 if side is Side.LEFT else -1
    knee, lean = np.array([400.0, 300.0]), np.radians(tilt_deg)
    points = {
        Joint.HIP: knee - np.array([sign * 10.0, 0.0]),
        Joint.KNEE: knee,
        Joint.ANKLE: knee + 200 * np.array([sign * np.sin(lean), np.cos(lean)]),
    }
    if view is SecondView.TOP:
        points = {Joint.HIP: knee, Joint.KNEE: knee + np.array([0, 200.0]), Joint.OTHER_HIP: knee + np.array([90.0, 0])}
    pose = FrontPose(view=view, tested_leg=side, points_px=points, size_px=(800, 800), source=PointsSource.HAND)
    return measure_front_points(
        name="front.jpg",
        pose=pose,
        level=Level.usual(source=HorizonSource.GRAVITY, tilt_deg=0.5),
        other_views=OtherViews(thigh=Angle.around(4.0, 2.0), knee=Angle.around(70.0, 3.0)),
    )


def make_leg(side: Side, *thighs_deg: float, picture: bytes | None = None, **statements: object) -> Leg:
    """A leg with one trial for each angle, checked as it should be unless told otherwise."""
    leg = Leg(
        trials=tuple(make_trial(side, thigh_deg=angle, picture=picture) for angle in thighs_deg),
        pelvis=Pelvis.FELT,
        foot=Foot.FREE,
        feelings=(STRETCH,),
        retest=Retest.NOT_DONE,
        tight=Tightness.NO,
    )
    return replace(leg, **statements)


def make_examination(**changes: object) -> Examination:
    """An examination of both legs: the left thigh at 4, 5 and 9 degrees, the right one at -8 and -6."""
    picture = make_picture()
    legs = {
        Side.LEFT: make_leg(
            Side.LEFT,
            4.0,
            5.0,
            9.0,
            picture=picture,
            fronts=(FrontTrial(analysis=make_front(Side.LEFT), picture=make_picture(size_px=(160, 160))),),
        ),
        Side.RIGHT: make_leg(Side.RIGHT, -8.0, -6.0, picture=picture),
    }
    return replace(Examination(day=DAY, person="P-07", examiner="R. Marsh", legs=legs), **changes)


def make_full_house(*, mixed: bool = False) -> Examination:
    """An examination with all that can stand on a page: four trials, both second photos, every statement.

    ``mixed`` lets the legs differ, so that nothing can be told of both at once, and the left one's trials scatter.
    """
    picture, square = make_picture(), make_picture(size_px=(160, 160))
    thighs_deg = dict.fromkeys(Side, (-20.0, -21.0, -22.0, -23.0))
    if mixed:
        thighs_deg[Side.LEFT] = (-30.0, -8.0, -12.0, -25.0)
    legs = {}
    for side in Side:
        fronts = tuple(FrontTrial(analysis=make_front(side, view=v, tilt_deg=-50), picture=square) for v in SecondView)
        other = mixed and side is Side.LEFT
        legs[side] = make_leg(
            side,
            *thighs_deg[side],
            picture=picture,
            fronts=fronts,
            pelvis=Pelvis.FELT if other else Pelvis.SEEN,
            foot=Foot.FREE,
            seen=frozenset({Seen.TURNED_OUT, Seen.DRAWN_ASIDE}),
            retest=Retest.STAYED if other else Retest.NOT_DONE,
            tight=Tightness.YES,
        )
    return make_examination(legs=legs, person="A name that is as long as names ever are " * 3)
