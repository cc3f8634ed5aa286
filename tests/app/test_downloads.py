"""A file to take along is made when its button is pressed, of what the page says then, and of nothing before."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from thomas_test.app.widgets.downloads import offer_file

    word = st.text_input("Word", "before", key="word")

    def make() -> str:
        made = st.session_state.setdefault("made", [])
        made.append(word)
        return word

    offer_file("Take it", "word.csv", make, key="take")
    offer_file("Not yet", f"{word}.csv", make, disabled=True)


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
    assert not page.get("download_button")


def test_a_button_keeps_its_key_while_the_name_of_its_file_is_typed() -> None:
    """Else the press that ends the typing would meet another button."""
    page = AppTest.from_function(_page).run()
    before = [button.key for button in page.button]
    page.text_input(key="word").set_value("after").run()
    assert [button.key for button in page.button] == before
    assert page.button(key="file-Not yet").disabled


def _page_without_room() -> None:
    from thomas_test.app.widgets.downloads import offer_file
    from thomas_test.core.errors import StorageError

    def make() -> str:
        raise StorageError("the disk is full")

    offer_file("Take it", "word.csv", make, key="take")


def test_a_file_that_cannot_be_made_says_why() -> None:
    """In words on the page, and nothing is handed out."""
    page = AppTest.from_function(_page_without_room).run()
    page.button(key="take").click().run()
    assert not page.exception
    assert "the disk is full" in page.get("html")[0].proto.body
    assert not page.get("download_button")
