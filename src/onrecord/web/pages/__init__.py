"""One module a page; each has ROUTES."""
