"""The printed matrix: A3, every duty and every column on paper, legible at any size."""

from dataclasses import replace

import pytest

from reviews.documents.matrix import MOST_COLUMNS, WIDTH, matrix_html, matrix_pdf, panels, stacks
from reviews.documents.rendering import lay_out
from tests.reviews.documents.pages import EXPORT, MILLIMETRE, lines, make_matrix, reader, text


@pytest.mark.parametrize(("rows", "columns"), [(16, 14), (60, 40)])
def test_every_duty_and_title_is_printed_on_a3(rows, columns):
    matrix = make_matrix(rows, columns)
    rendered = matrix_pdf(matrix, **EXPORT)
    printed = text(rendered)
    for row in matrix.rows:
        assert row.number in printed
        assert row.title in printed
    for role in matrix.roles:
        assert role.name in printed
    assert "缺牵头部门" in printed
    assert "有岗位空缺" in printed
    pages = reader(rendered).pages
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    assert {round(page.mediabox.width * 25.4 / 72) for page in pages} == {420}
    assert f"第{len(pages)}页共{len(pages)}页" in printed


def test_heads_and_foot_repeat_on_every_page():
    rendered = matrix_pdf(make_matrix(60, 20), **EXPORT)
    pages = [page.extract_text() for page in reader(rendered).pages]
    assert len(pages) > 1
    for page in pages:
        assert "班子成员" in page
        assert "校验" in page
        assert "第3版 · 截至2026年6月30日" in page
        assert "李文静于2026-07-01 10:00导出" in page


@pytest.mark.parametrize("columns", [1, 14, 44, 45, 60, 130])
def test_no_column_is_lost_or_cut(columns):
    matrix = make_matrix(3, columns)
    cut = panels(matrix)
    assert [item.column for panel in cut for item in panel.columns] == list(matrix.columns)
    assert max(len(panel.columns) for panel in cut) <= MOST_COLUMNS
    for panel in cut:
        assert sum(count for _name, count in panel.groups) == len(panel.columns)
        assert panel.duty_width >= 70
    html = matrix_html(matrix, **EXPORT)
    for page in lay_out(html, stylesheets=["sheet.css", "matrix.css"]).pages:
        assert max(right for _left, right, _line in lines(page)) <= 420 - 12 + 0.1
        tables = [box for box in page._page_box.descendants() if box.element_tag == "table"]
        assert all(box.width <= WIDTH * MILLIMETRE + 2 for box in tables)


def test_the_duty_column_is_repeated_in_every_panel():
    matrix = make_matrix(3, 60)
    pages = [page.extract_text() for page in reader(matrix_pdf(matrix, **EXPORT)).pages]
    assert len(pages) == 2
    assert all(row.number in page for page in pages for row in matrix.rows)


def test_a_vacant_post_and_an_acting_holder_are_marked():
    matrix = make_matrix(1, 4)
    vacant, held, *departments = matrix.columns
    acting = replace(matrix, columns=(vacant, replace(held, acting=True), *departments))
    assert vacant.vacant
    html = matrix_html(acting, **EXPORT)
    assert html.count("空缺</div>") == 1
    assert html.count("代理</div>") == 1


def test_long_names_stand_in_even_stacks():
    assert stacks("党委书记") == ("党委书记",)
    assert stacks("网络安全与信息化工作小组办公室") == ("网络安全与信息化", "工作小组办公室")
    assert stacks("") == ("",)


def test_an_empty_matrix_still_prints():
    rendered = matrix_pdf(make_matrix(0, 0), **EXPORT)
    assert rendered.pages == 1


def test_the_printed_hash_follows_the_content_not_the_export():
    matrix = make_matrix(2, 3)
    first = matrix_html(matrix, **EXPORT)
    other = matrix_html(make_matrix(3, 3), **EXPORT)
    digest = first.split("校验码 ")[1][:12]
    assert digest in matrix_html(matrix, **{**EXPORT, "exported_by": "王五"})
    assert digest not in other
