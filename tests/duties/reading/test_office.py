"""Old office files: through LibreOffice where it is installed, else a sentence.

A stand-in takes LibreOffice's place at the edge of the machine: a program of that name on PATH.
"""

import os
import sys
from pathlib import Path

import pytest

from duties.reading import Unreadable, office
from duties.reading.source import read_lines
from tests.duties.reading.files import docx_of
from tests.duties.reading.test_xlsx import saved, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = OLE + "WordDocument".encode("utf-16-le") + bytes(64)
EXCEL = OLE + "Workbook".encode("utf-16-le") + bytes(64)
STAND_IN = """#!{python} -I
import pathlib, shutil, sys
arguments = sys.argv[1:]
wanted = arguments[arguments.index("--convert-to") + 1]
out = pathlib.Path(arguments[arguments.index("--outdir") + 1])
source = pathlib.Path(arguments[-1])
{act}
"""
CONVERT = """
out.mkdir()
shutil.copy("{folder}/ready." + wanted, out / (source.stem + "." + wanted))
profile = next(a for a in arguments if a.startswith("-env:UserInstallation=file://"))
settings = pathlib.Path(profile.partition("file://")[2], "user", "registrymodifications.xcu")
said = [source.suffix, source.read_bytes()[:8].hex(), str(source.parent), settings.read_text()]
pathlib.Path("{folder}/said").write_text("\\n".join(said))
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine whose only program is the stand-in; call it with what the stand-in does."""
    (tmp_path / "ready.docx").write_bytes(docx_of("抓好学习。"))
    (tmp_path / "ready.xlsx").write_bytes(saved(workbook(("抓好", "考核"))))
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))

    def install(act: str, name: str = "soffice") -> Path:
        program = programs / name
        act = act.replace("{folder}", str(tmp_path))
        program.write_text(STAND_IN.format(python=os.path.realpath(sys.executable), act=act))
        program.chmod(0o755)
        return tmp_path

    return install


def said(data: bytes, name: str) -> list[str]:
    return [line.text for line in read_lines(data, name)]


@pytest.mark.parametrize(
    ("data", "name", "suffix", "lines"),
    [
        (WORD, "plan.doc", ".doc", ["抓好学习。"]),
        (WORD, "plan.wps", ".doc", ["抓好学习。"]),
        (b"{\\rtf1 a}", "plan.rtf", ".rtf", ["抓好学习。"]),
        (b"{\\rtf1 a}", "plan.doc", ".rtf", ["抓好学习。"]),
        (EXCEL, "plan.xls", ".xls", ["抓好 考核"]),
        (EXCEL, "plan.et", ".xls", ["抓好 考核"]),
    ],
)
def test_old_files_are_read_through_the_converter(machine, data, name, suffix, lines):
    folder = machine(CONVERT)

    assert said(data, name) == lines
    seen, head, where, settings = (folder / "said").read_text().split("\n", 3)
    assert (seen, head) == (suffix, data[:8].hex())
    assert "DisableMacrosExecution" in settings
    assert not Path(where).exists()


def test_the_other_name_of_the_program(machine):
    machine(CONVERT, name="libreoffice")

    assert said(WORD, "plan.doc") == ["抓好学习。"]


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (WORD, "plan.doc", "另存为 .docx"),
        (WORD, "plan.wps", "另存为 .docx"),
        (b"{\\rtf1 a}", "plan.rtf", "另存为 .docx"),
        (EXCEL, "plan.xls", "另存为 .xlsx"),
        (EXCEL, "plan.et", "另存为 .xlsx"),
    ],
)
def test_without_a_converter_the_clerk_is_told_what_to_do(monkeypatch, tmp_path, data, name, word):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unreadable, match=word):
        read_lines(data, name)


@pytest.mark.parametrize(
    "act",
    [
        *("", "raise SystemExit(1)", "bytes(8 * 2**30)", "while True: pass"),
        'out.mkdir(); (out / "plan.docx").symlink_to("/etc/passwd")',
    ],
)
def test_a_converter_that_fails_is_a_refusal(machine, monkeypatch, act):
    machine(act)
    monkeypatch.setattr(office, "SECONDS", 1)

    with pytest.raises(Unreadable, match="转换失败"):
        read_lines(WORD, "plan.doc")


def test_newer_files_under_old_names_need_no_converter(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert said(docx_of("抓好学习。"), "plan.doc") == ["抓好学习。"]
    assert said(saved(workbook(("抓好", "考核"))), "plan.et") == ["抓好 考核"]
