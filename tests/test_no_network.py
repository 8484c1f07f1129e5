"""Nothing goes online unless it is asked to: every command, its child processes too, on inputs that name addresses.

Two watchmen: an audit hook in each Python process, which sees and forbids every connection and look-up of a name, and
a server on this machine, at the address that the inputs name, which hears what C and Rust libraries do behind its back.
"""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from kg.reading.formats import FORMATS

pytestmark = [pytest.mark.model, pytest.mark.slow]

Run = Callable[..., subprocess.CompletedProcess[str]]

HOOK = '''
import os, socket, sys

WATCHED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto"}

def watch(event, arguments):
    """Forbid what leads out of this process; sockets of the file system lead to no network."""
    if event in WATCHED and getattr(arguments[0], "family", None) != socket.AF_UNIX:
        with open(os.environ["KG_CALLS"], "a", encoding="utf-8") as calls:
            print(event, arguments, file=calls)
        raise PermissionError(f"{event} is forbidden here")

sys.addaudithook(watch)
'''
LOOK_UP = "import urllib.request; urllib.request.urlopen('{address}')"
CALL = "import socket; socket.socket().connect(('127.0.0.1', {port}))"
CALL_OF_A_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', {call!r}])"
SENTENCE = "Le président a reçu une délégation à Bagdad mardi, et il a promis de l'aide."


@dataclass(frozen=True)
class Watch:
    """Where calls are noted, and the server that hears others."""

    folder: Path
    server: socket.socket

    @property
    def address(self) -> str:
        """Give the address of the server."""
        return f"http://127.0.0.1:{self.server.getsockname()[1]}"

    def calls(self) -> list[str]:
        """Give the calls that were forbidden, and whether somebody came through."""
        noted = self.folder / "calls"
        found = noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []
        try:
            self.server.accept()[0].close()
        except BlockingIOError:
            return found
        return [*found, "a connection"]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """Set up the watchmen."""
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(dedent(HOOK), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield Watch(folder, server)


@pytest.fixture
def run(watch: Watch, tmp_path: Path) -> Run:
    """Give a function that runs Python in a folder of its own, watched unless the caller says otherwise."""
    (tmp_path / "work").mkdir()
    paths = os.pathsep.join([str(watch.folder), *filter(None, sys.path)])
    watched = {**os.environ, "PYTHONPATH": paths, "KG_CALLS": str(watch.folder / "calls")}

    def call(*arguments: str, env: dict[str, str] = watched) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=tmp_path / "work", env=env, capture_output=True, text=True, check=False)

    return call


@pytest.fixture
def kg(run: Run) -> Run:
    """Give a function that runs `kg`, watched."""
    return lambda *arguments: run("-m", "kg", *arguments)


@pytest.mark.parametrize(("script", "event"), [(LOOK_UP, "socket.getaddrinfo"), (CALL, "socket.connect")])
@pytest.mark.parametrize("who", ["{call}", CALL_OF_A_CHILD], ids=["itself", "child"])
def test_the_hook_sees_and_forbids_a_call(watch: Watch, run: Run, script: str, event: str, who: str) -> None:
    call = script.format(address=watch.address, port=watch.server.getsockname()[1])
    done = run("-c", who.format(call=call))
    assert f"{event} is forbidden here" in done.stderr
    assert [line.split()[0] for line in watch.calls()] == [event]


def test_the_server_hears_who_is_not_watched(watch: Watch, run: Run) -> None:
    assert run("-c", CALL.format(port=watch.server.getsockname()[1]), env=dict(os.environ)).returncode == 0
    assert watch.calls() == ["a connection"]


