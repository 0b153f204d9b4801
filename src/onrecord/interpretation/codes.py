"""What acts are called in PLOVER and CAMEO, the code books of event data.

CAMEO's root codes are those of its codebook (Schrodt 2012, version 1.1b3), PLOVER's types those that NGEC's
classifiers know (github.com/ahalterman/NGEC); PLOVER's own gold standard records have older names for two of them,
DEMAND for REQUEST and DISAPPROVE for ACCUSE. PLOVER leaves out plain commentary, so most acts have no type there;
nothing is forced into one that does not mean the act.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.types import Act


@dataclass(frozen=True, slots=True)
class Code:
    """An act's PLOVER type and CAMEO root code; None where a code book has no place for it."""

    plover: str | None
    cameo: str | None


NO_CODE = Code(None, None)
_STATEMENT = Code(None, "01")  # CAMEO 01: make public statement

CODES: dict[Act, Code] = {
    "state": _STATEMENT,
    "believe": _STATEMENT,
    "predict": _STATEMENT,
    "want": Code(None, "02"),  # appeal: a wish made public asks for it
    "intend": _STATEMENT,
    "promise": Code("AGREE", "03"),  # express intent to cooperate
    "demand": Code("REQUEST", "10"),
    "threaten": Code("THREATEN", "13"),
    "warn": _STATEMENT,  # 012, pessimistic comment; a warning does not say that the speaker will do harm
    "refuse": Code("REJECT", "12"),
    "deny": _STATEMENT,  # 016, deny responsibility
    "accuse": Code("ACCUSE", "11"),  # disapprove
    "support": Code("SUPPORT", "05"),  # 051, praise or endorse; 052, defend verbally
    "agree": Code("AGREE", "03"),
    "ask": _STATEMENT,
    "announce": _STATEMENT,
    "find": NO_CODE,  # perceiving is no event in either
}
