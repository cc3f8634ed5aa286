"""The about page."""

from streamlit.testing.v1 import AppTest

ABOUT = """
from thomas_test.app.pages.about import about_page
about_page()
"""


def test_it_says_what_is_measured_what_stays_here_and_what_it_is_not() -> None:
    """Definition, privacy, limits and the groups on the dials stand on one page, in either theme."""
    for theme in ("light", "dark"):
        app = AppTest.from_string(ABOUT, default_timeout=20)
        app.context["theme"] = theme
        app.run()
        assert not app.exception
        text = "\n".join(str(element.value) for element in (*app.markdown, *app.html))
        for said in ("greater trochanter", "no diagnosis", "never see each other", "600 limbs"):
            assert said in text
