"""What is wrong with a row, said at its cell."""

from dataclasses import dataclass


class Refused(Exception):
    """A cell or row that cannot be taken; ``str()`` is the sentence, ``field`` the column."""

    def __init__(self, sentence, field=""):
        super().__init__(sentence)
        self.field = field


class Unresolved(Exception):
    """A cell that hangs on another one which is already named as faulty: nothing more to say."""


@dataclass(frozen=True)
class Fault:
    """One sentence for the clerk, and where: sheet, row, column and cell address."""

    sheet: str
    row: int
    column: str
    address: str
    text: str

    def __str__(self):
        return f"{self.address} {self.text}".strip()
