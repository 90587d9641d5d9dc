"""Vocabulary kept as rows: the Chinese word, and the English one beside it."""

from django.db import models
from django.utils.translation import get_language


class Word(models.Model):
    """A row with ``name`` and ``name_en``; it calls itself by the one the reader's language asks.

    What is written into records must not depend on the reader: use ``name`` there.
    """

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self):
        """The word in the reader's language; the Chinese one where there is no other."""
        return in_language(self.name, self.name_en)


def in_language(chinese, english):
    """The English word for a reader of English, else the Chinese one."""
    return english if english and (get_language() or "").startswith("en") else chinese
