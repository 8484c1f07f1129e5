"""The formats that articles come in, as a table.

Takes the name of a file, the type that a server gives, or first bytes; gives the row of their format, with its reader.
A further format is a further row. Never opens anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal

from kg.reading.archives import read_archive
from kg.reading.feeds import read_feed, read_list
from kg.reading.pages import read_page_file
from kg.reading.pdf import BULK, read_pdf_file
from kg.reading.pieces import Reader
from kg.reading.texts import read_lines, read_text_file


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its suffixes, types of media, the pattern of its first bytes, its reader, an example and a source.

    `holds` says how many articles a file has: one, one a line, or as many as reading it tells. `leads_elsewhere` is
    whether what it gives may lie outside of it. `bulk` is how many times the bytes of an article a file may have.
    """

    name: str
    suffixes: tuple[str, ...]
    media: tuple[str, ...]
    begins: re.Pattern[bytes] | None
    read: Reader
    example: bytes
    source: str
    holds: Literal["one", "lines", "many"] = "one"
    leads_elsewhere: bool = False
    bulk: int = 1


def _begins(pattern: bytes) -> re.Pattern[bytes]:
    """Compile the pattern of what stands first, or after blanks, XML's own lines and comments."""
    before = rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE(?!\s+html)[^>]*>\s*)*+"
    return re.compile(before + pattern, re.DOTALL | re.IGNORECASE)


_SENTENCE: Final = "Le président a reçu une délégation à Bagdad mardi, et il a promis de l'aide."

_PAGE: Final = f"<html><body><article><h1>Une visite</h1><p>{_SENTENCE}</p></article></body></html>".encode()
_ANSWER: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _PAGE

TEXT: Final = Format(
    "plain text",
    (".txt", ".text"),
    ("text/plain",),
    None,
    read_text_file,
    _SENTENCE.encode(),
    "README.md",
)
PAGE: Final = Format(
    "web page",
    (".html", ".htm", ".xhtml"),
    ("text/html", "application/xhtml+xml"),
    _begins(rb"<(?:!DOCTYPE\s+html|html|head|body)\b"),
    read_page_file,
    _PAGE,
    "https://html.spec.whatwg.org",
)
FEED: Final = Format(
    "feed",
    (".rss", ".atom"),
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
    _begins(rb"<(?:rss|feed|rdf:RDF)\b"),
    read_feed,
    f'<rss version="2.0"><channel><item><description>{_SENTENCE}</description></item></channel></rss>'.encode(),
    "https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287",
    "many",
    leads_elsewhere=True,
)
FORMATS: Final = (
    TEXT,
    Format(
        "JSON Lines",
        (".jsonl", ".ndjson"),
        ("application/jsonl", "application/x-ndjson", "application/json"),
        re.compile(rb"(?:\xef\xbb\xbf)?\s*\{"),
        read_lines,
        f'{{"id": "a1", "text": "{_SENTENCE}"}}\n'.encode(),
        "https://jsonlines.org",
        "lines",
    ),
    PAGE,
    FEED,
    Format(
        "list of feeds",
        (".opml",),
        ("text/x-opml",),
        _begins(rb"<opml\b"),
        read_list,
        b'<opml version="2.0"><body><outline text="News" xmlUrl="news.rss"/></body></opml>',
        "http://opml.org/spec2.opml",
        "many",
        leads_elsewhere=True,
    ),
    Format(
        "PDF",
        (".pdf",),
        ("application/pdf",),
        re.compile(rb"%PDF-"),
        read_pdf_file,
        b"%PDF-1.4\n"
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</Font<</F 4 0 R>>>>>> endobj\n"
        b"4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n"
        b"5 0 obj<</Length 66>>stream\n"
        b"BT /F 12 Tf 72 720 Td (Le convoi est parti de Bagdad mardi.) Tj ET\nendstream endobj\n"
        b"xref\n0 6\n0000000000 65535 f \n"
        b"0000000009 00000 n \n"
        b"0000000053 00000 n \n"
        b"0000000103 00000 n \n"
        b"0000000213 00000 n \n"
        b"0000000275 00000 n \n"
        b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n387\n%%EOF\n",
        "https://www.iso.org/standard/75839.html",
        bulk=BULK,
    ),
    Format(
        "WARC archive",
        (".warc",),
        ("application/warc",),
        re.compile(rb"WARC/"),
        read_archive,
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/a\r\n"
        b"WARC-Date: 2020-09-08T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(_ANSWER), _ANSWER),
        "https://www.iso.org/standard/68004.html",
        "many",
    ),
)

PACKED: Final = (".gz", ".zst")
"""Suffixes behind that of a format: gzip and Zstandard; the bytes themselves decide."""
OPEN: Final = ("", ".xml")
"""Suffixes that tell nothing: the first bytes do."""

_BY_SUFFIX: Final = {suffix: row for row in FORMATS for suffix in row.suffixes}
_BY_MEDIA: Final = {media: row for row in FORMATS for media in row.media}


def suffix_of(path: PurePath) -> str:
    """Give the suffix that tells the format, without that of a packing.

    >>> suffix_of(PurePath("news/2020.JSONL.gz")), suffix_of(PurePath("news"))
    ('.jsonl', '')
    """
    inner = path.with_suffix("") if path.suffix.lower() in PACKED else path
    return inner.suffix.lower()


def is_packed(path: PurePath) -> bool:
    """Tell by its name whether a file is packed."""
    return path.suffix.lower() in PACKED


def by_suffix(path: PurePath) -> Format | None:
    """Give the format of a file by its name, None where that does not tell."""
    return _BY_SUFFIX.get(suffix_of(path))


def by_media(kind: str) -> Format | None:
    """Give the format of an answer by its type, None where that does not tell: `text/plain` may be anything."""
    return None if kind in TEXT.media else _BY_MEDIA.get(kind)


def by_beginning(data: bytes) -> Format:
    """Give the format that first bytes have; what has none is text."""
    return next((row for row in FORMATS if row.begins and row.begins.match(data)), TEXT)


def readable() -> str:
    """List the suffixes, for messages."""
    return ", ".join(row.suffixes[0] for row in FORMATS)
