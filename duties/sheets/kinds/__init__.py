"""The kinds of sheet, each one small description.

To add a kind, write a ``Kind`` and put it into ``KINDS`` behind those it refers to; export,
template, import, preview and undo follow from it.
"""

from . import assignments, departments, duties, groups, organs, people, plans, portfolios, posts

KINDS = (
    organs.KIND,
    departments.KIND,
    departments.AREAS,
    people.KIND,
    posts.KIND,
    posts.TENURES,
    portfolios.KIND,
    groups.KIND,
    groups.SEATS,
    plans.KIND,
    duties.KIND,
    assignments.KIND,
)
BY_CODE = {kind.code: kind for kind in KINDS}
