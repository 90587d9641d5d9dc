"""The pages of sheets: hand in, faults, preview, apply, undo; export and templates."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from duties.models import Post, SheetImport
from tests.duties.sheet_files import book
from tests.duties.test_sheets_checking import BEGIN, POSTS
from tests.duties.test_sheets_importing import staffed


@pytest.fixture
def clerk(sign_in):
    return sign_in("clerk")


def address(name, *args):
    return reverse(name, args=["qingxi", *args])


def hand_in(client, data, name="表.xlsx"):
    return client.post(address("sheets"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def test_from_the_file_to_the_rows_and_back(clerk):
    answer = hand_in(clerk, staffed())
    page = answer.content.decode()
    row = SheetImport.objects.get()
    assert answer.redirect_chain == [(address("sheets_preview", row.pk), 302)]
    assert "导入预览" in page
    assert "还没有写入任何内容" in page
    assert "2026-06-30" in page
    assert "宣传办" in page
    assert not Post.objects.filter(name="武装部长").exists()
    seen = answer.context["preview"].seen
    answer = clerk.post(address("sheets_apply", row.pk), {"seen": seen}, follow=True)
    assert "已导入。" in answer.content.decode()
    assert Post.objects.filter(name="武装部长").exists()
    assert "撤销整次导入？" in clerk.get(address("sheets_undo", row.pk)).content.decode()
    answer = clerk.post(address("sheets_undo", row.pk), follow=True)
    assert "已撤销整次导入。" in answer.content.decode()
    assert not Post.objects.filter(name="武装部长").exists()


def test_faults_stand_by_their_cells_and_can_be_taken_along(clerk):
    answer = hand_in(clerk, book(岗位=[POSTS, ["", BEGIN, ""], ["=甲", "x", ""]]))
    page = answer.content.decode()
    assert "岗位!A2" in page
    assert "岗位!B3" in page
    assert "确认导入" not in page
    row = SheetImport.objects.get()
    content = clerk.get(address("sheets_preview", row.pk), {"as": "xlsx"}).content
    listed = load_workbook(BytesIO(content)).active
    addresses = [cell.value for cell in listed["D"]]
    assert addresses == ["单元格", "岗位!A3", "岗位!A2", "岗位!B3"]  # a formula is named first


def test_faults_are_shown_a_page_at_a_time(clerk):
    hand_in(clerk, book(岗位=[POSTS, *[["", BEGIN, ""]] * 230]))
    url = address("sheets_preview", SheetImport.objects.get().pk)
    assert clerk.get(url).content.decode().count('scope="row"') == 100
    assert clerk.get(url, {"page": "3"}).content.decode().count('scope="row"') == 30


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a.xlsx", "文件内容不是表格"),
        (b"a,b\n" * 20_001, "a.csv", "表格超过 2 万行"),
    ],
)
def test_an_unreadable_file_is_refused_beside_the_field(clerk, data, name, sentence):
    answer = hand_in(clerk, data, name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SheetImport.objects.exists()


def test_what_moved_meanwhile_is_shown_anew(clerk, world):
    hand_in(clerk, staffed())
    row = SheetImport.objects.get()
    answer = clerk.post(address("sheets_apply", row.pk), {"seen": "old"})
    assert answer.status_code == 409
    assert "预览之后数据有变动" in answer.content.decode()
    assert not Post.objects.filter(name="武装部长").exists()


def test_a_file_that_says_what_stands_has_nothing_to_confirm(clerk):
    content = clerk.get(address("sheets_export"), {"kind": "posts"}).content
    page = hand_in(clerk, content).content.decode()
    assert "没有需要写入的" in page
    assert "确认导入" not in page


def test_an_undo_that_would_break_something_says_what(clerk, world):
    hand_in(clerk, staffed())
    row = SheetImport.objects.get()
    preview = clerk.get(address("sheets_preview", row.pk)).context["preview"]
    clerk.post(address("sheets_apply", row.pk), {"seen": preview.seen})
    Post.objects.filter(name="武装部长").update(short_name="武装")
    answer = clerk.post(address("sheets_undo", row.pk))
    assert answer.status_code == 422
    assert "岗位“武装部长”已被修改" in answer.content.decode()


def test_exports_and_templates_download(clerk):
    for query, start in (
        ({"kind": "tenures", "as": "csv"}, "党组织".encode("utf-8-sig")[:3]),
        ({"as": "csv", "below": "1"}, b"PK"),
        ({"below": "1"}, b"PK"),
    ):
        answer = clerk.get(address("sheets_export"), query)
        assert answer.content.startswith(start)
        assert answer["X-Content-Type-Options"] == "nosniff"
    page = load_workbook(BytesIO(clerk.get(address("sheets_template"), {"kind": "posts"}).content))
    assert page.sheetnames == ["岗位", "选项"]
    assert clerk.get(address("sheets_export"), {"kind": "nothing"}).status_code == 404


def test_the_export_of_a_clerk_stays_within_what_he_may_export(clerk, sign_in, world):
    """Below the township the clerk has no grant; the county's auditor has."""

    def codes():
        content = sign_in_as.get(address("sheets_export"), {"kind": "organs", "below": "1"}).content
        return [cell.value for cell in load_workbook(BytesIO(content)).active["A"]][1:]

    sign_in_as = sign_in("clerk")
    assert codes() == ["qingxi"]
    sign_in_as = sign_in("auditor")
    assert codes() == ["qingxi", "dongcun", "xicun"]


def test_a_reader_sees_the_exports_and_not_the_import(sign_in):
    page = sign_in("auditor").get(address("sheets")).content.decode()
    assert "sheets/export/" in page
    assert "sheets/template/" not in page
    page = sign_in("member").get(address("sheets")).content.decode()
    assert "sheets/export/" not in page


def test_the_page_takes_a_fixed_number_of_statements(clerk, world, django_assert_num_queries):
    clerk.get(address("sheets"))
    for count in (1, 15):
        for _each in range(count):
            SheetImport.objects.create(
                organ=world.township, name="a", sha256="", made_by=world.users["clerk"]
            )
        with django_assert_num_queries(8):
            clerk.get(address("sheets"))


def test_files_are_in_chinese_for_a_reader_of_english(clerk):
    clerk.cookies["django_language"] = "en"
    with translation.override("zh-hans"):  # puts back what the requests switch
        page = clerk.get(address("sheets")).content.decode()
        out = clerk.get(address("sheets_export"), {"kind": "posts"}).content
        blank = clerk.get(address("sheets_template"), {"kind": "posts"}).content
    assert 'lang="en"' in page
    assert load_workbook(BytesIO(out)).sheetnames == ["岗位"]
    assert load_workbook(BytesIO(blank))["岗位"]["A3"].value == "示例"
