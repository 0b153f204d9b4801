"""Questions to a record, answered from what counts now. Every query reads only, and returns frozen records that are
ready for JSON (`plain`)."""

from __future__ import annotations

from onrecord.queries.facets import facets
from onrecord.queries.hits import Hit
from onrecord.queries.search import Page, Search, search

__all__ = ["Hit", "Page", "Search", "facets", "search"]
