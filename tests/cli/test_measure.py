import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from support.analyses import make_refusal
from support.batch_fakes import make_folder
from support.command_line import Command
from support.pictures import shown
from thomas_test.core.errors import EstimatorError, ModelError
from thomas_test.images import write_picture
from thomas_test.output.records import analysis_from_json


def test_the_numbers_the_flags_and_the_picture(command: Command, photo: str, points: str) -> None:
    """One photo gives its angles with intervals, three flags with signs, the note, and an annotated picture."""
    run = command("measure", photo, "--points", points)
    assert run.status == 0
    assert run.err == ""
    for words in (
        "left, head to the left",
        "10.0° below horizontal (3.0° to 17.0° below)",
        "60.0° (",
        "✓ met",
        "thigh reaches parallel",
        "? borderline",
        "○ not met, as most knees",
        "the knees of 117 elite athletes hung at 52.5° on average",
        "rows of the picture (not levelled)",
        "by hand",
        "No horizon was found",
        "rendered bodies so far",
        "Annotated picture: photo-thomas.jpg",
    ):
        assert words in run.out
    with Image.open("photo-thomas.jpg") as picture:
        assert picture.size == (160, 120)


def test_a_pattern_stands_only_with_the_statements_that_it_needs(command: Command, photo: str, points: str) -> None:
    """Without --pelvis, --foot and --pain there are angles, flags, and what is needed for more; in JSON as well."""
    alone = command("measure", photo, "--points", points)
    assert "no pattern named: nobody stated that the low back lay flat" in alone.out
    assert "stated with --pelvis, --foot and --pain" in alone.out
    told = ("--pelvis", "felt", "--foot", "free", "--pain")
    full = command("measure", photo, "--points", points, *told, "none")
    assert "as most knees are (117 elite athletes: 52.5° on average)" in full.out
    assert "low back flat, felt with a hand under it; foot hung free; no pain" in full.out
    assert "--pelvis" not in full.out
    hurts = command("measure", photo, "--points", points, *told, "some")
    assert "no pattern named: something hurt" in hurts.out
    for options, pattern in (((), "undecided"), ((*told, "none"), "knee_open")):
        record = json.loads(command("measure", photo, "--points", points, "--json", *options).out)
        assert record["outcome"]["findings"]["pattern"] == pattern
        assert analysis_from_json(record).measured.findings.pattern == pattern


def test_a_marked_pelvis_stands_beside_the_thigh(command: Command, photo: str) -> None:
    """Points of the pelvis in the points file: its tilt, and the thigh against it; the thigh angle stays what it is."""
    Path("points.json").write_text(
        '{"tested_leg": "left", "head_towards": "left", "points_px": {"hip": [60, 60], "knee": [108.74, 68.594],'
        ' "iliac_crest": [40.15, 57.56]}}'  # 20 pixels away, 7 degrees higher
    )
    run = command("measure", photo, "--points", "points.json")
    assert "10.0° below horizontal" in run.out
    # half-widths worked by hand: an end wavers by 50 px times the thigh's own 2.65° over the square root of 2, 1.6 px;
    # over 20 px both ends make 6.6°, with the 2.4° of the rows 7.0°; 1.96 times that is 13.7°. Against the thigh the
    # rows fall out, and the hip counts for both lines
    assert "iliac crest to trochanter 7.0° tipped forward (6.7° tipped back to 20.7° tipped forward)" in run.out
    assert "; thigh against this line 3.0° below it (13.1° above to 19.1° below)" in run.out
    record = json.loads(command("measure", photo, "--points", "points.json", "--json").out)
    assert record["outcome"]["pelvis"]["points"] == "crest_trochanter"
    assert record["outcome"]["pelvis"]["tilt"]["value_deg"] == pytest.approx(7.0, abs=0.05)
    again = analysis_from_json(record).measured.pelvis
    assert again is not None
    assert again.thigh.value_deg == pytest.approx(3.0, abs=0.05)


def test_json_is_all_that_is_printed(command: Command, photo: str, points: str) -> None:
    """For machines: one record on the standard output, nothing else, and no picture that was not asked for."""
    run = command("measure", photo, "--points", points, "--json")
    analysis = analysis_from_json(json.loads(run.out))
    assert (run.status, run.err) == (0, "")
    assert analysis.measured.measurement.thigh.value_deg == pytest.approx(10.0, abs=0.05)
    assert sorted(path.name for path in Path().iterdir()) == ["photo.png", "points.json"]


