"""Versions of a matrix: a whole matrix drafted, submitted, approved, and in force from a day.

``contents`` says what a version or the matrix of a day holds, ``comparing`` what differs between
two of them, ``merging`` what moved since a draft was begun; ``drafting`` edits a draft,
``approving`` leads it to its first day, ``writing`` is what an approval writes.
"""
