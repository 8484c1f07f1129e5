"""What addresses may lead to at the command line: redirections to places that nobody named, and other schemes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sites import Site, serving
from typer.testing import CliRunner, Result

from kg.cli import app

pytestmark = pytest.mark.slow  # a second goes by between two requests to a host
Run = Callable[..., Result]
SCHEMES = ("file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:1/x", "data:text/html,x", "javascript:x")


@pytest.fixture
def site() -> Iterator[Site]:
    """Run a server that the user names."""
    with serving() as site:
        yield site


@pytest.fixture
def private() -> Iterator[Site]:
    """Run a server that nobody names: a machine of the user's own network."""
    with serving() as site:
        site.serve("/secret.html")
        yield site


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs `kg` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def message(done: Result) -> str:
    """Give what a command that failed says."""
    assert (done.exit_code, done.stdout) == (1, "")
    return done.stderr + str(done.exception)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_page_leads_to_no_place_that_is_not_public(run: Run, site: Site, private: Site, status: int) -> None:
    page = site.serve("/a.html", b"", status, Location=f"{private.address}/secret.html")
    assert "the address is not public" in message(run("build", "--fetch", page))
    assert (site.asked, private.asked) == (["/robots.txt", "/a.html"], [])


def test_rules_for_robots_lead_to_no_place_that_is_not_public(run: Run, site: Site, private: Site) -> None:
    site.serve("/robots.txt", b"", 302, Location=f"{private.address}/secret.html")
    assert "the address is not public" in message(run("build", "--fetch", site.serve("/a.html")))
    assert private.asked == []


@pytest.mark.parametrize("target", SCHEMES)
def test_a_page_leads_to_no_other_scheme(run: Run, site: Site, target: str) -> None:
    page = site.serve("/a.html", b"", 302, Location=target)
    assert "is no address of a page" in message(run("build", "--fetch", page))


@pytest.mark.parametrize("target", SCHEMES)
def test_an_input_of_another_scheme_is_a_file_that_is_not_there(run: Run, target: str) -> None:
    assert "there is no such file or folder" in message(run("build", "--fetch", target))


@pytest.mark.parametrize("target", SCHEMES)
def test_a_list_names_feeds_of_no_other_scheme(run: Run, target: str) -> None:
    Path("a.opml").write_text(f'<opml><body><outline xmlUrl="{target}"/></body></opml>', encoding="utf-8")
    said = message(run("build", "--fetch", "a.opml"))
    assert "no feed by its name" in said or "there is no such file" in said


@pytest.mark.parametrize("command", [("query", "{}", "ASK {{}}"), ("view", "{}"), ("build", "a.txt", "--store", "{}")])
def test_a_store_elsewhere_leads_to_no_other_host(
    run: Run, site: Site, private: Site, command: tuple[str, ...]
) -> None:
    Path("a.txt").write_text("Le président a reçu une délégation.", encoding="utf-8")
    for place in ("/query", "/update"):
        site.serve(place, b"", 307, Location=f"{private.address}/secret.html")
    done = run(*(part.format(site.address) for part in command))
    assert "it sends elsewhere; give the address itself" in message(done)
    assert private.asked == []


@pytest.mark.parametrize("command", [("build", "a.txt", "--store"), ("store", "info"), ("store", "compact")])
@pytest.mark.parametrize("scheme", ["file", "ftp", "gopher"])
def test_a_store_elsewhere_has_no_other_scheme(run: Run, command: tuple[str, ...], scheme: str) -> None:
    Path("a.txt").write_text("Le président a reçu une délégation.", encoding="utf-8")
    done = run(*command, f"{scheme}://127.0.0.1:1/x")
    assert "is no address of a store: it begins with http:// or https://" in message(done)
    assert [path.name for path in Path().iterdir()] == ["a.txt"]
