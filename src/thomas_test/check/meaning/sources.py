"""Where statements come from, and a sentence that carries its own source.

Only what was read in the source itself is named as sourced; what is taught everywhere and was not looked up is called
common teaching, and our own judgement is called ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from thomas_test.core.errors import UsageError


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where something was read.

    Attributes
    ----------
    short
        Beside a sentence, such as ``Harvey 1998``.
    full
        In the list of sources: authors, year, where, and on whom.
    """

    short: str
    full: str


@dataclass(frozen=True)
class Cited:
    """A sentence with where it comes from.

    Attributes
    ----------
    text
        One sentence, or two that share their source.
    sources
        At least one.
    """

    text: str
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        """Let nothing stand without a source."""
        if not self.sources:
            raise UsageError(f"expected a source for {self.text!r}, got none")

    @property
    def mark(self) -> str:
        """The sources in short, such as ``guide; Mills 2015``."""
        return "; ".join(source.short for source in self.sources)

    def __str__(self) -> str:
        """The sentence and its source behind it."""
        return f"{self.text} [{self.mark}]"


def cited(text: str, *sources: Source) -> Cited:
    """A sentence with its sources."""
    return Cited(text, sources)


def sources_of(sentences: Iterable[Cited]) -> tuple[Source, ...]:
    """Every source once, in the order in which they first appear."""
    return tuple(dict.fromkeys(source for sentence in sentences for source in sentence.sources))


GUIDE = Source(short="guide", full="The guide behind this tool")
OWN = Source(short="ours", full="Our own judgement; no source was read for it")
TEACHING = Source(short="common teaching", full="Commonly taught; no source was read for it")
MILLS = Source(
    short="Mills 2015", full="Mills et al. 2015, Int J Sports Phys Ther: restricted = thigh above horizontal"
)
EXECP = Source(
    short="EXECP 2021",
    full="EXECP protocol 2021, BMC Sports Sci Med Rehabil, s13102-021-00242-y: capsule and ligaments",
)
WORLD_RUGBY = Source(
    short="World Rugby", full="World Rugby, strength and conditioning page: extend the lower leg (no more than that)"
)
VIGOTSKY = Source(short="Vigotsky 2016", full="Vigotsky et al. 2016, PeerJ 4:e2325 (29 healthy students)")
TAKENAKA = Source(
    short="Takenaka 2017", full="Takenaka et al. 2017, J Phys Fitness Sports Med 6:349 (20 adults, radiographs)"
)
KIM = Source(short="Kim 2015", full="Kim & Ha 2015, J Phys Ther Sci, PMC4339157 (13 adults with tight hip flexors)")
CADY = Source(short="Cady 2022", full="Cady 2022, J Bodyw Mov Ther 29:86 (6 raters, photos; kappa 0.56 for the TFL)")
CEJUDO = Source(
    short="Cejudo 2015",
    full="Cejudo et al. 2015, Phys Ther Sport 16:107: minimal detectable change 6.9 degrees for the modified Thomas "
    "test; which of its angles, we could not see",
)
PEELER = Source(
    short="Peeler 2008",
    full="Peeler & Anderson 2008, J Athl Train 43:470 (54 adults, 3 therapists, 7 to 10 days apart: standard error 7 "
    "degrees at the knee)",
)
HARVEY = Source(short="Harvey 1998", full="Harvey 1998, Br J Sports Med 32:68 (117 elite athletes)")
FERBER = Source(short="Ferber 2010", full="Ferber et al. 2010, J Athl Train 45:344 (600 limbs of athletes)")
HIP_PATHWAY = Source(short="NHS G-care", full="NHS Gloucestershire, G-care: red flags for hip conditions")
FINUCANE = Source(
    short="IFOMPT 2020",
    full="Finucane et al. 2020, J Orthop Sports Phys Ther 50:350 (IFOMPT framework for red flags of the spine; its "
    "abstract was read)",
)
DISCLAIMERS = Source(
    short="app stop lists", full="Stop lists of published exercise and goniometry apps (RehabPath, MyFiziq, MovIQ)"
)
ACSM = Source(short="ACSM 2021", full="ACSM stretching guidelines, acsm.org, 18 March 2021")
WINTERS = Source(
    short="Winters 2004", full="Winters et al. 2004, Phys Ther 84:800 (33 patients, modified Thomas test, 6 weeks)"
)
JAIN = Source(
    short="Jain 2018",
    full="Jain et al. 2018, Int J Dev Res (30 subjects, active against passive stretching after Winters: active gained "
    "more)",
)
CHAUDHARY = Source(
    short="Chaudhary",
    full="Chaudhary et al., Indian J Physiother Occup Ther (quasi-experimental, 50 participants, modified Thomas test)",
)
GIBBONS = Source(short="Gibbons 2015", full="Gibbons, Massage & Bodywork, July/August 2015")
KONRAD = Source(
    short="Konrad 2022",
    full="Konrad et al. 2022, Sports Med 52:2523 (review, 290 healthy people; hamstrings, quadriceps and calves)",
)
PAGADUAN = Source(
    short="Pagaduan 2022", full="Pagaduan et al. 2022, Int J Environ Res Public Health 19:4315 (review, 9 trials)"
)
