"""A file to take along is made when its button is pressed, of what the page says then, and of nothing before."""

import pytest
from streamlit.testing.v1 import AppTest

from thomas_test.app.widgets import downloads


def _page() -> None:
    import streamlit as st

    from thomas_test.app.widgets.downloads import hand_over_files, offer_file

    word = st.text_input("Word", "before", key="word")

    def make() -> str:
        made = st.session_state.setdefault("made", [])
        made.append(word)
        return word

    offer_file("Take it", "word.csv", make, key="take")
    offer_file("Not yet", f"{word}.csv", make, disabled=True)
    hand_over_files()


def test_a_file_holds_what_was_typed_when_its_button_was_pressed() -> None:
    """Both come with the same run, and nothing is made without a press."""
    page = AppTest.from_function(_page).run()
    assert "made" not in page.session_state
    page.text_input(key="word").set_value("after")
    page.button(key="take").click().run()
    assert page.session_state["made"] == ["after"]
    (offered,) = page.get("download_button")
    assert offered.proto.url.endswith(".csv")
    page.run()
    assert page.session_state["made"] == ["after"]


def test_a_file_is_handed_over_again_until_the_browser_must_have_seen_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A press right after it ends what the run before would have shown; under the same key it is saved once."""
    page = AppTest.from_function(_page).run()
    page.button(key="take").click().run()
    (first,) = page.get("download_button")
    page.run()
    (again,) = page.get("download_button")
    assert (again.proto.id, again.proto.url) == (first.proto.id, first.proto.url)
    monkeypatch.setattr(downloads, "_HANDED_OVER_S", 0.0)
    assert page.run().get("download_button"), "the run before may have been lost, however long ago it was"
    assert not page.run().get("download_button")


def _page_of_which_a_part_runs() -> None:
    import streamlit as st

    from thomas_test.app.widgets.downloads import hand_over_files, offer_file

    def make() -> str:
        st.session_state["tries"] = st.session_state.get("tries", 0) + 1
        return "made"

    @st.fragment
    def part() -> None:
        offer_file("Take it", "word.csv", make, key="take")

    part()
    hand_over_files()


def test_a_part_that_runs_alone_hands_its_file_over_with_the_page() -> None:
    """What such a part shows is gone with its next run."""
    page = AppTest.from_function(_page_of_which_a_part_runs).run()
    page.button(key="take").click().run()
    assert page.session_state["tries"] == 1
    assert len(page.get("download_button")) == 1


def test_a_button_keeps_its_key_while_the_name_of_its_file_is_typed() -> None:
    """Else the press that ends the typing would meet another button."""
    page = AppTest.from_function(_page).run()
    before = [button.key for button in page.button]
    page.text_input(key="word").set_value("after").run()
    assert [button.key for button in page.button] == before
    assert page.button(key="file-Not yet").disabled


def _page_without_room() -> None:
    from thomas_test.app.widgets.downloads import hand_over_files, offer_file
    from thomas_test.core.errors import StorageError

    def make() -> str:
        raise StorageError("the disk is full")

    offer_file("Take it", "word.csv", make, key="take")
    hand_over_files()


def test_a_file_that_cannot_be_made_says_why() -> None:
    """In words on the page, and nothing is handed out."""
    page = AppTest.from_function(_page_without_room).run()
    page.button(key="take").click().run()
    assert not page.exception
    assert "the disk is full" in page.get("html")[0].proto.body
    assert not page.get("download_button")


def _page_that_is_pressed_twice() -> None:
    import streamlit as st

    from thomas_test.app.widgets.downloads import hand_over_files, offer_file

    def make() -> str:
        tries = st.session_state["tries"] = st.session_state.get("tries", 0) + 1
        if tries == 1:
            st.rerun()  # as a press does that comes while the file is made: it ends the run
        return "made"

    offer_file("Take it", "word.csv", make, key="take")
    hand_over_files()


def test_a_file_that_is_being_made_comes_where_the_next_press_ends_the_run() -> None:
    """The run after it makes it, once."""
    page = AppTest.from_function(_page_that_is_pressed_twice).run()
    page.button(key="take").click().run()
    assert len(page.get("download_button")) == 1
    assert page.session_state["tries"] == 2
    page.run()
    assert len(page.get("download_button")) == 1
    assert page.session_state["tries"] == 2


def _page_whose_run_ends_above() -> None:
    import streamlit as st

    from thomas_test.app.widgets.downloads import hand_over_files, offer_file

    runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    if runs == 2:
        st.rerun()  # as a press does that comes before the run has reached the button
    offer_file("Take it", "word.csv", "made", key="take")
    hand_over_files()


def test_a_press_is_heard_though_the_next_ends_its_run_above_the_button() -> None:
    """Only the run that begins with a press is told of it."""
    page = AppTest.from_function(_page_whose_run_ends_above).run()
    page.button(key="take").click().run()
    assert page.session_state["runs"] == 3
    assert len(page.get("download_button")) == 1


def _page_that_no_longer_offers() -> None:
    import streamlit as st

    from thomas_test.app.widgets.downloads import hand_over_files, offer_file

    runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    if runs != 2:
        offer_file("Take it", "word.csv", "made", key="take")
    hand_over_files()


def test_a_file_that_the_page_no_longer_offers_is_forgotten() -> None:
    """It does not come much later, when the page offers it again."""
    page = AppTest.from_function(_page_that_no_longer_offers).run()
    page.button(key="take").click().run()
    page.run()
    assert page.session_state["runs"] == 3
    assert not page.get("download_button")


def _page_with_a_fault() -> None:
    from thomas_test.app.widgets.downloads import hand_over_files, offer_file

    def make() -> str:
        raise ValueError("a programming error")

    offer_file("Take it", "word.csv", make, key="take")
    hand_over_files()


def test_a_fault_in_making_a_file_is_not_met_again_by_every_run() -> None:
    """It is shown once; the page goes on."""
    page = AppTest.from_function(_page_with_a_fault).run()
    page.button(key="take").click().run()
    assert page.exception
    assert not page.run().exception
