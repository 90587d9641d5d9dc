"""What stands open for a post when it changes hands, gathered from all apps.

``collect`` asks every class of ``KINDS``; to hand over a further kind of matter, write a class
with ``kind`` and ``lines`` in ``matters`` and add it there.
"""

from .matters import KINDS, collect

__all__ = ["KINDS", "collect"]
