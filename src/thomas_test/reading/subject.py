"""Who lies on the table, which leg hangs, and what all sightings together say about the joints.

Everybody seen in any look is a candidate. The subject is the person whose trunk lies; the helper beside the table
stands. Left and right are the subject's own, decided by a vote of the sightings: one wrong look does not decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from thomas_test.core.analysis import ModelInfo
from thomas_test.core.geometry import Circle, FloatArray, drop_angle_deg, length_px
from thomas_test.core.landmarks import Direction, Joint, Landmark, Side
from thomas_test.core.pictures import MaskImage
from thomas_test.core.pose import Pose
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.core.settings import Settings
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.reading.sightings import Look, Sighting

LYING_TRUNK_DEG = 30.0
"""Steepest trunk that still lies: up to 8 on the scenes, 15 more with a tilted camera; who stands has 70 to 90."""

SAME_PERSON_TRUNKS = 0.45
"""Two sightings closer than this many trunk lengths at shoulders and hips show one person."""

RIVAL_SIZE = 0.6
"""A second lying person at least this large, compared with the first, may be the patient; smaller is background."""

RIVAL_TRUNKS = 1.0
"""And at least so many trunk lengths away: nearer, it is one body seen twice."""

RIVAL_SHARE = 0.25
"""So often, compared with the first, must a second person be seen: of two patients side by side the networks see one
in most looks (24 pairs of scenes: the second in 2 to 8 of 8 looks or never), and no scene has ever shown a second."""

RIVAL_LOOKS = 2
"""And in no fewer looks: one may be a mistake."""

MOST_LOOKS = 0.5
"""Share of the looks which saw anybody that must show the one who lies, in one of the rounds: of a man who sat the
networks drew a body that lies in 3 of 7 looks, once head and shoulders were painted over and never before. A patient
whom a helper hides is seen in all looks with the helper painted over, and no rendered picture is lost by it."""

LEAST_READINGS = 2
"""One sighting out of many proves nothing."""

FORESHORTENED_SHANK = 1.2
"""A shank longer in the picture than this many trunks: the trunk points at the camera. Bodies have 0.85 (Drillis and
Contini 1966: 0.246 of the stature to 0.288), people who stand or sit in photos up to 1.13, views from the feet 1.2 to
3.6."""


def trunk_slope_deg(pose: Pose) -> float:
    """Angle of the trunk against the rows: 0 lying, 90 upright, whichever way the head points."""
    way = np.abs(hips_px(pose) - shoulders_px(pose))
    return float(np.degrees(np.arctan2(way[1], way[0])))


def people_lying(lying: Sequence[Sighting]) -> list[list[Sighting]]:
    """Group sightings by person, the one seen most often (then largest) first."""
    groups: list[list[Sighting]] = []
    for sighting in sorted(lying, key=lambda s: -trunk_length_px(s.pose)):
        for group in groups:
            if _distance_trunks(sighting.pose, group[0].pose) < SAME_PERSON_TRUNKS:
                group.append(sighting)
                break
        else:
            groups.append([sighting])
    return sorted(groups, key=lambda g: -len(g) * trunk_length_px(g[0].pose))


def is_rival(first: Pose, second: Pose) -> bool:
    """Whether a second person lies elsewhere and is about as large as the first."""
    as_large = trunk_length_px(second) >= RIVAL_SIZE * trunk_length_px(first)
    return as_large and _distance_trunks(first, second) > RIVAL_TRUNKS


def are_rivals(first: Sequence[Sighting], second: Sequence[Sighting]) -> bool:
    """Whether a second lying person may be the patient as well: seen more than once, about as large, elsewhere."""
    often = len(second) >= max(RIVAL_LOOKS, RIVAL_SHARE * len(first))
    return often and is_rival(first[0].pose, second[0].pose)


def _distance_trunks(a: Pose, b: Pose) -> float:
    apart = np.linalg.norm(shoulders_px(a) - shoulders_px(b)) + np.linalg.norm(hips_px(a) - hips_px(b))
    # Either end of the trunk may be the head: a reversed skeleton is still the same person.
    crossed = np.linalg.norm(shoulders_px(a) - hips_px(b)) + np.linalg.norm(hips_px(a) - shoulders_px(b))
    return float(min(apart, crossed) / 2.0 / max(trunk_length_px(a), trunk_length_px(b), 1.0))


def trunk_length_px(pose: Pose) -> float:
    """Distance from the middle of the shoulders to the middle of the hips."""
    return float(np.linalg.norm(hips_px(pose) - shoulders_px(pose)))


def shoulders_px(pose: Pose) -> FloatArray:
    """Middle of the shoulders, shape ``(2,)``."""
    return np.asarray((pose[Landmark.LEFT_SHOULDER] + pose[Landmark.RIGHT_SHOULDER]) / 2.0)


def hips_px(pose: Pose) -> FloatArray:
    """Middle of the hips, shape ``(2,)``."""
    return np.asarray((pose[Landmark.LEFT_HIP] + pose[Landmark.RIGHT_HIP]) / 2.0)


FOLDED_DEG, RAISED_DEG = -110.0, 120.0
"""A thigh beyond is folded past the chest: it is held, whatever its angle says about hanging."""

FOLDED_COUNTS_AS_DEG = -200.0
"""What such a thigh counts as beside another: further up than any that is not folded."""

MOST_VOTE_DEG = 60.0
"""Thighs further apart than this are no plainer to tell apart."""

DISTINCT_LEGS_DEG = 30.0
"""Thighs further apart than this are two legs; closer, the hidden leg may have snapped onto the near one."""

OUTLIER_TRUNKS = 0.12
"""A sighting whose joints lie further than this many trunk lengths from the middle of all is left out."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """The person to measure, as all good sightings together show them.

    Attributes
    ----------
    pose
        The joints by their part in the test: medians over the sightings used.
    used
        The sightings that agree; the spread between them is evidence.
    seen
        How many sightings show this person, the ones left out included.
    side_share
        Share of the votes for the tested leg, 0.5 to 1.
    mask
        Mean silhouette of the sightings used, 0 to 1; None where the estimators give none.
    head_circle_px
        Centre x, centre y and radius of a circle over the head.
    settled
        Whether the first looks agreed, so that no more were taken: few, but none that says otherwise.
    photo_corners_px
        Where the photo begins and ends inside its picture, see `thomas_test.reading.framed`; None for all of it.
    """

    pose: ThomasPose
    used: tuple[Sighting, ...]
    seen: int
    side_share: float
    mask: MaskImage | None
    head_circle_px: Circle
    settled: bool = False
    photo_corners_px: FloatArray | None = None

    @property
    def trunk_length_px(self) -> float:
        """Distance from the middle of the shoulders to the middle of the hips."""
        return median([trunk_length_px(sighting.pose) for sighting in self.used])


def choose_subject(
    sightings: Sequence[Sighting], settings: Settings | None = None, *, again: Sequence[Sighting] = ()
) -> Subject | Refusal:
    """Choose the person on the table and the leg that hangs.

    Parameters
    ----------
    sightings
        Everybody seen in every look, in the coordinates of the upright picture.
    settings
        The user may name the leg and the side of the head.
    again
        Everybody seen in a second round, of the picture in which those who stand are painted over. A share of the looks
        decides who lies there, in either round: a stray sighting or two do not.

    Returns
    -------
    Subject or Refusal
        A refusal when nobody is seen, nobody lies, or two lie there.
    """
    settings = settings or Settings()
    everybody, rounds = (*sightings, *again), (sightings, again)
    if not everybody:
        return Refusal(code=RefusalCode.NO_PERSON)
    lying = [s for s in everybody if trunk_slope_deg(s.pose) <= LYING_TRUNK_DEG]
    groups = [group for group in people_lying(lying) if share_of_looks(group, rounds) >= MOST_LOOKS]
    alone = len(groups) == 1 and len(_looks(groups[0])) < LEAST_READINGS <= len(_looks(everybody))
    if not groups or alone:
        return _nobody_lies(sightings or again)
    if len(groups) > 1 and are_rivals(groups[0], groups[1]):
        return Refusal(code=RefusalCode.TWO_PATIENTS)
    return _subject(groups[0], settings)


def share_of_looks(group: Sequence[Sighting], rounds: Sequence[Sequence[Sighting]]) -> float:
    """In what share of the looks that saw anybody these sightings are, in the round in which it is largest."""
    shares = [0.0]
    for seen in rounds:
        if seen:
            shown = _looks([sighting for sighting in group if any(sighting is other for other in seen)])
            shares.append(len(shown) / len(_looks(seen)))
    return max(shares)


def _looks(sightings: Sequence[Sighting]) -> set[tuple[ModelInfo, Look]]:
    return {(sighting.model, sighting.look) for sighting in sightings}


def _nobody_lies(sightings: Sequence[Sighting]) -> Refusal:
    """Say what those seen do, by what most sightings show."""
    shanks = [_longest_shank_px(s.pose) / max(trunk_length_px(s.pose), 1.0) for s in sightings]
    if median(shanks) > FORESHORTENED_SHANK:
        return Refusal(code=RefusalCode.NOT_SIDE_VIEW)
    upright = sum(trunk_slope_deg(s.pose) > 90.0 - LYING_TRUNK_DEG for s in sightings)
    return Refusal(code=RefusalCode.UPRIGHT if 2 * upright > len(sightings) else RefusalCode.NOBODY_LYING)


def _longest_shank_px(pose: Pose) -> float:
    return max(length_px(pose[Landmark.of(side, "knee")], pose[Landmark.of(side, "ankle")]) for side in Side)


def _subject(group: Sequence[Sighting], settings: Settings) -> Subject:
    head = settings.head_towards or _head_towards(group)
    sign = 1 if head is Direction.LEFT else -1
    leg, share = _tested_leg(group, sign)
    if settings.leg is not None:
        share = share if settings.leg is leg else 1.0 - share
        leg = settings.leg
    used = _agreeing(group, leg, sign)
    masks = [s.detection.mask for s in used if s.detection.mask is not None]
    return Subject(
        pose=ThomasPose(
            tested_leg=leg,
            head_towards=head,
            points_px=_middles(used, joint_landmarks(leg)),
            source=PointsSource.MODEL,
        ),
        used=tuple(used),
        seen=len(group),
        side_share=share,
        mask=_mean_mask(masks) if masks else None,
        head_circle_px=_head_circle(used),
    )


def _mean_mask(masks: Sequence[MaskImage]) -> MaskImage:
    """The mean silhouette, added up in place: numpy's mean first copies all of them into one array."""
    mean = np.array(masks[0], dtype=np.float32)
    for mask in masks[1:]:
        mean += mask
    mean /= len(masks)
    return mean


