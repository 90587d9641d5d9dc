"""A whole plan: every part of the reader called once, in order."""

from . import limits
from . import source as files
from .document import Line
from .draft import PlanDraft
from .duties import read_duties
from .grounds import read_grounds
from .groups import read_group
from .liability import read_liability
from .lines import normalise
from .measures import read_measures
from .outline import outline, outside
from .refusals import Unreadable, gettext_noop
from .requirements import read_requirements
from .roles import read_roles
from .titles import read_title
from .typed import lines_of

NO_DUTY = gettext_noop("文件中没有找到职责条目，不像一份责任制实施方案。")


def read(data: bytes, name: str) -> PlanDraft:
    """The draft of an uploaded file (.docx or .txt).

    Raises Unreadable, whose text is one Chinese sentence, for a file that is of another kind,
    damaged, locked, too large, empty, or that names no duty at all.
    """
    draft = _understood(files.read_lines(data, name))
    if not draft.duties:
        raise Unreadable(NO_DUTY)
    return draft


def parse(text: str) -> PlanDraft:
    """The draft of a pasted text; it may hold no duty. Raises Unreadable only when enormous."""
    if len(text) > files.MAX_CHARACTERS:
        raise Unreadable(limits.TOO_LONG)
    return _understood(lines_of(text))


def _understood(lines: list[Line]) -> PlanDraft:
    source = normalise(lines)
    plan = outline(source)
    draft = PlanDraft(text=source.plain)
    read_title(source, plan.paragraphs, draft)
    read_group(source, plan.paragraphs, draft)
    refused = read_duties(source, plan, draft)
    account = read_grounds(source, plan, draft)
    read_measures(source, plan, draft)
    plain = outside(plan.paragraphs, [*refused, *account])
    account += read_liability(source, plain, draft)
    clauses = [duty.span for duty in draft.duties]
    read_roles(source, outside(plan.paragraphs, [*clauses, *account]), draft)
    read_requirements(source, plan, [*refused, *account], draft)
    return draft
