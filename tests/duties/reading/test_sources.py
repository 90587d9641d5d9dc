"""Files: encodings that must be read, and what is refused with a sentence."""

import io
import tracemalloc
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from duties.reading import Unreadable, parse, read
from duties.reading.source import MAX_CHARACTERS
from tests.duties.reading.files import corpus, docx_of, saved, zip_of

TEXT = corpus("bureau").decode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
DOCUMENT = "word/document.xml"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
    ],
    ids=["utf8", "bom", "utf16", "utf16be-bom", "gb18030", "utf16le", "utf16be", "crlf"],
)
def test_encodings_read_alike(data):
    assert read(data, "plan.txt") == parse(TEXT)


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"", "plan.txt", "空"),
        (b" \n\t ", "plan.txt", "没有文字"),
        (PNG, "plan.txt", "图片"),
        (PNG, "plan.docx", "图片"),
        (b"%PDF-1.7 ...", "plan.docx", "扩展名改为 .pdf"),
        (b"MZ" + bytes(64), "plan.txt", "程序"),
        (b"<html><body>", "plan.doc", "网页"),
        (b"\xff\xd8\xff\xe0" + bytes(64), "plan.txt", "图片"),
        (b"\x1f\x8b\x08" + bytes(64), "plan.txt", "压缩包"),
        (b"Rar!\x1a\x07" + bytes(64), "plan.docx", "压缩包"),
        (zip_of({"a.txt": b"a"}), "plan.docx", "压缩包"),
        (zip_of({"a.txt": b"a"}), "plan.txt", "压缩包"),
        (TEXT.encode(), "plan.docx", "不是 Word"),
        (OLE + bytes(512), "plan.docx", "另存为 .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "plan.docx", "密码"),
        (OLE + "WordDocument".encode("utf-16-le"), "plan.docx", "Word 打开并另存"),
        (OLE + "Workbook".encode("utf-16-le"), "plan.docx", "Excel 打开并另存"),
        (docx_of(TEXT), "plan.xlsx", "Word 文档，请把扩展名改为 .docx"),
        (b"x", "plan.xlsx", "不是 Excel"),
        (b"x", "plan.pptx", "只能读取"),
        (b"x", "plan.xlsm", "含有宏"),
        (b"\x00\x01\x02\x03" * 50, "plan.txt", "编码"),
        (b"\xff\xfe\x00\xd8\x00", "plan.txt", "编码"),
        (docx_of(TEXT)[:4000], "plan.docx", "损坏"),
        (zip_of({DOCUMENT: b"<w:document"}), "plan.docx", "损坏"),
        (zip_of({DOCUMENT: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "plan.docx", "损坏"),
        (("好" * (MAX_CHARACTERS + 1)).encode(), "plan.txt", "50 万"),
        (b"a" * (20 * 1024 * 1024 + 1), "plan.txt", "20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}",
)
def test_refused_with_a_sentence(data, name, word):
    with pytest.raises(Unreadable, match=word) as refusal:
        read(data, name)

    assert str(refusal.value).endswith("。")
    assert "\n" not in str(refusal.value)


def test_zip_bomb_is_refused_before_unpacking():
    bomb = zip_of({DOCUMENT: b" " * (30 * 1024 * 1024)})

    with pytest.raises(Unreadable, match="压缩比例"):
        read(bomb, "plan.docx")


def test_too_many_entries_are_refused():
    with pytest.raises(Unreadable, match="过大"):
        read(zip_of({DOCUMENT: b"<a/>", **{f"f{n}": b"" for n in range(201)}}), "plan.docx")


def test_locked_entries_are_refused():
    data = bytearray(docx_of(TEXT))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        start = package.start_dir
    data[start + 8] |= 1

    with pytest.raises(Unreadable, match="密码"):
        read(bytes(data), "plan.docx")


def test_press_release_names_no_duty():
    release = "昨日，云溪乡举行植树活动。\n一百余名干部参加，共种下杉树三百株。\n明年继续。"

    with pytest.raises(Unreadable, match="没有找到职责"):
        read(release.encode(), "news.txt")
    assert parse(release).duties == []


def test_automatic_numbers_of_word_are_counted():
    document = Document()
    document.add_paragraph("主要职责")
    for title in ("抓好档案管理。", "抓好学习。", "抓好考核。"):
        document.add_paragraph(title, style="List Number")
    _number_directly(document)

    draft = read(saved(document), "plan.docx")

    assert [(duty.number, duty.title) for duty in draft.duties] == [
        *((1, "抓好档案管理"), (2, "抓好学习"), (3, "抓好考核")),
    ]


def _number_directly(document):
    """The built-in style's list put on each paragraph, as Word does on a click."""
    number = document.styles["List Number"].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
    for paragraph in document.paragraphs[1:]:
        properties = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", "0"), ("w:numId", number)):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            properties.append(child)
        paragraph._p.get_or_add_pPr().append(properties)


def test_duty_table_becomes_clauses():
    document = Document()
    rows = [
        ("序号", "责任事项", "责任领导", "责任单位"),
        ("1", "抓好档案管理", "方以宁", "办公室、政教处"),
        ("2", "抓好学习", "康书文", "团委"),
    ]
    table = document.add_table(rows=0, cols=4)
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value

    draft = read(saved(document), "plan.docx")

    assert [(d.title, d.leaders, d.departments) for d in draft.duties] == [
        ("抓好档案管理", ["方以宁"], ["办公室", "政教处"]),
        ("抓好学习", ["康书文"], ["团委"]),
    ]


def test_a_huge_index_is_refused_before_it_is_read():
    packed = zip_of({f"part-{number:06}": b"" for number in range(20_000)})
    tracemalloc.start()
    with pytest.raises(Unreadable, match="过大"):
        read(packed, "plan.docx")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * len(packed)
