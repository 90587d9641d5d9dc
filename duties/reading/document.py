"""What every kind of file is read into before anything is understood: lines in reading order."""

from dataclasses import dataclass

# The level of a line that no style makes a heading, and that stands wholly in bold type.
BOLD = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or table row. `level`: 1 to 9 when the file's own styles make it a heading.

    A heading that carries its number in its words needs no level; one that carries none has no
    other sign than its style. `whole`: a row of a table, which no other line goes on with.
    """

    text: str
    level: int = 0
    whole: bool = False


@dataclass(frozen=True)
class TidyLine(Line):
    """A clean line as it stood on the page.

    `indented`: set in; `soft`: the break before it need not end a paragraph; `columns`: its width
    in the file, where a Chinese character takes two; `length`: the same in characters.
    """

    indented: bool = False
    soft: bool = False
    columns: int = 0
    length: int = 0
