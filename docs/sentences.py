"""Every sentence that tells a person something of a body or a test, with its source.

``python docs/sentences.py`` in a checkout writes docs/sentences.md, whenever a sentence or its source changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from thomas_test.check.drawings.setting_up import SETTING_UP
from thomas_test.check.drawings.suggested import DRAWINGS
from thomas_test.check.meaning import instructions
from thomas_test.check.meaning.advice import ONLY_IF_TIGHT
from thomas_test.check.meaning.meanings import CONFIDENCE, Meaning
from thomas_test.check.meaning.reference_bands import REFERENCE_BANDS
from thomas_test.check.meaning.sources import (
    CEJUDO,
    EXECP,
    GUIDE,
    HARVEY,
    KIM,
    MILLS,
    OWN,
    PEELER,
    TEACHING,
    Cited,
    Source,
    sources_of,
)
from thomas_test.check.meaning.suggestions import SUGGESTIONS
from thomas_test.check.red_flags import RED_FLAG_QUESTIONS
from thomas_test.core.criteria import GUIDE as GUIDE_PRESET
from thomas_test.core.criteria import PRESETS, Pattern
from thomas_test.core.quality import Advised, RefusalCode, WarningCode
from thomas_test.core.repeatability import PUBLISHED
from thomas_test.output.words import (
    FOOT_WORDS,
    INTENDED_USE,
    INTERVAL_NOTE,
    INTERVAL_NOTE_SHORT,
    KNEE_NORM_NOTE,
    LOW_BACK_HINT,
    PAIN_WORDS,
    PATTERN_WORDS,
    PELVIS_NOT_IN_IT,
    PELVIS_WORDS,
    SECOND_PHOTO_NOTE,
    sentence,
)

_OF_PATTERN: Mapping[Pattern, tuple[Source, ...]] = {
    Pattern.NONE: (GUIDE,),
    Pattern.ONE_JOINT: (GUIDE, MILLS),
    Pattern.KNEE_OPEN: (GUIDE, HARVEY),
    Pattern.TWO_JOINT: (GUIDE, HARVEY, KIM, OWN),
    Pattern.SHORT_UNCLEAR: (GUIDE, HARVEY, TEACHING),
    Pattern.TWO_JOINT_OR_BOTH: (GUIDE, TEACHING),
    Pattern.UNDECIDED: (OWN,),
}
_OF_THE_SET_UP: frozenset[Advised] = frozenset(
    {
        RefusalCode.NOBODY_LYING,
        RefusalCode.UPRIGHT,
        RefusalCode.BOTH_LEGS_FLAT,
        RefusalCode.BOTH_KNEES_HELD,
        RefusalCode.OTHER_KNEE_NOT_HELD,
        RefusalCode.LEG_RAISED_STRAIGHT,
        WarningCode.OTHER_KNEE_LOW,
        WarningCode.OTHER_KNEE_FREE,
    }
)
"""What the guide itself asks for."""
_OF_PRESET: Mapping[str, Source] = {"guide": GUIDE, "execp": EXECP, "mills": MILLS}


def shown_sentences() -> tuple[tuple[str, tuple[Cited, ...]], ...]:
    """Every sentence, by where it is shown, in the order of a check."""
    return (
        ("Everywhere", tuple(_everywhere())),
        ("Questions before the test", tuple(_questions())),
        ("During the test", tuple(_during())),
        ("What a picture asks for", tuple(_pictures())),
        ("The pattern in one line", tuple(_patterns())),
        ("The headings", _once(_headings())),
        ("What this may mean", _once(one for meaning in Meaning for one in meaning.value.sentences)),
        ("How sure that is", _once(one for told in CONFIDENCE.values() for one in told)),
        ("Comparison groups and thresholds", tuple(_groups())),
        ("What repeating may change", tuple(_repeating())),
        ("What the drawings show", _once(_drawings())),
        ("What can be done", _once(one for suggestion in SUGGESTIONS.values() for one in suggestion.sentences)),
    )


def _once(sentences: Iterable[Cited]) -> tuple[Cited, ...]:
    return tuple(dict.fromkeys(sentences))


def _everywhere() -> Iterator[Cited]:
    yield Cited(INTENDED_USE, (OWN,))
    yield Cited(INTERVAL_NOTE, (CEJUDO, PEELER, OWN))
    yield Cited(INTERVAL_NOTE_SHORT, (CEJUDO, PEELER, OWN))
    yield Cited(SECOND_PHOTO_NOTE, (OWN,))
    yield Cited(sentence(KNEE_NORM_NOTE), (HARVEY,))
    for words in (*FOOT_WORDS.values(), *PAIN_WORDS.values()):
        yield Cited(sentence(words), (GUIDE,))
    for words in PELVIS_WORDS.values():
        yield Cited(sentence(words), (OWN,))
    yield Cited(sentence(PELVIS_NOT_IN_IT), (OWN,))
    yield Cited(LOW_BACK_HINT, (OWN,))


def _questions() -> Iterator[Cited]:
    for asked in RED_FLAG_QUESTIONS.values():
        yield Cited(f"{asked.question} {asked.reason}", asked.sources)


def _during() -> Iterator[Cited]:
    """All that the module tells, in the order of the test."""
    for told in vars(instructions).values():
        if isinstance(told, tuple | Cited):
            yield from told if isinstance(told, tuple) else (told,)


def _pictures() -> Iterator[Cited]:
    """Refusals and warnings, with what to do: how the test is set up is the guide's, how it is photographed is ours."""
    for code in (*RefusalCode, *WarningCode):
        yield Cited(str(code.advice), (GUIDE,) if code in _OF_THE_SET_UP else (OWN,))