def articles(address: str) -> dict[str, bytes]:
    """Give an input of each format that names the address wherever its format can."""
    declared = f'<!DOCTYPE html SYSTEM "{address}/x.dtd" [<!ENTITY e SYSTEM "{address}/e">]>'
    page = f"""{declared}<html><head><base href="{address}/"><link rel="stylesheet" href="x.css">
        <link rel="canonical" href="{address}/a"><script src="{address}/x.js"></script></head>
        <body><article><h1>Une visite</h1><img src="{address}/x.png"><iframe src="{address}/f"></iframe>
        <p>{SENTENCE} &e;</p></article></body></html>"""
    feed = f"""<?xml version="1.0"?><?xml-stylesheet href="{address}/x.xsl"?>
        <!DOCTYPE rss SYSTEM "{address}/x.dtd" [<!ENTITY % p SYSTEM "{address}/p"> %p;]>
        <rss version="2.0"><channel><link>{address}</link><atom:link href="{address}/feed" rel="self"/>
        <item><link>{address}/a</link><description>{SENTENCE}</description></item>
        <item><link>{address}/b</link></item></channel></rss>"""
    listed = f"""<?xml version="1.0"?><!DOCTYPE opml SYSTEM "{address}/x.dtd">
        <opml version="2.0"><body><outline xmlUrl="{address}/news.rss"/></body></opml>"""
    record = f'{{"text": "{SENTENCE}", "source": "{address}/r", "image": "{address}/x.png"}}\n'
    (pdf,) = (row.example for row in FORMATS if row.name == "PDF")
    (archive,) = (row.example for row in FORMATS if row.name == "WARC archive")
    link = f"/Annots[<</Type/Annot/Subtype/Link/A<</S/URI/URI({address})>>>>]".encode()
    return {
        "page.html": page.encode(),
        "feed.rss": feed.encode(),
        "list.opml": listed.encode(),
        "records.jsonl.gz": gzip.compress(record.encode()),
        "text.txt": f"source {address}\n\n{SENTENCE}".encode(),
        "file.pdf": pdf.replace(b"/Contents", link + b"/Contents"),
        "web.warc": archive.replace(b"https://news.example", address.encode()),
    }


def test_no_article_makes_a_build_go_online(watch: Watch, kg: Run, tmp_path: Path) -> None:
    news = tmp_path / "work" / "news"
    news.mkdir()
    for name, content in articles(watch.address).items():
        (news / name).write_bytes(content)
    (tmp_path / "work" / "names.tsv").write_text(f"Bagdad\t\t{watch.address}/bagdad\tPlace\n", encoding="utf-8")
    done = kg("build", "news", f"{watch.address}/page.html", "--gazetteer", "names.tsv", "--store", "kept", "-f", "ttl")
    assert done.returncode == 4
    assert (
        done.stderr.count("unless you say --fetch") == 3
    )  # the address itself, the link of an entry, the feed of a list
    assert "7 articles" in done.stderr or "6 articles" in done.stderr
    assert watch.calls() == []


@pytest.fixture
def graph(kg: Run, tmp_path: Path) -> Path:
    """Build the graph of an article."""
    (tmp_path / "work" / "a.txt").write_text(f"date 2020-09 {SENTENCE}", encoding="utf-8")
    assert kg("build", "a.txt", "-f", "ttl,nq,jsonld").returncode == 0
    return tmp_path / "work" / "output"


def test_no_command_goes_online(watch: Watch, kg: Run, graph: Path) -> None:
    turtle = graph / "a.ttl"
    importing = f"<{watch.address}/x> <http://www.w3.org/2002/07/owl#imports> <{watch.address}/ontology.ttl> .\n"
    turtle.write_text(turtle.read_text(encoding="utf-8") + importing, encoding="utf-8")
    for command in (
        ("query", "output/a.ttl", "who-did-what"),
        ("query", "output/a.nq", "ASK { ?s ?p ?o }"),
        ("view", "output/a.ttl"),
        ("check", "output/a.ttl", "--shapes"),
        ("export", "output/a.ttl", "--to", "gexf"),
        ("export", "output/a.ttl", "--to", "cypher"),
        ("explain", "output/a.ttl", "président"),
        ("diff", "output/a.ttl", "output/a.jsonld"),
        ("parse", "a.txt"),
    ):
        done = kg(*command)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), (command, done.stderr)
    assert watch.calls() == []


def test_no_context_of_a_graph_is_fetched(watch: Watch, kg: Run, graph: Path) -> None:
    context = f'{{"@context": "{watch.address}/context.jsonld", "@id": "{watch.address}/x", "p": "{watch.address}/y"}}'
    (graph / "a.jsonld").write_text(context, encoding="utf-8")
    for command in (("query", "output/a.jsonld", "ASK {}"), ("view", "output/a.jsonld")):
        done = kg(*command)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert watch.calls() == []


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * {{ SERVICE <{0}/sparql> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{0}/sparql> {{ ?s ?p ?o }} }}",
        "SELECT * FROM <{0}/graph.ttl> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{0}/graph.ttl> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "LOAD <{0}/graph.ttl>",
    ],
)
def test_no_question_goes_online(watch: Watch, kg: Run, graph: Path, question: str) -> None:
    done = kg("query", str(graph / "a.ttl"), question.format(watch.address))
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (1, "", False)
    assert watch.calls() == []
