"""Makes resolution/data/first_names.txt and surnames.txt: first names by gender and the commonest family names, from
two lists that may be used freely.

    python -m training.first_names       (needs `names` and `faker`)

`names` has the United States census of 1990 (public domain) with how often each name is borne; `faker` (MIT) has
first names of many languages. A name that both genders bear goes to the one that bears it eight times as often
(by then the other is a slip more often than not), else to neither.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/onrecord/resolution/data/first_names.txt"
NAME = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
#: Weight of a name that faker gives a gender: below the census's common names, above its rare ones.
FAKER = 0.004
#: Words that open a sentence or a title more often than they name somebody.
_NOT_NAMES = """
    april august june may will an so see my in more the do love man many price rich royal star house king prince
    major general judge mayor sergeant baron duke earl early west china asia america holland london paris york
    german christian dakota israel georgia virginia carolina montana cuba india kenya jordan sun mon le la de von
    al el ben van da dos san santa saint
    """
NOT_NAMES = frozenset(_NOT_NAMES.split()) - {
    "ben",
    "virginia",
    "georgia",
    "christian",
    "jordan",
    "israel",
    "paris",
    "may",
    "april",
    "june",
    "will",
}


def census() -> dict[str, Counter[str]]:
    import names

    found: dict[str, Counter[str]] = {"f": Counter(), "m": Counter()}
    for gender, file in (("f", "first:female"), ("m", "first:male")):
        for line in Path(names.FILES[file]).read_text().splitlines():
            name, share = line.split()[:2]
            found[gender][name.lower()] += float(share)
    return found


def invented() -> dict[str, Counter[str]]:
    import faker.providers.person as person

    found: dict[str, Counter[str]] = {"f": Counter(), "m": Counter()}
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for gender, field in (("f", "first_names_female"), ("m", "first_names_male")):
            for name in set(getattr(provider, field, ())):
                if NAME.fullmatch(name) and _latin(name) and len(name) > 2:
                    found[gender][name.lower()] = max(found[gender][name.lower()], FAKER)
    return found


def _latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())


def genders() -> dict[str, str]:
    """Each name's gender: f, m, or u where both bear it."""
    lists = (census(), invented())
    weights = {g: sum((one[g] for one in lists), Counter()) for g in "fm"}
    out = {}
    for name in weights["f"].keys() | weights["m"].keys():
        f, m = weights["f"][name], weights["m"][name]
        out[name] = "f" if f > 8 * m else "m" if m > 8 * f else "u"
    return {name: g for name, g in out.items() if name not in NOT_NAMES}


#: Family names that are words of places and offices more often.
_NOT_SURNAMES = """
    hill park street lake beach woods wood fields field rivers wells banks house church day white black gold star
    snow may law case power golden king bush court green west north east south christian english french german
    ireland england london holland love best price rice stone glass cross bridges forest summers winters battle
    marsh castle school mills ford union china bell ball fair post press mail news
    """
NOT_SURNAMES = frozenset(_NOT_SURNAMES.split()) - {"bush", "price", "rice", "summers", "ford", "king", "bell"}
#: How many: those that one in fifteen thousand bears or more; rarer ones are as often something else.
SURNAMES = 2000


def family_names() -> list[str]:
    import names

    lines = Path(names.FILES["last"]).read_text().splitlines()[:SURNAMES]
    return sorted({line.split()[0].lower() for line in lines} - NOT_SURNAMES)


def main() -> None:
    (TARGET.parent / "surnames.txt").write_text(" ".join(family_names()) + "\n", encoding="utf-8")
    found = genders()
    lines = [" ".join([g, *sorted(n for n, its in found.items() if its == g)]) for g in "fmu"]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
