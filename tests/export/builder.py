"""Made-up analyses for the tests: name the words, and their places in the text are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from onrecord.types import (
    Analysis,
    Article,
    Clause,
    Condition,
    Dated,
    Field,
    Located,
    Occasion,
    Party,
    Passage,
    PassageKind,
    Person,
    Place,
    Quote,
    Span,
    Statement,
    Time,
)


def spans(text: str, *words: str, after: int = 0) -> tuple[Span, ...]:
    """Each of `words` where it first stands in `text` from `after` on, and after the one before."""
    found = []
    for word in words:
        start = text.index(word, after)
        after = start + len(word)
        found.append(Span(start, after, word))
    return tuple(found)


def article(*parts: tuple[PassageKind, str], id: str = "art-1", **known: str) -> Article:
    """An article of which each part is a passage."""
    passages, text = [], ""
    for kind, words in parts:
        passages.append(Passage(kind, len(text), len(text) + len(words)))
        text += words
    return Article(id=id, text=text, passages=tuple(passages), origin="made/up.txt", **known)


def statement(
    of: Article,
    id: str,
    source: Iterable[str],
    cue: Iterable[str],
    content: Iterable[str],
    *,
    after: str = "",
    parent: str | None = None,
    passage: PassageKind = "body",
    quote: Quote = "indirect",
    confidence: float = 0.9,
) -> Statement:
    """A statement whose spans are looked for from the word `after` on."""
    start = of.text.index(after)
    who, said, what = (spans(of.text, *words, after=start) for words in (source, cue, content))
    return Statement(id, of.id, parent, passage, who, said, what, quote, confidence)


def harbour() -> Analysis:
    """An article with what is hard in one: furniture, nesting, overlaps, gaps, missing sources and cues."""
    harbour = article(
        ("title", "Ferry talks “nearly done”, says Voss\n"),
        ("byline", "By Ilse Marrow, Harbour Correspondent\n"),
        ("date", "Updated: 27 June 2024, 14:02\n\n"),
        ("furniture", "0:00\n"),
        (
            "caption",
            "Mira Voss at the quay in Port Calder on Thursday. (Photo: T. Anders) She called the day a good one.\n\n",
        ),
        (
            "body",
            "PORT CALDER — “The terms are on the table,” Premier Mira Voss told reporters on Thursday. “We will sign "
            "when Orland signs, and not a day before.”\n\n"
            "Voss said that Orland’s envoy, Tomas Reck, had warned her that “the strait closes in May” unless the "
            "fees were paid. Two officials believe Reck told Voss he would “never” say so in public.\n\n"
            "“First, the fees.\n\n“Then, the fleet,” she added.\n\n"
            "The ferries would stop by the autumn, according to people familiar with the plan. There will be no "
            "third round.\n\n",
        ),
        ("biography", "Ilse Marrow has written about the coast since 2011.\n"),
        ("furniture", "Scroll to Top\ntwitter"),
        title="Ferry talks “nearly done”, says Voss",
        outlet="The Calder Courier",
        byline="Ilse Marrow",
        published="2024-06-27",
        url="https://courier.example/ferry?a=1&b=2",
        language="en",
    )
    believe = statement(
        harbour,
        "s-believe",
        ["Two officials"],
        ["believe"],
        ["Reck told Voss he would “never” say so in public"],
        quote="mixed",
        confidence=0.71234567,
    )
    return Analysis(
        harbour,
        (
            statement(
                harbour, "s-title", ["Voss"], ["says"], ["Ferry talks “nearly done”"], passage="title", quote="mixed"
            ),
            statement(harbour, "s-caption", ["She"], ["called"], ["the day a good one"], passage="caption"),
            statement(
                harbour,
                "s-terms",
                ["Premier Mira Voss"],
                ["told"],
                ["“The terms are on the table,”", "“We will sign when Orland signs, and not a day before.”"],
                after="PORT CALDER",
                quote="direct",
                confidence=0.9871,
            ),
            statement(
                harbour,
                "s-warned-of",
                ["Voss"],
                ["said"],
                [
                    "that Orland’s envoy, Tomas Reck, had warned her that “the strait closes in May” unless the fees "
                    "were paid"
                ],
                after="Voss said",
                quote="mixed",
            ),
            statement(
                harbour,
                "s-warning",
                ["Orland’s envoy, Tomas Reck,"],
                ["had warned"],
                ["that “the strait closes in May” unless the fees were paid"],
                after="Orland’s",
                parent="s-warned-of",
                quote="mixed",
                confidence=0.83,
            ),
            believe,
            statement(
                harbour,
                "s-never",
                ["Reck"],
                ["told"],
                ["he would “never” say so in public"],
                after="Reck told",
                parent="s-believe",
                quote="mixed",
            ),
            statement(
                harbour,
                "s-never-in-public",
                ["he"],
                ["say"],
                ["so"],
                after="he would",
                parent="s-never",
                confidence=0.31,
            ),
            statement(
                harbour,
                "s-fees",
                ["she"],
                ["added"],
                ["“First, the fees.\n\n“Then, the fleet,”"],
                after="“First",
                quote="direct",
            ),
            statement(
                harbour,
                "s-autumn",
                [],
                ["according to"],
                ["The ferries would stop by the autumn"],
                after="The ferries",
                confidence=0.55,
            ),
            statement(harbour, "s-third", [], [], ["There will be no third round"], after="There will", confidence=0.2),
        ),
    )


def resolved() -> Analysis:
    """The same with who, when and where for three of its statements, from the caption, the byline's line and the
    date's, and with what nothing resolves."""
    plain = harbour()
    text = plain.article.text
    (voss, premier, thursday, calder, date, marrow) = (
        spans(text, word, after=text.index(after))[0]
        for word, after in (
            ("Mira Voss", "Premier"),
            ("Premier", "Premier"),
            ("Thursday", "Thursday"),
            ("Port Calder", "Port Calder"),
            ("27 June 2024", "Updated"),
            ("Ilse Marrow", "By Ilse"),
        )
    )
    (she, officials, autumn, reck, quay) = (
        spans(text, word, after=text.index(after))[0]
        for word, after in (
            ("She", "She called"),
            ("Two officials", "Two officials"),
            ("the autumn", "the autumn"),
            ("Reck", "Tomas Reck"),
            ("the quay", "the quay"),
        )
    )
    talk = Occasion(
        "o1",
        "press_conference",
        "press conference in Port Calder",
        "Port Calder",
        None,
        "2024-06-27",
        (calder, thursday),
    )
    vote = Occasion("o2", "speech", "a speech", None, "Orland", None, (autumn,))
    speaker = Party("Mira Voss", "person", "Premier", "p1", (voss, premier))
    said = Dated("2024-06-27", (thursday, Field("published"), date))
    known = {
        "s-caption": {
            "speaker": (replace(speaker, evidence=(she, voss, premier)),),
            "said": said,
            "where": Located("the quay", (quay, marrow)),
        },
        "s-terms": {
            "speaker": (speaker,),
            "said": said,
            "occasion": talk,
            "about": (Party("Orland", "place", None, "p3", spans(text, "Orland")),),
        },
        "s-believe": {
            "speaker": (Party("two officials", "unnamed", None, "p2", (officials,)),),
            "said_bounds": Dated("../2024-06-27", (Field("published"),)),
        },
    }
    return Analysis(
        replace(plain.article, published_bounds=Dated("2024-06-27/..", (thursday,))),
        tuple(replace(s, **known.get(s.id, {})) for s in plain.statements),
        (
            Person("p1", "Mira Voss", "person", ("Mira Voss", "Voss"), (premier,), (voss, she)),
            Person("p2", "two officials", "unnamed", (), (), (officials,)),
            Person("p3", "Orland", "place", ("Orland",), (), spans(text, "Orland")),
            Person("p4", "Tomas Reck", "person", ("Tomas Reck", "Reck"), (), (reck,)),
        ),
        (
            Time(thursday, "DATE", "2024-06-27", "2024-06-27"),
            Time(spans(text, "Thursday", after=thursday.end)[0], "DATE", "XXXX-WXX-4", None),
            Time(autumn, "DATE", "FUTURE_REF", None),
        ),
        (Place("Port Calder", None, None, None, None, (calder,)),),
        (talk, vote),
    )


