import re
from typing import get_args

from onrecord.interpretation.codes import CODES
from onrecord.types import Act

#: The types that NGEC's classifiers know.
PLOVER = {
    *("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE"),
    *("MOBILIZE", "PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN"),
}


def test_every_act_has_its_line():
    assert list(CODES) == list(get_args(Act))


def test_codes_are_those_of_the_code_books():
    assert {code.plover for code in CODES.values()} - {None} <= PLOVER
    assert all(code.cameo is None or re.fullmatch("0[1-9]|1[0-9]|20", code.cameo) for code in CODES.values())


def test_plain_commentary_has_no_plover_type():
    assert not any(CODES[act].plover for act in ("state", "believe", "predict", "warn", "announce", "find"))
    assert CODES["threaten"].plover == "THREATEN"
    assert CODES["demand"].cameo == "10"
