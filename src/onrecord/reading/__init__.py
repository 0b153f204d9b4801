"""Reading: files, folders, HTML pages, text dumps and JSON Lines become `Article`s.

`read_inputs` streams whatever a command line names, `read_article` makes one article in Python.
"""

from onrecord.reading.inputs import ReadOptions, read_article, read_inputs
from onrecord.reading.sources import InputFormat, total_bytes

__all__ = ["InputFormat", "ReadOptions", "read_article", "read_inputs", "total_bytes"]
