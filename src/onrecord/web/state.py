"""What all requests share, and what one request carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from starlette.requests import Request

from onrecord.web.asking import User
from onrecord.web.settings import Settings

if TYPE_CHECKING:
    from onrecord.web.access import Gate
    from onrecord.web.live import Watch
    from onrecord.web.records import Records
    from onrecord.web.shelf import Shelf


@dataclass(frozen=True, slots=True)
class State:
    """Made once, when the reading room opens."""

    settings: Settings
    records: Records
    gate: Gate
    watch: Watch
    shelf: Shelf


def state_of(request: Request) -> State:
    return cast(State, request.app.state.onrecord)


def user_of(request: Request) -> User:
    """Who asks, as the gate found."""
    return cast(User, request.scope["onrecord.user"])


def csrf_of(request: Request) -> str:
    """The word that a form of this session has to bring back."""
    return cast(str, request.scope["onrecord.csrf"])
