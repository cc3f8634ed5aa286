"""Asks the browser, before anything is started, whether a live camera can work here, and says so when it cannot.

The browser answers for itself: nothing is switched on, and no permission is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

from thomas_test.app.widgets.component import component
from thomas_test.core.quality import Advice

CAMERA_TROUBLES: Mapping[str, Advice] = {
    "insecure": Advice(
        what="The browser keeps the camera from this page, because it was not opened over a safe connection.",
        do="Open the app on the machine it runs on (http://localhost), or over https.",
    ),
    "no_webrtc": Advice(
        what="This browser has no live video (WebRTC), or it is turned off.",
        do="Use a current Chrome, Edge, Firefox or Safari.",
    ),
    "no_camera": Advice(
        what="No camera was found on this device.",
        do="Plug one in and allow the browser to use it in the system's privacy settings.",
    ),
    "denied": Advice(
        what="The browser was told to keep the camera from this page.",
        do="Allow the camera with the sign beside the page's address, then reload the page.",
    ),
}
"""Why a live camera cannot work here, by the browser's answer, and what to do."""


def camera_trouble() -> Advice | None:
    """Ask the browser; None while it has not answered and when nothing is wrong."""
    answer = component(__package__, "camera_check")(key="camera-check", on_trouble_change=lambda: None, height=1)
    return CAMERA_TROUBLES.get(str(answer.get("trouble")))
