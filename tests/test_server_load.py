"""Many clients at a time, some of whom ask what has no end: the others are answered, and memory stays as it is."""

from __future__ import annotations

import http.client
import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from serving import ENDLESS, SEED, Served, Shelf, database, running

from kg.rdf.limits import MEGABYTE
from kg.rdf.questions import named
from kg.server import Limits

pytestmark = pytest.mark.slow

CLIENTS = 20
ROUNDS = 15
GROWTH = 24 * MEGABYTE
MIXED = [
    ("ASK { ?claim kg:status kg:Negated }", "*/*"),
    ("SELECT ?type (COUNT(?e) AS ?n) { ?e sem:eventType ?type } GROUP BY ?type ORDER BY ?type", "text/csv"),
    ("SELECT * { ?s ?p ?o } LIMIT 500", "application/sparql-results+xml"),
    ("SELECT ?words { ?m nif:anchorOf ?words FILTER CONTAINS(?words, 'Irak') }", "application/sparql-results+json"),
    ("CONSTRUCT { ?a ?p ?b } { ?p a kg:Relation . ?a ?p ?b }", "application/n-triples"),
    ("DESCRIBE ?e { ?e a sem:Event } LIMIT 3", "application/ld+json"),
    *((named(name).sparql, "text/tab-separated-values") for name in ("killed", "who-did-what", "said", "sources")),
]
ENDLESS_ONES = [
    ENDLESS,
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>)* ?b . ?c (!<x:x>)* ?d . ?e (!<x:x>)* ?f }",
    "SELECT (MAX(STRLEN(?x)) AS ?n) { SELECT (GROUP_CONCAT(STR(?c)) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), '(a|ab)*cccc') }",
]


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """Give the database of the seed article."""
    return database(tmp_path / "database", SEED.read_text(encoding="utf-8"))


def _resident(pids: set[int]) -> int:
    """Give the bytes in memory of this process, which is the server, and of the workers."""
    statms = [Path(f"/proc/{pid}/statm").read_text(encoding="ascii") for pid in (os.getpid(), *pids)]
    return sum(int(statm.split()[1]) for statm in statms) * os.sysconf("SC_PAGE_SIZE")


def _client(served: Served, number: int) -> list[tuple[int, bytes]]:
    """Ask mixed questions, each client in an order of its own."""
    order = [MIXED[(number + step) % len(MIXED)] for step in range(ROUNDS)]
    replies = [served.ask(sparql, accept) for sparql, accept in order]
    return [(reply.status, reply.body) for reply in replies]


def _all_clients(served: Served) -> list[list[tuple[int, bytes]]]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(lambda number: _client(served, number), range(CLIENTS)))


def test_twenty_clients_are_answered_in_constant_memory(seed: Path) -> None:
    with running(seed, Shelf([]), Limits(seconds=60)) as served:
        first = _all_clients(served)
        before = _resident(served.pids)
        second = _all_clients(served)
        assert _resident(served.pids) - before < GROWTH
    assert {status for replies in first for status, _ in replies} == {200}
    assert second == first


def test_what_has_no_end_is_cut_off_while_others_are_answered(seed: Path) -> None:
    limits = Limits(seconds=5, memory=256 * MEGABYTE)
    with running(seed, Shelf([]), limits, jobs=3) as served, ThreadPoolExecutor(CLIENTS) as clients:
        stopped = [clients.submit(served.ask, sparql) for sparql in ENDLESS_ONES]
        answered = [clients.submit(_client, served, number) for number in range(CLIENTS - len(ENDLESS_ONES))]
        assert {status for replies in answered for status, _ in replies.result()} == {200}
        for cut_off in stopped:
            assert (cut_off.result().status, cut_off.result().type) == (503, "text/plain")
            assert "was stopped; ask for less" in cut_off.result().text
        assert served.ask("ASK {}").truth


def test_who_finds_no_room_is_told_to_come_back(seed: Path) -> None:
    with running(seed, Shelf([]), Limits(seconds=3), jobs=1, queue=0) as served, ThreadPoolExecutor(8) as clients:
        replies = list(clients.map(served.ask, [ENDLESS] * 8))
        refused = [reply for reply in replies if "retry-after" in reply.headers]
        assert {reply.status for reply in replies} == {503}
        assert len(refused) == 7
        assert all("too many questions at a time" in reply.text for reply in refused)
        assert served.ask("ASK {}").truth


def test_a_question_whose_asker_has_gone_is_given_up(seed: Path) -> None:
    with running(seed, Shelf([]), Limits(seconds=3600), jobs=1) as served:
        place = urlsplit(served.address)
        with socket.create_connection((place.hostname or "", place.port or 0)) as asker:
            asker.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert served.ask("ASK {}").truth  # the only worker would be busy for an hour


def test_a_worker_that_was_killed_is_replaced(seed: Path) -> None:
    with running(seed, Shelf([]), jobs=1) as served:
        assert served.ask("ASK {}").truth
        for pid in served.pids:
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert served.ask("ASK {}").truth


def test_the_server_ends_while_a_question_is_open(seed: Path) -> None:
    def outcome(served: Served) -> int:
        try:
            return served.ask(ENDLESS).status
        except http.client.HTTPException:
            return 0

    with ThreadPoolExecutor(1) as clients:
        with running(seed, Shelf([]), Limits(seconds=3600), jobs=1) as served:
            (worker,) = served.pids
            asked = clients.submit(outcome, served)
            while _state(worker) != "R":
                assert not asked.done()
        assert asked.result() in {0, 500}
    assert not Path(f"/proc/{worker}").exists()


def _state(pid: int) -> str:
    """Tell whether a process sleeps (S) or runs (R)."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
