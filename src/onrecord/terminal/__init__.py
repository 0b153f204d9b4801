"""What queries found, as text for a terminal or a file: tables, timelines, comparisons, everything about one id."""
