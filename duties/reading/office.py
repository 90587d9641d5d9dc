"""Old office files (.doc, .wps, .xls, .et, .rtf, .odt, .ods), made new by LibreOffice.

LibreOffice is asked only when it is on the machine. It runs confined, with a profile of its own
that allows no macro, no link and no proxy, and whatever it writes is read as untrusted.
"""

import shutil
import tempfile
from pathlib import Path

from . import confined
from .limits import MAX_BYTES
from .refusals import Unreadable, gettext_noop

# Kind of content -> what it is converted to.
CONVERTED = {"word": "docx", "rtf": "docx", "odt": "docx", "excel": "xlsx", "ods": "xlsx"}
SUFFIXES = {"word": "doc", "excel": "xls"}
PROGRAMS = ("soffice", "libreoffice")
SECONDS = 90
MEMORY = 2 * 1024 * 1024 * 1024
SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
)
SAVE_AS_WORD = gettext_noop("不能读取旧格式的 Word 文件，请另存为 .docx 后再上传。")
SAVE_AS_EXCEL = gettext_noop("不能读取旧格式的 Excel 文件，请另存为 .xlsx 后再上传。")
FAILED_WORD = gettext_noop("旧格式的文件转换失败，请用 Word 打开并另存为 .docx。")
FAILED_EXCEL = gettext_noop("旧格式的文件转换失败，请用 Excel 打开并另存为 .xlsx。")


def converted(data: bytes, kind: str) -> bytes:
    """The same document as .docx or .xlsx; raises Unreadable, also without LibreOffice."""
    wanted = CONVERTED[kind]
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise Unreadable(SAVE_AS_WORD if wanted == "docx" else SAVE_AS_EXCEL)
    with tempfile.TemporaryDirectory(prefix="luze-office-") as name:
        found = _convert(program, Path(name), data, SUFFIXES.get(kind, kind), wanted)
    if found is None:
        raise Unreadable(FAILED_WORD if wanted == "docx" else FAILED_EXCEL)
    return found


def _convert(program: str, folder: Path, data: bytes, suffix: str, wanted: str) -> bytes | None:
    source = folder / f"plan.{suffix}"
    source.write_bytes(data)
    _write_profile(folder / "profile")
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", wanted, "--outdir", str(folder / "out"), str(source)),
    ]
    try:
        confined.run(command, seconds=SECONDS, memory=MEMORY, home=str(folder))
    except confined.Exceeded:
        return None
    target = folder / "out" / f"plan.{wanted}"
    if not target.is_file() or target.is_symlink() or target.stat().st_size > MAX_BYTES:
        return None
    return target.read_bytes()


def _write_profile(profile: Path) -> None:
    """What LibreOffice may not do, in the form of its own settings."""
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )
