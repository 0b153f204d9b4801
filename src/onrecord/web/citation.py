"""A quotation as others can cite it: plain text, Markdown, BibTeX, and a link to the words on the original page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from onrecord.export.dates import readable
from onrecord.export.visible import one_line
from onrecord.reading.dates import parse_date

#: Words up to which a text fragment names the whole quotation; a longer one is named by its beginning and its end.
WHOLE = 12
#: Words of a beginning and of an end: fewer may stand elsewhere on the page, too.
ENDS = 5
#: Characters of a quotation that are cited: some three hundred words; nobody cites more in one place.
LONGEST = 2_000
#: Characters of a name, a headline or a byline.
LONGEST_NAME = 400
#: Characters of a word that a fragment names; what is longer is no word.
LONGEST_WORD = 60

_MARKDOWN = re.compile(r"([\\`*_\[\]<>&|~$^])")
_AT_START = re.compile(r"^(?=[#+=-])|^(\d+)(?=[.)])")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_KEY = re.compile(r"[^A-Za-z0-9]+")
_QUOTES = '“”„«»"'


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation tells. `words` are the statement's own; `said` and `published` are in EDTF; `url` is an http(s)
    address, and `id` what the record calls the statement. `direct` tells that the words are the speaker's own."""

    speaker: str | None
    words: str
    direct: bool
    said: str | None
    occasion: str | None
    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None
    url: str | None
    id: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The same in each form; `link` is None where the article has no address."""

    plain: str
    markdown: str
    bibtex: str
    link: str | None


def citation(cited: Cited, spans: Sequence[str]) -> Citation:
    """The citation of a statement; `spans` are its words as they stand in the article, one text a span."""
    link = text_fragment(cited.url, spans) if cited.url else None
    return Citation(plain(cited), markdown(cited, link), bibtex(cited), link)


def plain(cited: Cited) -> str:
    """`Ada Voss, 27 June 2024: “We will sign.” Ilse Marrow, “Ferry talks”, The Courier, 27 June 2024. https://…`."""
    where = _where(f"“{_line(cited.title)}”" if cited.title else None, cited, str)
    return " ".join(filter(None, (f"{_lead(cited)}{_words(cited)}", f"{where}.", cited.url)))


def markdown(cited: Cited, link: str | None) -> str:
    """The same, with the title as a link to the words; nothing in it acts as a mark-up."""
    title = f"“{escaped(_line(cited.title))}”" if cited.title else None
    if link:
        title = f"[{title or 'the article'}](<{link}>)"
    return f"{escaped(_lead(cited))}{escaped(_words(cited))} {_where(title, cited, escaped)}."


def bibtex(cited: Cited) -> str:
    """An entry of the kind `misc`, which every style knows."""
    date = parse_date(cited.published or "") or ""
    fields = {
        "author": cited.byline and f"{{{tex(_line(cited.byline))}}}",
        "title": cited.title and f"{{{tex(_line(cited.title))}}}",
        "howpublished": cited.outlet and tex(_line(cited.outlet)),
        "year": date[:4],
        "month": date[5:7].lstrip("0"),
        "url": cited.url and _tex_url(cited.url),
        "note": tex(f"{_lead(cited)}{_words(cited)}"),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{_key(cited, date)},\n{lines}}}\n"


def text_fragment(url: str, spans: Sequence[str]) -> str | None:
    """The address with a text fragment (WICG, "URL Fragment Text Directives") for each span: the browser scrolls to
    the words and marks them. None where there is no word."""
    parts = [part for part in (_directive(span) for span in spans) if part]
    if not parts:
        return None
    base, _, fragment = url.partition("#")
    own = fragment.partition(":~:")[0]
    return f"{base}#{own}:~:" + "&".join(f"text={part}" for part in parts)


def _directive(span: str) -> str | None:
    """The words of one span, or of a long one its beginning and end; a fragment stays within a paragraph, so that of
    several paragraphs the first and the last are named."""
    lines = [line.split() for line in span.splitlines() if line.strip()]
    words = [word for line in lines for word in line]
    if not words:
        return None
    if len(lines) == 1 and len(words) <= WHOLE:
        return _coded(words)
    count = min(ENDS, max(1, len(words) // 2))
    start, end = _coded(lines[0][:count]), _coded(lines[-1][-count:])
    return f"{start},{end}" if start and end and start != end else start


def _coded(words: Sequence[str]) -> str:
    """Percent-encoded; `-`, `,` and `&` mean something in a directive, and are encoded, too."""
    text = " ".join(word[:LONGEST_WORD] for word in words).strip(_QUOTES + " ")
    return quote(text.encode("utf-8", "replace"), safe="").replace("-", "%2D")


def escaped(text: str) -> str:
    """Text in which nothing is Markdown or HTML: signs that are get a backslash, those of headings and lists only where
    they begin it."""
    return _AT_START.sub(r"\g<0>\\", _MARKDOWN.sub(r"\\\1", text))


def tex(text: str) -> str:
    """Text in which nothing is a command of TeX."""
    return "".join(_TEX.get(character, character) for character in text)


def _tex_url(url: str) -> str:
    """An address as BibTeX keeps it whole: braces and backslashes would end the field early."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~-._")


def _key(cited: Cited, date: str) -> str:
    """What the entry is called: speaker, year and the statement's id, in letters and digits."""
    name = _KEY.sub("", (cited.speaker or cited.outlet or "").split(" ")[-1].encode("ascii", "ignore").decode())
    return f"{name.lower() or 'statement'}{date[:4]}{_KEY.sub('', cited.id)[:8]}"


def _lead(cited: Cited) -> str:
    said = readable(cited.said) if cited.said else None
    told = ", ".join(_line(one) for one in (cited.speaker, said, cited.occasion) if one)
    return f"{told}: " if told else ""


def _words(cited: Cited) -> str:
    """The words in quotation marks where they are the speaker's own, as they stand in the article where they have
    marks of their own or are its paraphrase."""
    words = _line(cited.words, LONGEST)
    if cited.direct and not any(sign in words for sign in _QUOTES):
        return f"“{words}”"
    return words if words.endswith((".", "!", "?", "”", '"')) else f"{words}."


def _line(text: str, most: int = LONGEST_NAME) -> str:
    """Text in one line, so many characters of it."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def _where(title: str | None, cited: Cited, write: Callable[[str], str]) -> str:
    """Author, title, outlet and date of the article."""
    published = readable(cited.published) if cited.published else "undated"
    told = [write(_line(one)) if one else None for one in (cited.byline, cited.outlet, published)]
    return ", ".join(part for part in (told[0], title, *told[1:]) if part)
