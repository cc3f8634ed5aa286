from thomas_test.examination.statements import Pelvis
from thomas_test.meaning.table import CONFIDENCE, READINGS, Meaning


def test_every_meaning_has_its_row_and_its_sources() -> None:
    """No meaning without words, none without a source, no way to tell apart without its own."""
    assert set(READINGS) == set(Meaning)
    assert set(CONFIDENCE) == set(Pelvis)
    for reading in READINGS.values():
        assert reading.sources
        assert bool(reading.tells_apart) == bool(reading.tells_source)


def test_words_describe_and_do_not_diagnose() -> None:
    """No row speaks of a diagnosis, a positive test or a contracture."""
    text = " ".join(f"{r.title} {r.seen} {r.goes_with} {r.tells_apart}" for r in READINGS.values()).lower()
    assert not any(word in text for word in ("diagnos", "positive", "contracture", "abnormal", "you have"))