def test_the_picture_goes_where_it_was_asked_for(command: Command, photo: str, points: str) -> None:
    """--out names the file and its kind, also beside --json."""
    assert command("measure", photo, "--points", points, "--json", "--out", "x.png").status == 0
    with Image.open("x.png") as picture:
        assert picture.format == "PNG"
    assert command("measure", photo, "--points", points, "--no-picture").status == 0
    assert not Path("photo-thomas.jpg").exists()


@pytest.mark.parametrize("name", ["x" * 249 + ".png", "写" * 83 + ".png"])
def test_the_longest_name_is_no_trouble(command: Command, tmp_path: Path, points: str, name: str) -> None:
    """The annotated picture has a name that fits; another one of it the next free name."""
    make_folder(tmp_path, name)
    for number in (1, 2):
        run = command("measure", name, "--points", points)
        assert (run.status, run.err) == (0, "")
        assert len(list(tmp_path.glob("*.jpg"))) == number


def test_nothing_is_overwritten_without_a_word(command: Command, photo: str, points: str) -> None:
    """Without --out the next free name is taken and told; a name given with --out is replaced."""
    Path("photo-thomas.jpg").write_text("mine")
    assert "Annotated picture: photo-thomas-2.jpg" in command("measure", photo, "--points", points).out
    assert "Annotated picture: photo-thomas-3.jpg" in command("measure", photo, "--points", points).out
    assert Path("photo-thomas.jpg").read_text() == "mine"
    command("measure", photo, "--points", points, "--out", "photo-thomas.jpg")
    assert Path("photo-thomas.jpg").read_bytes().startswith(b"\xff\xd8")


def test_the_face_is_blurred_unless_told_otherwise(command: Command) -> None:
    """The annotated picture shows the head without detail; --faces keep leaves it; elsewhere nothing differs."""
    noise = np.random.default_rng(3).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    write_picture(noise, Path("noise.png"))
    placed = {"hip": [400, 240], "knee": [510, 260], "ankle": [540, 350], "shoulder": [230, 240]}
    Path("points.json").write_text(json.dumps({"tested_leg": "left", "head_towards": "left", "points_px": placed}))
    plain = ("measure", "noise.png", "--points", "points.json", "--out")
    assert command(*plain, "blurred.png").status == 0
    assert command(*plain, "kept.png", "--faces", "keep").status == 0
    blurred, kept = (shown(Path(name)) for name in ("blurred.png", "kept.png"))
    # the head's middle lies 0.45 trunks beyond the shoulder, at (153, 240), in a circle of 71 pixels
    assert blurred[225:255, 120:180].std() < 0.4 * kept[225:255, 120:180].std()
    assert np.array_equal(blurred[:, 250:], kept[:, 250:])


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--level", "3"], "marked by hand, tilt +3.0°"),
        (["--level-line", "0,60,100,50"], "marked by hand, tilt +5.7°"),  # y grows downwards: it rises to the right
        (["--level-line", "100,50,0,60"], "marked by hand, tilt +5.7°"),
        (["--leg", "right"], "right, head to the left"),
        # the thigh then points towards the head, which no hanging leg's does
        (["--head", "right"], "Its thigh points 170° below the horizontal. It points at the head: if the head lies on"),
        (["--preset", "execp"], "knee bent near 67° (at least 67°)"),
        (["--knee-tolerance", "25"], "knee bent near 90° (at least 65°)"),
    ],
)
def test_the_user_may_overrule(command: Command, photo: str, points: str, options: list[str], expected: str) -> None:
    """What is said on the command line counts for more than the picture and the file."""
    assert expected in command("measure", photo, "--points", points, "--no-picture", *options).out


@pytest.mark.usefixtures("no_model")
def test_a_photo_is_read_by_the_model_without_points(command: Command, photo: str) -> None:
    """Without a points file the networks read the picture."""
    run = command("measure", photo)
    assert (run.status, run.err) == (0, "")
    assert "5.0° below horizontal (2.0° to 8.0° below)" in run.out


