"""Graphs at rest: the JSON of an article, whole files, safe names."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from strategies import statements as drawn_statements
from strategies import words

from kg.errors import OutputError
from kg.language import KNOWLEDGE
from kg.model import Statements
from kg.store import file_name, sweep, to_json, write

SCHEMA = json.loads((KNOWLEDGE / "graph.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


# ---- JSON --------------------------------------------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_json_of_the_sample(statements: Statements) -> None:
    written = to_json(statements)
    assert written.endswith("}\n")
    assert "Une vidéo 🎥 a été publiée" in written
    graph = json.loads(written)
    VALIDATOR.validate(graph)
    assert list(graph) == ["document", "entities", "events", "times", "facts", "quotations"]
    assert list(graph["document"]) == ["id", "title", "date", "language", "source", "sha256", "text"]
    killing = graph["events"][1]
    assert list(killing) == SCHEMA["$defs"]["event"]["required"]
    assert killing["relation"] == "killed"
    assert killing["label"] == {"en": "killed", "fr": "a tué"}
    assert killing["triggers"] == [{"start": 62, "end": 67, "text": "tuant"}]
    assert (killing["actors"], killing["targets"], killing["places"]) == (["e1"], ["e3"], ["e10"])
    assert killing["time"] == {"value": "2020-01-03", "text": "Le 3 janvier", "start": 0, "end": 12}
    assert graph["events"][4]["sources"] == ["e4", "e5"]
    assert graph["times"] == [{"start": 0, "end": 12, "text": "Le 3 janvier", "type": "DATE", "value": "2020-01-03"}]
    assert graph["facts"][0] == {
        "subject": "e3", "relation": "position", "object": None, "value": "général", "of": None,
        "evidence": [{"start": 71, "end": 96}], "confidence": 0.9, "rules": ["title"],
    }  # fmt: skip


def test_what_else_is_known_of_an_article(statements: Statements) -> None:
    article = replace(statements.article, metadata=(("licence", "CC BY"), ("author", "A. B.")))
    graph = json.loads(to_json(replace(statements, article=article)))
    assert graph["document"]["metadata"] == {"licence": "CC BY", "author": "A. B."}
    VALIDATOR.validate(graph)


@given(drawn_statements(surrogates=True))
def test_json_holds_any_text_and_its_spans(statements: Statements) -> None:
    written = to_json(statements)
    graph = json.loads(written.encode())
    assert list(VALIDATOR.iter_errors(graph)) == []
    text = graph["document"]["text"]
    assert text == statements.article.text
    quoted = [mention for entity in graph["entities"] for mention in entity["mentions"]]
    quoted += [trigger for event in graph["events"] for trigger in event["triggers"]]
    quoted += [event["time"] for event in graph["events"] if event["time"]]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in quoted)
    assert to_json(statements) == written


@pytest.mark.parametrize(
    "change",
    [
        {"document": {}},
        {"entities": [{"id": "x"}]},
        {"events": None},
        {"facts": [{"subject": "e1", "relation": "position", "object": "e2", "value": "both"}]},
        {"more": 1},
    ],
)
def test_the_schema_refuses(statements: Statements, change: dict[str, object]) -> None:
    assert not VALIDATOR.is_valid(json.loads(to_json(statements)) | change)


# ---- files -------------------------------------------------------------------------------------------------------


def left(folder: Path) -> set[str]:
    """Name what is in a folder."""
    return {path.name for path in folder.iterdir()}


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "graph.ttl", "é\r\n\n")
    assert (tmp_path / "a" / "b" / "graph.ttl").read_bytes() == b"\xc3\xa9\r\n\n"
    write(tmp_path / "a" / "b" / "graph.ttl", b"\x00")
    assert (tmp_path / "a" / "b" / "graph.ttl").read_bytes() == b"\x00"
    assert left(tmp_path / "a" / "b") == {"graph.ttl"}


def test_a_file_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("graph.ttl", "x")
    assert left(tmp_path) == {"graph.ttl"}


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_permissions_are_those_of_new_files(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write(tmp_path / "graph.ttl", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "graph.ttl").stat().st_mode) == 0o666 & ~umask


def test_half_a_surrogate_pair_breaks_no_file(tmp_path: Path) -> None:
    write(tmp_path / "x.html", "a\ud83db")
    assert (tmp_path / "x.html").read_text("utf-8") == r"a\ud83db"


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path, *, is_there: bool) -> None:
    real, named = tmp_path / "real", tmp_path / "graph.ttl"
    if is_there:
        real.write_text("mine")
    named.symlink_to(real)
    write(named, "x")
    assert (named.is_symlink(), named.read_text()) == (False, "x")
    assert (real.read_text() if real.exists() else None) == ("mine" if is_there else None)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    write(tmp_path / "graph.ttl", "old")
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OutputError, match="make room" if number == errno.ENOSPC else "another folder"):
        write(tmp_path / "graph.ttl", "new")
    assert (tmp_path / "graph.ttl").read_text() == "old"
    assert left(tmp_path) == {"graph.ttl"}


def test_a_file_too_large_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from kg.store import write; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "write(sys.argv[1], 'x' * 5000)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path / "x")], capture_output=True, text=True, check=False)
    assert "OutputError" in run.stderr.splitlines()[-1]
    assert "make room" in run.stderr.splitlines()[-1]
    assert left(tmp_path) == set()


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "graph.ttl", "new")
    assert left(tmp_path) == set()


def a_folder(at: Path) -> Path:
    """Put a folder in the way."""
    at.mkdir()
    return at


def below_a_file(at: Path) -> Path:
    """Put a file where a folder is needed."""
    at.write_text("x")
    return at / "graph.ttl"


def a_pipe(at: Path) -> Path:
    """Put a pipe in the way."""
    os.mkfifo(at)
    return at


@pytest.mark.parametrize(
    ("make", "complaint"),
    [(a_folder, "a folder has that name"), (below_a_file, "cannot write"), (a_pipe, "a device has that name")],
)
def test_what_is_in_the_way(tmp_path: Path, make: Callable[[Path], Path], complaint: str) -> None:
    target = make(tmp_path / "there")
    with pytest.raises(OutputError, match=complaint):
        write(target, "x")
    assert left(tmp_path) == {"there"}


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", refuse)  # the superuser, whom tests may run as, may write anywhere
    with pytest.raises(OutputError, match="choose another folder with -o, or change its permissions"):
        write(tmp_path / "graph.ttl", "x")


def test_a_write_protected_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "graph.ttl", "old")
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    with pytest.raises(OutputError, match="write-protected"):
        write(tmp_path / "graph.ttl", "new")
    assert (tmp_path / "graph.ttl").read_text() == "old"


# ---- names -------------------------------------------------------------------------------------------------------

IDS = [
    "..", ".", "", " ", "a/b", "a\\b", "/etc/passwd", "../../etc/passwd", "a\x00b", "CON", "con.txt", "nul", "LPT1",
    "x" * 300, "é" * 200, ".hidden", "-rf", "a.", "a ", " a", "a  b", "a\nb", "a:b", "a*b?", 'a"b', "a<b>", "a|b", "~",
    "a~b", "e\u0301", "\ud83d", "\u202eabc", "👩", "\uff0f", "a\u200bb", "http://x.test/a?b=c",
]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["wikinews-44145", "iraq-us-2020-09", "seed", "a.b_c", "Élection présidentielle 2012", "a(1)", "l'Europe, 2"],
)
def test_ordinary_names_stay(name: str) -> None:
    assert file_name(name) == name


@pytest.mark.parametrize("name", IDS)
def test_other_names_become_safe(name: str, tmp_path: Path) -> None:
    safe = file_name(name)
    assert safe != name
    assert "~" in safe
    (tmp_path / f"{safe}.json").write_text("x")
    assert left(tmp_path) == {f"{safe}.json"}


def test_different_ids_have_different_names() -> None:
    names = [*IDS, *map(file_name, IDS)]
    assert len({file_name(name) for name in names}) == len(names)


@given(words(surrogates=True))
def test_every_name_stays_in_its_folder(name: str) -> None:
    safe = file_name(name)
    path = Path("output") / f"{safe}.json"
    assert path.parent == Path("output")
    assert len(path.name.encode()) < 200
    assert safe.isprintable()
    assert not set(safe) & set('/\\:*?"<>|')
    assert safe[0] not in ".- "


def test_only_what_was_left_half_written_is_swept(tmp_path: Path) -> None:
    names = (".kg-0123456789abcdef.tmp", ".kg-new.tmp", ".other.tmp", "a.json")
    for name in names:
        (tmp_path / name).touch()
    now = (tmp_path / names[0]).stat().st_mtime
    os.utime(tmp_path / names[1], (now + 60, now + 60))
    sweep(tmp_path, now + 1)
    assert {path.name for path in tmp_path.iterdir()} == {*names[1:]}
