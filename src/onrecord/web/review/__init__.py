"""Reviewing: the queue, and the decisions that reviewers make."""

from onrecord.web.changing import ChangeRoute
from onrecord.web.page import PageRoute
from onrecord.web.review import changes, downloading, queue, reports, saying, suggesting

ROUTES: tuple[PageRoute | ChangeRoute, ...] = (
    *queue.ROUTES,
    *reports.ROUTES,
    *changes.ROUTES,
    *saying.ROUTES,
    *suggesting.ROUTES,
)

#: What is no page and no change.
OTHERS = downloading.ROUTES
