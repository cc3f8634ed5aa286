import pytest

from support.command_line import Command


@pytest.mark.parametrize(
    ("argv", "asked"),
    [
        ([], {"port": None, "open_browser": True, "phone": False}),
        (["--port", "8600", "--no-browser"], {"port": 8600, "open_browser": False, "phone": False}),
        (["--phone"], {"port": None, "open_browser": True, "phone": True}),
    ],
)
def test_the_app_is_started(
    command: Command, monkeypatch: pytest.MonkeyPatch, argv: list[str], asked: dict[str, object]
) -> None:
    """The choices reach the app, and its exit status is ours."""
    calls: list[dict[str, object]] = []

    def launch(**chosen: object) -> int:
        calls.append(chosen)
        return 7

    monkeypatch.setattr("thomas_test.app.launch.launch", launch)
    assert command("app", *argv).status == 7
    assert calls == [asked]
