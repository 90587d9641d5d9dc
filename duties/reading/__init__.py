"""Plan documents to a checked draft: rules only, no database, no network.

`read(data, name)` takes the bytes of a Word, Excel, PDF or text file, `parse(text)` a pasted
text; both give a `PlanDraft`. A refusal is an `Unreadable` with one Chinese sentence. See
README.md here.
"""

from .draft import PlanDraft
from .reader import parse, read
from .refusals import Unreadable

__all__ = ["PlanDraft", "Unreadable", "parse", "read"]
