"""The errors a reader may see: each is one clear line, on a terminal and in a notebook cell."""

import re

#: A line on a terminal is cut in the middle beyond so many characters.
LONGEST = 800
# control characters move the cursor, overrides turn the line around: both are shown, not obeyed
_ACTING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


class WorkbookError(ValueError):
    """Base of every error this package raises on purpose.

    The message is one line that names what was wrong (file, place, value) and what would be right. It
    is a ``ValueError``, so callers that know nothing of this package can still catch it.
    """

    def __init__(self, message: str) -> None:
        """Keep the message as one line that can be printed anywhere."""
        super().__init__(one_line(message))

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in a cell instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


def one_line(message: str) -> str:
    r"""Return a message as one line that does nothing on a terminal: whatever file name or value is in it.

    Bytes of a name that is not UTF-8 and control characters are written as escapes, line breaks as spaces.

    Examples
    --------
    >>> one_line("\udce3\x1b[31m.txt: empty;\nput a text in it")
    '\\xe3\\x1b[31m.txt: empty; put a text in it'
    """
    said = str(message)
    if len(said) > LONGEST:
        said = f"{said[: LONGEST // 2]} ... {said[-LONGEST // 3 :]}"
    said = re.sub(r"\s*[\r\n]\s*", " ", said)
    said = said.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _ACTING.sub(lambda found: found[0].encode("unicode_escape").decode(), said)


def reason(error: BaseException) -> str:
    """Return in a few words what somebody else's exception says went wrong.

    Examples
    --------
    >>> reason(RecursionError()), reason(FileNotFoundError(2, "No such file or directory", "a.txt"))
    ('nested too deeply', 'a.txt: No such file or directory')
    """
    if isinstance(error, WorkbookError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if isinstance(error, UnicodeError | RecursionError):
        return "not UTF-8" if isinstance(error, UnicodeError) else "nested too deeply"
    return "too little memory" if isinstance(error, MemoryError) else first_line(error)


def first_line(error: Exception) -> str:
    r"""Return kind and message of somebody else's exception in one line, for a message of ours.

    Examples
    --------
    >>> first_line(ValueError("no such model\nlook elsewhere"))
    'ValueError: no such model'
    """
    lines = str(error).strip().splitlines()
    return ": ".join([type(error).__name__, *lines[:1]])


class SeedError(WorkbookError):
    """A text could not be read."""


class ColumnError(WorkbookError):
    """A table lacks a column, or a parameter names one that is not there."""


class OptionError(WorkbookError):
    """An option has a value that means nothing; the message lists those that do."""


class AliasError(WorkbookError):
    """A file of aliases or stop words that the reader edits has a wrong entry."""


class RenderError(WorkbookError):
    """A notebook could not be made into a page."""
