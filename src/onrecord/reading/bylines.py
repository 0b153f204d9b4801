"""Who wrote an article and for whom, as bylines and biographies say it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.reading.dates import CLOCK, DATE, DAY

#: Words in names that have no capital.
_PARTICLES = frozenset("al bin da de del della den der di dos du el ibn la le ten ter van von y".split())  # noqa: SIM905
#: Capitalised words that make a short line a heading and no name.
_NO_NAME = frozenset(
    """a about abstract advertisement after all an analysis and arts as at before breaking business by comment
    commentary correction culture data economy editorial education elections environment exclusive explainer
    fact feature features file finance follow for from full health how in international interview is it latest
    letters life live local magazine markets media more national new news no obituary on opinion our photo photos
    podcast politics press profile read related report review science society speech sport sports statement
    story summary tech technology text the this to top transcript travel trending update updated updates video
    watch what when where who why will with world you your""".split()  # noqa: SIM905
)
#: Regions that newspapers name their parts after.
_REGIONS = frozenset("africa america americas asia australia britain canada china east europe middle uk us".split())  # noqa: SIM905
#: Words that stand in the names of newspapers, agencies and broadcasters.
_OUTLET = re.compile(
    r"\b(?:times|post|news|journal|herald|tribune|press|gazette|ledger|daily|weekly|guardian|observer|telegraph|chronicle"
    r"|star|sun|mail|review|dispatch|courier|standard|mirror|register|magazine|today|broadcasting|radio|tv|television|agency"
    r"|media|wire|bulletin|monitor|examiner|globe|inquirer|independent|argus|echo|sentinel|reuters|bloomberg|bbc|cnn|npr|afp"
    r"|ap|politico)\b",
    re.IGNORECASE,
)
_STAFF = (
    r"(?:reporter|correspondent|editor(?:-at-large|-in-chief)?|staff writer|writer|columnist|journalist|bureau chief"
    r"|contributor|producer|anchor|photographer|blogger|fellow)"
)
_ROLE = re.compile(
    r"(?:(?:the|a|an|senior|chief|staff|contributing|deputy|managing|associate|assistant|national|foreign|international"
    rf"|special|investigative|freelance|guest|opinion|[a-z]+(?: affairs)?)\s+){{0,4}}{_STAFF}s?",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|by-?line:|(?:written|reported|story|words|text) by)[:\s]\s*(?=\S)", re.IGNORECASE)
_PARTS = re.compile(r"\s*[,|•·–—/]\s+|\s+[|•·–—-]\s+")
_AND = re.compile(r"\s*,?\s+(?:and|&|with)\s+|\s*;\s*", re.IGNORECASE)
_CREDIT = re.compile(
    r"\(?(?i:contributing|additional reporting|reporting|editing|edited|compiled|with reporting)(?: by)?:? [A-Z]"
    r"|.{0,200}\b(?:contributed (?:to|reporting)|reported from [A-Z]|(?:and|;) [^;.]{3,40}, from [A-Z])",
    re.DOTALL,
)
_BIOGRAPHY = re.compile(
    r"(?P<name>[^,.()]{3,40}(?:\.[^,.()]{1,30})?)(?:,[^,]{1,80},|\s*\([^)]{1,60}\))?\s+"
    r"(?:(?:is|was)\s+(?P<what>.{3,300})"
    r"|(?:(?:covers|writes|edits|blogs|reports)|has (?:covered|written|reported))\s.{3,200})",
    re.DOTALL,
)
_TRADE = re.compile(
    rf"\b(?:{_STAFF}|author|co-author|professor|lecturer|host|co-host|director|analyst|scholar|researcher|historian|lawyer"
    r"|novelist|president|founder|chair(?:man|woman)?)\b",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    rf"\b(?:{_STAFF}|covers|writes|edits|reports|reporting)\b[^.;]{{0,60}}?\b(?:for|at|with|of)\s+"
    r"(?P<outlet>(?:[Tt]he\s+)?[A-Z][\w&’'.-]*(?:\s+(?:of\s+|and\s+)?[A-Z][\w&’'-]*){0,4})"
)
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))[\s©(c)]*(?:[12][0-9]{3}(?:\s*[-–]\s*[0-9]{2,4})?,?\s+)?(?:by\s+)?(?P<outlet>[^.,|;©]{3,60})",
    re.IGNORECASE,
)
_BESIDE_NAMES = re.compile(r"\b(?:updated|published|posted)\b:?|\(?@\w+\)?|\bat$", re.IGNORECASE)
_SMALL = ("of", "the", "for", "in")

#: Characters of the longest line that is taken for a byline: three names, an outlet and a date.
BYLINE_AT_MOST = 160


@dataclass(frozen=True, slots=True)
class Byline:
    """The names a byline gives, as written, and the outlet, where it names one."""

    names: str
    outlet: str | None


def is_name(words: str) -> bool:
    """Whether `words` have the shape of one person's name: two to five words, capitals, no heading's word."""
    parts = words.split()
    return (
        2 <= len(parts) <= 5
        and len(words) <= 50
        and all(part in _PARTICLES or _capitalised(part) for part in parts)
        and (not words.endswith(".") or parts[-1] in ("Jr.", "Sr."))  # else it is a sentence: `Enter Mayor Lindt.`
        and sum(part[0].isupper() for part in parts) >= 2
    )


def _capitalised(word: str) -> bool:
    letters = word.replace(".", "").replace("’", "").replace("'", "").replace("-", "")
    return word[0].isupper() and letters.isalpha() and letters.lower() not in _NO_NAME


def is_role(line: str) -> bool:
    """Whether `line` is a newsroom role and nothing else: `Senior Political Correspondent`."""
    return len(line) <= 80 and bool(_ROLE.fullmatch(line.rstrip(" .")))


def outlet_named(words: str) -> str | None:
    """`words` if they look like the name of a newspaper, agency or broadcaster."""
    words = words.strip(" .")
    fits = 2 <= len(words) <= 50 and len(words.split()) <= 6 and words[0].isupper()
    return words if fits and _OUTLET.search(words) and not _ROLE.fullmatch(words) else None


def masthead(words: str) -> str | None:
    """`words` if they are the name of an outlet and nothing else, as at the top of a page: `The Northern Ledger`."""
    parts = words.removeprefix("The ").split()
    fits = 1 <= len(parts) <= 3 and len(words.split()) >= 2 and all(map(_capitalised_or_outlet, parts))
    return words if fits and _OUTLET.fullmatch(parts[-1]) else None


def _capitalised_or_outlet(word: str) -> bool:
    return _capitalised(word) or bool(_OUTLET.fullmatch(word))


def is_section(words: str) -> bool:
    """Whether `words` name an outlet or a part of one, as stands above a headline: `World News`, `Northern Ledger`."""
    plain = re.sub(r"[^\w\s]", " ", words).lower().split()
    return 1 <= len(plain) <= 4 and (masthead(words) is not None or all(word in _NO_NAME | _REGIONS for word in plain))


def read_byline(line: str, *, bare: bool = False) -> Byline | None:
    """The byline that `line` is: `By NAME and NAME, OUTLET`; with `bare` also `NAME, OUTLET` and `NAME`."""
    if len(line) > BYLINE_AT_MOST:
        return None
    by = _BY.match(line)
    if not by and not bare:
        return None
    line = CLOCK.sub("", DAY.sub("", DATE.sub("", line[by.end() if by else 0 :])))
    line = _BESIDE_NAMES.sub("", line.strip(" .")).strip(" ,|•·–—-.")
    first, *rest = _PARTS.split(line)
    names = [first]
    if any(_AND.search(part) for part in rest) and all(map(_all_names, [first, *rest])):
        names, rest = [first, *rest], []  # A B, C D and E F
    if not all(map(_all_names, names)) or any(not _trails(part) for part in rest):
        return None
    return Byline(", ".join(names), next(filter(None, map(outlet_named, rest)), None))


def _all_names(words: str) -> bool:
    return all(map(is_name, _AND.split(words)))


def _trails(part: str) -> bool:
    """Whether `part` may follow the names in a byline: an outlet, a role, a place; nothing that has a verb."""
    words = part.split()
    return is_role(part) or (len(words) <= 5 and all(word[0].isupper() or word in _SMALL for word in words))


def is_credit(line: str) -> bool:
    """Whether `line` thanks those who worked on the article: `Additional reporting by ...`."""
    return len(line) <= 300 and bool(_CREDIT.match(line))


def biography_of(line: str) -> str | None:
    """The name in a line of the shape `NAME is a senior reporter for OUTLET`; None for another line."""
    match = _BIOGRAPHY.match(line) if len(line) <= 1_000 else None
    if not match or not is_name(name := match["name"].strip()):
        return None
    return name if match["what"] is None or _TRADE.search(match["what"]) else None


def employer(line: str) -> str | None:
    """The outlet that a biography says somebody reports, writes or edits for."""
    if re.search(r"\b(?:freelance|former|guest)\b", line, re.IGNORECASE):
        return None
    match = _EMPLOYER.search(line[:400])
    return outlet_named(match["outlet"].removeprefix("the ")) if match else None


def owner(line: str) -> str | None:
    """The outlet that a copyright line names."""
    match = _COPYRIGHT.search(line[:300])
    return outlet_named(match["outlet"]) if match else None
