"""What can go wrong, said in one line each; every message is fit to be shown to a user."""


class OnrecordError(Exception):
    """Any error that onrecord raises on purpose."""


class InputError(OnrecordError):
    """An input that is no article: its message says what is wrong, without the file's name."""


class ModelError(OnrecordError):
    """The reader's weights are missing or do not fit this version of the code."""


class OutputError(OnrecordError):
    """A file that cannot be written: its message names the file and says why."""


class RecordError(OnrecordError):
    """A record that cannot be opened, read or written, or something that is not in it; nothing was lost."""
