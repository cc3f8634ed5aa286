"""Ways for a picture to come in: a file, the camera, a sample. Shows the inputs and gives what they hold."""

from __future__ import annotations

import streamlit as st

from thomas_test.app.cards import notes, steps
from thomas_test.app.opening import Incoming
from thomas_test.app.samples import sample_pictures, sample_title

PICTURE_TYPES = ("jpg", "jpeg", "png", "heic", "heif", "webp", "tif", "tiff", "bmp", "avif")
_FROM_FILE, _FROM_CAMERA, _FROM_SAMPLE = "File", "Camera", "Sample"
_HOW_TO = (
    "Lie back at the table's edge, draw one knee to the chest until the low back is flat, let the other leg hang.",
    "Lens at hip height, square to the table, 2.5 m or more away: zoom, do not step nearer.",
    "Shoulder to foot in the picture, the hanging leg towards the camera, tight or short clothing.",
    "Send the phone's original file: it knows where down is. Messengers strip that.",
)


def show_intake(turn: int) -> tuple[Incoming, ...]:
    """Show the inputs and give the files that a person has just handed over.

    Parameters
    ----------
    turn
        How often the desk was cleared: inputs of an earlier turn come back empty.
    """
    source = st.segmented_control(
        "Where is the photo?",
        (_FROM_FILE, _FROM_CAMERA, _FROM_SAMPLE),
        default=_FROM_FILE,
        required=True,
        key=f"source-{turn}",
    )
    if source == _FROM_CAMERA:
        files = _from_camera(turn)
    elif source == _FROM_SAMPLE:
        files = _from_sample(turn)
    else:
        files = _from_file(turn)
    st.html(steps("A photo that can be measured", _HOW_TO))
    return files


def _from_file(turn: int) -> tuple[Incoming, ...]:
    uploads = st.file_uploader(
        "Photos from the side, HEIC too; or a saved result (JSON) to go on with",
        type=[*PICTURE_TYPES, "json"],
        accept_multiple_files=True,
        key=f"upload-{turn}",
    )
    instead = "A larger one: save it as JPEG, or give its path on the Folder page."
    st.html(notes([f"Up to {upload_limit_mb()} MB a file. {instead}"]))
    return tuple(Incoming(name=upload.name, data=upload.getvalue()) for upload in uploads)


def _from_camera(turn: int) -> tuple[Incoming, ...]:
    taken = st.camera_input("Take a photo from the side", key=f"camera-{turn}", resolution="1080p")
    return () if taken is None else (Incoming(name="camera photo.jpg", data=taken.getvalue()),)


def _from_sample(turn: int) -> tuple[Incoming, ...]:
    pictures = sample_pictures()
    if not pictures:
        st.info("No sample pictures were installed with this copy. Choose a file instead.")
        return ()
    chosen = st.selectbox(
        "Sample picture", pictures, index=None, format_func=sample_title, placeholder="Choose one", key=f"sample-{turn}"
    )
    return () if chosen is None else (Incoming(name=chosen.name, data=chosen.read_bytes()),)


def upload_limit_mb() -> int:
    """Give how large a file may be that is handed over."""
    return int(st.get_option("server.maxUploadSize"))
