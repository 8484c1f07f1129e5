"""PDF files: lines become paragraphs, broken words are mended, and what has no text says so."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from kg.errors import InputError, KgError
from kg.model import Article
from kg.reading import read
from kg.reading.pdf import MOST_PAGES, joined, read_pdf

LINES = [
    "Une visite attendue",
    "Le pr\xe9sident a re\xe7u hier une d\xe9l\xe9gation \xe0 Bagdad, o\xf9 le minis-",
    "tre des affaires \xe9trang\xe8res l'avait pr\xe9c\xe9d\xe9 de deux jours. Revient-",
    "il demain ? Les \xc9tats-",
    "Unis se taisent.",
    "7",
]


def pdf(pages: Sequence[Sequence[str]], information: str = "") -> bytes:
    """Write a PDF file by hand: a line of text for each string, each page with its own content."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", font, f"<<{information}>>".encode("cp1252")]
    for lines in pages:
        shown = " ".join(f"({line}) Tj T*" for line in lines).encode("cp1252")
        content = b"BT /F 12 Tf 14 TL 72 720 Td %b ET" % shown
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(content), content))
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
                       b"/Resources<</Font<</F 3 0 R>>>>>>" % len(objects))  # fmt: skip
    kids = " ".join(f"{number} 0 R" for number in range(6, len(objects) + 1, 2)).encode()
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), kids)
    written, places = b"%PDF-1.4\n", b""
    for number, one in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(written)
        written += b"%d 0 obj%b endobj\n" % (number, one)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, places)
    return b"%b%btrailer<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        written, table, len(objects) + 1, len(written),
    )  # fmt: skip


def test_a_pdf_file_gives_its_text_with_lines_joined_and_words_mended(tmp_path: Path) -> None:
    path = tmp_path / "visite.pdf"
    path.write_bytes(pdf([LINES], "/Title(Une visite attendue)/Author(Jeanne Dupont)"))
    (article,) = read([path])
    assert isinstance(article, Article)
    assert (article.id, article.title, article.date) == ("visite", "Une visite attendue", None)
    assert article.metadata == (("author", "Jeanne Dupont"),)
    assert article.text.endswith(
        "Le président a reçu hier une délégation à Bagdad, où le ministre des affaires étrangères l'avait précédé de"
        " deux jours. Revient-il demain ? Les États-Unis se taisent."
    )


def test_a_title_that_the_text_does_not_have_is_left_out() -> None:
    assert "title" not in read_pdf(pdf([LINES], "/Title(Microsoft Word - sans titre 1)")).fields


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (["Il part.\nElle reste."], "Il part.\n\nElle reste."),
        (["Il part.\n\nElle reste."], "Il part.\n\nElle reste."),
        (["Une ligne pleine de mots qui va.\nEt finit.\nUne autre ligne pleine de mots."],
         "Une ligne pleine de mots qui va. Et finit.\n\nUne autre ligne pleine de mots."),
        (["Le prési-\ndent", "part."], "Le président part."),
        (["le vice-\nprésident et peut-\nêtre celui-\nci"], "le vice-président et peut-être celui-ci"),
        (["Jean-\nPierre et Al-\nKadhimi en 2019-\n2020 ici"], "Jean-Pierre et Al-Kadhimi en 2019-2020 ici"),
        (["un mot -\nun autre"], "un mot - un autre"),
        (["12\nIl part", "ce soir\n- 13 -", "Page 3/4"], "Il part ce soir"),
        ([""], ""),
    ],
)  # fmt: skip
def test_lines_become_paragraphs(pages: list[str], text: str) -> None:
    assert joined(pages) == text


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([LINES]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb() -> bytes:
    """Write a page whose content is packed twice, and unpacks to a billion bytes."""
    content = zlib.compress(zlib.compress(bytes(1_000_000_000), 9), 9)
    data = pdf([["x"]])
    old = data[data.index(b"<</Length") : data.index(b"\nendstream")]
    new = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%b" % (len(content), content)
    return data.replace(old, new)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no PDF, or a damaged one (EmptyFileError); save it anew, or give its text as .txt"),
        (b"%PDF-1.4 nothing", "no PDF, or a damaged one (PdfStreamError); save it anew, or give its text as .txt"),
        (pdf([[]]), "no layer of text, as in a scan; run a recognition of text (such as ocrmypdf) first"),
        (pdf([["x"]] * (MOST_PAGES + 1)),
         "more than 200 pages; is this an article? Give its pages, or its text as .txt"),
        (encrypted(), "encrypted; save it without a password"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_pdf(data)
    assert str(caught.value) == message


@pytest.mark.slow
def test_what_unpacks_to_more_than_any_page_is_stopped() -> None:
    with pytest.raises(InputError):
        read_pdf(bomb())


def test_a_page_that_is_drawn_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reading.pdf.MOST_OPERATORS", 20)
    with pytest.raises(InputError, match="more than 20 operators on its pages"):
        read_pdf(pdf([["mot"] * 30]))


def test_without_pypdf_the_message_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(InputError, match=r"PDF files need another package: pip install 'kg\[pdf\]'"):
        read_pdf(pdf([LINES]))


@given(st.data())
def test_no_damage_raises_anything_but_our_own_errors(data: st.DataObject) -> None:
    whole = bytearray(pdf([LINES, LINES]))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(whole)))
        whole[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=10))
    try:
        text = read_pdf(bytes(whole)).text
    except KgError as error:
        text = str(error)
    assert text