def joint_landmarks(tested_leg: Side) -> dict[Joint, Landmark]:
    """Which landmark plays which part when this leg is tested."""
    other = tested_leg.other
    return {
        Joint.HIP: Landmark.of(tested_leg, "hip"),
        Joint.KNEE: Landmark.of(tested_leg, "knee"),
        Joint.ANKLE: Landmark.of(tested_leg, "ankle"),
        Joint.OTHER_HIP: Landmark.of(other, "hip"),
        Joint.OTHER_KNEE: Landmark.of(other, "knee"),
        Joint.OTHER_ANKLE: Landmark.of(other, "ankle"),
        Joint.SHOULDER: Landmark.of(tested_leg, "shoulder"),
        Joint.OTHER_SHOULDER: Landmark.of(other, "shoulder"),
    }


def _head_towards(group: Sequence[Sighting]) -> Direction:
    votes = [np.sign((hips_px(s.pose) - shoulders_px(s.pose))[0]) for s in group]
    return Direction.LEFT if np.sum(votes) >= 0 else Direction.RIGHT


def _tested_leg(group: Sequence[Sighting], sign: int) -> tuple[Side, float]:
    """Vote for the leg that hangs; a sighting that tells the legs well apart has more to say."""
    votes = dict.fromkeys(Side, 0.0)
    for sighting in group:
        drop = {side: _hang_deg(sighting.pose, side, sign) for side in Side}
        hanging = max(Side, key=lambda side: drop[side])
        votes[hanging] += 1.0 + min(abs(drop[Side.LEFT] - drop[Side.RIGHT]), MOST_VOTE_DEG)
    leg = max(Side, key=lambda side: votes[side])
    return leg, votes[leg] / sum(votes.values())


