"""Feeds and lists of feeds: entries with a text are articles, the others and the feeds of a list are links."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article
from kg.reading import Failure, read

FIRST = "Le président a reçu une délégation à Bagdad mardi."
SECOND = "Il a promis de retirer les troupes."
NOT_FETCHED = "nothing is fetched from the web unless you say --fetch"

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Le Quotidien</title><language>fr</language>
<item><title>Visite &amp;amp; départ</title><link>https://a.example/1</link><guid>tag:a,1</guid>
  <pubDate>Tue, 08 Sep 2020 00:30:00 +0200</pubDate><dc:creator>Jeanne Dupont</dc:creator>
  <description>En bref.</description>
  <content:encoded>{escape(f"<p>{FIRST}</p><p>{SECOND[:5]}<b>{SECOND[5:]}</b></p>")}</content:encoded></item>
<item><title>Un départ</title><link>https://a.example/2</link><description>{SECOND}</description></item>
<item><title>Ailleurs</title><link>https://a.example/3</link></item>
<item><title>Rien</title></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Quotidien</title>
<entry><id>urn:1</id><title type="html">Une &lt;i&gt;visite&lt;/i&gt;</title><updated>2020-09-09T10:00:00Z</updated>
  <published>2020-09-08T23:30:00-05:00</published><link href="https://a.example/1"/>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>{SECOND}</p></div></content></entry>
<entry><id>urn:2</id><title>Un départ</title><updated>2020-09-09T10:00:00Z</updated><summary>{SECOND}</summary></entry>
</feed>"""


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def opml(*targets: str) -> str:
    outlines = "".join(f'<outline text="a" type="rss" xmlUrl="{escape(target)}"/>' for target in targets)
    return f'<?xml version="1.0"?><opml version="2.0"><body><outline text="group">{outlines}</outline></body></opml>'


def found(*paths: Path) -> tuple[list[Article], list[str]]:
    results = list(read(paths))
    return (
        [one for one in results if isinstance(one, Article)],
        [str(one) for one in results if isinstance(one, Failure)],
    )


# ---- feeds -------------------------------------------------------------------------------------------------------


def test_entries_of_rss_are_articles_if_they_have_a_text(tmp_path: Path) -> None:
    path = write(tmp_path / "news.rss", RSS)
    articles, failures = found(path)
    first, second = articles
    assert (first.id, first.title, first.date) == ("tag:a,1", "Visite & départ", "2020-09-08")
    assert (first.source, first.metadata) == ("https://a.example/1", (("author", "Jeanne Dupont"),))
    assert first.text == f"Visite & départ\n\n{FIRST}\n\n{SECOND}"
    assert (second.id, second.text, second.date) == ("https://a.example/2", f"Un départ\n\n{SECOND}", None)
    assert failures == [
        f"{path}, entry 3: no text but a link to https://a.example/3; {NOT_FETCHED}",
        f"{path}, entry 4: neither text nor link; nothing can be read of this entry",
    ]


def test_entries_of_atom_are_articles_too(tmp_path: Path) -> None:
    articles, failures = found(write(tmp_path / "news.atom", ATOM))
    assert failures == []
    assert [(one.id, one.title, one.date, one.source) for one in articles] == [
        ("urn:1", "Une visite", "2020-09-08", "https://a.example/1"),
        ("urn:2", "Un départ", "2020-09-09", None),
    ]
    assert articles[0].text == f"Une visite\n\n{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Tue, 08 Sep 2020 00:30:00 +0200", "2020-09-08"),
        ("Tue, 8 Sep 2020 10:00 GMT", "2020-09-08"),
        ("2020-09-08", "2020-09-08"),
        ("hier", None),
        ("Tue, 99 Sep 2020 10:00 GMT", None),
    ],
)
def test_the_day_of_an_entry_is_that_of_its_own_clock(tmp_path: Path, written: str, date: str | None) -> None:
    item = f"<item><description>{FIRST}</description><pubDate>{written}</pubDate></item>"
    ((article,), _) = found(write(tmp_path / "a.rss", f'<rss version="2.0"><channel>{item}</channel></rss>'))
    assert article.date == date


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no feed; give RSS or Atom, as the site offers it"),
        ("<html><body>Rien</body></html>", "no feed; give RSS or Atom, as the site offers it"),
        ('<rss version="2.0"><channel></channel></rss>', "a feed without entries"),
    ],
)
def test_what_is_no_feed_says_so(tmp_path: Path, content: str, message: str) -> None:
    path = write(tmp_path / "a.rss", content)
    assert found(path) == ([], [f"{path}: {message}"])


