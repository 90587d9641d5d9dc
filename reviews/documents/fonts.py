"""Which faces the documents are set in, and how fontconfig is told to find them.

FangSong and KaiTi come as FandolFang and FandolKai from ``FONTS_DIR`` (an organ may lay licensed
faces beside them: the style sheets name them first); everything else is Noto CJK.
Fandol covers 7,942 hanzi, so every family list ends in a Noto face.
"""

import contextlib
import ctypes
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

FANDOL_FILES = ("FandolFang-Regular.otf", "FandolKai-Regular.otf")
NOTO_FILES = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc")
SYSTEM_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
)

# The Latin of these faces is heavy and of other widths than the line breaker reckons with:
# without it the next family of the list, Noto Serif CJK SC, sets letters and digits.
WITHOUT_LATIN = ("FandolFang", "FandolKai", "FangSong_GB2312", "KaiTi_GB2312")

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  {folders}
  <cachedir>{cache}</cachedir>
  <selectfont><rejectfont><glob>*/wqy/*</glob></rejectfont></selectfont>
  {matches}
</fontconfig>
"""

_WITHOUT_LATIN_MATCH = """<match target="scan">
    <test name="family"><string>{family}</string></test>
    <edit name="charset" mode="assign"><minus>
      <name>charset</name>
      <charset><range><int>0x20</int><int>0x7e</int></range></charset>
    </minus></edit>
  </match>"""


def own_folder() -> Path:
    """The folder script/bootstrap puts the Fandol faces in."""
    return Path(settings.FONTS_DIR)


def missing_faces() -> list[str]:
    """File names of wanted faces that lie in no folder the renderer looks into."""
    present = {
        path.name
        for folder in (*SYSTEM_FOLDERS, own_folder())
        for pattern in ("Noto*CJK*.tt?", "Fandol*.otf")
        for path in folder.rglob(pattern)
    }
    return [name for name in (*FANDOL_FILES, *NOTO_FILES) if name not in present]


def subsetter_present() -> bool:
    """Whether harfbuzz-subset loads; without it a document takes 10 to 30 times as long."""
    for name in ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"):
        with contextlib.suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False


@contextlib.contextmanager
def private_fontconfig() -> Iterator[None]:
    """Let fontconfig read our own configuration instead of the machine's, for this block.

    The same document then comes out the same on every machine that has the same faces. WQY is
    left out because its file cannot be subset and would be embedded whole.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as file:
        file.write(_configuration())
        file.flush()
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = file.name
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _configuration() -> str:
    folders = (*SYSTEM_FOLDERS, own_folder())
    return _CONFIGURATION.format(
        folders="\n  ".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders),
        cache=escape(str(Path(settings.VAR_DIR) / "cache" / "fontconfig")),
        matches="\n  ".join(_WITHOUT_LATIN_MATCH.format(family=family) for family in WITHOUT_LATIN),
    )
