"""An amended plan beside the one in force: what becomes of each clause, and whom that touches.

``before`` puts the adopted plan into lines, ``after`` the draft, ``changes`` compares the two and
``amendment`` adds what is owed. Nothing is written; the number of statements is fixed.
"""

from .amendment import Amendment, compare

__all__ = ["Amendment", "compare"]
