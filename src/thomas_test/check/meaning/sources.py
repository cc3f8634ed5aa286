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
    measured, whom
        What was measured there, and on whom: for the table in docs/sentences.md.
    sure
        How sure what rests on it is.
    """

    short: str
    full: str
    measured: str = ""
    whom: str = ""
    sure: str = ""


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


GUIDE = Source(
    short="guide",
    full="The guide behind this tool",
    measured="nothing: it teaches",
    whom="–",
    sure="the teaching that the tool follows, not tested by it",
)
OWN = Source(
    short="ours",
    full="Our own judgement; no source was read for it",
    measured="nothing",
    whom="–",
    sure="judgement",
)
TEACHING = Source(
    short="common teaching",
    full="Commonly taught; no source was read for it",
    measured="nothing that was read",
    whom="–",
    sure="taught everywhere, not looked up",
)
MILLS = Source(
    short="Mills 2015",
    full="Mills et al. 2015, Int J Sports Phys Ther: restricted = thigh above horizontal",
    measured="groups by the thigh's side of the horizontal",
    whom="not seen",
    sure="a definition, no validation",
)
EXECP = Source(
    short="EXECP 2021",
    full="EXECP protocol 2021, BMC Sports Sci Med Rehabil, s13102-021-00242-y: capsule and ligaments",
    measured="a protocol's note and cut-offs",
    whom="protocol for children with cerebral palsy and controls",
    sure="a note, not measured",
)
WORLD_RUGBY = Source(
    short="World Rugby",
    full="World Rugby, strength and conditioning page: extend the lower leg (no more than that)",
    measured="nothing: it says what to do",
    whom="–",
    sure="an instruction",
)
VIGOTSKY = Source(
    short="Vigotsky 2016",
    full="Vigotsky et al. 2016, PeerJ 4:e2325 (29 healthy students)",
    measured="the test against hip extension by motion capture; the tilt of the pelvis beside its error",
    whom="29 healthy students, 22 ± 4 years",
    sure="one small study: 95 % intervals 14-55 and 18-90 %",
)
TAKENAKA = Source(
    short="Takenaka 2017",
    full="Takenaka et al. 2017, J Phys Fitness Sports Med 6:349 (20 adults, radiographs)",
    measured="curve of the low back and tilt of the pelvis on radiographs, in this and two other positions",
    whom="20 people of 23 to 39 years without trauma",
    sure="one small study; its abstract was read",
)
KIM = Source(
    short="Kim 2015",
    full="Kim & Ha 2015, J Phys Ther Sci, PMC4339157 (13 adults with tight hip flexors)",
    measured="knee angle in two sessions, pelvis as usual and held",
    whom="13 adults with tight hip flexors",
    sure="one very small study",
)
CADY = Source(
    short="Cady 2022",
    full="Cady 2022, J Bodyw Mov Ther 29:86 (6 raters, photos; kappa 0.56 for the TFL)",
    measured="agreement of raters on photos, pass or fail",
    whom="20 rugby players, 6 raters",
    sure="one small study; its abstract was read",
)
CEJUDO = Source(
    short="Cejudo 2015",
    full="Cejudo et al. 2015, Phys Ther Sport 16:107: minimal detectable change 6.9 degrees for the modified Thomas "
    "test; which of its angles, we could not see",
    measured="repeatability between sessions, by inclinometer",
    whom="60 futsal and 30 handball players",
    sure="its abstract was read; which angle was not seen",
)
PEELER = Source(
    short="Peeler 2008",
    full="Peeler & Anderson 2008, J Athl Train 43:470 (54 adults, 3 therapists, 7 to 10 days apart: standard error 7 "
    "degrees at the knee)",
    measured="knee angle by goniometer, tested again after 7 to 10 days",
    whom="54 adults of 18 to 45 years, 3 therapists",
    sure="one study; its abstract was read",
)
HARVEY = Source(
    short="Harvey 1998",
    full="Harvey 1998, Br J Sports Med 32:68 (117 elite athletes)",
    measured="hip, knee and abduction angles in this test by goniometer",
    whom="117 elite athletes in tennis, basketball, rowing and running",
    sure="one study of athletes; no spread is printed",
)
FERBER = Source(
    short="Ferber 2010",
    full="Ferber et al. 2010, J Athl Train 45:344 (600 limbs of athletes)",
    measured="thigh angle in this test by digital inclinometer",
    whom="300 recreational athletes, 250 of them injured, 600 limbs",
    sure="a large group, most of them injured",
)
HIP_PATHWAY = Source(
    short="NHS G-care",
    full="NHS Gloucestershire, G-care: red flags for hip conditions",
    measured="nothing: a pathway for referral",
    whom="patients with hip trouble in Gloucestershire",
    sure="guidance in use; few red flags have been tested",
)
FINUCANE = Source(
    short="IFOMPT 2020",
    full="Finucane et al. 2020, J Orthop Sports Phys Ther 50:350 (IFOMPT framework for red flags of the spine: cauda "
    "equina, fracture, cancer and infection; its abstract was read)",
    measured="consensus of 100 experts from 19 countries",
    whom="people who may have a serious disease of the spine",
    sure="consensus: it says itself that most red flags lack evidence",
)
NICE_CLOT = Source(
    short="NICE NG158",
    full="NICE NG158, 1.1.1 and table 1: signs of a deep vein thrombosis",
    measured="guideline with the Wells score",
    whom="adults who may have a clot",
    sure="a national guideline",
)
STRESS_FRACTURES = Source(
    short="Robertson 2017",
    full="Robertson & Wood 2017, Sports Med Int Open 1:E58: stress fractures of the femoral neck",
    measured="a review of the literature",
    whom="athletes, above all runners",
    sure="a review; its abstract was read",
)
ABSCESSES = Source(
    short="Mallick 2004",
    full="Mallick et al. 2004, Postgrad Med J 80:459: iliopsoas abscesses",
    measured="a review of the literature",
    whom="patients with an abscess at the psoas",
    sure="a review; its abstract was read. The appendix is common teaching",
)
SPINE_INFECTIONS = Source(
    short="Yusuf 2019",
    full="Yusuf et al. 2019, BMC Musculoskelet Disord, s12891-019-2949-6: infections of the spine",
    measured="a systematic review of red flags for infection of the spine",
    whom="2224 cases in 40 papers",
    sure="descriptive: accuracy could not be assessed",
)
PREGNANCY_GUIDELINE = Source(
    short="Mottola 2018",
    full="Mottola et al. 2018, Br J Sports Med 52:1339: avoid lying flat if unwell; from when on is our caution",
    measured="a national guideline on exercise in pregnancy",
    whom="pregnant women",
    sure="a guideline; the second half as the limit is ours",
)
BARTLETT = Source(
    short="Bartlett 1985",
    full="Bartlett et al. 1985, Arch Phys Med Rehabil 66:620",
    measured="four techniques for a hip that does not straighten",
    whom="45 children",
    sure="one study of children; its abstract was read",
)
PSOAS_BLEEDING = Source(
    short="Basheer 2013",
    full="Basheer et al. 2013, Surg Neurol Int 4:121: bleeding into both iliopsoas muscles under blood thinners",
    measured="a case with a review of the literature",
    whom="patients under blood thinners",
    sure="rare; its abstract was read. That a stretch brings it on is our caution",
)
HIP_PRECAUTIONS = Source(
    short="Eannucci 2019",
    full="Eannucci et al. 2019, HSS J 15:247: usual precautions after hip replacement from behind, no bend over 90 "
    "degrees, and what became of patients without them",
    measured="dislocations in 6 weeks without the usual precautions",
    whom="164 patients of one surgeon",
    sure="precautions vary by surgeon and are disputed: hence whoever operated is asked",
)
GROIN_SWELLING = Source(
    short="GP Online",
    full="GP Online, red flag symptoms: groin swelling (pulsatile, very painful, irreducible, cancer before)",
    measured="nothing: it teaches",
    whom="patients of general practice",
    sure="an article for general practitioners",
)
DISCLAIMERS = Source(
    short="app stop lists",
    full="Stop lists of published exercise and goniometry apps (RehabPath, MyFiziq, MovIQ)",
    measured="nothing",
    whom="–",
    sure="what others warn of",
)
ACSM = Source(
    short="ACSM 2021",
    full="ACSM stretching guidelines, acsm.org, 18 March 2021",
    measured="guidelines of a society",
    whom="adults",
    sure="guidance",
)
WINTERS = Source(
    short="Winters 2004",
    full="Winters et al. 2004, Phys Ther 84:800 (33 patients, modified Thomas test, 6 weeks)",
    measured="hip extension in this test after active or passive stretching",
    whom="33 patients of 18 to 25 years with back pain or leg injuries",
    sure="one randomised trial, no group without stretching",
)
JAIN = Source(
    short="Jain 2018",
    full="Jain et al. 2018, Int J Dev Res (30 subjects, active against passive stretching after Winters: active gained "
    "more)",
    measured="hip extension after active or passive stretching",
    whom="30 subjects with tight hip flexors",
    sure="one small trial; its abstract was read",
)
CHAUDHARY = Source(
    short="Chaudhary",
    full="Chaudhary et al., Indian J Physiother Occup Ther (quasi-experimental, 50 participants, modified Thomas test)",
    measured="hip extension after post-isometric relaxation or static stretching",
    whom="50 participants with a tight iliopsoas",
    sure="quasi-experimental: not said to be randomised; its abstract was read",
)
GIBBONS = Source(
    short="Gibbons 2015",
    full="Gibbons, Massage & Bodywork, July/August 2015",
    measured="nothing: it teaches",
    whom="–",
    sure="a trade magazine",
)
KONRAD = Source(
    short="Konrad 2022",
    full="Konrad et al. 2022, Sports Med 52:2523 (review, 290 healthy people; hamstrings, quadriceps and calves)",
    measured="range of motion after weeks of foam rolling of hamstrings, quadriceps or calves",
    whom="290 healthy people in 11 studies",
    sure="a meta-analysis; hip flexors by themselves were not measured",
)
PAGADUAN = Source(
    short="Pagaduan 2022",
    full="Pagaduan et al. 2022, Int J Environ Res Public Health 19:4315 (review, 9 trials)",
    measured="range of motion after at least 4 weeks of foam rolling",
    whom="9 trials",
    sure="conflicting results",
)