def test_entities_of_feeds_are_not_expanded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{entities}<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    write(tmp_path / "secret", "the secret")
    laughs = (
        f'{doctype}<rss version="2.0"><channel><item><description>{FIRST} &a9; &x;</description></item></channel></rss>'
    )
    ((article,), _) = found(write(tmp_path / "a.rss", laughs))
    assert len(article.text) < 1000
    assert "secret" not in article.text


# ---- lists of feeds ----------------------------------------------------------------------------------------------


def test_the_feeds_of_a_list_are_read_from_its_folder_each_once(tmp_path: Path) -> None:
    write(tmp_path / "feeds/news.rss", RSS)
    write(tmp_path / "feeds/more.xml", ATOM)
    path = write(tmp_path / "list.opml", opml("feeds/news.rss", "feeds/more.xml", "feeds/news.rss"))
    articles, failures = found(path)
    assert [one.id for one in articles] == ["tag:a,1", "https://a.example/2", "urn:1", "urn:2"]
    assert len(failures) == 2


def test_what_a_list_names_in_vain_is_told_and_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path / "news.rss", ATOM)
    write(tmp_path / "page.xml", "<html><body><p>Une page.</p></body></html>")
    write(tmp_path / "broken.rss", "<rss>")
    path = write(tmp_path / "list.opml", opml(
        "none.rss", "x" * 5000, "/etc/passwd", "page.xml", "list.opml", "broken.rss", "https://a.example/feed",
        "news.rss",
    ))  # fmt: skip
    articles, failures = found(path)
    assert [one.id for one in articles] == ["urn:1", "urn:2"]
    assert [message.removeprefix(f"{path}, ") for message in failures] == [
        "none.rss: there is no such file; paths of a list count from its folder",
        f"{'x' * 5000}: cannot be read (File name too long)",
        "/etc/passwd: a plain text, no feed; give it by itself",
        "page.xml: a web page, no feed; give it by itself",
        "list.opml: no feed by its name; a feed ends with .rss, .atom or .xml",
        "broken.rss: a feed without entries",
        f"https://a.example/feed: {NOT_FETCHED}",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<opml><body/></opml>", "names 0 feeds; a list has an xmlUrl for each, and at most 10,000"),
        (opml(*map(str, range(10_001))), "names 10,001 feeds; a list has an xmlUrl for each, and at most 10,000"),
        ("<rss/>", "no list of feeds; give OPML, as feed readers export it"),
        ("", "no list of feeds; give OPML, as feed readers export it"),
    ],
)
def test_what_is_no_list_says_so(tmp_path: Path, content: str, message: str) -> None:
    path = write(tmp_path / "list.opml", content)
    assert found(path) == ([], [f"{path}: {message}"])


def test_entities_of_lists_are_not_expanded(tmp_path: Path) -> None:
    write(tmp_path / "news.rss", ATOM)
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE opml [<!ENTITY a0 "ha">{entities}]><opml>'
    path = write(tmp_path / "list.opml", opml("news.rss", "&a9;.rss").replace('<opml version="2.0">', doctype, 1))
    path.write_text(path.read_text().replace("&amp;", "&"))
    articles, failures = found(path)
    assert sum(map(len, failures)) < 1000
    assert [one.id for one in articles] in (["urn:1", "urn:2"], [])


PARTS = (
    "<item>", "</item>", "<title>", "</title>", "<description>", "</description>", "<entry>", "<link>", "<![CDATA[",
    "]]>", "<pubDate>", "</pubDate>", "2020", "&lt;p&gt;", "&#0;", "<content:encoded>", "http://[", FIRST,
)  # fmt: skip
XML = st.lists(st.sampled_from(PARTS) | st.text()).map("".join)


@given(XML)
def test_any_feed_gives_articles_or_messages(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    path = tmp_path_factory.mktemp("feed") / "a.rss"
    path.write_bytes(f"<rss version='2.0'><channel>{body}</channel></rss>".encode(errors="replace"))
    results = list(read([path]))
    assert results
    assert all(one.text.strip() if isinstance(one, Article) else str(one.error) for one in results)
