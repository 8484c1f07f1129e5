"""A case -> what came of it, and what is wrong with that.

Takes cases and a folder to run each in; gives its outcome: how the command ended, and a defect where it left a
traceback, another exit code than the README names, a file outside of its output, or a file that is not what its ending
says. Knows the files of a build; never which input makes trouble.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import FrameType
from typing import Any, Final
from unittest import mock

import jsonschema
import pyoxigraph
import rdflib
from fuzz_inputs import Case, graphs

import kg
from kg.cli import main
from kg.errors import GraphError
from kg.rdf.limits import MEGABYTE, Confined, LimitError, Limits, ReaderQuestion

ENDINGS: Final = {0: "done", 1: "refused", 2: "wrong usage", 3: "nothing extracted", 4: "set aside", 5: "differs"}
"""Exit codes as the README names them."""
SYNTAXES: Final = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
}
RDFLIB: Final = {".ttl": "turtle", ".rdf": "xml"}
"""What rdflib is to read too, which takes ten times as long."""
OURS: Final = re.compile(r"a fault of kg's own|Traceback \(most recent|[A-Z][A-Za-z]{0,30}Warning: ")
"""What nobody should see on standard error."""
MARKUP: Final = re.compile(r"onerror|alert\(1\)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case ended, what it said last, and its defect, if it has one."""

    ending: str
    said: str
    defect: str | None = None


class HangError(BaseException):
    """More time was taken than a case has; no handler of errors may stop it."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended; `fault` is its traceback."""

    code: int
    output: str
    said: str
    fault: str | None = None


def outcome(case: Case, folder: Path, seconds: float) -> Outcome:
    """Run a case in an empty folder, and judge it."""
    for name, data in case.files.items():
        (folder / name).write_bytes(data)
    try:
        with _limited(seconds):
            if case.question is not None:
                return _asked(case.question)
            done = _by_process(case, folder) if case.is_process else _here(case.arguments, folder)
            return _judged(done, case, folder)
    except HangError:
        return Outcome("hang", "", f"took more than {seconds:g} s\n{traceback.format_exc()[-1000:]}")


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def late(_: int, __: FrameType | None) -> None:
        raise HangError

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


# ---- running ---------------------------------------------------------------------------------------------------------


def _here(arguments: tuple[str, ...], folder: Path) -> Done:
    """Run the program in this process, where the parser is loaded already."""
    output, said = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    code, fault, before = 0, None, Path.cwd()
    os.chdir(folder)
    try:
        with redirect_stdout(output), redirect_stderr(said), mock.patch.object(sys, "argv", ["kg", *arguments]):
            main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except Exception:  # noqa: BLE001 - whatever comes is what is looked for
        code, fault = 1, traceback.format_exc()
    finally:
        os.chdir(before)
    return Done(code, _written(output), _written(said), fault)


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def _by_process(case: Case, folder: Path) -> Done:
    command = [str(Path(sys.executable).with_name("kg")), *case.arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@cache
def _graph_to_ask(_: int) -> Confined:
    path = Path(os.environ["KG_FUZZ"]) / f"asked-{os.getpid()}.ttl"
    path.write_bytes(graphs()["ttl"])
    return Confined(path, Limits(3, 256 * MEGABYTE, 16 * MEGABYTE))


_asking = 0


def _asked(question: str) -> Outcome:
    """Put a question to a process that has the graph, as `kg query` does."""
    global _asking  # noqa: PLW0603 - counts the processes, for those that were stopped are gone
    try:
        about, content = _graph_to_ask(_asking).ask(ReaderQuestion(question))
        if about["kind"] != "Triples":
            json.loads(content)
        pyoxigraph.parse(content if about["kind"] == "Triples" else b"", format=pyoxigraph.RdfFormat.TURTLE)
    except LimitError as error:
        _asking += 1
        return Outcome("stopped", str(error))
    except GraphError as error:
        return Outcome("refused", str(error))
    except Exception:  # noqa: BLE001 - whatever comes is what is looked for
        _asking += 1
        return Outcome("crash", "", traceback.format_exc())
    return Outcome("done", "")


# ---- judging ---------------------------------------------------------------------------------------------------------


def _judged(done: Done, case: Case, folder: Path) -> Outcome:
    ending = ENDINGS.get(done.code, f"exit code {done.code}")
    said = done.said.strip().splitlines()[-1] if done.said.strip() else ""
    defect = done.fault
    if not defect and done.code not in ENDINGS:
        defect = f"ended with {done.code}: {done.said}"
    if not defect and (found := OURS.search(done.said)):
        defect = f"{found.group()} in: {done.said[-2000:]}"
    if not defect and done.code == 1 and not said:
        defect = "failed without a word"
    return Outcome("crash" if done.fault else ending, said, defect or _fault_of_files(case, folder))


def _fault_of_files(case: Case, folder: Path) -> str | None:
    """Look at every file that was written."""
    known = {folder / name for name in case.files}
    is_made_there = {"-o", "--store"} & set(case.arguments) or case.arguments[0] != "build"
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path in known or ".kg" in path.parts:
            continue
        if not is_made_there and path.parent != folder / "output":
            return f"wrote {path}, outside of its output"
        try:
            _check(path)
        except Exception:  # noqa: BLE001 - whatever a reader says of it
            return f"{path.name} is not what its ending says\n{traceback.format_exc()[-1500:]}"
    return None


def _check(path: Path) -> None:
    if path.suffix in SYNTAXES:
        triples = {quad.triple for quad in pyoxigraph.parse(path=str(path), format=SYNTAXES[path.suffix])}
        if path.suffix in RDFLIB:
            read = rdflib.Graph().parse(str(path), format=RDFLIB[path.suffix])
            assert len(read) == len(triples), f"rdflib reads {len(read)} triples, Oxigraph {len(triples)}"
    elif path.suffix == ".json" and path.parent.name == "output":
        _check_json(json.loads(path.read_text(encoding="utf-8")))
    elif path.suffix == ".jsonld":
        json.loads(path.read_text(encoding="utf-8"))
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
            assert json.loads(line).keys() == {"article", "cause", "message"}, line
    elif path.suffix == ".html":
        _check_page(path.read_text(encoding="utf-8"))


@cache
def _schema() -> Any:
    schema = Path(kg.__file__).parent / "knowledge" / "graph.schema.json"
    return jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def _check_json(content: Any) -> None:
    _schema().validate(content)
    text = content["document"]["text"]
    for entity in content["entities"]:
        for mention in entity["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"], mention


class _Page(HTMLParser):
    """Reads a page and notes what no page of ours has; gathers its blocks of data."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element."""
        assert not any(name.startswith("on") for name, _ in attrs), attrs
        assert tag != "img", attrs
        self._is_data = tag == "script" and ("type", "application/json") in attrs
        if tag == "script":
            self.blocks.append("" if self._is_data else "null")

    def handle_data(self, data: str) -> None:
        """Add to a block of data."""
        if self._is_data:
            self.blocks[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave a block of data."""
        self._is_data = self._is_data and tag != "script"


def _check_page(html: str) -> None:
    page = _Page()
    page.feed(html)
    page.close()
    assert len(page.blocks) == SCRIPTS_OF_A_PAGE, len(page.blocks)
    for block in page.blocks:
        json.loads(block)


SCRIPTS_OF_A_PAGE: Final = 4
