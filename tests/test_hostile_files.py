"""Ids and links that would lead files astray: everything stays in its folder, under a name that every system has."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg import pipeline, reading
from kg.cli import app
from kg.model import Article, Statements
from kg.pipeline import Graph
from kg.pipeline.outputs import FAILED
from kg.store import write

SENTENCE = "Le président a reçu une délégation à Bagdad."
PORTABLE = re.compile(r'[^<>:"/\\|?*\x00-\x1f]+')
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
IDS = (
    "../../x", "/etc/passwd", "C:\\x", "..", ".", ".hidden", "~", "CON", "con.txt", "NUL.", "a.", "a ", " a", "a\nb",
    "a\0b", "A", "a", "Ä", "ä", "a\u0308", "x" * 5000, "é" * 300, "\ud800", "\u202ea", "-rf", "*", "a:b", "failed",
    "graph", "1e999", "İ", "i̇", "ß", "SS", "ss",
)  # fmt: skip
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statements: Statements) -> Run:
    """Give a function that runs `kg` in an empty folder, where every article says what the sample article says."""

    def state(article: Article, **_: object) -> Statements:
        return replace(statements, article=replace(statements.article, id=article.id))

    monkeypatch.setattr(pipeline, "state", state)
    monkeypatch.setattr(pipeline, "prepare", lambda _: None)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return lambda *arguments: CliRunner().invoke(app, arguments)


def articles(*ids: str) -> str:
    """Write articles of these ids into a file, and name it."""
    lines = (
        json.dumps({"id": one, "language": "fr", "text": f"{SENTENCE} {number}"}) for number, one in enumerate(ids)
    )
    Path("a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return "a.jsonl"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Give a folder that links lead to, with a file that is not ours."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "mine.txt").write_text("mine", encoding="utf-8")
    return tmp_path / "outside"


def left(folder: Path) -> list[str]:
    """List what lies in a folder and below, after a look at the file that is not ours."""
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# ---- names -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("options", "folder"), [((), "output"), (("--store", "kept"), "kept/articles")])
def test_any_id_gives_a_name_that_every_system_has(run: Run, options: tuple[str, ...], folder: str) -> None:
    done = run("build", articles(*IDS), "-f", "json", *options)
    assert done.exit_code == 0
    names = [path.name for path in Path(folder).iterdir() if path.is_file()]
    assert len(names) == len({name.casefold() for name in names}) == len(IDS)
    for name in names:
        assert PORTABLE.fullmatch(name)
        assert not DEVICE.fullmatch(name)
        assert not name.startswith((".", "-", " "))
        assert len(name.encode()) <= 255
    written = {json.loads((Path(folder) / name).read_text("utf-8"))["document"]["id"] for name in names}
    assert len(written) == len(IDS)


@pytest.mark.slow
def test_nothing_is_written_beside_the_output(run: Run, tmp_path: Path) -> None:
    assert run("build", articles(*IDS), "-f", "ttl,json", "-o", "output").exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"work"}
    assert {path.name for path in Path().iterdir()} == {"a.jsonl", "output"}


# ---- links -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["graph.ttl", "graph.html", "a.json", "failed.jsonl"])
def test_a_link_in_the_place_of_a_file_is_replaced(run: Run, outside: Path, name: str) -> None:
    inputs = articles("a", "b"), "missing.txt"
    Path("output").mkdir()
    Path("output", name).symlink_to(outside / "mine.txt")
    assert run("build", *inputs).exit_code == 4
    assert not Path("output", name).is_symlink()
    assert left(outside) == ["mine.txt"]


def test_a_page_takes_the_place_of_a_link(run: Run, outside: Path) -> None:
    assert run("build", articles("a"), "-f", "ttl").exit_code == 0
    Path("page.html").symlink_to(outside / "mine.txt")
    assert run("view", "output/a.ttl", "-o", "page.html").exit_code == 0
    assert left(outside) == ["mine.txt"]


LEADING = "a link leads out of 'output'; remove the link"


@pytest.mark.parametrize(
    ("options", "message"),
    [((), LEADING), (("--afresh",), LEADING), (("--store", "output"), "'output' is no store and holds other files")],
    ids=["files", "afresh", "store"],
)
def test_a_memory_that_leads_elsewhere_is_refused(
    run: Run, outside: Path, options: tuple[str, ...], message: str
) -> None:
    Path("output").mkdir()
    Path("output/.kg").symlink_to(outside)
    done = run("build", articles("a", "b"), *options)
    assert (done.exit_code, done.stdout) == (1, "")
    assert message in str(done.exception)
    assert left(outside) == ["mine.txt"]


def test_a_memory_of_a_store_that_leads_elsewhere_is_refused(run: Run, outside: Path) -> None:
    assert run("build", articles("a"), "--store", "kept").exit_code == 0
    Path("kept/.kg").symlink_to(outside)
    done = run("build", articles("b", "c"), "--store", "kept")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "a link leads out of 'kept'; remove the link" in str(done.exception)
    assert left(outside) == ["mine.txt"]


def test_what_links_within_the_memory_lead_to_is_left_alone(run: Run, outside: Path) -> None:
    inputs = articles("a", "b"), "-f", "json"
    assert run("build", *inputs).exit_code == 0
    for number in range(256):
        folder = Path(f"output/.kg/{number:02x}")
        if not folder.exists():
            folder.symlink_to(outside)
    Path("output/.kg/built.json").unlink()
    Path("output/.kg/built.json").symlink_to(outside / "mine.txt")
    assert run("build", articles("c", "d"), "-f", "json").exit_code == 0
    assert left(outside) == ["mine.txt"]


@pytest.mark.parametrize("inside", ["rdf", "articles"])
def test_a_store_of_which_a_part_leads_elsewhere_is_refused(run: Run, outside: Path, inside: str) -> None:
    Path("kept").mkdir()
    Path("kept", inside).symlink_to(outside)
    done = run("build", articles("a"), "--store", "kept")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "a link leads out of 'kept'; remove the link" in str(done.exception)
    assert left(outside) == ["mine.txt"]


def test_a_vault_of_which_a_part_leads_elsewhere_is_refused(run: Run, outside: Path) -> None:
    assert run("build", articles("a"), "-f", "ttl").exit_code == 0
    Path("vault").mkdir()
    Path("vault/Entities").symlink_to(outside)
    done = run("export", "output/a.ttl", "--to", "obsidian", "-o", "vault")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "a link leads out of 'vault'; remove the link" in str(done.exception)
    assert left(outside) == ["mine.txt"]


def test_an_output_that_is_a_link_itself_is_what_the_user_named(run: Run, outside: Path) -> None:
    Path("output").symlink_to(outside)
    assert run("build", articles("a"), "-f", "ttl,json").exit_code == 0
    assert left(outside) == ["a.json", "a.ttl", "mine.txt"]


# ---- permissions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o022, 0o027, 0o077])
def test_permissions_of_all_files_are_those_of_the_umask(run: Run, umask: int) -> None:
    before = os.umask(umask)
    try:
        assert run("build", articles("a", "b"), "missing.txt", "-f", "ttl,trig,nt,nq,jsonld,html,json").exit_code == 4
    finally:
        os.umask(before)
    files = [path for path in Path("output").rglob("*") if path.is_file()]
    assert len(files) >= 9
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o666 & ~umask}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to this user")
@pytest.mark.parametrize("mode", [0o000, 0o400, 0o500, 0o600])
def test_a_folder_without_rights_is_told(run: Run, mode: int) -> None:
    Path("output").mkdir()
    Path("output").chmod(mode)
    try:
        done = run("build", articles("a"))
    finally:
        Path("output").chmod(0o700)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "cannot write to 'output': permission denied; name another folder with --output" in str(done.exception)


def test_a_folder_gives_no_article_that_a_build_made_of_it(tmp_path: Path, statements: Statements) -> None:
    write(tmp_path / "a.txt", "Le président a reçu une délégation à Bagdad.")
    write(tmp_path / "output" / "a.html", Graph([statements]).to_html())
    write(tmp_path / "output" / FAILED, '{"id": "b", "error": "no text"}\n')
    (article,) = reading.read([tmp_path])
    assert isinstance(article, Article)
    assert article.id == "a"
