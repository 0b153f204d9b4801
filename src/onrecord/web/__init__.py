"""The reading room: the record in a browser, for reading, checking and correcting."""

from onrecord.web.accounts import Account, AccountError
from onrecord.web.app import create_app
from onrecord.web.settings import Settings

__all__ = ["Account", "AccountError", "Settings", "create_app"]
