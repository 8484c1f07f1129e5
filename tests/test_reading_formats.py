"""The table of formats: each row reads its example, whatever its name, its packing or the way it comes."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.model import Article
from kg.reading import Failure, count, fingerprint, formats, read
from kg.reading.formats import FEED, FORMATS, Format
from kg.reading.pieces import Origin, Piece
from kg.reading.streams import LARGEST, Stream

SENTENCE = "Le président a reçu une délégation à Bagdad."
ROWS = pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
PACKINGS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstandard.compress}


def articles(*inputs: Path | str) -> list[Article]:
    found = list(read(inputs))
    assert not [one for one in found if isinstance(one, Failure)]
    return [one for one in found if isinstance(one, Article)]


def failures(*inputs: Path | str) -> list[str]:
    return [str(one) for one in read(inputs) if isinstance(one, Failure)]


def example(folder: Path, row: Format, suffix: str) -> Path:
    """Write the example of a row; a list of feeds is given the feed that it names."""
    (folder / "news.rss").write_bytes(FEED.example)
    path = folder / f"example{suffix}"
    path.write_bytes(row.example)
    return path


# ---- the table ---------------------------------------------------------------------------------------------------


@ROWS
def test_each_format_reads_its_example_by_each_of_its_suffixes(tmp_path: Path, row: Format) -> None:
    for suffix in row.suffixes:
        (article,) = articles(example(tmp_path, row, suffix))
        assert "Bagdad" in article.text


@ROWS
def test_each_format_is_known_by_its_beginning_and_its_media_types(row: Format) -> None:
    assert formats.by_beginning(row.example) is row
    assert {formats.by_media(kind) for kind in row.media} <= {row, None}


@ROWS
def test_each_format_reads_the_same_with_or_without_suffix_and_packed(tmp_path: Path, row: Format) -> None:
    plain = articles(example(tmp_path, row, row.suffixes[0]))
    (tmp_path / "example").write_bytes(row.example)
    assert articles(tmp_path / "example") == plain
    for suffix, pack in PACKINGS.items():
        path = tmp_path / f"example{row.suffixes[0]}{suffix}"
        path.write_bytes(pack(row.example))
        assert articles(path) == plain


@ROWS
def test_each_format_gives_the_same_twice_and_without_a_network(
    tmp_path: Path, row: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        msg = "the network was touched"
        raise AssertionError(msg)

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    path = example(tmp_path, row, row.suffixes[0])
    assert articles(path) == articles(path)


@ROWS
def test_standard_input_may_be_of_any_format(row: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = gzip.compress(row.example)
    for data in (row.example, packed):
        stdin = io.BytesIO(data)
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stdin))
        found = list(read(["-"]))
        assert not stdin.closed
        if row.name == "list of feeds":
            assert [str(one) for one in found] == [
                "stdin, news.rss: a list that is no file names addresses only, which begin with http:// or https://"
            ]
        else:
            assert [type(one) for one in found] == [Article]


@ROWS
@settings(max_examples=40)
@given(data=st.binary(max_size=200), cut=st.integers(0, 600))
def test_no_bytes_raise_anything_but_our_own_errors(row: Format, data: bytes, cut: int) -> None:
    for damaged in (data, row.example[:cut], row.example[:cut] + data + row.example[cut:]):
        stream = Stream(io.BytesIO(damaged))
        texts = []
        with contextlib.suppress(KgError):
            texts += [
                found.read().text for found in row.read(stream, Origin("here", "name")) if isinstance(found, Piece)
            ]
        assert all(text.strip() for text in texts)


def test_a_folder_gives_articles_of_all_formats_and_of_xml_its_feeds(tmp_path: Path) -> None:
    for number, row in enumerate(FORMATS):
        (tmp_path / f"{number}{row.suffixes[0]}").write_bytes(row.example)
    (tmp_path / "news.rss").write_bytes(FEED.example)
    (tmp_path / "news.xml").write_bytes(b'<?xml version="1.0"?>\n<!-- a feed -->\n' + FEED.example)
    (tmp_path / "sitemap.xml").write_bytes(b'<?xml version="1.0"?><urlset/>')
    assert len(articles(tmp_path)) == len(FORMATS) + 2


def test_an_xml_file_that_is_no_feed_is_refused_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "news.xml"
    path.write_bytes(FEED.example)
    assert len(articles(path)) == 1
    path.write_bytes(b"<html><body><p>Rien.</p></body></html>")
    assert len(failures(path)) == 1


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.txt", "b.html", "c.pdf.gz"], 3),
        (["a.jsonl"], 2),
        (["a.jsonl.gz"], None),
        (["a.warc"], None),
        (["a.rss"], None),
        (["a.opml"], None),
        (["a.txt", "b"], None),
    ],
)
def test_articles_are_counted_where_that_is_cheap(tmp_path: Path, names: list[str], expected: int | None) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b'{"text": "a"}\n\n{"text": "b"}\n')
    assert count([tmp_path / name for name in names]) == expected
    assert count(["https://news.example/a"]) is None


def test_what_leads_elsewhere_has_no_fingerprint(tmp_path: Path) -> None:
    for row in FORMATS:
        path = example(tmp_path, row, row.suffixes[0])
        assert (fingerprint([path]) is None) == (row.name in {"feed", "list of feeds"})
    (tmp_path / "list").write_bytes(b"<opml/>")
    assert fingerprint([tmp_path / "list"]) is None


# ---- packed ------------------------------------------------------------------------------------------------------


def records(number: int) -> bytes:
    return b"".join(json.dumps({"id": str(one), "text": SENTENCE}).encode() + b"\n" for one in range(number))


def test_packed_records_are_read_as_they_come(tmp_path: Path) -> None:
    """Nothing is read beyond the first records: the damage at the end is not met."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(records(100_000))[:-100])
    stream = read([path])
    assert [one.id for one, _ in zip(stream, range(3), strict=False) if isinstance(one, Article)] == ["0", "1", "2"]


