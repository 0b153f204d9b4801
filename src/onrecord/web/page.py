"""The one way in which a page is made: a function answers a question with a typed context, and the ending of the
address decides the form: a page to read, `.json`, or a table as `.csv`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record import Record
from onrecord.web.addresses import untilde
from onrecord.web.asking import Ask, Param, User, read_values
from onrecord.web.errors import RefusedError
from onrecord.web.state import csrf_of, state_of, user_of
from onrecord.web.tables import Table, as_csv, as_json
from onrecord.web.templating import render

FORMS = ("", ".json", ".csv")
#: Parameters of one query, and its characters.
MOST_GIVEN, LONGEST_QUERY = 200, 8_000
TABLE = Param("table", help="Which of the page's tables, for .csv; the first if not given.")


@dataclass(frozen=True, slots=True)
class Page:
    """The context of a template; every page has a subclass of its own, with all that its template shows and nothing
    else. What it holds is what `.json` answers."""

    def tables(self) -> Mapping[str, Table]:
        """The page's tables by name; the first is what `.csv` answers without `?table=`."""
        return {}


Question = Callable[[Ask], Page]


@dataclass(frozen=True, slots=True)
class PageRoute:
    """A page as it is registered. `path` may have parts in braces; `context` is what the function answers with. One
    without a `template` is for programs: JSON at its plain address, and nothing else. An answer may be given again
    for `fresh` seconds after it was made, unless something is known to have changed meanwhile."""

    path: str
    question: Question
    template: str
    context: type[Page]
    summary: str
    parameters: tuple[Param, ...] = ()
    tables: tuple[str, ...] = ()
    fresh: float = 0.0

    @property
    def forms(self) -> tuple[str, ...]:
        return FORMS[:1] if not self.template else FORMS if self.tables else FORMS[:2]

    def address(self, form: str) -> str:
        """The path of one form; the home page's is `/`, `/home.json`, `/home.csv`."""
        return self.path if not form else ("/home" if self.path == "/" else self.path) + form

    def routes(self) -> list[Route]:
        """More particular ones first: `{id}` stops at no full stop."""
        return [Route(self.address(form), self._endpoint(form), methods=["GET"]) for form in reversed(self.forms)]

    def _endpoint(self, form: str) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            given = _given(request)
            values = read_values((*self.parameters, TABLE) if form == ".csv" else self.parameters, given)
            user = user_of(request)
            path = {name: untilde(value) for name, value in request.path_params.items()}
            address = request.url.path.removesuffix(form)

            def question(record: Record) -> Response:
                page = self.question(Ask(record, path, values, given, user, address, form))
                return self._form(request, page, form, values.get("table"), user)

            state = state_of(request)
            if not self.fresh:
                return await state.records.read(question)
            seen = (state.records.changes, state.watch.version)
            asked = (request.url.path, request.url.query, user, csrf_of(request), seen)
            return await state.shelf.answer(asked, self.fresh, lambda: state.records.read(question))

        return answer

    def _form(self, request: Request, page: Page, form: str, table: str | None, user: User) -> Response:
        if form == ".json" or not self.template:
            return Response(as_json(page), media_type="application/json")
        if form == ".csv":
            tables = page.tables()
            if table is None or table in tables:
                words = as_csv(tables[table or next(iter(tables))])
                return Response(words, media_type="text/csv", headers={"Content-Disposition": "inline"})
            raise RefusedError(400, f"table: it is one of {', '.join(tables)}")
        return Response(render(request, self.template, page, user), media_type="text/html")


def _given(request: Request) -> tuple[tuple[str, str], ...]:
    query = request.scope["query_string"]
    if len(query) > LONGEST_QUERY:
        raise RefusedError(414, f"the question is longer than {LONGEST_QUERY} characters")
    try:
        return tuple(parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_GIVEN))
    except ValueError as error:
        raise RefusedError(400, f"the question has more than {MOST_GIVEN} parts") from error
