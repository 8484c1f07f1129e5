"""Pages of the web as `reading` takes them apart: what is the article, and what it says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Article
from kg.reading import Failure, read
from kg.reading.markup import plain
from kg.reading.pages import read_page
from kg.reading.records import composed

FIRST = (
    "Le président a reçu une délégation à Bagdad mardi, et il a promis de retirer les troupes avant la fin de l'année."
)
SECOND = "Le ministre a déclaré qu'il partait demain pour Washington, où il doit rencontrer son homologue américain."
MENU = "<nav><a href='/'>Accueil</a> <a href='/sport'>Sport</a></nav>"


def page(body: str, head: str = "<title>Visite à Bagdad - Le Quotidien</title>", attributes: str = "lang='fr'") -> str:
    return f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{MENU}<article>{body}</article></body></html>"


def article(folder: Path, content: str | bytes, name: str = "page.html") -> Article:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = read([path])
    assert not isinstance(found, Failure), found
    return found


WHOLE = page(
    f"<h1>Visite à Bagdad</h1><p>{FIRST}</p><h2>Un départ</h2><p>{SECOND} <a href='/x'>Lire</a> la <b>suite</b>.</p>",
    "<title>Visite à Bagdad - Le Quotidien</title>"
    "<link rel='canonical' href='https://www.quotidien.example/visite.html'>"
    "<meta property='article:published_time' content='2020-09-08T23:30:00+02:00'>"
    "<meta property='article:modified_time' content='2020-09-11T08:00:00+02:00'>"
    "<meta name='author' content='Jeanne Dupont'>",
)


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    found = article(tmp_path, WHOLE)
    assert found.text == f"Visite à Bagdad\n\n{FIRST}\n\nUn départ\n\n{SECOND} Lire la suite."
    assert (found.id, found.title, found.date, found.language) == ("page", "Visite à Bagdad", "2020-09-08", "fr")
    assert found.source == "https://www.quotidien.example/visite.html"
    assert ("author", "Jeanne Dupont") in found.metadata
    assert found.prose[0].of(found.text) == "Visite à Bagdad"


def test_a_page_made_of_an_article_gives_its_words_again(shared: Path, tmp_path: Path) -> None:
    around = MENU + "<aside>" + "".join(f"<a href='/{n}'>Un autre titre {n}</a> " for n in range(30)) + "</aside>"
    for path in sorted((shared / "data/wikinews").glob("*.txt"))[:20]:
        (written,) = read([path])
        assert isinstance(written, Article)
        title, *paragraphs = written.text.strip().split("\n\n")
        body = f"<h1>{title}</h1>" + "".join(f"<p>{one}</p>" for one in paragraphs)
        found = article(tmp_path, page(body, f"<title>{title} - Wikinews</title>").replace(MENU, around))
        assert (found.title, found.text.split()) == (written.title, written.text.split())


def test_the_headline_stands_once_above_the_text(tmp_path: Path) -> None:
    bodies = ("<h1>Visite à Bagdad</h1>", "<h1> VISITE  à <i>Bagdad</i></h1>", "")
    for body in bodies:
        found = article(tmp_path, page(f"{body}<p>{FIRST}</p><p>{SECOND}</p>"))
        assert found.text.casefold().count("visite à bagdad") == 1
        assert found.text.endswith(f"\n\n{FIRST}\n\n{SECOND}")


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Un départ", "Il part.", "Un départ\n\nIl part."),
        ("Un départ", "Un  départ !\n\nIl part.", "Un  départ !\n\nIl part."),
        ("Un départ - Le Monde", "Un départ\n\nIl part.", "Un départ\n\nIl part."),
        ("Un", "Un départ attendu\n\nIl part.", "Un\n\nUn départ attendu\n\nIl part."),
        (None, "Il part.", "Il part."),
        ("t" * 201, "Il part.", "Il part."),
    ],
)
def test_a_headline_is_not_doubled(title: str | None, text: str, expected: str) -> None:
    assert composed(text, {"title": title}, {}).text == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859-15"])
def test_a_page_is_decoded_as_it_declares_or_as_texts_are(tmp_path: Path, encoding: str) -> None:
    plain_text = article(tmp_path, WHOLE).text
    declared = WHOLE.replace("<head>", f"<head><meta charset='{encoding}'>")
    assert article(tmp_path, declared.encode(encoding)).text == plain_text
    assert article(tmp_path, WHOLE.encode(encoding)).text == plain_text


def test_the_server_knows_the_encoding_better() -> None:
    text = page(f"<p>{FIRST} Œuvre à 5 €.</p>").encode("iso8859-15")
    assert "5 €" in read_page(text, charset="iso-8859-15").text
    assert FIRST in read_page(text, charset="no-such-encoding").text


DATA = (
    '<script type="application/ld+json">'
    '{"@type": "NewsArticle", "datePublished": "2020-09-08T10:00:00Z", "dateModified": "2020-09-11"}</script>'
)


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ("<meta name='date' content='2020-09-08'>", "", "2020-09-08"),
        (DATA, "", "2020-09-08"),
        ("", "<time datetime='2020-09-08T10:00'>8 sept.</time>", "2020-09-08"),
        ("", "<span class='date'>Publié le 8 septembre 2020</span>", "2020-09-08"),
        ("<link rel='canonical' href='https://a.example/2020/09/08/visite.html'>", "", "2020-09-08"),
        ("", "<p>Le 2019-05-03, il était là. Le 3 mai 2018 à 12:30, il était parti.</p>", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_date_is_where_pages_announce_it_and_never_in_prose(
    tmp_path: Path, head: str, body: str, date: str | None
) -> None:
    assert article(tmp_path, page(f"{body}<p>{FIRST}</p><p>{SECOND}</p>", head)).date == date


def test_the_date_of_another_article_beside_it_is_not_taken(tmp_path: Path) -> None:
    aside = "<aside><time datetime='2011-01-01'>hier</time></aside>"
    content = page(f"<time datetime='2020-09-08'>8 sept.</time><p>{FIRST}</p><p>{SECOND}</p>").replace(MENU, aside)
    assert article(tmp_path, content).date == "2020-09-08"


def test_the_language_that_a_page_declares_counts_for_short_texts_only(tmp_path: Path) -> None:
    assert article(tmp_path, page(f"<p>{FIRST}</p><p>{SECOND}</p>", attributes="lang='en'")).language == "fr"
    path = tmp_path / "page.html"
    short = "<p>Der Präsident verließ am Dienstag die Hauptstadt zu einem Besuch.</p>"
    path.write_text(page(short, "", attributes="lang='de-DE'"), encoding="utf-8")
    assert [str(one) for one in read([path])] == [
        f"{path}: no tables for the language 'de-DE'; there are tables for: en, fr"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty; an article needs text"),
        ("\x00\x01", "looks like a binary file; give plain text, best in UTF-8"),
        ("Il pleut.", "no HTML; give a page as the browser saves it, or plain text as .txt"),
        ("<html><body>" + "".join(f"<a href='/{n}'>Rubrique {n}</a> " for n in range(99)) + "</body></html>",
         "no article on this page, only links, if that; give the page of an article"),
        ("<html><body><script>var a = 'un deux trois quatre cinq six sept huit neuf dix onze'</script></body></html>",
         "no article on this page, only links, if that; give the page of an article"),
        ("<html><body>" + "<p>a b c" * 100_001, "more than 100,000 elements; give its text as .txt"),
        ("<html><body><p " + "a " * 20_001 + ">", "a tag with more than 20,000 attributes; give its text as .txt"),
    ],
)  # fmt: skip
def test_what_is_no_article_says_what_to_do(content: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_page(content.encode())
    assert str(caught.value) == message


def test_entities_are_not_expanded_and_depth_has_an_end(tmp_path: Path) -> None:
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    laughs = f"<!DOCTYPE html [<!ENTITY a0 'ha'>{entities}]>" + page(f"<p>{FIRST} &a9;</p><p>{SECOND}</p>")
    assert len(article(tmp_path, laughs).text) < 1000
    (tmp_path / "secret").write_text("the secret")
    external = page(f"<p>{FIRST} &a;</p>").replace("html>", f"html [<!ENTITY a SYSTEM 'file:{tmp_path}/secret'>]>\n", 1)
    assert "&a;" in article(tmp_path, external).text
    for deep in ("<div>" * 100_000, "<b>" * 100_000, "<table><tr><td>" * 10_000):
        with pytest.raises(InputError):
            read_page(f"<html><body>{deep}{FIRST}".encode())


PARTS = (
    "<p>", "</p>", "<b>", "<article>", "</div>", "<br>", "<!--", "-->", "<a href='", "'>", "&amp;", "&#0;", "&#xD800;",
    "<script>", "</script>", "<time datetime='2020-99-99'>", "<h1>", "\x0b", FIRST,
)  # fmt: skip
HTML = st.lists(st.sampled_from(PARTS) | st.text()).map("".join)


@given(HTML)
def test_any_html_gives_an_article_or_a_message(body: str) -> None:
    content = page(body).encode(errors="replace")
    try:
        text = read_page(content).text
    except InputError as error:
        text = str(error)
    assert text.strip()


@given(HTML)
def test_what_is_made_plain_has_no_empty_lines_but_between_paragraphs(fragment: str) -> None:
    text = plain(fragment)
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert all(line == " ".join(line.split()) for line in text.split("\n\n"))