def clause(text: str, *words: str, after: str = "") -> Clause:
    """A clause of each of `words` from the word `after` on."""
    return Clause(spans(text, *words, after=text.index(after)), " ".join(words))


def understood() -> Analysis:
    """The same with acts, a target, conditions in one piece and in two, items, and a translator."""
    known = resolved()
    text = known.article.text
    orland = Party("Orland", "place", None, "p3", spans(text, "Orland", after=text.index("Orland signs")))
    reck = Party("Tomas Reck", "person", "envoy", "p4", spans(text, "envoy", "Reck"))
    strait = clause(text, "the strait closes in May", after="warned")
    sign = Condition("only_if", clause(text, "Orland signs"), clause(text, "We", "sign", after="We will"))
    terms = {
        "s-terms": {
            "act": "promise",
            "status": "asserted",
            "target": (orland,),
            "conditions": (sign,),
            "translated_by": Party("The Calder Courier", "organization", None, "", (Field("outlet"),)),
        },
        "s-warning": {
            "act": "threaten",
            "status": "reported",
            "conditions": (Condition("unless", clause(text, "the fees were paid"), strait),),
        },
        "s-fees": {
            "act": "demand",
            "status": "asserted",
            "target": (orland, reck),
            "items": (clause(text, "the fees", after="First"), clause(text, "the fleet")),
        },
        "s-never": {"act": "refuse", "status": "hypothetical"},
        "s-third": {"act": "predict"},
    }
    return replace(known, statements=tuple(replace(s, **terms.get(s.id, {})) for s in known.statements))


def bare() -> Analysis:
    """An article of which nothing is known and in which nobody says anything."""
    return Analysis(article(("body", "Nothing happened in Port Calder.\nNobody came."), id="art-2"), ())


#: Markup, a script, an end of every element the page opens, a terminal's escape sequences (7 and 8 bit),
#: turned reading order, controls, a lone surrogate, template syntax.
HOSTILE = (
    "</style></title></script><script>window.fired = 1</script><img src=x onerror='window.fired=2'>"
    "\"'><svg onload=window.fired=3> {{ 7 * 7 }} {% raw %} &amp; &lt; &#0; "
    "\x1b[2J\x1b]0;owned\x07 \x9b31m \x00\x7f\x85 \u202eesrever\u202c \u2066x\u2069 \ud800 \u2028 \ufffe <!-- ]]>"
)


def hostile() -> Analysis:
    """The same bad text in every place that takes text."""
    known = dict.fromkeys(("title", "outlet", "byline", "published", "language", "extractor"), HOSTILE)
    bad = article(
        ("body", f"{HOSTILE} says {HOSTILE}\r\n\r\nThe end.\r\n"), id=HOSTILE, url="javascript:alert(1)", **known
    )
    return Analysis(bad, (statement(bad, HOSTILE, [HOSTILE], ["says"], [HOSTILE], parent=HOSTILE),))
