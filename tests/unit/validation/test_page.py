from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from thomas_test.core.errors import UsageError
from thomas_test.validation import Estimate, ValidationReport, summary, validate, write_validation_page
from thomas_test.validation.page import figure_text, page_html, report_record, share_text

Write = Callable[..., Path]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> ValidationReport:
    """Make a small report with both angles, two raters, a refusal and names made by a stranger."""
    results = "file,status,reason,thigh_angle_deg,thigh_low_deg,thigh_high_deg,knee_flexion_deg\n" + "\n".join(
        f"{i}.jpg,measured,,{i},{i - 2},{i + 2},{50 + 2 * i}" for i in range(6)
    )
    results += "\n<script>alert(1)</script>.jpg,refused,no_person,,,,"
    reference = "file,rater,thigh_angle_deg,knee_flexion_deg\n" + "\n".join(
        f"{i}.jpg,{rater},{i + (i % 3) - 1 + shift},{50 + 2 * i + (i % 2)}"
        for i in range(6)
        for rater, shift in (("A", 0.0), ("<b>B</b>", 0.5))
    )
    folder = tmp_path_factory.mktemp("tables")
    for name, text in (("results.csv", results), ("reference.csv", reference)):
        (folder / name).write_text(text, encoding="utf-8")
    return validate(folder / "results.csv", folder / "reference.csv")


@pytest.fixture(scope="module")
def page(report: ValidationReport) -> str:
    """Its page."""
    return page_html(report)


class _Images(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.images: list[dict[str, str | None]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect pictures and tags."""
        self.tags.add(tag)
        if tag == "img":
            self.images.append(dict(attrs))


def test_the_page_needs_nothing_else(page: str) -> None:
    """No script, no address, nothing fetched; the plots are in it, and they are pictures."""
    seen = _Images()
    seen.feed(page)
    assert not {"script", "link", "iframe", "b"} & seen.tags
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert len(seen.images) == 4
    for image in seen.images:
        kind, _, data = (image["src"] or "").partition(",")
        assert kind == "data:image/svg+xml;base64"
        assert ET.fromstring(base64.b64decode(data)).tag.endswith("svg")  # noqa: S314 - drawn a line above


def test_every_plot_says_in_words_what_it_shows(report: ValidationReport, page: str) -> None:
    """The text alternatives hold the figures that the plots draw."""
    seen = _Images()
    seen.feed(page)
    texts = [image["alt"] or "" for image in seen.images]
    assert [text.split(":")[0] for text in texts] == [
        "Bland-Altman plot of the thigh angle",
        "Scatter plot of the thigh angle",
        "Bland-Altman plot of the knee flexion",
        "Scatter plot of the knee flexion",
    ]
    bias = report.agreements[0].bias.value
    assert f"Bias {bias:.1f}°" in texts[0]
    assert "6 pairs" in texts[1]


def test_names_from_the_tables_are_only_text(page: str) -> None:
    """File names and raters are written by strangers: they are shown, never obeyed."""
    assert "&lt;script&gt;alert(1)&lt;/script&gt;.jpg" in page
    assert "&lt;b&gt;B&lt;/b&gt;" in page


def test_the_page_says_who_was_left_out_and_how_it_was_computed(report: ValidationReport, page: str) -> None:
    """The refusal with its code, the ICC's form and the tables' hashes stand on the page."""
    assert "refused: refused (no_person)" in page
    assert "two-way random effects, absolute agreement, single rater" in page
    assert report.results.sha256 in page


def test_the_same_report_gives_the_same_page(report: ValidationReport, page: str) -> None:
    """No date and no chance in it: two runs can be compared."""
    assert page_html(report) == page


def test_json_stands_beside_the_page_with_every_figure(report: ValidationReport, tmp_path: Path) -> None:
    """The folder is made; the JSON is strict and holds figures, pairs and who was left out."""
    written = write_validation_page(report, tmp_path / "new" / "folder")
    assert written.page.read_text(encoding="utf-8").startswith("<!doctype html>")
    record = json.loads(written.json.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert record["schema"] == "thomas-test.validation"
    assert record["agreements"][0]["bias"]["value"] == report.agreements[0].bias.value
    assert record["agreements"][0]["absolute_error_p95"]["because"] == "fewer than 20 pairs"
    assert record["left_out"][0]["reason"] == "refused"
    assert record["pairs"][0]["reference"]["A"] == {"thigh_angle_deg": -1.0, "knee_flexion_deg": 50.0}
    assert record == json.loads(json.dumps(report_record(report)))


def test_a_folder_that_cannot_be_made_is_named(report: ValidationReport, tmp_path: Path) -> None:
    """A file in the way gives a message, no traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="expected a folder"):
        write_validation_page(report, tmp_path / "file")


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(value=-1.234, low=-2.0, high=0.5), "−1.23° [−2.00 to 0.50]"),
        (Estimate(value=-0.001, because="x"), "0.00°"),  # no minus zero
        (Estimate(because="there are two"), "not computed, because there are two"),
    ],
)
def test_figures_are_written_with_their_interval_or_reason(estimate: Estimate, text: str) -> None:
    """A figure, its interval in brackets, or why it is missing."""
    assert figure_text(estimate) == text


def test_shares_are_written_in_per_cent() -> None:
    """A share of 0.95 reads 95 %."""
    assert share_text(Estimate(value=0.95, low=0.9, high=1.0)) == "95 % [90 to 100]"
    assert share_text(Estimate(because="none")) == "not computed, because none"


def test_the_summary_has_the_main_figures(report: ValidationReport) -> None:
    """The terminal shows bias, limits, ICC, the flags and how many were left out."""
    text = summary(report)
    for words in (
        "6 pairs",
        "bias",
        "lower limit",
        "ICC(2,1)",
        "(proportional bias)",
        "(reference inside the tool's own 95 % interval)",
        "reaches_parallel",
        "borderline",
        "left out: 1 refused",
    ):
        assert words in text


def test_one_is_counted_as_one(write: Write) -> None:
    """One pair of one person, on the terminal as well."""
    one = write("one.csv", "file,thigh_angle_deg\na.jpg,3")
    text = summary(validate(one, write("other.csv", "file,thigh_angle_deg\na.jpg,1")))
    assert "other.csv: 1 pair\n" in text
    assert "1 pair of 1 person, against" in text


def test_one_pair_makes_a_page_too(write: Write) -> None:
    """A single pair is drawn and described; what cannot be computed says so on the page."""
    one = write("one.csv", "file,thigh_angle_deg\na.jpg,3")
    page = page_html(validate(one, write("other.csv", "file,thigh_angle_deg\na.jpg,1")))
    assert "2.00°" in page
    assert "1 pair of 1 person," in page
    assert "1 pairs" not in page
    assert "not computed, because one pair has no spread" in page
