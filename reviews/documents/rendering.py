"""HTML to PDF, with nothing reachable from inside the document.

Run it in a worker with a time limit. One font configuration lives as long as the process (a
fresh one per document makes memory grow five times as fast), and one document is made at a time
because Pango's font map is not safe between threads.
"""

import contextlib
import functools
import gc
import hashlib
import logging
import threading
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reviews.documents import fonts

logger = logging.getLogger(__name__)

# Control characters and bidirectional overrides: they print as nothing and can turn the reading
# order of a line around, so that paper says something else than the record.
_UNPRINTABLE = dict.fromkeys(
    code
    for first, last in (
        (0x00, 0x08),
        (0x0B, 0x0C),
        (0x0E, 0x1F),
        (0x7F, 0x9F),
        (0xAD, 0xAD),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2069),
        (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)

_one_at_a_time = threading.Lock()


class RenderingError(Exception):
    """The document cannot be printed as it stands; the message says why."""


class MissingGlyphs(RenderingError):
    """No installed face has these characters; ``characters`` names them in code order."""

    def __init__(self, characters: str):
        self.characters = characters
        named = "、".join(f"{char}（U+{ord(char):04X}）" for char in characters)
        super().__init__(_("已安装的字体缺少以下字符，无法印出：%s") % named)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file: its bytes, number of pages and the SHA-256 of the bytes."""

    pdf: bytes
    pages: int
    sha256: str


class NothingReachable(URLFetcher):
    """Refuses every address, of any scheme. Style sheets are handed over as text instead."""

    def __init__(self):
        super().__init__(timeout=1, allowed_protocols=(), allow_redirects=False)

    def fetch(self, url, headers=None):
        logger.warning("A printed document asked for %.200s and was refused", url)
        raise ValueError("documents may not load anything")


def render(html: str, *, stylesheets: Sequence[str], variant: str | None = "pdf/a-3b") -> Rendered:
    """Print ``html`` with the named sheets of ``config/static/documents``.

    ``variant`` is a WeasyPrint PDF variant; PDF/A-3b is the archive form. Raises
    ``MissingGlyphs`` when a character would come out as an empty box.
    """
    with _one_at_a_time, _without_garbage_collection():
        document = lay_out(html, stylesheets=stylesheets, variant=variant)
        with warnings.catch_warnings():
            # WeasyPrint 70 leaves its own colour profile to the garbage collector to close.
            warnings.simplefilter("ignore", ResourceWarning)
            pdf = document.write_pdf(pdf_variant=variant)
        missing = {code for font in document.fonts.values() for code in font.missing}
        pages = len(document.pages)
    if missing:
        raise MissingGlyphs("".join(chr(code) for code in sorted(missing)))
    return Rendered(pdf, pages, hashlib.sha256(pdf).hexdigest())


def lay_out(html: str, *, stylesheets: Sequence[str], variant: str | None = None) -> Document:
    """The pages before they are drawn; ``render`` is what callers want."""
    source = HTML(string=html.translate(_UNPRINTABLE), url_fetcher=NothingReachable())
    return source.render(
        font_config=font_configuration(),
        stylesheets=[_stylesheet(name) for name in stylesheets],
        pdf_variant=variant,
    )


@functools.cache
def font_configuration() -> FontConfiguration:
    """The process's only font configuration; logs once what is missing on this machine."""
    if not fonts.subsetter_present():
        logger.warning("libharfbuzz-subset is missing: documents take 10 to 30 times as long")
    if missing := fonts.missing_faces():
        logger.warning("Documents fall back to other faces; missing: %s", ", ".join(missing))
    with fonts.private_fontconfig():
        return FontConfiguration()


def _stylesheet(name: str) -> CSS:
    path = finders.find(f"documents/{name}")
    if path is None:
        raise ImproperlyConfigured(f"no print style sheet documents/{name}")
    return CSS(
        string=Path(path).read_text(encoding="utf-8"),
        font_config=font_configuration(),
        url_fetcher=NothingReachable(),
    )


@contextlib.contextmanager
def _without_garbage_collection() -> Iterator[None]:
    # Collecting cycles costs a quarter of a big table; one job's garbage fits in memory.
    was_enabled = gc.isenabled()
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_enabled:
            gc.enable()
        gc.collect()
