"""`kg serve` as a user starts and ends it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from serving import SEED, Served

from kg import server

KG = (sys.executable, "-m", "kg")


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_file_is_served_until_the_end(tmp_path: Path, ending: signal.Signals) -> None:
    command = [*KG, "serve", str(SEED), "--port", "0", "--timeout", "5"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as serving:
        assert serving.stderr
        announced = re.search(r"is at (http://127\.0\.0\.1:\d+/) ", serving.stderr.readline())
        assert announced
        served = Served(announced[1])
        assert served.ask("SELECT ?victim { ?killer kg:killed ?victim } LIMIT 1").values
        assert "iraq-us-2020-09" in served.get("/articles").text
        assert served.get("/articles/iraq-us-2020-09").status == 200
        assert list(tmp_path.iterdir())
        serving.send_signal(ending)
        assert serving.stderr.read() == ""
    assert serving.returncode == 0
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.ttl",), "none.ttl"),
        ((str(SEED), "--host", "192.0.2.1"), "cannot listen on 192.0.2.1, port 0: "),
    ],
)
def test_what_cannot_be_served_is_told(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    command = [*KG, "serve", *arguments, "--port", "0"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kg: ")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_port_that_is_taken_is_told() -> None:
    with server.listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run([*KG, "serve", str(SEED), "--port", port], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"kg: cannot listen on 127.0.0.1, port {port}: Address already in use; choose others")
