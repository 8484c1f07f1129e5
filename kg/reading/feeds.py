"""Feeds and lists of feeds -> pieces and links.

Takes the bytes of RSS or Atom (read by feedparser, https://feedparser.readthedocs.io) or of OPML
(http://opml.org/spec2.opml); gives a piece for each entry that has a text, a link for each that has none, and a link
for each feed of a list. Neither parser expands entities or asks the network; never follows a link.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, Final
from urllib.parse import urljoin

from kg.errors import InputError
from kg.reading.decoding import well_formed
from kg.reading.fetching import is_address
from kg.reading.markup import plain
from kg.reading.pieces import FeedLink, Found, Origin, PageLink, Piece, foreign
from kg.reading.records import Record, composed
from kg.reading.streams import Stream

MOST_FEEDS: Final = 10_000
"""Feeds that one list may name."""


def read_feed(stream: Stream, origin: Origin) -> Iterator[Found]:
    """Give the entries of a feed, in its order.

    Raises:
        InputError: it is no feed, or has no entries.

    """
    parsed = _parsed(stream.read())
    if not parsed.entries:
        msg = "a feed without entries" if parsed.get("version") else "no feed; give RSS or Atom, as the site offers it"
        raise InputError(msg)
    language = parsed.feed.get("language")
    for number, entry in enumerate(parsed.entries, 1):
        yield _entry(entry, language, origin, number)


def read_list(stream: Stream, origin: Origin) -> Iterator[Found]:
    """Give the feeds that an OPML file names, each once.

    Raises:
        InputError: it is no OPML, or names none.

    """
    from lxml import etree  # noqa: PLC0415 - for lists only

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(stream.read(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or root.tag != "opml":
        msg = "no list of feeds; give OPML, as feed readers export it"
        raise InputError(msg)
    outlines = (element.get("xmlUrl") for element in root.iter("outline"))
    targets = list(dict.fromkeys(well_formed(target.strip()) for target in outlines if target and target.strip()))
    if not targets or len(targets) > MOST_FEEDS:
        msg = f"names {len(targets):,} feeds; a list has an xmlUrl for each, and at most {MOST_FEEDS:,}"
        raise InputError(msg)
    for target in targets:
        yield FeedLink(f"{origin.where}, {target}", target)


def _parsed(data: bytes) -> Any:
    import feedparser  # noqa: PLC0415 - for feeds only

    with foreign("this feed cannot be read ({}); does the site offer another?"):
        # bytes in a stream, for a string may be taken for an address and asked for
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)


def _entry(entry: Any, language: str | None, origin: Origin, number: int) -> Piece | PageLink:
    link, title = _link(entry, origin), _line(_string(entry, "title"))
    fields = {"title": title, "date": _date(entry), "source": link or origin.address, "language": language}
    name = _string(entry, "id") or link or title or f"{origin.name}-{number}"
    compose = partial(composed, fields=fields, metadata={"author": _line(_string(entry, "author"))}, name=name)
    where = f"{origin.where}, entry {number}"
    written = _written(entry)
    if link and not written.strip():
        return PageLink(where, name, link, compose(""))
    return Piece(where, name, partial(_record, compose, written))


def _record(compose: Callable[[str], Record], written: str) -> Record:
    text = plain(written)
    if not text:
        msg = "neither text nor link; nothing can be read of this entry"
        raise InputError(msg)
    return compose(text)


def _written(entry: Any) -> str:
    """Give the content of an entry, else its summary."""
    parts = [part.get("value") or "" for part in entry.get("content") or ()]
    return next((part for part in parts if part.strip()), "") or _string(entry, "summary")


def _link(entry: Any, origin: Origin) -> str:
    """Give the address of an entry's page; the parser also takes an id for one."""
    try:
        link = urljoin(origin.address or "", _string(entry, "link"))
    except ValueError:
        return ""
    return link if is_address(link) else ""


def _string(entry: Any, key: str) -> str:
    value = entry.get(key)
    return value.strip() if isinstance(value, str) else ""


def _line(written: str) -> str:
    """Make a title plain: it may hold tags, or be no HTML at all."""
    return plain(written).replace("\n\n", " ") if "<" in written or "&" in written else " ".join(written.split())


def _date(entry: Any) -> str | None:
    """Give the day on which an entry appeared, where it appeared; the parser's own reading is that of Greenwich."""
    for key in ("published", "updated"):
        if key not in entry:
            continue
        written = _string(entry, key)
        for read in (datetime.fromisoformat, parsedate_to_datetime):
            try:
                return read(written).date().isoformat()
            except (ValueError, IndexError):
                continue
        if day := entry.get(f"{key}_parsed"):
            return f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}"
    return None
