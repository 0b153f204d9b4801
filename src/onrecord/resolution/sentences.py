"""Sentences and paragraphs of a text, as far as resolution needs them: which one a character stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

#: Words whose full stop ends no sentence.
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Capt|Sgt|Adm|Maj|Hon|Rev|St|Jr|Sr|vs|v|Inc|Corp"
    r"|Co|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Ala|Ariz|Ark|Calif|Colo"
    r"|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo"
    r"|approx|etc|e\.g|i\.e)|\b[A-Z]|\.[A-Za-z])\.$"
)
_LONGEST_SHORT = 8
#: A stop with the marks that may close after it, and space before what may begin a sentence.
_STOP = re.compile(r"[.!?…]+[\"”’'»)\]]*[ \t\u00a0]+(?=[\"“‘'«(\[—–-]*[^\W_a-z])")
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Sentences:
    """Where each sentence and paragraph of a text begins; each reaches to the next one's beginning."""

    starts: tuple[int, ...]
    paragraphs: tuple[int, ...]
    length: int

    def sentence(self, place: int) -> int:
        """The number of the sentence that the character at `place` stands in."""
        return max(0, bisect_right(self.starts, place) - 1)

    def paragraph(self, place: int) -> int:
        """The number of the paragraph that the character at `place` stands in."""
        return max(0, bisect_right(self.paragraphs, place) - 1)

    def bounds(self, number: int) -> tuple[int, int]:
        """Start and end (exclusive) of a sentence."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else self.length
        return self.starts[number], end

    def opens(self, number: int) -> bool:
        """Whether a sentence is the first of its paragraph."""
        return self.starts[number] == self.paragraphs[self.paragraph(self.starts[number])]

    def is_paragraph(self, place: int) -> bool:
        """Whether the sentence that the character at `place` stands in is all of its paragraph."""
        number = self.sentence(place)
        return self.opens(number) and (number + 1 == len(self.starts) or self.opens(number + 1))


def find_sentences(text: str) -> Sentences:
    """Split a text. A line break always ends a sentence, so that a headline or a caption is one of its own."""
    paragraphs = [0, *(m.end() for m in _BREAK.finditer(text) if 0 < m.end() < len(text))]
    stops = [m.end() for m in _STOP.finditer(text) if not _shortened(text, m.start())]
    starts = sorted({*paragraphs, *stops})
    return Sentences(tuple(starts), tuple(paragraphs), len(text))


def _shortened(text: str, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to a shortened word or an initial."""
    return text[stop] == "." and _SHORT.search(text[max(0, stop - _LONGEST_SHORT) : stop + 1]) is not None
