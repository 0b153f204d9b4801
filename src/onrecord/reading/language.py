"""Which language an article is in: ISO 639-1, or None where the text is too short or too odd to say.

English is recognised by its own small words. Only a text without them goes to py3langid, whose model
takes half a second and 80 MB to load: most runs never need it, and no English text is called foreign
because of its names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

#: Small English words that are rare in other languages: neither Danish "for" nor Dutch "of" nor German "was".
_ENGLISH = frozenset(
    "the and that with said from has were it this his not but they their who would which about after than as he "  # noqa: SIM905
    "you to its been could should what when into while there".split()
)
_WORD = re.compile(r"[^\W\d_]+")

#: Characters that are looked at; a page of print.
SAMPLE = 2_000
#: Share of small words above which a text is English: of PolNeAR's 922 all but one list of names have .12 or more
#: (median .22); paragraphs of Danish, Dutch, French, German and Norwegian have .02 at most.
_SHARE = 0.08
#: Letters below which only English is recognised; names alone mislead the model up to about 100.
_LETTERS = 150
_LAST_LATIN = "\u024f"
#: Probability a language other than English must have, and the most that English may have.
_SURE, _ENGLISH_AT_MOST = 0.6, 0.05


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, judged by its first `SAMPLE` characters, or None."""
    words = _WORD.findall(text[:SAMPLE].lower())
    if len(words) >= 5 and sum(word in _ENGLISH for word in words) > _SHARE * len(words):
        return "en"
    foreign_script = any(word[0] > _LAST_LATIN for word in words)
    if sum(map(len, words)) < (_LETTERS // 3 if foreign_script else _LETTERS):
        return None
    ranked = _identifier().rank(text[:SAMPLE])
    language, probability = ranked[0]
    if language == "en":
        return "en" if probability >= _SURE else None
    sure = probability >= _SURE and dict(ranked).get("en", 0.0) <= _ENGLISH_AT_MOST
    return str(language) if sure else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([label for label in identifier.labels if len(label) == 2])
    return identifier
