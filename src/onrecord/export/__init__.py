"""Analyses to what a person or a program reads: one module a format.

Every `write_*` takes analyses one at a time from an iterable and writes text to `out`. All but `write_html` flush
after each article and hold no more than one analysis.
"""

from onrecord.export.dicts import analysis_from_dict, analysis_to_dict, statement_from_dict, statement_to_dict
from onrecord.export.html import write_html
from onrecord.export.json_lines import write_json, write_jsonl
from onrecord.export.plover import write_plover
from onrecord.export.table import write_table

__all__ = [
    "analysis_from_dict",
    "analysis_to_dict",
    "statement_from_dict",
    "statement_to_dict",
    "write_html",
    "write_json",
    "write_jsonl",
    "write_plover",
    "write_table",
]
