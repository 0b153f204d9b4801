"""Search words as people type them, made into an expression that SQLite's FTS5 cannot misread.

What is searched for is always quoted, so that hyphens, apostrophes, colons and whatever else is in the words are
taken as the index takes them: as the ends of words. Signs with a meaning are " ", * at the end of a word, AND, OR and
NOT in capitals, NEAR(a b, 5), and parentheses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from onrecord.errors import RecordError
from onrecord.record.rows import storable

#: FTS5 refuses trees deeper than 256; a person types ten words, a program that needs more searches several times.
MOST_TERMS = 100
DEEPEST = 30
#: What FTS5 takes as the distance where NEAR gives none.
NEAR = 10
#: What begins the marks that the index of words holds beside words, as schema.sql has it.
MARK = "\ue000"
#: Fields for which there are filters: "speaker:ada" typed among the words is a filter meant for words.
FILTERS = (
    *("speaker", "about", "target", "act", "status", "quote", "occasion", "outlet"),
    *("story", "article", "verdict", "since", "until", "order", "rank", "like"),
)

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<open>[(]) | (?P<close>[)])
      | ["“”„«»](?P<phrase>[^"“”„«»]*)(?P<end>["“”„«»])?(?P<phrase_prefix>\*)?
      | NEAR\s*\((?P<near>[^()"]*(?:"[^"]*"[^()"]*)*)(?P<near_end>\))?
      | (?P<word>[^\s()"“”„«»]+)""",
    re.VERBOSE,
)
_FIELD = re.compile(r"([A-Za-z]+):(?=\S)")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: int


def parse(text: str) -> str | None:
    """The expression for what was typed, None where nothing was. Raises RecordError, naming the place, where it is
    broken."""
    if not text.strip():
        return None
    parser = _Parser(text, _tokens(text))
    expression = parser.either(0)
    if rest := parser.next():
        parser.fail(rest.place, "“)” has no “(” before it")
    if expression is None:
        raise RecordError(f"search words: there is no word in {text.strip()[:40]!r}")
    return expression


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "space":
            continue
        if match["phrase"] is not None:
            found.append(_phrase(text, match))
        elif match["near"] is not None:
            found.append(_Token("term", _near(text, match), match.start()))
        elif match["word"] is not None:
            found.append(_word(text, match["word"], match.start()))
        else:
            found.append(_Token(kind, match[0], match.start()))
    terms = [token for token in found if token.kind == "term"]
    if len(terms) > MOST_TERMS:
        _fail(text, terms[MOST_TERMS].place, f"more than {MOST_TERMS} words")
    return found


def _phrase(text: str, match: re.Match[str]) -> _Token:
    if match["end"] is None:
        _fail(text, match.start(), "the quotation mark is not closed")
    return _Token("term", _term(match["phrase"], bool(match["phrase_prefix"])), match.start())


def _near(text: str, match: re.Match[str]) -> str:
    if match["near_end"] is None:
        _fail(text, match.start(), "“NEAR(” is not closed")
    inside, comma, distance = match["near"].rpartition(",")
    if comma and not (distance.strip().isascii() and distance.strip().isdigit() and len(distance.strip()) < 5):
        _fail(text, match.start(), "NEAR is written NEAR(one two, 5), the number being the words between at most")
    phrases = [
        phrase or word for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', inside if comma else match["near"])
    ]
    told = [_term(phrase.rstrip("*"), phrase.endswith("*")) for phrase in phrases if has_word(phrase)]
    if len(told) < 2:
        _fail(text, match.start(), "NEAR needs two words or more: NEAR(one two, 5)")
    return f"NEAR({' '.join(told)}, {int(distance) if comma else NEAR})"


def _word(text: str, word: str, place: int) -> _Token:
    if word in ("AND", "OR", "NOT"):
        return _Token(word, word, place)
    if (named := _FIELD.match(word)) and named[1].lower() in FILTERS:
        _fail(text, place, f"“{named[0]}” is a filter of its own, not a word to search; put quotation marks around it")
    bare = word.rstrip("*")
    if star := re.search(r"\w\*+\w", bare):
        _fail(text, place + star.start() + 1, "“*” stands only at the end of a word")
    return _Token("term", _term(bare, bare != word), place)


def _term(words: str, prefix: bool) -> str:
    """Words as one string of FTS5; empty where no character of them is indexed, or where they would be a mark."""
    plain = storable(words).replace(MARK, " ")
    return '"' + plain.replace('"', '""') + '"' + ("*" if prefix else "") if has_word(plain) else ""


def has_word(text: str) -> bool:
    """Whether anything in it is indexed: letters, digits and characters of private use."""
    return any(unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Co" for c in text)


def _fail(text: str, place: int, problem: str) -> NoReturn:
    raise RecordError(f"search words: {problem} (character {place + 1}: {text[place : place + 20]!r})")


@dataclass
class _Parser:
    """Reads tokens from left to right; each part gives its expression, None where nothing of it is indexed."""

    text: str
    tokens: list[_Token]
    at: int = 0

    def next(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def fail(self, place: int, problem: str) -> NoReturn:
        _fail(self.text, place, problem)

    def either(self, depth: int) -> str | None:
        """A OR B OR ..."""
        if (first := self.next()) and first.kind == "OR":
            self.fail(first.place, "OR has nothing before it")
        parts = [self.all_of(depth)]
        while (token := self.next()) and token.kind == "OR":
            self.at += 1
            parts.append(self._operand(token, lambda: self.all_of(depth)))
        return _joined(parts, " OR ")

    def all_of(self, depth: int) -> str | None:
        """A B AND C NOT D ..."""
        wanted: list[str | None] = []
        unwanted: list[str | None] = []
        first = self.next()
        while (token := self.next()) and token.kind not in ("OR", "close"):
            self.at += token.kind in ("AND", "NOT")
            if token.kind == "AND" and not (wanted or unwanted):
                self.fail(token.place, "AND has nothing before it")
            taken = token
            negative = token.kind == "NOT"
            if token.kind == "AND" and (after := self.next()) and after.kind == "NOT":
                self.at += 1
                taken, negative = after, True
            part = self._operand(taken, lambda: self.one(depth)) if taken.kind in ("AND", "NOT") else self.one(depth)
            (unwanted if negative else wanted).append(part)
        if first is None or (first.kind in ("OR", "close")):
            return None
        kept, gone = _joined(wanted, " AND "), _joined(unwanted, " OR ")
        if gone and not kept:
            self.fail(first.place, "NOT takes away from other words, and there are none: write ONE NOT OTHER")
        return f"({kept} NOT {gone})" if gone else kept

    def one(self, depth: int) -> str | None:
        """A word, a phrase, or what is in parentheses."""
        token = self.next()
        if token is None or token.kind in ("AND", "OR", "NOT", "close"):
            return None
        self.at += 1
        if token.kind == "term":
            return token.text or None
        if depth == DEEPEST:
            self.fail(token.place, f"more than {DEEPEST} parentheses inside each other")
        inside = self.either(depth + 1)
        closing = self.next()
        if closing is None or closing.kind != "close":
            self.fail(token.place, "“(” is not closed")
        self.at += 1
        return inside

    def _operand(self, sign: _Token, read: Callable[[], str | None]) -> str | None:
        """What stands after a sign that needs something after it."""
        before = self.at
        part = read()
        if self.at == before:
            self.fail(sign.place, f"{sign.kind} has nothing after it")
        return part


def _joined(parts: list[str | None], by: str) -> str | None:
    told = [part for part in parts if part]
    return told[0] if len(told) == 1 else f"({by.join(told)})" if told else None
