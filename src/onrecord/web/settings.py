"""How a reading room is set up: frozen, made once by whoever starts it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from onrecord.web.accounts import Account

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

#: Bytes of a request's body: the longest form has a list of spans and a reason, some kilobytes.
MOST_BODY = 1_000_000
#: Seconds until a reading is given up. A page takes some milliseconds on a record of a million statements; what takes
#: longer than this is a question that no page should have asked.
MOST_SECONDS = 10.0
#: Threads that read, each with a connection of its own. SQLite runs beside Python, and Python beside nothing: on two
#: cores, with 20 readers at once on a record of a million statements, 3 threads answered no less than 6 did, and 2
#: would leave everybody waiting for two slow questions.
READERS = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """`host` is what the server listens on, `public_url` where readers find it when it stands behind a proxy.
    Without `accounts` everybody who reaches it may read and, unless `read_only`, decide, as `reviewer`; that is for
    loopback alone. `seconds` and `readers` bound what one question and all of them together may use."""

    host: str = "127.0.0.1"
    public_url: str | None = None
    accounts: tuple[Account, ...] = ()
    read_only: bool = False
    reviewer: str = "reviewer"
    seconds: float = MOST_SECONDS
    readers: int = READERS
    body: int = MOST_BODY

    @property
    def guarded(self) -> bool:
        """Whether a password or a token is asked for."""
        return bool(self.accounts)

    @property
    def secure(self) -> bool:
        """Whether readers come by https."""
        return (self.public_url or "").startswith("https://")

    @property
    def prefix(self) -> str:
        """The path under which a proxy shows the reading room; empty or `/talks`."""
        return urlsplit(self.public_url or "").path.rstrip("/")

    def admits(self, host: str) -> bool:
        """Whether a request with this Host header was meant for here. A name that is not ours may be an attacker's
        that he pointed at us (DNS rebinding); a bare address cannot be."""
        name = host_name(host)
        known = LOOPBACK | {self.host.casefold(), host_name(urlsplit(self.public_url or "").netloc)}
        return bool(name) and (name in known or (self.host not in LOOPBACK and _is_address(name)))


def host_name(host: str) -> str:
    """The name in a Host header, without port, user and brackets; empty where it is malformed."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.netloc == host and "@" not in host else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
