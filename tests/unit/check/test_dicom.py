"""The annotated pictures as DICOM Secondary Capture: read back by pydicom, whole, and by a pseudonym alone."""

import io
from dataclasses import replace

import numpy as np
import pydicom
import pytest
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage

from support.examinations import GROIN_PAIN, make_examination, make_leg, make_picture
from thomas_test.check.dicom import examination_dicom
from thomas_test.check.record import Examination, Stop
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side

REQUIRED = {
    "SOPClassUID", "SOPInstanceUID", "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID",
    "StudyDate", "StudyTime", "ReferringPhysicianName", "StudyID", "AccessionNumber", "Modality", "SeriesInstanceUID",
    "SeriesNumber", "ConversionType", "InstanceNumber", "PatientOrientation", "Rows", "Columns", "SamplesPerPixel",
    "PhotometricInterpretation", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation", "PixelData",
}  # fmt: skip
"""Types 1 and 2 of the modules that PS3.3, table A.8-1 makes mandatory for Secondary Capture."""


def opened(examination: Examination, side: Side = Side.LEFT) -> pydicom.FileDataset:
    """The instance of a leg, read back."""
    return pydicom.dcmread(io.BytesIO(examination_dicom(examination)[side]))


def test_what_is_written_is_a_secondary_capture_with_all_that_it_must_have() -> None:
    """Read back without force: preamble, file meta, mandatory attributes, and its leg."""
    found = opened(make_examination())
    assert found.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian
    assert found.SOPClassUID == SecondaryCaptureImageStorage == found.file_meta.MediaStorageSOPClassUID
    assert {name for name in REQUIRED if name not in found} == set()
    assert (found.ImageLaterality, found.BurnedInAnnotation) == ("L", "YES")
    assert found.StudyDate == "20260314"


def test_its_pixels_are_the_picture_with_the_lines_drawn_in() -> None:
    """Of the size in which the picture was kept; odd sizes are padded to an even length."""
    pixels = opened(make_examination()).pixel_array
    assert pixels.shape == (120, 160, 3)
    assert pixels.dtype == np.uint8
    odd = make_picture(size_px=(161, 121))
    leg = make_leg(Side.LEFT, 4.0, picture=odd)
    examination = make_examination(legs={Side.LEFT: leg})
    assert opened(examination).pixel_array.shape == (121, 161, 3)


def test_the_same_examination_gives_the_same_files_and_another_one_others() -> None:
    """An archive that has it knows it again; both legs stand in one series."""
    first, again = (examination_dicom(make_examination()) for _ in range(2))
    assert first == again
    left, right = (pydicom.dcmread(io.BytesIO(first[side])) for side in Side)
    assert left.SeriesInstanceUID == right.SeriesInstanceUID
    assert left.SOPInstanceUID != right.SOPInstanceUID
    assert opened(make_examination(examiner="somebody else")).StudyInstanceUID != left.StudyInstanceUID


def test_it_says_the_angles_and_what_it_is_for() -> None:
    """In words, with the clock where one was noted, and letters of any script."""
    found = opened(replace(make_examination(), person="Ærø-1", clock="14:05"))
    assert "below horizontal" in found.DerivationDescription
    assert "no diagnosis" in found.DerivationDescription
    assert (str(found.PatientName), found.StudyTime) == ("Ærø-1", "140500")


def test_a_name_is_one_value() -> None:
    """A backslash stands between values in DICOM: typed in a name it would make two people of one."""
    found = opened(replace(make_examination(), person="P\\07"))
    assert (str(found.PatientName), found.PatientID) == ("P 07", "P 07")


def test_a_code_is_a_whole_name() -> None:
    """A caret parts family and given name in DICOM, an equals sign scripts: a code has neither; the ID keeps it."""
    found = opened(replace(make_examination(), person="A^B=7"))
    assert (found.PatientName.family_name, found.PatientName.given_name, found.PatientID) == ("A B 7", "", "A^B=7")


def test_without_a_picture_there_is_nothing_to_write() -> None:
    """Said in words; so is a check that was stopped, of which nothing was to stay."""
    bare = make_examination(legs={Side.LEFT: make_leg(Side.LEFT, 4.0)})
    stopped = make_examination().stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT), keep_other=False)
    for examination in (bare, stopped):
        with pytest.raises(UsageError, match="got one without"):
            examination_dicom(examination)


def test_of_a_check_that_hurt_the_other_leg_is_written() -> None:
    """As the report shows it: the leg that hurt has no picture and no number."""
    stopped = make_examination().stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT))
    assert set(examination_dicom(stopped)) == {Side.RIGHT}
