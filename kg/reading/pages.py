"""A page of the web -> the record of its article.

Takes the bytes of HTML and the address that they come from, if any; gives text, title, date, author, address and
language. Knows trafilatura (https://trafilatura.readthedocs.io) for what is the article, and htmldate for its date;
believes dates where pages announce them, never in prose. Never asks the network.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from kg.errors import InputError
from kg.reading.decoding import decode
from kg.reading.markup import paragraphs, parse_html
from kg.reading.pieces import Origin, Piece, foreign
from kg.reading.records import Record, composed
from kg.reading.streams import Stream

if TYPE_CHECKING:
    from configparser import ConfigParser

    from lxml.html import HtmlElement
    from trafilatura.settings import Document

FEWEST_WORDS: Final = 10
"""Words outside of links, menus and footers; a page with fewer only leads elsewhere."""
SHORT: Final = 100
"""Characters from which trafilatura keeps what it took for the article, instead of taking all of the page."""
LAST_DATE: Final = "2100-01-01"
"""Fixed, for the same page must give the same date whenever it is read; the default is today."""

_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
_CODEC = re.compile(r"cp\d+|iso8859-\d+|koi8-[ru]|mac-roman|utf-8|utf-16(?:-[bl]e)?")
_BULLET = re.compile(r"^- ", re.MULTILINE)
_WORD = re.compile(r"\w+")
_OUTSIDE = (
    "//text()[not(ancestor::a or ancestor::head or ancestor::title or ancestor::script or ancestor::style"
    " or ancestor::noscript or ancestor::nav or ancestor::footer or ancestor::header or ancestor::form"
    " or ancestor::button or ancestor::template)]"
)
_DATED = (
    "(//head)[1]",
    "//script[@type='application/ld+json']",
    "(//*[@itemprop='datePublished'])[1]",
    "(//article//time)[1]",
    "(//time[not(//article//time)])[1]",
    "(//*[contains(@class, 'date') or contains(@class, 'publi')][not(ancestor::p or self::body)])[1]",
)
"""Where pages announce the date of their article; the first mark of time only, for others are of other articles."""


def read_page_file(stream: Stream, origin: Origin) -> Iterator[Piece]:
    """Give the one article of a page."""
    data = stream.read()
    yield Piece(origin.where, origin.name, lambda: read_page(data, origin.address, origin.charset))


def read_page(data: bytes, address: str | None = None, charset: str | None = None) -> Record:
    """Read a page; `charset` is what the server says of its encoding.

    The text is the headline and the paragraphs, each a line, with blank lines between.

    Raises:
        InputError: it is no HTML, holds no article, or exceeds the limits.

    """
    tree = parse_html(_decoded(data, charset))
    outside = sum(len(_WORD.findall(text)) for text in tree.xpath(_OUTSIDE))
    if outside < FEWEST_WORDS:
        msg = "no article on this page, only links, if that; give the page of an article"
        raise InputError(msg)
    found = _extracted(tree)
    text = found.text if found else None
    if found is None or not text or not text.strip():
        msg = "no article was found on this page; give its text as .txt"
        raise InputError(msg)
    where = found.url or address
    return composed(
        paragraphs(_BULLET.sub("", text)),
        {"title": found.title, "date": _date(tree, where), "source": where, "language": tree.get("lang")},
        {"author": found.author, "publisher": found.sitename},
    )


def _extracted(tree: HtmlElement) -> Document | None:
    from trafilatura import bare_extraction  # noqa: PLC0415 - as above

    with foreign("this page cannot be read ({}); give its text as .txt"):
        found = bare_extraction(
            tree,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params=_date_options(),
            config=_configuration(),
        )
    return cast("Document | None", found)  # a dict only for a caller who asks for one


@cache
def _configuration() -> ConfigParser:
    from copy import deepcopy  # noqa: PLC0415 - beside what it copies

    from trafilatura.settings import DEFAULT_CONFIG  # noqa: PLC0415 - as above

    configuration = deepcopy(DEFAULT_CONFIG)
    configuration["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(SHORT)
    return configuration


def _date_options() -> dict[str, Any]:
    return {"original_date": True, "extensive_search": False, "max_date": LAST_DATE}


def _date(tree: HtmlElement, address: str | None) -> str | None:
    """Find the date where pages announce it: their head, their data, their address, their first mark of time."""
    from htmldate import find_date  # noqa: PLC0415 - a fifth of a second, for pages only
    from lxml.html import Element, tostring  # noqa: PLC0415 - as above

    announced = Element("html")
    for path in _DATED:
        announced.extend(_copy(found) for found in tree.xpath(path))
    found = None
    with suppress(InputError), foreign("no date ({})"):  # a page without one is still an article
        found = find_date(tostring(announced, encoding="unicode"), url=address, **_date_options())
    return found


def _copy(element: HtmlElement) -> HtmlElement:
    from copy import deepcopy  # noqa: PLC0415 - as above

    copied = deepcopy(element)
    copied.tail = None
    return copied


def _decoded(data: bytes, charset: str | None) -> str:
    """Decode by byte order mark or as UTF-8 if it is; else by what server or page declare; else as texts are."""
    declared = _DECLARED.search(data[:4096])
    names = [charset, declared.group(1).decode() if declared else None]
    if not data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)) and not _is_utf8(data):
        for name in filter(None, names):
            if text := _decoded_as(data, name):
                return text
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded_as(data: bytes, name: str) -> str | None:
    """Decode as browsers do, for which Latin-1 is Windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels)."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    codec = "cp1252" if codec in {"iso8859-1", "ascii"} else codec
    text = data.decode(codec, errors="replace") if _CODEC.fullmatch(codec) else ""
    return text if text.strip() and "\0" not in text else None
