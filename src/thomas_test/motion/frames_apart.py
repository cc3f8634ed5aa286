"""Videos decoded in processes of their own, which can be ended: as `thomas_test.images.apart` does with photos.

One process for one video, for as long as somebody reads it. It is asked for one frame at a time, and each answer has
its clock; so has all the decoding together, for a file of a few kilobytes may hold frames without end.
"""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from typing import IO, Any, BinaryIO

from thomas_test.core.errors import ImageError
from thomas_test.images.own_process import NO_GOOD_ANSWER, OwnProcess, answer, begin_to_serve, receive_question, refuse
from thomas_test.motion.frames import MAX_FRAME_PIXELS, MOST_FRAMES_PER_SECOND, Video, VideoFile, VideoFrame

FRAME_S = 30.0
"""How long a video may take to be opened, and each of its frames."""

DECODING_S = 600.0
"""How long all decoding of a video may take, in every passage through it: some 20 times what a minute of a phone's 4K
film takes on a small machine."""

MOST_FRAMES = 18_000
"""Frames of one passage: 20 minutes of as many as are looked at a second. A hold takes seconds."""

MEMORY_MB = 2048
"""How much memory the decoding may take: a decoder of 8K film keeps up to 16 frames of 50 MB."""

_MOST_DAMAGE_LETTERS = 1000
_MOST_S = 1e7


class VideoApart(Video):
    """A video that is decoded in a process of its own; close it.

    Parameters
    ----------
    data
        The file.
    name
        What to call it.
    frame_s, decoding_s
        How long one answer may take, and all of them together.
    memory_mb
        How much memory the process may take; 0 for no limit. Only Linux holds it.

    Raises
    ------
    ImageError
        As `VideoFile` does, or with the reason ``timed_out``, ``crashed`` or ``out_of_memory``.
    """

    def __init__(
        self,
        data: bytes,
        *,
        name: str,
        frame_s: float = FRAME_S,
        decoding_s: float = DECODING_S,
        memory_mb: int = MEMORY_MB,
    ) -> None:
        self.name = name
        self._frame_s, self._left_s = frame_s, decoding_s
        self._process = OwnProcess(
            __name__, memory_mb, what="a video", allows=lambda width, height: width * height <= MAX_FRAME_PIXELS
        )
        self._passage = 0
        try:
            self._process.start()
            whole = name.encode("utf-8", "replace").decode()  # half a character is none
            duration_s = self._asked({"name": whole}, data)["duration_s"]
            self.duration_s = None if duration_s is None else _seconds(duration_s)
        except NO_GOOD_ANSWER as error:
            self.close()
            raise self._lost() from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the process."""
        self._process.end()

    def frames(self, *, most_per_second: float = MOST_FRAMES_PER_SECOND) -> Generator[VideoFrame]:
        """The frames from the start, leaving some out where there are more than asked for."""
        self._passage += 1
        passage, last_s = self._passage, -1.0
        try:
            self._asked({"most_per_second": most_per_second})
            for count in range(MOST_FRAMES + 1):
                if passage != self._passage:
                    raise RuntimeError("expected one passage through a video at a time")
                told = self._asked({"next": True})
                if "damage" in told:
                    self.damage = str(told["damage"])[:_MOST_DAMAGE_LETTERS]
                    return
                if count == MOST_FRAMES:
                    raise self._too_long()
                time_s = _seconds(told["time_s"])
                if time_s <= last_s:
                    raise ValueError("frames in no order")
                last_s = time_s
                yield VideoFrame(time_s=time_s, rgb=told["rgb"])
        except NO_GOOD_ANSWER as error:
            self.close()
            raise self._lost() from error

    def _asked(self, question: dict[str, Any], data: bytes = b"") -> dict[str, Any]:
        """What the process answers, in its time."""
        started = time.monotonic()
        told = self._process.ask(question, data, seconds=min(self._frame_s, self._left_s))
        self._left_s = max(self._left_s - (time.monotonic() - started), 0.001)
        return told

    def _lost(self) -> ImageError:
        if self._process.is_late:
            return ImageError(
                f"reading {self.name} took too long. Cut it to the seconds around the hold, or export it as MP4 with "
                "H.264, the kind that every player knows",
                reason="timed_out",
            )
        return ImageError(
            f"{self.name} brought down the process that read it. Export it as MP4 with H.264, the kind that every "
            "player knows",
            reason="crashed",
        )

    def _too_long(self) -> ImageError:
        return ImageError(
            f"expected a video of at most {MOST_FRAMES / MOST_FRAMES_PER_SECOND / 60:g} minutes, got a longer one: "
            f"{self.name}. Cut it to the seconds around the hold",
            reason="too_large",
        )


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= _MOST_S or not math.isfinite(value):
        raise ValueError("expected seconds")
    return float(value)


# what runs in the process itself


def serve(memory_mb: int) -> None:
    """Decode one video for the process that started this one, until it is gone."""
    questions, answers = begin_to_serve(memory_mb)
    try:
        asked, data = receive_question(questions)
        video = _opened(answers, data, asked["name"])
        while video is not None:
            _serve_passage(video, questions, answers, receive_question(questions)[0])
    except (EOFError, BrokenPipeError):
        return


def _opened(answers: BinaryIO | IO[bytes], data: bytes, name: str) -> Video | None:
    try:
        video = VideoFile(data, name=name)
    except (ImageError, MemoryError) as error:
        _refuse(answers, error, name)
        return None
    answer(answers, {"duration_s": video.duration_s})
    return video


def _serve_passage(video: Video, questions: IO[bytes], answers: IO[bytes], asked: dict[str, Any]) -> None:
    """Answer for one passage through the video, and for the next where this one is left half-way."""
    while "most_per_second" in asked:
        answer(answers, {})
        frames = video.frames(most_per_second=asked["most_per_second"])
        asked, _ = receive_question(questions)
        while "next" in asked:
            if not _sent(video, frames, answers):
                return
            asked, _ = receive_question(questions)


def _sent(video: Video, frames: Generator[VideoFrame], answers: IO[bytes]) -> bool:
    """Send the next frame; False where there is none."""
    try:
        frame = next(frames, None)
    except (ImageError, MemoryError) as error:
        _refuse(answers, error, video.name)
        return False
    if frame is None:
        answer(answers, {"damage": video.damage})
        return False
    answer(answers, {"time_s": frame.time_s}, frame.rgb)
    return True


def _refuse(answers: BinaryIO | IO[bytes], error: ImageError | MemoryError, name: str) -> None:
    if isinstance(error, MemoryError):
        message = f"{name} asks for more memory than a video may take. Export it in a smaller size"
        error = ImageError(message, reason="out_of_memory")
    refuse(answers, error)
