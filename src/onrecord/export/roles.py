"""Speakers' roles where they say something that the words of the source do not."""

from __future__ import annotations

from onrecord.types import Statement


def roles_apart(statement: Statement) -> tuple[str, ...]:
    """The speakers' roles, each once, but those that the source itself tells ("Premier Mira Voss")."""
    source = " ".join(span.text for span in statement.source).casefold()
    roles = dict.fromkeys(party.role for party in statement.speaker if party.role)
    return tuple(role for role in roles if role.casefold() not in source)
