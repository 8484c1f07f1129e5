"""The README shows what its commands print: each block that begins with `$ kg` is run.

Takes the README; gives it with real output in those blocks.

    python tests/readme.py    # write the real output into the README
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=```console\n)\$ (?P<command>kg .*)\n(?P<output>(?:(?!```).*\n)*)(?=```\n)")


def blocks(text: str) -> list[tuple[str, str]]:
    """List the commands that are shown, each with its output."""
    return [(found["command"], found["output"]) for found in _BLOCK.finditer(text)]


def output_of(command: str) -> str:
    """Run a command in the checkout, with the `kg` beside this Python, and give its standard output."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "116", "LC_ALL": "C.UTF-8"}
    shown = ["sh", "-c", command]
    done = subprocess.run(shown, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.strip().splitlines())


def refreshed(text: str) -> str:
    """Give the text with real output."""
    return _BLOCK.sub(lambda found: f"$ {found['command']}\n{output_of(found['command'])}", text)


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
