"""The annotated pictures of an examination as DICOM Secondary Capture, for an archive that keeps pictures.

One instance for each leg of which a picture is kept: what the report shows, drawn on, faces as they were kept. Numbers
are burnt in and stand as text in the derivation; a structured report of the angles is not written.
"""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from thomas_test.check.record import Examination
from thomas_test.check.report.leg import trial_to_show
from thomas_test.check.storage import save_examination
from thomas_test.check.summary import LegSummary, summarise
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.pictures import RgbImage
from thomas_test.images import read_photo
from thomas_test.output.rows import package_version
from thomas_test.output.words import INTENDED_USE, knee_words, sentence, thigh_words
from thomas_test.overlay import draw_overlay

if TYPE_CHECKING:
    from pydicom import Dataset

_LATERALITY: Final = {Side.LEFT: "L", Side.RIGHT: "R"}
_LONGEST_TEXT: Final = 1024
"""Letters of a derivation description (VR ST)."""
_AS_ONE_PART: Final = str.maketrans("^=", "  ")
"""Between the parts of a name stands a caret, between its scripts an equals sign (DICOM PS3.5, 6.2, VR PN)."""


def examination_dicom(examination: Examination) -> dict[Side, bytes]:
    """A DICOM file for each leg of which there is a picture to show; the same for the same examination.

    Raises
    ------
    UsageError
        Where the extra ``dicom`` is not installed, or no picture is kept.
    """
    if find_spec("pydicom") is None:
        raise UsageError("expected the library pydicom, got none: pip install 'thomas-test[dicom]'")
    made = {}
    for number, side in enumerate(examination.order, start=1):
        summary = summarise(examination, side)
        if summary is None:
            continue
        trial = trial_to_show(examination.legs[side], summary)
        if trial.picture is not None:
            drawn = draw_overlay(read_photo(trial.picture).rgb, trial.analysis, panel=False)
            made[side] = _written(_instance(examination, side, summary, number), drawn)
    if not made:
        raise UsageError("expected a check with pictures, got one without: save it with them, or use --fhir")
    return made


def _instance(examination: Examination, side: Side, summary: LegSummary, number: int) -> Dataset:
    """All of an instance but its pixels: DICOM PS3.3, A.8.1 (Secondary Capture Image)."""
    from pydicom import Dataset
    from pydicom.uid import SecondaryCaptureImageStorage

    made = Dataset()
    made.SOPClassUID = SecondaryCaptureImageStorage
    made.SOPInstanceUID = _uid(examination, f"instance {side}")
    made.StudyInstanceUID = _uid(examination, "study")
    made.SeriesInstanceUID = _uid(examination, "series")
    made.SpecificCharacterSet = "ISO_IR 192"
    made.PatientID = examination.person[:64].replace("\\", " ")
    made.PatientName = made.PatientID.translate(_AS_ONE_PART)
    made.PatientBirthDate = made.PatientSex = ""
    made.StudyDate = made.ContentDate = examination.day.strftime("%Y%m%d")
    made.StudyTime = made.ContentTime = examination.clock.replace(":", "") + "00" if examination.clock else ""
    made.StudyID = made.AccessionNumber = made.ReferringPhysicianName = ""
    made.StudyDescription = "Modified Thomas test"
    made.Modality, made.ConversionType = "OT", "WSD"
    made.SeriesNumber, made.InstanceNumber = 1, number
    made.SeriesDescription = "Annotated photographs"
    made.Manufacturer, made.ManufacturerModelName = "thomas-test", "thomas-test"
    made.SoftwareVersions = package_version()
    made.ImageLaterality, made.PatientOrientation = _LATERALITY[side], ""
    made.BurnedInAnnotation, made.LossyImageCompression = "YES", "01"
    made.ImageType = ["DERIVED", "SECONDARY"]
    angles = [thigh_words(summary.thigh.angle)]
    if summary.knee is not None:
        angles.append(knee_words(summary.knee.angle))
    made.DerivationDescription = f"{sentence('; '.join(angles))} {INTENDED_USE}"[:_LONGEST_TEXT]
    return made


def _uid(examination: Examination, what: str) -> str:
    """A UID made of the examination itself, so that an archive knows what it has already."""
    from pydicom.uid import generate_uid

    return str(generate_uid(entropy_srcs=[save_examination(examination, pictures=False).decode(), what]))


def _written(made: Dataset, rgb: RgbImage) -> bytes:
    from pydicom.dataset import FileMetaDataset
    from pydicom.uid import ExplicitVRLittleEndian

    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.set_pixel_data(rgb, "RGB", 8, generate_instance_uid=False)
    made["PixelData"].VR = "OW"  # as files of before have it: the same examination gives the same file
    out = io.BytesIO()
    made.save_as(out, enforce_file_format=True)
    return out.getvalue()
