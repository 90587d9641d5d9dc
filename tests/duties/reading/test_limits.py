"""Hostile files: memory stays small, time stays linear, limits are checked before unpacking."""

import io
import random
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from duties.reading import Unreadable
from duties.reading.source import read_lines
from tests.duties.reading.files import docx_of, paragraph, word_of, zip_of
from tests.duties.reading.test_xlsx import raw

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
PEAK = 200  # megabytes, with the interpreter; the promise is 300 with all of the product
READ = """
import pathlib, sys
from duties.reading import Unreadable, read
try:
    read(pathlib.Path(sys.argv[1]).read_bytes(), sys.argv[1])
except Unreadable as refusal:
    print(refusal)
status = pathlib.Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


def noise(unit: str, size: int) -> str:
    """`unit` again and again up to `size` with other numbers: it packs three times at most.

    It repeats itself beyond the reach of the packing.
    """
    chance = random.Random(7)
    block = "".join(unit % chance.getrandbits(32) for _ in range(MEGABYTE // 4 // len(unit % 0)))
    return block * (size // len(block))


def hostile() -> dict[str, bytes]:
    text, size = paragraph("责任"), 30 * MEGABYTE
    run = '<w:r w:rsidR="%08x"/>'
    shared = noise('<si w="%08x"/>', 8 * MEGABYTE)
    rows = "".join(f'<row r="{at}"><c><v>{at % 89}</v></c></row>' for at in range(1, 20_000))
    merged = noise('<mergeCell ref="A1:XFD%010d"/>', 2 * MEGABYTE).replace("XFD000", "XFD")
    style = noise('<w:style w:styleId="%08x"/>', 2 * MEGABYTE)
    return {
        "lying.docx": patched(word_of(noise(run, size)), 100),
        "bomb.docx": zip_of({"word/document.xml": bytes(size)}),
        "runs.docx": word_of(f"<w:p>{noise(run, size)}<w:r><w:t>责任</w:t></w:r></w:p>"),
        "names.docx": word_of(text + noise("<w:x%08x/>", 8 * MEGABYTE)),
        "attribute.docx": word_of(f'{text}<w:x w:a="{noise("%08x", 8 * MEGABYTE)}"/>'),
        "comment.docx": word_of(f"{text}<!--{noise('%08x', 8 * MEGABYTE)}-->"),
        "deep.docx": word_of(text + "<w:p>" * 9_000 + "</w:p>" * 9_000),
        "styles.docx": word_of(text, styles=style),
        "strings.xlsx": raw('<row><c t="s"><v>1</v></c></row>', shared=shared),
        "merged.xlsx": raw(rows, merged=merged),
        "lines.txt": b"\n" * 1_900_000,
        "brackets.txt": b"(" * 3_000_000,
        "brackets-full.txt": "（".encode() * 400_000,
        "long.txt": "（一）每半年至少研究1次。".encode() * 35_000,
    }


@pytest.mark.slow
def test_no_file_takes_much_memory(tmp_path):
    peaks = {}
    for name, data in hostile().items():
        file = tmp_path / name
        file.write_bytes(data)
        command = [sys.executable, "-c", READ, str(file)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60)
        peaks[name] = int(done.stdout.split()[-1])

    assert {name: peak for name, peak in peaks.items() if peak > PEAK} == {}


def test_time_grows_with_the_size_of_the_file():
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("抓好学习", "方以宁", "团委"))
    header = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("任务", "责任人", "责任单位"))

    def seconds(rows: int) -> float:
        table = f"<w:tbl><w:tr>{header}</w:tr>{f'<w:tr>{cells}</w:tr>' * rows}</w:tbl>"
        data = word_of(table + "".join(paragraph(str(at)) for at in range(rows)))
        started = time.process_time()
        assert len(read_lines(data, "plan.docx")) == 2 * rows
        return time.process_time() - started

    small, large = seconds(1_000), seconds(8_000)

    assert large < small * 8 * 3 + 0.2


def patched(data: bytes, declared: int) -> bytes:
    """The package with another size declared for its main part, wherever sizes are declared."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entry = package.getinfo("word/document.xml")
        directory = data.index(b"PK\x01\x02", package.start_dir)
    changed = bytearray(data)
    changed[entry.header_offset + 22 : entry.header_offset + 26] = struct.pack("<I", declared)
    changed[directory + 24 : directory + 28] = struct.pack("<I", declared)
    return bytes(changed)


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: patched(word_of(noise("<w:r a='%08x'/>", 20 * MEGABYTE)), 100), "损坏"),
        (lambda: patched(word_of(paragraph("责任")), 2**32 - 2), "展开后过大"),
        (lambda: patched(word_of(paragraph("责任")), 33 * MEGABYTE), "压缩比例"),
        (lambda: word_of(noise("<w:r a='%08x'/>", 33 * MEGABYTE)), "正文过大"),
        (lambda: zip_of({"word/document.xml": b"<a/>", "b": bytes(2 * MEGABYTE)}), "压缩比例"),
    ],
    ids=["lying", "huge", "dense", "large", "nested"],
)
def test_bombs_are_refused(make, word):
    data = make()

    with pytest.raises(Unreadable, match=word):
        read_lines(data, "plan.docx")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_packing_of_office_programs_is_read(method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        package.writestr("word/document.xml", "<a/>")

    with pytest.raises(Unreadable, match="损坏"):
        read_lines(buffer.getvalue(), "plan.docx")


def test_every_cut_of_a_file_is_read_or_refused():
    data = docx_of("一、总则\n抓好学习。")
    for end in range(0, len(data), len(data) // 60):
        with pytest.raises(Unreadable):
            read_lines(data[:end], "plan.docx")


def test_every_changed_byte_is_read_or_refused():
    data, chance = word_of(paragraph("责任")), random.Random(11)
    for _ in range(400):
        changed = bytearray(data)
        changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            lines = read_lines(bytes(changed), "plan.docx")
        except Unreadable as refusal:
            assert str(refusal).endswith("。")
        else:
            assert lines
