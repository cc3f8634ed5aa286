"""Take the pictures in docs/images/legs: what the report says of four legs, drawn from points and without any photo.

``python docs/legs.py after`` in a checkout, with Playwright and Chromium as for the browser tests. ``before`` was
taken once, from the rules of version 0.1.0.
"""

from __future__ import annotations

import argparse
import io
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from thomas_test.check.record import Examination, Leg, Trial
from thomas_test.check.report import examination_html
from thomas_test.check.statements import NotTested, Retest
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.settings import Settings
from thomas_test.core.statements import Foot, Pelvis
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.reading.analyse import measure_points

IMAGES = Path(__file__).parent / "images" / "legs"
LEGS = (
    (-8.0, 55.0, Retest.STAYED),
    (12.0, 52.0, Retest.NOT_DONE),
    (20.0, 60.0, Retest.NOT_DONE),
    (-12.0, 92.0, Retest.NOT_DONE),
)
"""Thigh and knee, in degrees, and the answer of the re-test."""
_SIZE_PX = (1600, 1200)
_HIDDEN = ".legs > section:first-child, .legs .pictures, footer, .actions, h1 { display: none }"
_WIDTH_PX = 640


def examination(thigh_deg: float, knee_deg: float, retest: Retest) -> Examination:
    """A left leg with these angles by points placed by hand, everything stated; the right one is not tested."""
    hip = np.array([700.0, 500.0])

    def way(angle_deg: float, length_px: float) -> np.ndarray:
        return length_px * np.array([math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))])

    knee = hip + way(thigh_deg, 320.0)
    pose = ThomasPose(
        tested_leg=Side.LEFT,
        head_towards=Direction.LEFT,
        points_px={Joint.HIP: hip, Joint.KNEE: knee, Joint.ANKLE: knee + way(thigh_deg + knee_deg, 300.0)},
        source=PointsSource.HAND,
    )
    settings = Settings(level=Level(source=HorizonSource.MARKED, tilt_deg=0.0, sd_deg=0.5))
    analysis = measure_points(name="left 1", size_px=_SIZE_PX, pose=pose, settings=settings)
    leg = Leg(trials=(Trial(analysis=analysis),), pelvis=Pelvis.FELT, foot=Foot.FREE, nothing_felt=True, retest=retest)
    legs = {Side.LEFT: leg, Side.RIGHT: replace(Leg(), not_tested=NotTested.OTHER)}
    return Examination(day=date(2026, 3, 14), legs=legs)


def main() -> None:
    """Take all four."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("when", choices=("before", "after"))
    when = parser.parse_args().when
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": _WIDTH_PX, "height": 400}, color_scheme="light")
        for thigh_deg, knee_deg, retest in LEGS:
            page.set_content(examination_html(examination(thigh_deg, knee_deg, retest)))
            page.add_style_tag(content=_HIDDEN)
            shot = page.locator("main").screenshot()
            with Image.open(io.BytesIO(shot)) as image:
                image.save(IMAGES / f"{when}_{thigh_deg:g}_{knee_deg:g}.webp", quality=80, method=6)
        browser.close()


if __name__ == "__main__":
    main()
