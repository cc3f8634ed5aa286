"""A short sound for "captured", made from numbers: no file to ship, nothing to fetch."""

from __future__ import annotations

import io
import wave
from functools import lru_cache

import numpy as np

RATE_HZ = 22_050
NOTES_HZ = (660.0, 880.0)
NOTE_S = 0.14
FADE_S = 0.02
LOUDNESS = 0.35


@lru_cache(maxsize=1)
def capture_tone() -> bytes:
    """Give two rising notes, 0.28 s, as a mono 16-bit WAV file; they fade in and out, so that nothing clicks."""
    time_s = np.arange(round(NOTE_S * RATE_HZ)) / RATE_HZ
    fade = np.clip(np.minimum(time_s, NOTE_S - time_s) / FADE_S, 0.0, 1.0)
    notes = [np.sin(2.0 * np.pi * hertz * time_s) * fade for hertz in NOTES_HZ]
    samples = (LOUDNESS * 32_767 * np.concatenate(notes)).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(samples.tobytes())
    return file.getvalue()
