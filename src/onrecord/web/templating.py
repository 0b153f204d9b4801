"""Templates: everything is escaped, what would act on the screen is shown as a sign, links lead to http(s) alone."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request

from onrecord.export.dates import readable
from onrecord.export.visible import one_line, percent, visible
from onrecord.queries.reasons import reasons
from onrecord.web import static
from onrecord.web.addresses import tilde
from onrecord.web.asking import User
from onrecord.web.state import csrf_of, state_of

_BAD_IN_URL = re.compile(r"[\x00-\x20\x7f\\\"'<>`{}|^\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
#: Characters of a link: browsers stop at some two million, people long before.
LONGEST_URL = 2_000


def safe_url(url: str | None) -> str | None:
    """The URL where it is an http(s) one with a host and nothing strange in it; else None."""
    if not url or len(url) > LONGEST_URL or _BAD_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else None


def outside(url: str | None, words: str | None) -> Markup:
    """Words as a link to another site, or the words alone where its address is no safe one."""
    shown = Markup.escape(one_line(words or url or ""))
    safe = safe_url(url)
    if safe is None:
        return shown
    return Markup('<a href="{}" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer">{}</a>').format(
        safe, shown
    )


def render(request: Request, template: str, page: object, user: User) -> str:
    """The page as HTML. A template is given `page` (its context) and `room`: who asks and what the server is."""
    state = state_of(request)
    room = {
        "user": user,
        "csrf": csrf_of(request),
        "read_only": state.settings.read_only,
        "guarded": state.settings.guarded,
        "path": request.url.path,
        "query": request.url.query,
        "prefix": request.scope.get("root_path", ""),
    }
    prefix = room["prefix"]
    own = {"link": _linker(prefix), "asset": lambda name: f"{prefix}/{static.address(name)}"}
    return templates().get_template(template).render(page=page, room=room, **own)


def _linker(prefix: str) -> Any:  # noqa: ANN401
    def link(*parts: object, form: str = "", **query: object) -> str:
        """An address of the reading room: `link("person", "P12")`, `link("search", q="levy")`."""
        path = "/".join(tilde(str(part)) for part in parts)
        some = [(name, value) for name, value in query.items() if value not in (None, "")]
        return f"{prefix}/{path}{form}" + (f"?{urlencode(some, doseq=True)}" if some else "")

    return link


def _shown(value: object) -> object:
    """Every text that a template prints, before it is escaped: what would act on the screen is made a sign."""
    plain = not isinstance(value, str) or isinstance(value, Markup) or (value.isascii() and value.isprintable())
    return value if plain else visible(str(value))


@cache
def templates() -> Environment:
    made = Environment(
        loader=PackageLoader("onrecord.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_shown,
        auto_reload=False,
    )
    made.filters |= {
        "visible": visible,
        "one_line": one_line,
        "percent": percent,
        "readable": readable,
        "safe_url": safe_url,
    }
    made.globals |= {"outside": outside, "reasons": reasons}
    return made
