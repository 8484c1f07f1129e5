"""WARC archives: each page that a server gave is an article, the rest is passed over."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.errors import KgError
from kg.model import Article
from kg.reading import Failure, read
from kg.reading.archives import read_archive
from kg.reading.pieces import Origin
from kg.reading.streams import LARGEST, Stream

SENTENCE = "Le président a reçu une délégation à Bagdad mardi, et il a promis de l'aide au pays."
PAGE = f"<html><body><article><h1>Une visite</h1><p>{SENTENCE}</p></article></body></html>".encode()
HTML = {"Content-Type": "text/html; charset=utf-8"}

Answer = tuple[str, str, dict[str, str], bytes]


class Writer(WARCWriter):  # type: ignore[misc]  # the library has no types
    """Keeps what it writes in memory; the library's own temporary files are never closed."""

    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()


def archive(answers: Iterable[Answer], *, packed: bool = False) -> bytes:
    """Write answers as crawlers do, with the request before each."""
    out = io.BytesIO()
    writer = Writer(out, gzip=packed)
    for address, status, headers, data in answers:
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(address, "request", http_headers=asked))
        http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        dated = {"WARC-Date": "2020-09-08T10:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(data), http_headers=http, warc_headers_dict=dated
            )
        )
    return out.getvalue()


def answer(name: str, data: bytes = PAGE, status: str = "200 OK", **headers: str) -> Answer:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return f"https://a.example/{name}", status, HTML | named, data


def read_file(path: Path, data: bytes) -> tuple[list[Article], list[str]]:
    path.write_bytes(data)
    results = list(read([path]))
    return (
        [one for one in results if isinstance(one, Article)],
        [str(one).removeprefix(f"{path}") for one in results if isinstance(one, Failure)],
    )


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_an_archive_are_articles(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    answers = [answer("1"), answer("2", PAGE.replace(b"<body>", b"<body><time datetime='2019-01-02'>x</time>"))]
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    articles, failures = read_file(path, archive(answers, packed=packed))
    assert failures == []
    assert [(one.id, one.source, one.date) for one in articles] == [
        ("https://a.example/1", "https://a.example/1", "2020-09-08"),
        ("https://a.example/2", "https://a.example/2", "2019-01-02"),
    ]
    assert articles[0].text == f"Une visite\n\n{SENTENCE}"


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    answers = [
        answer("moved", status="301 Moved"),
        answer("missing", status="404 Not Found"),
        answer("picture", b"\x89PNG" * 100_000, Content_Type="image/png"),
        answer("page"),
    ]
    articles, failures = read_file(tmp_path / "a.warc", archive(answers))
    assert ([one.id for one in articles], failures) == (["https://a.example/page"], [])


def test_answers_are_unpacked_and_decoded_as_their_server_says(tmp_path: Path) -> None:
    answers = [
        answer("gzip", gzip.compress(PAGE), Content_Encoding="gzip"),
        answer("chunks", b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), Transfer_Encoding="chunked"),
        answer("latin", PAGE.decode().encode("cp1252"), Content_Type="text/html; charset=iso-8859-1"),
    ]
    articles, failures = read_file(tmp_path / "a.warc", archive(answers))
    assert failures == []
    assert {one.text for one in articles} == {f"Une visite\n\n{SENTENCE}"}


def test_what_is_wrong_with_one_page_leaves_the_others(tmp_path: Path) -> None:
    answers = [answer("links", b"<html><a href='/'>un</a></html>"), answer("page")]
    articles, failures = read_file(tmp_path / "a.warc", archive(answers))
    assert [one.id for one in articles] == ["https://a.example/page"]
    message = "no article on this page, only links, if that; give the page of an article"
    assert failures == [f", record 2 (https://a.example/links): {message}"]


def test_a_page_that_unpacks_to_too_much_leaves_the_others(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(LARGEST + 100_000))
    answers = [answer("bomb", bomb, Content_Encoding="gzip"), answer("page")]
    articles, failures = read_file(tmp_path / "a.warc", archive(answers))
    assert [one.id for one in articles] == ["https://a.example/page"]
    assert failures == [
        ", record 2: more than 20,000,000 bytes for one article; if it is an article, allow more with --max-size"
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no WARC archive; it begins with WARC/1.0 or WARC/1.1"),
        (PAGE, "no WARC archive; it begins with WARC/1.0 or WARC/1.1"),
        (archive([answer("moved", status="301 Moved")]),
         "no page in this archive; it needs answers (WARC-Type: response) of status 200 that are HTML"),
    ],
)  # fmt: skip
def test_an_archive_without_pages_says_so(tmp_path: Path, data: bytes, message: str) -> None:
    assert read_file(tmp_path / "a.warc", data) == ([], [f": {message}"])


def test_a_damaged_archive_gives_what_stands_before_the_damage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = archive([answer("page")]) + b"no record\r\n\r\nat all\r\n"
    articles, failures = read_file(tmp_path / "a.warc", data)
    assert [one.id for one in articles] == ["https://a.example/page"]
    assert len(failures) == 1
    assert "damaged from here on" in failures[0]
    assert capsys.readouterr() == ("", "")


@pytest.mark.slow
def test_a_header_without_end_is_not_held(tmp_path: Path) -> None:
    data = archive([answer("page")]) + b"WARC/1.0\r\nWARC-Type: " + bytes(LARGEST + 200_000)
    articles, failures = read_file(tmp_path / "a.warc.gz", gzip.compress(data))
    assert len(articles) == 1
    assert failures == [": more than 20,000,000 bytes for one article; if it is an article, allow more with --max-size"]


def test_without_warcio_the_message_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    _, failures = read_file(tmp_path / "a.warc", archive([answer("page")]))
    assert failures == [": WARC archives need another package: pip install 'kg[warc]'"]


@settings(max_examples=50)
@given(st.data())
def test_no_damage_raises_anything_but_our_own_errors(data: st.DataObject) -> None:
    whole = bytearray(archive([answer("1"), answer("2")]))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(whole)))
        whole[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=10))
    found = 0
    try:
        for piece in read_archive(Stream(io.BytesIO(bytes(whole))), Origin("a", "a")):
            found += bool(piece.read().text)
    except KgError as error:
        assert str(error)  # noqa: PT017 - either articles or a message, both of which must be there
    assert found <= 2
