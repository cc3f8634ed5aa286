"""Between browser and app: no answer is lost because a page runs anew."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session

from thomas_test.app.server.answers import keep_answers


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a session of the app sends, with an element of the page and the answer to a browser that has a file."""
    monkeypatch.setattr(app_session, "ForwardMsgQueue", app_session.ForwardMsgQueue)
    keep_answers()
    keep_answers()
    made = app_session.ForwardMsgQueue()
    element, answer = ForwardMsg(), ForwardMsg()
    element.metadata.delta_path[:] = [0, 0]
    element.delta.new_element.text.body = "of the run before"
    answer.file_urls_response.response_id = "1"
    made.enqueue(element)
    made.enqueue(answer)
    return made


def sent(queue: Any) -> list[str]:
    """What goes to the browser."""
    return [message.WhichOneof("type") for message in queue.flush()]


def test_a_file_is_told_where_to_go_though_the_page_begins_to_run(queue: Any) -> None:
    """What the run before drew is dropped, the answer is not, and it is sent once."""
    queue.clear(retain_lifecycle_msgs=True)
    assert sent(queue) == ["file_urls_response"]
    assert sent(queue) == []


def test_a_run_of_a_part_of_the_page_sends_it_once_too(queue: Any) -> None:
    """Streamlit may keep it there itself."""
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["part"])
    assert sent(queue).count("file_urls_response") == 1


def test_a_session_that_ended_sends_nothing(queue: Any) -> None:
    """Cleared for good, the answer goes as well."""
    queue.clear()
    assert sent(queue) == []
