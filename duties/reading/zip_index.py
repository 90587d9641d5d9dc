"""How large the index of a zip archive is, read without reading the index itself."""

from typing import BinaryIO

END = b"PK\x05\x06"
TAIL = 65_557  # the end record and the longest comment behind it
LONGEST = 1_000_000  # bytes; thousands of entries, where an office document has dozens


def is_bearable(file: BinaryIO) -> bool:
    """Whether the index may be read: its size stands in the archive's end record.

    A file without an end record is left to the reader, which refuses it as no archive.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(END)
    return at < 0 or int.from_bytes(tail[at + 12 : at + 16], "little") <= LONGEST
