"""A corrected file read anew under a clerk's answers: three drafts made into one.

``base`` is what was read the first time, ``mine`` what the clerk made of it, ``theirs`` what is
read now. Where only one of the two changed a value, that one counts; where both did, the clerk's
stays and a question says so. No database: worksheets in, a worksheet out.
"""

from .drafts import merge
from .hiding import blotted
from .merged import Merged

__all__ = ["Merged", "blotted", "merge"]
