"""The text of a PDF, read in a process of its own with little memory and little time."""

import json
import sys

from . import confined
from .document import Line
from .refusals import Unreadable, gettext_noop

SECONDS = 45
MEMORY = 290 * 1024 * 1024
MODULE = "duties.reading.pdf_pages"
TOO_COMPLEX = gettext_noop("PDF 已损坏或过于复杂，无法读取，请上传 Word 文件。")


def lines_of(data: bytes) -> list[Line]:
    """The document's lines in reading order; raises Unreadable."""
    command = [sys.executable, "-m", MODULE]
    try:
        found = json.loads(confined.run(command, data=data, seconds=SECONDS, memory=MEMORY))
    except (confined.Exceeded, ValueError) as error:
        raise Unreadable(TOO_COMPLEX) from error
    if "refusal" in found:
        raise Unreadable(found["refusal"])
    return [Line(text) for text in found["lines"]]
