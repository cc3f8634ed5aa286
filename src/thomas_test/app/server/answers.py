"""What the browser asked for reaches it, even where the page runs anew at that moment.

A browser that is handed a file first asks where to send it. Streamlit empties the queue of what is to be sent whenever
a page begins to run, that answer included: the browser then waits for ever, and the file is lost without a word.
"""

from __future__ import annotations

from typing import Any

_ANSWERS = frozenset({"file_urls_response", "backend_operation_response"})
"""Each carries the number of one request, and nobody asks a second time."""


def keep_answers() -> None:
    """Let no run of a page throw away what was answered; calling it again does no harm."""
    from streamlit.runtime import app_session

    # no option says so (Streamlit 1.67): the queue that sessions are given is replaced
    library: Any = app_session
    library.ForwardMsgQueue = _queue_that_keeps(library.ForwardMsgQueue)


def _queue_that_keeps(plain: Any) -> Any:
    if getattr(plain, "keeps_answers", False):
        return plain

    class KeepingQueue(plain):  # type: ignore[misc]
        keeps_answers = True

        def clear(self, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None) -> None:
            answers = [message for message in self._queue if message.WhichOneof("type") in _ANSWERS]
            super().clear(retain_lifecycle_msgs, fragment_ids_this_run)
            # without lifecycle messages it is cleared for good: sent, or of a session that ended
            if retain_lifecycle_msgs:
                self._queue += [answer for answer in answers if all(answer is not other for other in self._queue)]

    return KeepingQueue