@pytest.mark.usefixtures("no_model")
def test_a_refused_picture_says_why_and_what_to_do(
    command: Command, photo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal is told in words with exit status 3; no picture unless asked for."""
    monkeypatch.setattr(
        "thomas_test.reader.analyse", lambda *_, **__: make_refusal(name="photo.png", size_px=(160, 120))
    )
    run = command("measure", photo)
    assert run.status == 3
    assert "photo.png: not measured. Nobody in the picture lies on their back. The person lies" in run.out
    assert not Path("photo-thomas.jpg").exists()
    asked = command("measure", photo, "--out", "why.jpg")
    assert asked.status == 3
    assert "the place of the face is not known, so it cannot be blurred. --faces keep" in asked.err
    assert not Path("why.jpg").exists()
    assert command("measure", photo, "--out", "why.jpg", "--faces", "keep").status == 3
    assert Path("why.jpg").exists()
    as_json = command("measure", photo, "--json")
    assert (as_json.status, json.loads(as_json.out)["reason"]) == (3, "nobody_lying")


def test_an_unreadable_picture_is_no_wrong_usage(command: Command, tmp_path: Path) -> None:
    """A broken file is told with exit status 3, to machines as a record."""
    make_folder(tmp_path, "broken.jpg")
    run = command("measure", "broken.jpg", "--json")
    assert run.status == 3
    assert json.loads(run.out)["reason"] == "unreadable"
    assert "broken.jpg" in run.err


def test_a_picture_that_may_not_be_read_is_no_wrong_usage(command: Command, locked: str) -> None:
    """Without permission the reason is no_permission, exit status 3, as in a folder; also to machines."""
    run = command("measure", f"{locked}/photo.png", "--json")
    assert (run.status, json.loads(run.out)["reason"]) == (3, "no_permission")
    assert "Not allowed to read 'photo.png'" in run.err


def test_a_readable_name_without_permission_is_no_wrong_usage(
    command: Command, photo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that may be looked at but not opened is told the same way."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.access", lambda *_: False)
    monkeypatch.setattr("pathlib.Path.open", refuse)
    run = command("measure", photo, "--json")
    assert (run.status, json.loads(run.out)["reason"]) == (3, "no_permission")


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--out", "locked/x/a.jpg"], "expected --out in a folder that exists and may be used"),
        (["--model", "locked/x.task"], "expected a pose model that can be read, got 'locked/x.task': Permission"),
    ],
)
def test_other_places_without_permission_are_wrong_usage(
    command: Command, photo: str, options: list[str], message: str
) -> None:
    """What was named beside the photo and may not be used is told in plain words, exit status 2."""
    run = command("measure", photo, *options)
    assert (run.status, run.out) == (2, "")
    assert message in run.err


@pytest.mark.usefixtures("photo")
@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["missing.jpg"], "missing.jpg"),
        (["."], "use 'thomas-test score' for folders"),
        (["photo.png", "--out", "x.txt"], "expected --out to end in .jpg"),
        (["photo.png", "--out", "nowhere/x.jpg"], "expected --out in a folder that exists"),
        (["photo.png", "--out", "./photo.png"], "another file for --out than the photo itself"),
        (["photo.png", "--preset", "x"], "expected a preset out of guide, execp, mills, got 'x'"),
        (["photo.png", "--knee-tolerance", "-1"], "expected a knee tolerance from 0 to 90"),
        (["photo.png", "--level", "60"], "expected a level tilt from -45 to 45"),
        (["photo.png", "--level", "1", "--level-line", "0,0,9,0"], "expected --level or --level-line, got both"),
        (["photo.png", "--level-line", "0,0,9"], "expected --level-line as X1,Y1,X2,Y2"),
        (["photo.png", "--level-line", "0,0,a,0"], "expected --level-line as X1,Y1,X2,Y2"),
        (["photo.png", "--level-line", "5,5,5,5"], "draw a longer line"),
        (["photo.png", "--level-line", "5,5,8,5"], "draw a longer line"),  # two clicks beside each other
        (["photo.png", "--level-line", "5,5,4000,5"], "expected a line inside the picture of"),
        (["photo.png", "--points", "missing.json"], "cannot read 'missing.json'"),
        (["photo.png", "--leg", "both"], "both"),
        (["photo.png", "--model", "huge"], "expected a pose model"),
        ([], "PHOTO"),
    ],
)
def test_wrong_usage_is_told_in_a_line(command: Command, argv: list[str], message: str) -> None:
    """Exit status 2, what was expected on the standard error, no traceback, nothing written."""
    run = command("measure", *argv)
    assert (run.status, run.out) == (2, "")
    assert message in " ".join(run.err.split())
    assert "Traceback" not in run.err
    assert [path.name for path in Path().iterdir()] == ["photo.png"]


def test_points_of_another_picture_are_not_used(command: Command, photo: str, points: str) -> None:
    """A file that names pictures has to name this one, also where it names a single one."""
    one = json.loads(Path(points).read_text())
    Path(points).write_text(json.dumps([{**one, "file": "a.jpg"}, {**one, "file": "b.jpg"}]))
    run = command("measure", photo, "--points", points)
    assert (run.status, run.out) == (2, "")
    assert "expected points of 'photo.png'" in run.err
    Path(points).write_text(json.dumps({**one, "file": "a.jpg"}))
    assert "got those of 'a.jpg'" in command("measure", photo, "--points", points).err
    Path(points).write_text(json.dumps([{**one, "file": "a.jpg"}, {**one, "file": "photo.png"}]))
    assert command("measure", photo, "--points", points).status == 0
    Path(points).write_text(json.dumps({**one, "points_px": {**one["points_px"], "hip": [5430, 60]}}))
    run = command("measure", photo, "--points", points)
    assert (run.status, run.out) == (2, "")
    assert "160 x 120 pixels, got hip at (5430, 60)" in run.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[" * 100_000 + "]" * 100_000, "values inside one another over 32 levels deep"),
        (
            '{"tested_leg": "left", "points_px": {"hip": [1' + "0" * 400 + ", 5]}}",
            "a finite number at points_px.hip[0]",
        ),
        ('{"tested_leg": "left", "tested_leg": "right"}', "every name once in an object, got 'tested_leg' twice"),
    ],
    ids=["nested", "huge", "ambiguous"],
)
def test_hostile_points_are_refused_in_words(command: Command, photo: str, content: str, message: str) -> None:
    """Points nested without end, beyond all numbers or said twice: status 2 and a sentence, no traceback."""
    Path("hostile.json").write_text(content, encoding="utf-8")
    run = command("measure", photo, "--points", "hostile.json")
    assert (run.status, run.out) == (2, "")
    assert message in " ".join(run.err.split())
    assert "Traceback" not in run.err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_points_may_come_from_windows(command: Command, photo: str, points: str, encoding: str) -> None:
    """A file that PowerShell or Notepad wrote is read like any other."""
    plain = command("measure", photo, "--points", points, "--json").out
    Path(points).write_text(Path(points).read_text(encoding="utf-8"), encoding=encoding)
    assert command("measure", photo, "--points", points, "--json").out == plain


@pytest.mark.parametrize("error", [ModelError("The model is not here."), EstimatorError("The network failed.")])
@pytest.mark.usefixtures("no_model")
def test_our_own_failures_have_their_own_status(
    command: Command, photo: str, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """A missing model or a failing network is told with exit status 1."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("thomas_test.estimators.registry.find_models", fail)
    run = command("measure", photo)
    assert (run.status, run.out, run.err) == (1, "", f"thomas-test: {error}\n")


@pytest.mark.usefixtures("no_model")
def test_a_bug_is_admitted_in_words(command: Command, photo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error has no traceback and says what to do; --debug shows where it was."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr("thomas_test.reader.analyse", fail)
    run = command("measure", photo)
    assert run.status == 1
    assert "unexpected problem (KeyError: 'oops')" in run.err
    assert "report it, without photos of people" in run.err
    assert "Traceback" not in run.err
    assert "Traceback" in command("--debug", "measure", photo).err


def test_a_name_cannot_steer_the_terminal(command: Command, tmp_path: Path, points: str) -> None:
    """Control characters in a file's name are written out."""
    name = "a\x1b[31m\nb.png"
    make_folder(tmp_path, "photo.png")
    (tmp_path / "photo.png").rename(tmp_path / name)
    run = command("measure", name, "--points", points)
    assert run.status == 0
    assert "\x1b" not in run.out
    assert "a\\x1b[31m\\nb.png" in run.out