def _headings() -> Iterator[Cited]:
    """What stands above a reading or a suggestion rests on the same sources as what stands below it."""
    for meaning in Meaning:
        sources = tuple(sources_of(meaning.value.goes_with)) or (OWN,)
        yield Cited(sentence(meaning.value.title), sources)
    for suggestion in SUGGESTIONS.values():
        yield Cited(sentence(suggestion.title), tuple(sources_of(suggestion.sentences)))
    yield Cited(sentence(ONLY_IF_TIGHT), (OWN,))


def _drawings() -> Iterator[Cited]:
    """What a drawing shows rests on the words that it stands beside."""
    for panel in SETTING_UP:
        yield Cited(panel.words, (GUIDE, OWN))
    for measure, drawing in DRAWINGS.items():
        for panel in drawing:
            yield Cited(panel.words, tuple(sources_of(SUGGESTIONS[measure].how)))


def _patterns() -> Iterator[Cited]:
    for pattern, words in PATTERN_WORDS.items():
        knee = f"the guide's {GUIDE_PRESET.knee_deg:g}°"
        yield Cited(sentence(words.format(knee=knee)), _OF_PATTERN[pattern])


def _groups() -> Iterator[Cited]:
    for band in REFERENCE_BANDS:
        yield Cited(band.words, (band.source,))
        yield Cited(sentence(band.name), (band.source,))
    for preset in PRESETS.values():
        yield Cited(sentence(preset.source), (_OF_PRESET[preset.name],))


def _repeating() -> Iterator[Cited]:
    for (name, mdc), source in zip(PUBLISHED.named, (CEJUDO, KIM, PEELER, CEJUDO), strict=True):
        yield Cited(f"{name.capitalize()}: {mdc.degrees:g}°. {sentence(mdc.source)}", (source,))


def sentences_page() -> str:
    """The table as a page of Markdown: sentences with sources; what each source measured, on whom, how sure."""
    lines = [
        "# What is said, and where it comes from",
        "",
        "Every sentence about a body or a test that app, command line and reports show, made by",
        "`python docs/sentences.py`; a test finds one that is shown and does not stand here. *Ours* is our own",
        "judgement, *common teaching* was not looked up; neither is called sourced.",
    ]
    for where, sentences in shown_sentences():
        lines += ["", f"## {where}", "", "| sentence | source |", "|---|---|"]
        lines += [f"| {_cell(one.text)} | {_cell(one.mark)} |" for one in sentences]
    every = sources_of(one for _, sentences in shown_sentences() for one in sentences)
    lines += ["", "## The sources", ""]
    lines += ["| source | in full | what it measured | on whom | how sure |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(map(_cell, (s.short, s.full, s.measured, s.whom, s.sure)))} |" for s in every]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    (Path(__file__).parent / "sentences.md").write_text(sentences_page(), encoding="utf-8", newline="\n")
