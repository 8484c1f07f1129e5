"""The application on a socket, until somebody stops it.

Takes an application, a host and a port; runs it. Knows uvicorn; never what is asked.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket

import uvicorn
from starlette.types import ASGIApp

from kg.errors import OutputError


def listen(host: str, port: int) -> socket.socket:
    """Open the port, 0 for one that is free.

    Raises:
        OutputError: the address is none of this machine's, or the port is taken.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
        msg = f"cannot listen on {host}, port {port}: {reason}; choose others with --host and --port (0: any)"
        raise OutputError(msg) from None


def address(listening: socket.socket) -> str:
    """Give the address to open in a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def server(app: ASGIApp, *, log: bool = False) -> uvicorn.Server:
    """Prepare a server; `log` writes a line for each request to standard error."""
    config = uvicorn.Config(
        app,
        log_level="info" if log else "warning",
        access_log=log,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    return uvicorn.Server(config)


def serve(app: ASGIApp, listening: socket.socket, *, log: bool = False) -> None:
    """Answer until interrupted or terminated, which is the same: whoever calls this can clean up."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with listening, contextlib.suppress(KeyboardInterrupt):
        server(app, log=log).run(sockets=[listening])
