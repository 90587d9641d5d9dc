"""`manage.py read_plan`: JSON, a summary, or one sentence and exit 1."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.duties.reading.files import CORPUS


def run(*args) -> str:
    out = io.StringIO()
    call_command("read_plan", *map(str, args), stdout=out)
    return out.getvalue()


def test_json_is_one_object():
    data = json.loads(run(CORPUS / "bureau.txt", "--json"))

    assert len(data["duties"]) == 4
    assert data["leading_group"]["head"] == ["顾长河"]


def test_summary_is_for_people():
    text = run(CORPUS / "township.txt")

    assert "职责：8" in text
    assert "频次：6" in text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.txt", b""),
        ("plan.txt", b"\x89PNG\r\n"),
        ("plan.txt", b"(" * 3_000_000),
        ("plan.docx", b"PK\x03\x04"),
        ("plan.xlsx", b"PK\x03\x04"),
        ("plan.pdf", b"%PDF-1.7"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("plan.xlsm", b"PK\x03\x04"),
    ],
)
def test_refusal_is_one_sentence(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        run(file)

    assert "\n" not in str(refusal.value)
    assert refusal.value.returncode == 1


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="无法打开"):
        run(tmp_path / "none.txt")
