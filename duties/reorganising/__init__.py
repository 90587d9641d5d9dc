"""Reorganising: putting an organ under another superior, merging it into another, closing it.

``move``, ``merge`` and ``close`` write, or refuse with a ``ValidationError`` what cannot be;
``Change`` is the same before it is written, for the preview; ``undo`` takes the latest back. A
change holds from its day ``on``: what it ends has the day before as its last. Dated rows are
written at once; paths and people's units follow on the day (``settle``, daily and idempotent).
What is owed is followed one layer up, in ``config.reorganising``.
"""

from .change import Change
from .settling import people, settle
from .undoing import may_undo, undo
from .writing import close, merge, move

__all__ = ["Change", "close", "may_undo", "merge", "move", "people", "settle", "undo"]
