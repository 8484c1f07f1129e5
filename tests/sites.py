"""A site of the web on this machine, for tests: what it answers, and what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SENTENCE = "Le président a reçu une délégation à Bagdad mardi, et il a promis de l'aide au pays."
PAGE = f"<html><body><article><h1>Une visite</h1><p>{SENTENCE}</p></article></body></html>".encode()
HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Site:
    """A server on this machine: what it answers, and what it was asked."""

    address: str
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    drips: bool = False

    def serve(self, path: str, data: bytes = PAGE, status: int = 200, **headers: str) -> str:
        """Answer a path so from now on; give its address."""
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        self.answers[path] = status, HTML | named, data
        return self.address + path


@contextmanager
def serving() -> Iterator[Site]:
    """Run a site until the block ends; what it does not know is missing."""
    site = Site("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.agents.add(self.headers["User-Agent"])
            status, headers, data = site.answers.get(self.path, (404, HTML, b"missing"))
            self.send_response(status)
            self.close_connection = headers.get("Connection") != "keep-alive"
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            with suppress(OSError):  # whoever asked may have left
                self.answer(data)

        def answer(self, data: bytes) -> None:
            drips = site.drips and self.path != "/robots.txt"
            for start in range(0, len(data), 1 if drips else max(len(data), 1)):
                self.wfile.write(data[start : start + 1] if drips else data)
                time.sleep(0.05 if drips else 0)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
