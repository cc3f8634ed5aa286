from hypothesis import given
from hypothesis import strategies as st

from thomas_test.app.phone.pairing import OPEN_FOR_S, DoorStage, Pairing, new_link


class Clock:
    """Seconds that a test moves."""

    now_s = 0.0

    def __call__(self) -> float:
        """Seconds so far."""
        return self.now_s


def pairing(clock: Clock | None = None) -> Pairing:
    """A pairing with a known link."""
    return Pairing(link="the-link", clock=clock or Clock())


def test_the_first_with_the_link_is_the_phone_and_nobody_after_it() -> None:
    """A link pairs once: whoever brings it again gets nothing, and sees nothing."""
    one = pairing()
    assert one.welcomes("")
    phone = one.pair("the-link")
    assert one.is_phone(phone)
    assert one.pair("the-link") == ""
    assert not one.welcomes("")
    assert one.welcomes(phone)


@given(st.text())
def test_another_link_pairs_nobody(link: str) -> None:
    """Whatever is brought in the place of the link, the door goes on waiting."""
    one = pairing()
    if link != "the-link":
        assert one.pair(link) == ""
        assert one.stage is DoorStage.WAITING


@given(st.text())
def test_nobody_else_is_the_phone(cookie: str) -> None:
    """An unpaired door has no phone, not even for an empty secret; a paired one has its own alone."""
    one = pairing()
    assert not one.is_phone(cookie)
    phone = one.pair("the-link")
    assert one.is_phone(cookie) is (cookie == phone)


def test_ten_minutes_end_it() -> None:
    """When its time is over nobody pairs any more, and the paired phone sends no more."""
    clock = Clock()
    one, late = pairing(clock), pairing(clock)
    phone = one.pair("the-link")
    clock.now_s = OPEN_FOR_S
    assert one.stage is late.stage is DoorStage.CLOSED
    assert not one.is_phone(phone)
    assert late.pair("the-link") == ""
    assert not late.welcomes("")


def test_the_first_pairings_end_ends_it() -> None:
    """A phone that is done closes the door behind it."""
    one = pairing()
    phone = one.pair("the-link")
    one.end()
    assert one.stage is DoorStage.CLOSED
    assert not one.welcomes(phone)


def test_no_two_links_are_alike() -> None:
    """Links are drawn anew, of 128 bits: 22 letters."""
    links = {new_link() for _ in range(50)}
    assert len(links) == 50
    assert {len(link) for link in links} == {22}
