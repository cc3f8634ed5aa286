"""Render test positions whose low back is hollow on purpose, for `low_back.py`.

    RENDERER_ENV/bin/python benchmarks/low_back_scenes.py RENDERER OUT FIRST_SEED COUNT [--hard]

RENDERER is the folder of the renderer behind the test scenes (body.py, render.py); it runs in the renderer's own
environment. Even seeds lie flat, odd ones have a hollow of 15 to 50 mm under the low back: `hollow_mm` in the truth
beside each picture. The trunk is shifted slice by slice, as a spine that bends shifts it, until the lowest skin of each
slice stands where it should: on the table under buttocks and upper back, and so high above it in between.
With --hard: loose clothes, clutter, less light, oblique cameras, blur, noise.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np

TRUNK = ("root", "pelvis", "spine05", "spine04", "spine03", "spine02", "spine01", "breast")
UPPER = ("clavicle", "shoulder", "upperarm", "lowerarm", "wrist", "neck", "head", "finger", "metacarpal", "eye", "jaw")
"""What hangs on the upper back and goes with it; names of bones of the face begin in many ways, see `upper_of`."""
FACE = ("tongue", "levator", "orbicularis", "oculi", "risorius", "oris", "special", "temporalis")
BUTTOCKS_M, UPPER_BACK_M = (0.0, 0.10), (0.32, 0.52)
"""Where, from the hip towards the head, the body rests."""


def bones_of(body: Any) -> np.ndarray:
    """The bone, without its side, that carries each vertex most."""
    return np.array([name.split(".")[0] for name in np.array(body.bones)[body.dominant_bone()]])


def lifts_m(vertices: np.ndarray, bones: np.ndarray, hip_y: float, hollow_m: float) -> np.ndarray:
    """How far each vertex is lifted."""
    trunk = np.isin(bones, TRUNK)
    along = np.linspace(hip_y, hip_y + 0.7, 71)
    lowest = np.array([_lowest(vertices[trunk], at) for at in along])
    from_hip = along - hip_y
    start = _where_lowest(lowest, (from_hip >= BUTTOCKS_M[0]) & (from_hip < BUTTOCKS_M[1]))
    end = _where_lowest(lowest, (from_hip > UPPER_BACK_M[0]) & (from_hip < UPPER_BACK_M[1]))
    share = np.clip((along - along[start]) / (along[end] - along[start]), 0.0, 1.0)
    wanted = lowest[start] + hollow_m * np.sin(np.pi * share**0.85) ** 2
    drop = lowest[start] - lowest[end]  # upper back and buttocks lie on one table
    lift = np.where(along < along[start], 0.0, np.where(along <= along[end], wanted - lowest, drop))
    lift = np.convolve(np.pad(np.nan_to_num(lift), 2, "edge"), np.ones(5) / 5.0, "valid")
    upper = np.array([bone.startswith((*UPPER, *FACE)) for bone in bones])
    return np.where(upper, drop, np.interp(vertices[:, 1], along, lift) * trunk)


def _lowest(trunk: np.ndarray, at: float) -> float:
    slice_ = trunk[np.abs(trunk[:, 1] - at) < 0.012]
    return float(np.percentile(slice_[:, 2], 4)) if len(slice_) > 8 else np.nan


def _where_lowest(lowest: np.ndarray, inside: np.ndarray) -> int:
    return int(np.nanargmin(np.where(inside, lowest, np.nan)))


def main() -> None:
    """Render so many pictures from a seed on."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("renderer", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("first_seed", type=int)
    asked.add_argument("count", type=int)
    asked.add_argument("--hard", action="store_true")
    told = asked.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(told.renderer))
    import render  # the renderer's own, in its own environment
    import torch
    from body import Body

    class Hollow(Body):  # type: ignore[misc]
        """A subject whose low back is as high above the table as `hollow_m` says; bystanders stand as they are."""

        hollow_m = 0.0

        def pose(self, **asked: Any) -> Any:
            """The body of the renderer with its trunk lifted."""
            posed, truth = super().pose(**asked)
            vertices = posed["vertices"].clone()
            lift = lifts_m(vertices[0].numpy(), bones_of(self), truth["hip_xyz"][1], self.hollow_m)
            vertices[0, :, 2] += torch.tensor(lift, dtype=torch.float32)
            posed["vertices"] = vertices
            return posed, truth

    render.Body = Hollow
    for seed in range(told.first_seed, told.first_seed + told.count):
        name = f"arch_{seed:05d}"
        if not (told.out / f"{name}.json").exists():
            Hollow.hollow_m, case, rng = _case(render, seed, hard=told.hard)
            render.render(told.out, name, case, rng, 4)
            _note(told.out / f"{name}.json", hollow_mm=round(1000.0 * Hollow.hollow_m, 1))
            if told.hard:
                _spoil(told.out / f"{name}.jpg", seed)
            print(name, flush=True)


def _case(render: Any, seed: int, *, hard: bool) -> tuple[float, dict[str, Any], random.Random]:
    case, rng = render.case(seed)
    own = random.Random(f"arch-{seed}")  # noqa: S311 (scenes, no secrets)
    hollow_mm = 0.0 if seed % 2 == 0 else own.uniform(15.0, 50.0)
    tilt = own.uniform(2.0, 10.0) if hollow_mm == 0.0 else own.uniform(-4.0, 4.0) - hollow_mm / 4.0
    case.update(pelvic_tilt=tilt, therapist=False)
    if hard:
        case.update(hard=True, light=rng.uniform(0.25, 0.9), azimuth=rng.gauss(0, 8))
        case.update(elevation=rng.uniform(-2, 15), width=rng.uniform(2.2, 3.4))
    return hollow_mm / 1000.0, case, rng


def _note(path: Path, **more: float) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | more, indent=1))


def _spoil(path: Path, seed: int) -> None:
    from PIL import Image, ImageFilter

    chance = np.random.default_rng(seed)
    blurred = Image.open(path).convert("RGB").filter(ImageFilter.GaussianBlur(float(chance.uniform(0, 1.3))))
    pixels = np.asarray(blurred, np.float32)
    noisy = pixels + chance.normal(0, chance.uniform(1, 9), pixels.shape)
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(path, quality=int(chance.integers(55, 92)))


if __name__ == "__main__":
    main()
