"""HTML -> its tree, and its plain text.

Takes text with tags; gives the tree that other readers search, or lines. Knows lxml, and which elements are blocks.
Stops before what would take a parser for ever; HTML declares no entities, and the limits of lxml on depth stay as they
are. Never asks what on a page is the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kg.errors import InputError
from kg.reading.decoding import well_formed

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ELEMENTS: Final = 100_000
"""Elements of a page; heavy pages of newspapers have 10,000, and these take four seconds."""
MOST_IN_A_TAG: Final = 20_000
"""Blanks in one tag; the parser's time grows with the square of the attributes (two seconds for these)."""

BLOCKS: Final = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p"
    " pre section table td th tr ul".split()
)
SILENT: Final = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math"})
"""Elements whose text is not for readers."""

_TAG = re.compile(r"<[a-zA-Z][^<>]*")
_BLANK = re.compile(r"\s+")


def parse_html(text: str) -> HtmlElement:
    """Parse a whole page.

    Raises:
        InputError: it is no HTML, or exceeds the limits.

    """
    from trafilatura import load_html  # noqa: PLC0415 - a third of a second, for pages only

    if any(sum(map(tag.group().count, " \t\r\n/")) > MOST_IN_A_TAG for tag in _TAG.finditer(text)):
        msg = f"a tag with more than {MOST_IN_A_TAG:,} attributes; give its text as .txt"
        raise InputError(msg)
    tree: HtmlElement | None = load_html(well_formed(text))
    if tree is None:
        msg = "no HTML; give a page as the browser saves it, or plain text as .txt"
        raise InputError(msg)
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        msg = f"more than {MOST_ELEMENTS:,} elements; give its text as .txt"
        raise InputError(msg)
    return tree


def plain(fragment: str) -> str:
    r"""Make plain what is HTML or text: each block a line, with blank lines between.

    >>> plain("<p>Il part à <b>Paris</b>&nbsp;demain.</p><p>Elle reste.<br>Fin.")
    'Il part à Paris demain.\n\nElle reste.\n\nFin.'

    Raises:
        InputError: it exceeds the limits.

    """
    if not fragment.strip():
        return ""
    return paragraphs("".join(_spoken(parse_html(f"<html><body><div>{fragment}</div></body></html>"))))


def paragraphs(text: str) -> str:
    """Put blank lines between lines, and one blank where there are several."""
    lines = (" ".join(line.split()) for line in well_formed(text).splitlines())
    return "\n\n".join(line for line in lines if line)


def _spoken(tree: HtmlElement) -> Iterator[str]:
    """Give the texts of a tree in order, with a line end around each block; no recursion, for trees may be deep."""
    from lxml.etree import iterwalk  # noqa: PLC0415 - as above

    silent = 0
    for event, element in iterwalk(tree, events=("start", "end")):
        if element.tag in SILENT:
            silent += 1 if event == "start" else -1
        if element.tag in BLOCKS:
            yield "\n"
        said = element.text if event == "start" else element.tail
        if said and not silent:
            yield _BLANK.sub(" ", said)