def _hang_deg(pose: Pose, side: Side, sign: int) -> float:
    """Thigh angle for comparing two legs: a thigh folded past the chest counts as held, not as hanging."""
    angle = _thigh_deg(pose, side, sign)
    return angle if FOLDED_DEG < angle < RAISED_DEG else FOLDED_COUNTS_AS_DEG


def _agreeing(group: Sequence[Sighting], leg: Side, sign: int) -> list[Sighting]:
    """Keep the sightings that show this leg hanging, apart from the other, where most of such sightings show it."""
    apart = [s for s in group if _hang_deg(s.pose, leg, sign) - _hang_deg(s.pose, leg.other, sign) > DISTINCT_LEGS_DEG]
    candidates = apart if len(apart) >= max(2, len(group) // 4) else list(group)
    joints = np.array([[s.pose[Landmark.of(leg, part)] for part in ("hip", "knee", "ankle")] for s in candidates])
    # The sighting nearest to all others is the middle: a median of single joints could mix two wrong legs.
    apart_px = np.linalg.norm(joints[:, None] - joints[None, :], axis=-1).max(axis=-1)
    middle = int(np.argmin(np.median(apart_px, axis=1)))
    trunk = median([trunk_length_px(s.pose) for s in candidates])
    spread = median(apart_px[middle].tolist())
    limit = max(OUTLIER_TRUNKS * trunk, 2.5 * spread)
    return [s for s, px in zip(candidates, apart_px[middle], strict=True) if px <= limit]


def _head_circle(used: Sequence[Sighting]) -> Circle:
    """Circle over the head: around nose and ears, reaching as far as a head does on this trunk."""
    heads = [np.mean([s.pose[n] for n in (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)], axis=0) for s in used]
    centre = np.median(heads, axis=0)
    radius = 0.33 * median([trunk_length_px(s.pose) for s in used])
    return float(centre[0]), float(centre[1]), radius


def _middles(used: Sequence[Sighting], landmarks: Mapping[Joint, Landmark]) -> dict[Joint, FloatArray]:
    """The median of each joint's places."""
    seen = np.array([[s.pose[landmark] for landmark in landmarks.values()] for s in used])
    return dict(zip(landmarks, np.median(seen, axis=0), strict=True))


def _thigh_deg(pose: Pose, side: Side, sign: int) -> float:
    return float(drop_angle_deg(pose[Landmark.of(side, "hip")], pose[Landmark.of(side, "knee")], forward_sign=sign))