def test_a_file_of_several_packed_parts_is_read_whole(tmp_path: Path) -> None:
    for suffix, pack in PACKINGS.items():
        path = tmp_path / f"a.jsonl{suffix}"
        path.write_bytes(pack(records(2)) + pack(records(3)))
        assert [article.id for article in articles(path)] == ["0", "1", "0-2", "1-2", "2"]


@pytest.mark.parametrize("suffix", PACKINGS)
def test_packed_files_that_are_cut_off_say_so_after_what_could_be_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(PACKINGS[suffix](records(20_000))[:-100])
    found = list(read([path]))
    assert len(found) > 1
    assert str(found[-1]).startswith(f"{path}: damaged, or cut off (")
    assert str(found[-1]).endswith("); pack it anew")


@pytest.mark.parametrize("suffix", PACKINGS)
def test_packed_files_that_are_damaged_say_so(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(PACKINGS[suffix](records(1))[:6] + b"damaged" * 20)
    (message,) = failures(path)
    assert message.startswith(f"{path}: damaged, or cut off (")


TOO_LARGE = "more than 20,000,000 bytes for one article; if it is an article, allow more with --max-size"


@pytest.mark.parametrize("suffix", PACKINGS)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.rss", "a.opml", "a.warc"])
def test_what_unpacks_to_more_than_an_article_is_stopped(tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / f"{name}{suffix}"
    beginning = b"WARC/1.0\r\n" if name == "a.warc" else b""
    path.write_bytes(PACKINGS[suffix](beginning + bytes(LARGEST + 200_000)))
    assert failures(path) == [f"{path}: {TOO_LARGE}"]


@pytest.mark.parametrize("filling", [b"x", b" ", pytest.param(b"\n", marks=pytest.mark.slow)])
def test_records_that_never_come_are_not_waited_for(tmp_path: Path, filling: bytes) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(records(1) + filling * (2 * LARGEST + 400_000)))
    found = list(read([path]))
    assert isinstance(found[0], Article)
    assert str(found[-1]) == f"{path}: {TOO_LARGE}"
    assert len(found) <= 3


def test_a_line_too_long_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(records(1) + b"x" * (LARGEST + 100_000) + b"\n" + records(1))
    first, long, last = read([path])
    assert (
        str(long)
        == f"{path}, line 2: longer than 20,000,000 bytes; write one article a line, or allow more with --max-size"
    )
    assert [one.id for one in (first, last) if isinstance(one, Article)] == ["0", "0-2"]
