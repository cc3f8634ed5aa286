"""Pictures of the test spoilt on purpose, each in a way that has its own reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from thomas_test.core.pictures import RgbImage
from thomas_test.core.quality import RefusalCode, WarningCode

Code = RefusalCode | WarningCode


@dataclass(frozen=True, kw_only=True)
class Spoilt:
    """A spoilt picture.

    Attributes
    ----------
    kind
        What was done to it, in words.
    rgb
        The picture.
    fitting
        The codes that tell a person what is wrong with it, as refusal or as warning.
    """

    kind: str
    rgb: RgbImage
    fitting: frozenset[Code]


def spoilt_ways(rgb: RgbImage, joints_px: Mapping[str, tuple[float, float]]) -> list[Spoilt]:
    """Spoil a picture in every way that needs no second picture.

    Parameters
    ----------
    rgb
        A good picture of the test.
    joints_px
        Where ``hip``, ``knee`` and ``ankle`` of the hanging leg are in it.
    """
    hip, knee, ankle = (np.array(joints_px[name]) for name in ("hip", "knee", "ankle"))
    thigh_px = float(np.hypot(*(knee - hip)))
    forward = 1 if knee[0] > hip[0] else -1
    turned, hidden = {RefusalCode.PICTURE_TURNED}, {RefusalCode.LEG_HIDDEN, WarningCode.ANKLE_HIDDEN}
    cut, above_foot = round((hip[0] + knee[0]) / 2), round(0.2 * knee[1] + 0.8 * ankle[1])
    footless = {WarningCode.LEG_NEAR_FRAME, WarningCode.ANKLE_HIDDEN}
    ways: list[tuple[str, RgbImage, set[Code]]] = [
        ("turned by a quarter", np.rot90(rgb), turned),
        ("on its head", np.rot90(rgb, 2), turned),
        ("turned by three quarters", np.rot90(rgb, 3), turned),
        ("a board before the thigh", _board(rgb, (hip + knee) / 2.0, 0.7 * thigh_px), hidden),
        ("a board before the shank", _board(rgb, (knee + ankle) / 2.0, 0.6 * thigh_px), hidden),
        ("cut through the thigh", rgb[:, :cut] if forward > 0 else rgb[:, cut:], {RefusalCode.LEG_CUT_OFF}),
        ("the foot cut off, between bars", _between_bars(rgb[:above_foot]), {RefusalCode.LEG_CUT_OFF, *footless}),
        ("160 pixels wide", _shrunk(rgb, 160), {RefusalCode.TOO_SMALL}),
        ("out of focus", cv2.GaussianBlur(rgb, (0, 0), 0.05 * thigh_px), {RefusalCode.BLURRED, WarningCode.SOFT_FOCUS}),
        ("a twentieth of the light", (rgb // 20).astype(np.uint8), {RefusalCode.TOO_DARK}),
        ("an empty room", _without_people(rgb), {RefusalCode.NO_PERSON}),
    ]
    return [
        Spoilt(kind=kind, rgb=np.ascontiguousarray(picture), fitting=frozenset(codes)) for kind, picture, codes in ways
    ]


def side_by_side(one: RgbImage, other: RgbImage) -> Spoilt:
    """Put two patients into one picture."""
    height = min(one.shape[0], other.shape[0])
    both = np.concatenate([one[:height], other[:height]], axis=1)
    return Spoilt(
        kind="two patients side by side",
        rgb=np.ascontiguousarray(both),
        fitting=frozenset({RefusalCode.TWO_PATIENTS}),
    )


def one_above_the_other(one: RgbImage, other: RgbImage) -> Spoilt:
    """Put two patients into one picture as a photo before and one after often are."""
    width = min(one.shape[1], other.shape[1])
    both = np.concatenate([one[:, :width], other[:, :width]])
    return Spoilt(
        kind="two patients one above the other",
        rgb=np.ascontiguousarray(both),
        fitting=frozenset({RefusalCode.TWO_PATIENTS}),
    )


def _board(rgb: RgbImage, middle_px: np.ndarray, breadth_px: float) -> RgbImage:
    """Stand a board in front of the leg, from top to bottom of the picture."""
    covered = rgb.copy()
    left, right = (round(float(middle_px[0]) + side * breadth_px / 2.0) for side in (-1, 1))
    covered[:, max(left, 0) : max(right, 0)] = (176, 141, 96)
    return covered


def _between_bars(rgb: RgbImage) -> RgbImage:
    """Show the picture as a phone held upright does: black above and below."""
    bar = np.zeros((rgb.shape[1] // 2, *rgb.shape[1:]), dtype=np.uint8)
    return np.concatenate([bar, rgb, bar])


def _shrunk(rgb: RgbImage, width: int) -> RgbImage:
    height = round(rgb.shape[0] * width / rgb.shape[1])
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _without_people(rgb: RgbImage) -> RgbImage:
    """Leave the room alone: every column is the picture's first one, the wall down to the floor."""
    return np.repeat(rgb[:, :1], rgb.shape[1], axis=1)
