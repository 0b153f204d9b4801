"""Ids in addresses: an id may have any character, and an address ends in the form that is asked for (`.json`)."""

from __future__ import annotations

import re

_STRANGE = re.compile(r"[^A-Za-z0-9_-]")
_CODED = re.compile(r"((?:~[0-9A-F]{2})+)")


def tilde(id: str) -> str:
    """The id as one part of a path: whatever is no letter, digit, - or _ becomes ~ and two hexadecimal digits for
    each byte (`a/b.txt`, `a~2Fb~2Etxt`), as Datasette does it."""
    return _STRANGE.sub(lambda m: _bytes(m[0]), id)


def untilde(part: str) -> str:
    """The contrary. What is no such coding is left as it is."""
    return _CODED.sub(lambda m: bytes.fromhex(m[1].replace("~", "")).decode("utf-8", "replace"), part)


def _bytes(character: str) -> str:
    return "".join(f"~{byte:02X}" for byte in character.encode("utf-8", "replace"))
