"""What `reading` makes of files, folders, standard input and of what is no article."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, LanguageError
from kg.model import Article, Span
from kg.reading import Failure, Said, count, read, read_date, read_text
from kg.reading.decoding import decode, well_formed
from kg.reading.headers import read_head

SEED = Path(__file__).parents[1] / "seeds" / "iraq-us-2020-09.txt"
SENTENCE = "Le président a reçu une délégation à Bagdad."
NO_DATE = "'hier' is no date; write 2020, 2020-09, 2020-09-08 or an ISO 8601 date and time"
SUFFIXES = ".txt, .jsonl, .html, .rss, .opml, .pdf, .warc"
NO_ARTICLE = 'no article; write one JSON object a line with at least a "text", for example {"id": "a1", "text": "…"}'


def articles(*inputs: Path | str, said: Said = Said()) -> list[Article]:  # noqa: B008 - frozen
    found = list(read(inputs, said))
    assert not [one for one in found if isinstance(one, Failure)]
    return [one for one in found if isinstance(one, Article)]


def failures(*inputs: Path | str) -> list[str]:
    return [str(one) for one in read(inputs) if isinstance(one, Failure)]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_lines(path: Path, records: Iterable[object]) -> Path:
    return write(path, "".join(json.dumps(record) + "\n" for record in records))


# ---- texts -----------------------------------------------------------------------------------------------------


def test_the_seed_keeps_its_header_as_metadata_and_its_text_as_it_is() -> None:
    (article,) = articles(SEED)
    assert (article.id, article.date, article.title, article.language) == ("iraq-us-2020-09", "2020-09", None, "fr")
    assert article.text == SEED.read_bytes().decode()
    (prose,) = article.prose
    assert prose.of(article.text).startswith("Le Premier ministre irakien")
    assert prose.of(article.text).endswith("forces irakiennes.")


@pytest.mark.parametrize(
    ("text", "fields", "title", "body"),
    [
        ("Madrid : trois morts\n\nIl pleut.", {}, "Madrid : trois morts", "Il pleut."),
        ("Madrid : trois morts\r\n\r\nIl pleut.\r\n", {}, "Madrid : trois morts", "Il pleut."),
        ("Madrid : trois morts\rIl pleut.", {}, None, "Madrid : trois morts\rIl pleut."),
        ("Madrid : trois morts\r\nIl pleut.", {}, None, "Madrid : trois morts\r\nIl pleut."),
        ("Il pleut.\n\nIl neige.", {}, None, "Il pleut.\n\nIl neige."),
        ("Faut-il croire ?\n \nIl neige.", {}, "Faut-il croire ?", "Il neige."),
        ("Seulement un titre\n\n", {}, None, "Seulement un titre"),
        ("de 5.200 à\n\n3.000 en septembre.", {}, None, "de 5.200 à\n\n3.000 en septembre."),
        ("x" * 201 + "\n\nIl neige.", {}, None, "x" * 201 + "\n\nIl neige."),
        (" date 2020-09 Le roi part.", {"date": "2020-09"}, None, "Le roi part."),
        ("Date : 2020-09-08\nTitre : Le départ\n\nIl part.", {"date": "2020-09-08", "title": "Le départ"}, "Le départ",
         "Il part."),
        ("date 2020 langue fr Le roi part.", {"date": "2020", "language": "fr"}, None, "Le roi part."),
        ("source Le Monde\nDépart du roi\n\nIl part.", {"source": "Le Monde"}, "Départ du roi", "Il part."),
        ("Source proche du roi\nIl part.", {}, None, "Source proche du roi\nIl part."),
        ("source proche", {}, None, "source proche"),
        ("date prise, il part.", {}, None, "date prise, il part."),
    ],
)  # fmt: skip
def test_header_and_title_are_told_from_the_prose(
    text: str, fields: dict[str, str], title: str | None, body: str
) -> None:
    head = read_head(text)
    assert (head.fields, head.title) == (fields, title)
    spans = [span.of(text) for span in head.prose]
    assert spans == ([title, body] if title else [body])


def test_the_first_line_of_every_wikinews_article_is_its_title(shared: Path) -> None:
    index = json.loads((shared / "data/wikinews/index.json").read_text())
    titles = {entry["id"]: entry["title"] for entry in index}
    read_titles = {article.id: article.title for article in articles(shared / "data/wikinews")}
    assert read_titles == titles
    assert len(titles) == 69


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "iso8859-15"])
def test_encodings_are_detected(tmp_path: Path, encoding: str) -> None:
    text = f"L’été à Orléans\r\n\r\n«{SENTENCE}» Le Conseil a été saisi, déclare-t-elle."
    text = text.replace("’", "'") if encoding == "iso8859-15" else text
    (article,) = articles(write(tmp_path / "a.txt", text.encode(encoding)))
    assert article.text == text


def test_accents_and_line_ends_stay_as_they_are_written(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", f"Été\r\n\r\n{SENTENCE}\r\n")
    (article,) = articles(write(tmp_path / "a.txt", text))
    assert article.text == text
    assert article.prose == (Span(0, 5), Span(9, len(text) - 2))


def test_a_file_cut_within_a_character_keeps_its_other_accents() -> None:
    assert decode(SENTENCE.encode() + "é".encode()[:1]) == SENTENCE + "\ufffd"


@given(st.text(min_size=1).filter(lambda text: text.strip() and well_formed(text) == text))
def test_prose_is_cut_from_the_text_in_order_without_blanks_around_it(text: str) -> None:
    spans = read_head(text).prose
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert list(spans) == sorted(spans)
    assert not any(a.overlaps(b) for a, b in pairwise(spans))


# ---- JSON Lines ------------------------------------------------------------------------------------------------


def test_a_record_brings_its_fields_and_keeps_keys_that_nobody_knows(tmp_path: Path) -> None:
    record = {
        "id": 7, "text": SENTENCE, "title": "Visite", "date": "2020-09-08T10:00:00Z", "source": "AFP",
        "language": "fr-FR", "section": "Monde", "tags": ["a", "é"], "page": None,
    }  # fmt: skip
    (article,) = articles(write_lines(tmp_path / "news.jsonl", [record]))
    assert article == Article(
        id="7",
        text=SENTENCE,
        language="fr",
        prose=(Span(0, len(SENTENCE)),),
        title="Visite",
        date="2020-09-08",
        source="AFP",
        metadata=(("section", "Monde"), ("tags", '["a", "é"]')),
    )


def test_what_the_user_says_overrules_what_the_article_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", f"date 2001 {SENTENCE}")
    (article,) = articles(path, said=Said(title="Autre", date="2020-09", language="FR"))
    assert (article.title, article.date, article.language) == ("Autre", "2020-09", "fr")


def test_a_bad_line_is_named_by_its_number_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps({"id": "a", "text": SENTENCE}).encode()
    lines = [good, b"{broken", b"", b"[1]", b'{"id": "b"}', b'{"text": "  "}', b'{"text": "x", "date": "hier"}', good]
    lines += [b'{"text": "x", "language": "xx"}', b"[" * 100_000]
    path = write(tmp_path / "news.jsonl", b"\n".join(lines))
    assert [article.id for article in read([path]) if isinstance(article, Article)] == ["a", "a-2"]
    assert [message.removeprefix(f"{path}, line ").partition(" (")[0] for message in failures(path)] == [
        "2: not JSON",
        f"4: {NO_ARTICLE}",
        f"5: {NO_ARTICLE}",
        f"6: {NO_ARTICLE}",
        f"7: {NO_DATE}",
        "9: no tables for the language 'xx'; there are tables for: en, fr",
        "10: not JSON",
    ]


def test_half_of_a_surrogate_pair_becomes_one_replacement_character(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", rb'{"id": "x\ud800", "text": "Il \ud83d part \ud83c\udfa5."}')
    (article,) = articles(path)
    assert (article.id, article.text) == ("x\ufffd", "Il \ufffd part 🎥.")


def test_records_without_id_are_named_by_file_and_line(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "news.jsonl", [{"text": SENTENCE}, {"id": "", "text": SENTENCE}])
    assert [article.id for article in articles(path)] == ["news-1", "news-2"]


# ---- folders and standard input --------------------------------------------------------------------------------


def test_a_folder_gives_its_articles_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.jsonl", "B/b.txt", ".hidden/x.txt", ".x.txt", "c.docx"):
        write(tmp_path / name, json.dumps({"id": "r", "text": SENTENCE}) if name.endswith("jsonl") else SENTENCE)
    assert [article.id for article in articles(tmp_path)] == ["b", "z", "r", "b-2"]
    assert count([tmp_path]) == 4


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", SENTENCE)
    link = tmp_path / "b.txt"
    link.symlink_to(path)
    assert [article.id for article in articles(path, str(path), link)] == ["a"]


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (SENTENCE.encode(), ["stdin"]),
        (b'\xef\xbb\xbf{"id": "a", "text": "Il part."}\n{"text": "Il part."}\n', ["a", "stdin-2"]),
    ],
)
def test_standard_input_is_a_text_or_records(monkeypatch: pytest.MonkeyPatch, data: bytes, names: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert [article.id for article in articles("-")] == names
    assert count(["-"]) is None


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["a", "b"]),
        ("[ab]*", ["a", "b"]),
        ("**/*.txt", ["a", "b", "d"]),
        ("**", ["a", "b", "d"]),
        ("*", ["a", "b", "d"]),
        ("c/?.txt", ["d"]),
    ],
)
def test_a_pattern_that_no_shell_expanded_is_expanded(tmp_path: Path, pattern: str, names: list[str]) -> None:
    for name in ("b.txt", "a.txt", "c/d.txt", ".e.txt", "f.docx"):
        write(tmp_path / name, SENTENCE)
    assert [article.id for article in articles(str(tmp_path / pattern))] == names
    assert count([str(tmp_path / pattern)]) == len(names)


def test_a_pattern_without_articles_says_what_to_do_and_a_name_like_one_is_a_name(tmp_path: Path) -> None:
    named = write(tmp_path / "[a].txt", SENTENCE)
    assert [article.id for article in articles(named)] == ["[a]"]
    pattern = str(tmp_path / "*.html")
    assert failures(pattern) == [f"{pattern}: no articles match this pattern; kg reads {SUFFIXES} files"]


# ---- dates and languages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [("2020", "2020"), ("2020-09", "2020-09"), ("2020-09-08", "2020-09-08"), ("2020-09-08 10:30", "2020-09-08"),
     ("2020-09-08T10:30:00.5+02:00", "2020-09-08"), ("20200908", "2020-09-08")],
)  # fmt: skip
def test_dates_are_kept_to_the_day(written: str, kept: str) -> None:
    assert read_date(written) == kept


@pytest.mark.parametrize("written", ["", "hier", "2020-13", "2020-02-30", "0000", "08/09/2020", "20"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(InputError, match="is no date; write 2020, 2020-09"):
        read_date(written)


ENGLISH = (
    "The Prime Minister told the cabinet on Tuesday that the President had promised to withdraw all of the troops. "
    "He led a delegation to the capital for an official visit, during which he held a series of meetings."
)
GERMAN = (
    "Der Ministerpräsident sagte am Dienstag, der Präsident habe versprochen, alle Truppen abzuziehen. Er leitete eine "
    "Abordnung, die zu einem amtlichen Besuch in die Hauptstadt reiste und dort eine Reihe von Gesprächen führte."
)


def test_a_text_in_another_language_is_refused_unless_the_user_insists() -> None:
    with pytest.raises(LanguageError, match="seems to be in 'de'; there are tables for: en, fr"):
        read_text(GERMAN)
    assert read_text(GERMAN, Said(language="fr")).language == "fr"


def test_the_language_is_told_from_the_text() -> None:
    assert read_text(ENGLISH).language == "en"
    assert read_text(ENGLISH, Said(language="fr")).language == "fr"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Un drone a frappé un convoi.", "fr"),
        ("A drone struck a convoy near Baghdad airport.", "en"),
        ("Kadhimi, Washington, Trump", "fr"),
        ("Der Präsident ist heute nach Berlin gereist.", "fr"),
    ],
)
def test_a_short_text_is_in_the_likeliest_language_that_has_tables(text: str, code: str) -> None:
    assert read_text(text).language == code


# ---- what is no article ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "empty; an article needs text"),
        ("a.txt", b"\xef\xbb\xbf \r\n", "empty; an article needs text"),
        ("a.txt", b"date 2020-09\n", "no text but a header, if that; an article needs text"),
        ("a.txt", b"\x89PNG\r\n\0\0\0", "looks like a binary file; give plain text, best in UTF-8"),
        ("a.txt", bytes(range(1, 256)) * 9, "looks like a binary file; give plain text, best in UTF-8"),
        ("a.txt", b"\xff\xfe\0", "looks like a binary file; give plain text, best in UTF-8"),
        ("a.txt", b"Date : hier\nIl pleut.", NO_DATE),
        ("a.docx", b"PK", f"cannot read '.docx' files; give {SUFFIXES}, or pipe plain text: … | kg build -"),
    ],
)
def test_a_file_without_an_article_says_what_to_do(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = write(tmp_path / name, content)
    assert failures(path) == [f"{path}: {message}"]


def test_missing_files_and_empty_folders_say_what_to_do(tmp_path: Path) -> None:
    missing, folder = tmp_path / "none.txt", tmp_path / "folder"
    folder.mkdir()
    assert failures(missing, folder, "x" * 5000) == [
        f"{missing}: there is no such file or folder; check the name",
        f"{folder}: no articles in this folder; put {SUFFIXES} files into it",
        f"{'x' * 5000}: cannot be read (File name too long)",
    ]


def test_one_bad_file_of_a_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"\0")
    write(tmp_path / "b.txt", SENTENCE)
    found = list(read([tmp_path]))
    assert [type(one) for one in found] == [Failure, Article]
