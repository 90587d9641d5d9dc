"""Write the files no plan can be read from, share D, into bad-d/ beside this file.

Each must end with one sentence and exit status 1. The texts of three million characters are too
large to keep: `make_bad_d.py FOLDER` writes them into a folder of the caller's choice.
"""

import json
import struct
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from docx import Document

HERE = Path(__file__).parent
FOLDER = HERE / "bad-d"
STAMP = (2026, 3, 2, 8, 0, 0)
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

NEWS = """我市举行“书香进万家”主题活动启动仪式
本报讯（记者 小禾） 3月28日上午，“书香进万家”主题活动在市民广场拉开帷幕，市委宣传部、市总工会、
市图书馆有关负责同志和300余名市民到场参加。
活动现场，市图书馆把流动书车开到市民身边，两个小时借出图书460册。“以前借书要坐4站公交，现在出门就有书看。”
家住北门街的退休教师老周说。市图书馆馆长在致辞中表示，今年将继续办好周末讲堂，让更多孩子爱上阅读。
据了解，这项活动已经连续举办六年，累计参与人数突破5万人次。启动仪式后，市民还观看了社区合唱队带来的演出。
"""
VISIT = """市领导走访慰问困难老党员
新春将至，1月19日，市委有关领导来到石桥社区，看望慰问3名年过九旬的老党员，送去米面油和新春祝福。
在老党员老秦家中，市领导同他拉家常、问冷暖，翻看他保存了五十年的入党申请书。老秦激动地说，党没有忘记我们。
社区书记介绍，社区每逢佳节都会上门看望老人，帮助打扫卫生、贴春联。市领导嘱咐大家把好传统一代代传下去。
离开社区后，市领导还到敬老院观看了老人们自编自演的节目，现场不时响起掌声和笑声。
"""


def compound(name):
    """A smallest compound file (the old Office container) holding one stream of that name."""

    def entry(title, kind, child, start, size):
        raw = (title + "\0").encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBB3I", len(raw), kind, 1, FREE, FREE, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    chain = [FAT, END, *range(3, 10), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    tree = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, 2, 4096)
    unused = bytes(68) + struct.pack("<3I", FREE, FREE, FREE) + bytes(48)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<5H6x", 62, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    return head + table + tree + unused * 2 + bytes(range(256)) * 16


def package(parts):
    """A zip with fixed times, so that the file is the same each time it is made."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as target:
        for name, content in parts:
            target.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return body.getvalue()


def word(text):
    """A sound .docx with one paragraph to a line."""
    document, raw = Document(), BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(raw)
    with zipfile.ZipFile(raw) as source:
        return package([(name, source.read(name)) for name in source.namelist()])


def picture():
    """A white point as PNG."""

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)
    point = zlib.compress(b"\0\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", point) + chunk(b"IEND", b"")


def bomb(part, before, after):
    """A package whose one part unpacks to a hundred million bytes."""
    return package([(part, before + b" " * 100_000_000 + after)])


def files():
    """Name of the file, what is wrong with it, its bytes."""
    sound = word(NEWS)
    broken = bytearray(sound)
    broken[200:1200] = bytes(1000)
    main = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return [
        ("empty.txt", "empty", b""),
        ("blank.txt", "empty", "\ufeff \u3000\r\n\r\n".encode()),
        ("picture.docx", "renamed", picture()),
        ("picture.txt", "renamed", picture()),
        ("archive.xlsx", "renamed", package([("照片/一.txt", "照片".encode())])),
        ("archive.pdf", "renamed", package([("a.txt", b"a")])),
        ("cut.docx", "damaged", sound[: len(sound) // 2]),
        ("overwritten.docx", "damaged", bytes(broken)),
        ("locked.docx", "password", compound("EncryptedPackage")),
        ("locked.xlsx", "password", compound("EncryptedPackage")),
        ("old.doc", "old", compound("WordDocument")),
        ("old.wps", "old", compound("WordDocument")),
        ("bomb.docx", "bomb", bomb("word/document.xml", main, b"</w:document>")),
        ("bomb.xlsx", "bomb", bomb("xl/worksheets/sheet1.xml", sheet, b"</worksheet>")),
        ("news.txt", "no duties", NEWS.encode()),
        ("visit.docx", "no duties", word(VISIT)),
    ]


def large(folder):
    """Three million characters of brackets, open only and in pairs."""
    (folder / "open.txt").write_text("（" * 3_000_000, encoding="utf-8")
    (folder / "pairs.txt").write_text("（责任单位：" * 250_000 + "）" * 250_000, encoding="utf-8")


def main():
    if len(sys.argv) > 1:
        large(Path(sys.argv[1]))
        return
    FOLDER.mkdir(exist_ok=True)
    made = files()
    for name, _, body in made:
        (FOLDER / name).write_bytes(body)
    expected = {name: wrong for name, wrong, _ in made}
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (FOLDER / "expect.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
