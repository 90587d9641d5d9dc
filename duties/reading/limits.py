"""How much a file may hold. Whoever reads one counts here and stops at the first excess."""

from .refusals import Unreadable, gettext_noop

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 500_000
MAX_LINES = 50_000
MAX_CELLS = 200_000
TOO_LONG = gettext_noop("文件内容超过 50 万字，不像一份实施方案。")
TOO_MANY_CELLS = gettext_noop("表格超过 20 万格，不像一份责任清单，请删去空白行列后再上传。")
TOO_MANY_LINES = gettext_noop("文件超过 5 万行，不像一份实施方案。")


class Tally:
    """Counts what is read of one document; raises Unreadable once it is too much."""

    def __init__(self):
        self.characters = self.lines = self.cells = 0

    def text(self, text: str) -> str:
        self.characters += len(text)
        if self.characters > MAX_CHARACTERS:
            raise Unreadable(TOO_LONG)
        return text

    def line(self) -> None:
        self.lines += 1
        if self.lines > MAX_LINES:
            raise Unreadable(TOO_MANY_LINES)

    def cell(self, count: int = 1) -> None:
        self.cells += count
        if self.cells > MAX_CELLS:
            raise Unreadable(TOO_MANY_CELLS)
