"""PDFs: lines in reading order, paragraphs put together, ruled tables, no furniture; refusals."""

import io
import threading

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from weasyprint import HTML

from duties.reading import Unreadable, confined, pdf, read
from duties.reading.source import read_lines

STYLE = """
@page { size: A4; margin: 2.5cm }
body { font: 16px/1.8 'Noto Serif CJK SC', 'FandolSong', serif }
p { text-indent: 2em; margin: 0 } h1 { text-align: center; font-size: 22px }
table { border-collapse: collapse; width: 100% } td, th { border: 1px solid #000; padding: 4px }
"""
LONG = "各党支部要认真落实责任，定期研究部署本单位的工作，每半年至少研究一次，按时报告情况。"


FURNITURE = """
@page { @top-center { content: '云溪乡责任制实施方案' }
  @bottom-center { content: '— ' counter(page) ' —' } }
"""


def pdf_of(body: str, style: str = STYLE) -> bytes:
    return HTML(string=f"<style>{style}</style>{body}").write_pdf()


def said(data: bytes) -> list[str]:
    return [line.text for line in read_lines(data, "plan.pdf")]


def test_paragraphs_over_pages_without_furniture():
    paragraphs = [f"（{number}）{LONG}" for number in range(1, 41)]
    body = "<h1>云溪乡责任制实施方案</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs)

    assert said(pdf_of(body, STYLE + FURNITURE)) == ["云溪乡责任制实施方案", *paragraphs]


def test_short_lines_stay_apart():
    body = "<p>一、总体要求</p><p>二、主要职责</p><p>1.抓好学习。</p>"

    assert said(pdf_of(body)) == ["一、总体要求", "二、主要职责", "1.抓好学习。"]


def test_a_ruled_table_over_pages():
    header = "<thead><tr><th>序号<th>责任事项<th>责任领导<th>责任单位<th>完成时限</thead>"
    rows = "".join(
        f"<tr><td>{n}<td>抓好第{n}项工作的组织实施和督促检查，推动任务落到实处"
        "<td>方以宁<br>康书文<td>办公室<td>6月底"
        for n in range(1, 31)
    )
    section = "<tr><td colspan=5>一、政治建设"
    body = f"<p>责任清单如下。</p><table>{header}{section}{rows}</table><p>附则</p>"

    first, heading, *duties, last = said(pdf_of(body, STYLE + FURNITURE))

    assert (first, heading, last) == ("责任清单如下。", "一、政治建设", "附则")
    assert duties == [
        f"{n}.抓好第{n}项工作的组织实施和督促检查，推动任务落到实处。"
        "完成时限：6月底。（责任领导：方以宁、康书文；责任单位：办公室）"
        for n in range(1, 31)
    ]


def test_cells_merged_down_and_across():
    body = (
        "<table><tr><th rowspan=2>序号<th rowspan=2>任务<th colspan=2>责任单位"
        "<tr><th>牵头<th>配合"
        "<tr><td>1<td>抓好学习<td rowspan=2>团委<td>办公室"
        "<tr><td>2<td>抓好考核<td>人事科</table>"
    )

    assert said(pdf_of(body)) == [
        "1.抓好学习。（牵头单位：团委；配合单位：办公室）",
        "2.抓好考核。（牵头单位：团委；配合单位：人事科）",
    ]


def test_a_plan_in_a_pdf_is_read():
    body = (
        "<h1>云溪乡责任制实施方案</h1><p>一、主要职责</p>"
        f"<p>（一）抓好学习。{LONG}（责任领导：方以宁，责任单位：团委）</p>"
        f"<p>（二）抓好考核。{LONG}（责任领导：康书文，责任单位：办公室）</p>"
    )

    draft = read(pdf_of(body), "plan.pdf")

    assert [(duty.title, duty.leaders) for duty in draft.duties] == [
        *(("抓好学习", ["方以宁"]), ("抓好考核", ["康书文"])),
    ]


def scanned() -> bytes:
    return pdf_of("<div></div>", "@page { size: A4 } div { height: 9cm; background: #999 }")


def locked() -> bytes:
    writer = PdfWriter(io.BytesIO(pdf_of("<p>正文</p>")))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_pages(count: int) -> bytes:
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(100, 100)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (scanned, "扫描"),
        (locked, "密码"),
        (lambda: with_pages(601), "600 页"),
        (lambda: b"%PDF-1.7", "损坏"),
        (lambda: pdf_of("<p>正文</p>")[:200], "损坏"),
    ],
)
def test_refused_with_a_sentence(make, word):
    with pytest.raises(Unreadable, match=word):
        read_lines(make(), "plan.pdf")


def test_a_page_that_unpacks_without_end_is_stopped():
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    stream = DecodedStreamObject()
    stream.set_data(b"0 0 m 9 9 l S\n" * 15_000_000)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    buffer = io.BytesIO()
    writer.write(buffer)

    with pytest.raises(Unreadable):
        read_lines(buffer.getvalue(), "plan.pdf")


def test_a_reader_that_fails_is_a_refusal(monkeypatch):
    monkeypatch.setattr(pdf, "MODULE", "this")
    with pytest.raises(Unreadable, match="过于复杂"):
        pdf.lines_of(b"%PDF")


def test_several_threads_read_at_once():
    data, found = pdf_of("<p>正文</p>"), []
    threads = [threading.Thread(target=lambda: found.append(said(data))) for _ in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [["正文"]] * 3


def test_a_confined_program_has_little_of_everything(monkeypatch):
    monkeypatch.setenv("LUZE_SECRET", "word")

    def run(code: str, seconds: int = 5, memory: int = 200 * 1024 * 1024) -> bytes:
        command = [confined.sys.executable, "-c", code]
        return confined.run(command, seconds=seconds, memory=memory)

    assert (
        run("import os; print(sorted(set(os.environ) & {'SECRET_KEY', 'DATABASE_URL'}))") == b"[]\n"
    )
    for code in ("bytes(10**9)", "while True: pass", "import time; time.sleep(60)", "exit(3)"):
        with pytest.raises(confined.Exceeded):
            run(code, seconds=1)
