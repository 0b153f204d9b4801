"""Ties articles together: passes over a record that can be run again, each explaining what it ties."""

from onrecord.linking.passes import Linked, Pass, link

__all__ = ["Linked", "Pass", "link"]
