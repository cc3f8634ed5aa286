"""Blur is measured in pixels of spread, whatever the picture shows."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from support.analyses import FULL
from support.bodies import SIZE_PX, make_body
from support.limbs import Limb, paint
from thomas_test.core.landmarks import Landmark, Side
from thomas_test.estimators import Detection
from thomas_test.reading.checks import picture as sharpness
from thomas_test.reading.checks.picture import leg_blur, picture_blur
from thomas_test.reading.limbs import find_leg_edges
from thomas_test.reading.sightings import Look, Sighting
from thomas_test.reading.subject import Subject, choose_subject

THIGH_PX = 130.0


def leg_picture(*, contrast: int = 120, shaded: bool = False) -> tuple[Subject, np.ndarray]:
    """Lay a leg before a plain ground; shaded, its flesh gets softly darker towards the back."""
    body = make_body(thigh_deg=9.0, knee_deg=70.0)
    hip, knee, ankle = (tuple(body[Landmark.of(Side.RIGHT, part)]) for part in ("hip", "knee", "ankle"))
    thigh = Limb(start_px=hip, end_px=knee).silhouette(size_px=SIZE_PX)
    shank = Limb(start_px=knee, end_px=ankle, start_width_px=34.0, end_width_px=24.0).silhouette(size_px=SIZE_PX)
    mask = np.maximum(thigh, shank)
    picture = paint(mask, limb=(70 + contrast,) * 3, ground=(70,) * 3)
    if shaded:
        soft = cv2.GaussianBlur(np.roll(mask, 10, axis=0), (0, 0), 8.0)
        picture = np.rint(picture * (1.0 - 0.4 * soft * mask)[..., None]).astype(np.uint8)
    looks = [
        Sighting(detection=Detection(pose=body, mask=mask), model=FULL, look=Look(quarters=q, mirrored=False))
        for q in range(2)
    ]
    subject = choose_subject(looks)
    assert isinstance(subject, Subject)
    return subject, picture


def blur_of(subject: Subject, picture: np.ndarray, *, ankle_seen: bool = True) -> float | None:
    """The blur across the leg's outline as it is seen in this picture."""
    return leg_blur(subject, picture, find_leg_edges(subject, picture), ankle_seen=ankle_seen)


@pytest.mark.parametrize("shaded", [False, True])
@pytest.mark.parametrize("contrast", [80, 120])
@pytest.mark.parametrize("blur_px", [2.0, 3.0, 4.0])
def test_blur_on_the_leg_is_found_whatever_the_contrast(blur_px: float, contrast: int, shaded: bool) -> None:
    """Within a fifth, given in thigh lengths; the ends of the range in which the limits lie."""
    subject, picture = leg_picture(contrast=contrast, shaded=shaded)
    found = blur_of(subject, cv2.GaussianBlur(picture, (0, 0), blur_px))
    assert found is not None
    assert found * THIGH_PX == pytest.approx(blur_px, rel=0.2)


def test_the_part_around_the_leg_is_as_blurred_as_the_whole_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cut away was out of reach, whatever it shows."""
    subject, picture = leg_picture(shaded=True)
    stripes = np.indices(picture.shape).sum(axis=0) % 200
    picture = cv2.GaussianBlur(np.where(picture == 70, stripes, picture).astype(np.uint8), (0, 0), 2.0)
    part = blur_of(subject, picture)
    monkeypatch.setattr(sharpness, "part_around_leg", lambda *_, **__: (slice(0, None), slice(0, None)))
    assert part == pytest.approx(blur_of(subject, picture), rel=1e-4)


def test_a_sharp_leg_is_sharp() -> None:
    """Under a pixel of spread, with soft shadows on it as well."""
    for shaded in (False, True):
        found = blur_of(*leg_picture(shaded=shaded))
        assert found is not None
        assert found * THIGH_PX < 0.8


def test_blur_along_a_limb_does_not_count_and_across_it_does() -> None:
    """A camera moved along the rows blurs the hanging shank's edges and leaves the lying thigh's."""
    subject, picture = leg_picture()
    moved = cv2.blur(picture, (21, 1))
    thigh, both = blur_of(subject, moved, ankle_seen=False), blur_of(subject, moved)
    assert thigh is not None
    assert both is not None
    assert thigh * THIGH_PX < 2.0
    assert both * THIGH_PX > 4.0


def test_more_blur_is_never_less() -> None:
    """Up to the width of the limb, where edges run into each other."""
    subject, picture = leg_picture()
    found = [blur_of(subject, cv2.GaussianBlur(picture, (0, 0), sd)) or 0.0 for sd in (1, 2, 3, 4, 5, 6, 8)]
    assert found == sorted(found)


def test_without_silhouette_or_contrast_nothing_is_claimed() -> None:
    """None, not 0: it was not measured."""
    subject, picture = leg_picture()
    assert blur_of(subject, np.full_like(picture, 100)) is None
    assert blur_of(replace(subject, mask=None), picture) is None


def bars(blur_px: float, *, noise: float = 0.0) -> np.ndarray:
    """Paint boxes before a soft gradient."""
    picture = np.repeat(np.linspace(60, 120, 640)[None, :, None], 480, axis=0).repeat(3, axis=2)
    for x in range(40, 600, 100):
        picture[80:220, x : x + 50] += 90.0
        picture[300:340, x : x + 80] -= 50.0
    if blur_px:
        picture = cv2.GaussianBlur(picture, (0, 0), blur_px)
    picture += np.random.default_rng(1).normal(0.0, noise, picture.shape)
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("blur_px", [2.0, 3.0, 4.0, 6.0])
def test_blur_of_a_picture_is_found(blur_px: float) -> None:
    """Within a quarter, given in longest sides."""
    assert picture_blur(bars(blur_px)) == pytest.approx(blur_px / 640, rel=0.25)


def test_one_sharp_thing_makes_a_picture_sharp() -> None:
    """A background out of focus is no blurred picture."""
    picture = bars(6.0)
    picture[240:440, 200:500] = bars(0.0)[240:440, 200:500]
    found = picture_blur(picture)
    assert found is not None
    assert found * 640 < 1.0


def test_a_moving_camera_blurs_one_way_only() -> None:
    """Edges along the movement stay sharp; those across it give it away."""
    found = picture_blur(cv2.blur(bars(0.0), (21, 1)))
    assert found is not None
    assert found * 640 > 3.0


def test_fine_noise_on_a_sharp_picture_is_no_blur() -> None:
    """Grain of two grey levels."""
    found = picture_blur(bars(0.0, noise=2.0))
    assert found is not None
    assert found * 640 < 0.8


def test_a_plain_picture_has_no_blur_to_measure() -> None:
    """None, not 0."""
    assert picture_blur(np.full((480, 640, 3), 90, dtype=np.uint8)) is None
