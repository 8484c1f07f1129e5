"""A PDF file -> the record of its article.

Takes bytes that pypdf (https://pypdf.readthedocs.io) reads; gives the text with its lines joined to paragraphs and its
words whole. Knows how French breaks words at line ends; never looks at pictures: a scan without a layer of text says
nothing here.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Final

from kg.errors import InputError
from kg.reading.decoding import well_formed
from kg.reading.pieces import Origin, Piece, foreign
from kg.reading.records import Record, composed
from kg.reading.streams import LARGEST, Stream, too_large

if TYPE_CHECKING:
    from pypdf import PdfReader

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else its warnings go to standard error

BULK: Final = 5
"""How many times the bytes of an article a file may have, which pictures make large."""
MOST_PAGES: Final = 200
MOST_OPERATORS: Final = 500_000
"""What draws the pages of a document, in seconds; a page of small print takes some thousands."""
FULL: Final = 0.75
"""Share of the longest lines' length from which a line is full: one that ends a sentence before it ends a paragraph."""

_SENTENCE_END = re.compile(r"[.!?…][»”\")\]]*$")
_BROKEN = re.compile(r"(\w)[-\u2010\u00ad]$")
_KEEPS_HYPHEN = re.compile(r"(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce|là|ci|même|mêmes|moi|toi|lui|leur|y|en)\b")
_COMPOUND = re.compile(r"\b(?:vice|peut|rendez|nord|sud|c['’]est|ce(?:lui|lle|ux))-$", re.IGNORECASE)
_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|sur)\s*\d+)?", re.IGNORECASE)


def read_pdf_file(stream: Stream, origin: Origin) -> Iterator[Piece]:
    """Give the one article of a PDF file."""
    data = stream.read()
    yield Piece(origin.where, origin.name, lambda: read_pdf(data, origin.address, stream.largest))


def read_pdf(data: bytes, address: str | None = None, largest: int = LARGEST) -> Record:
    """Read a PDF file of at most so many characters; its date is not that of its article, and is left out.

    Raises:
        InputError: it is no PDF, encrypted, without text, or exceeds the limits; or pypdf is not installed.

    """
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        msg = "PDF files need another package: pip install 'kg[pdf]'"
        raise InputError(msg) from None
    with foreign("no PDF, or a damaged one ({}); save it anew, or give its text as .txt"):
        return _record(PdfReader(io.BytesIO(data)), address, largest)


def joined(pages: Sequence[str]) -> str:
    r"""Join the lines of pages to paragraphs, with blank lines between, and mend words broken at line ends.

    >>> joined(["Le prési-\ndent est parti.\nIl va de Bagdad à Washing-\nton. Revient-\nil ?"])
    'Le président est parti.\n\nIl va de Bagdad à Washington. Revient-il ?'
    """
    lines = [line for page in pages for line in _lines(page)]
    width = max(map(len, lines), default=0) * FULL
    paragraphs = [""]
    for line in lines:
        if not line:
            paragraphs.append("")
            continue
        paragraphs[-1] = _continued(paragraphs[-1], line)
        if _SENTENCE_END.search(line) and len(line) < width:
            paragraphs.append("")
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _record(reader: PdfReader, address: str | None, largest: int) -> Record:
    if reader.is_encrypted and not reader.decrypt(""):
        msg = "encrypted; save it without a password"
        raise InputError(msg)
    if len(reader.pages) > MOST_PAGES:
        msg = f"more than {MOST_PAGES} pages; is this an article? Give its pages, or its text as .txt"
        raise InputError(msg)
    text = joined(list(_texts(reader, largest)))
    if not text.strip():
        msg = "no layer of text, as in a scan; run a recognition of text (such as ocrmypdf) first"
        raise InputError(msg)
    said = reader.metadata
    title = " ".join(well_formed((said.title if said else None) or "").split())
    in_text = title if title and title.casefold() in " ".join(text[:1000].split()).casefold() else None
    return composed(text, {"title": in_text, "source": address}, {"author": said.author if said else None})


def _texts(reader: PdfReader, largest: int) -> Iterator[str]:
    left = largest
    operators = count(1)

    def count_operator(*_: object) -> None:
        if next(operators) > MOST_OPERATORS:
            msg = f"more than {MOST_OPERATORS:,} operators on its pages; is this an article? Give its text as .txt"
            raise InputError(msg)

    for page in reader.pages:
        text = well_formed(page.extract_text(visitor_operand_before=count_operator))
        left -= len(text)
        if left < 0:
            raise too_large(largest, "characters")
        yield text


def _lines(page: str) -> list[str]:
    """Give the lines of a page without its number, which stands first or last."""
    lines = [" ".join(line.split()) for line in page.strip().splitlines()]
    for end in (0, -1):
        if lines and _NUMBER.fullmatch(lines[end]):
            del lines[end]
    return lines


def _continued(paragraph: str, line: str) -> str:
    if not paragraph:
        return line
    if not _BROKEN.search(paragraph) or not line[0].isalnum():
        return f"{paragraph} {line}"
    is_whole = _KEEPS_HYPHEN.match(line) or _COMPOUND.search(paragraph)
    return (paragraph if is_whole or not line[0].islower() else paragraph[:-1]) + line
