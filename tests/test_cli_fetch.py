"""`kg build --fetch` against a site of this machine: what is asked, what is refused, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sites import SENTENCE, Site, serving
from typer.testing import CliRunner, Result

from kg import pipeline
from kg.cli import app

Run = Callable[..., Result]
FEED = '<rss version="2.0"><channel><item><title>Une visite</title><link>{}</link></item></channel></rss>'


@pytest.fixture
def site() -> Iterator[Site]:
    """Run a server for one test."""
    with serving() as site:
        yield site


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs `kg build` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["build", *arguments])

    return call


def failures() -> list[tuple[str, str]]:
    """Give what was set aside, with the reason."""
    lines = Path("output/failed.jsonl").read_text(encoding="utf-8").splitlines()
    return [(line["article"], line["message"]) for line in map(json.loads, lines)]


def test_nothing_is_fetched_unless_the_user_says_so(run: Run, site: Site) -> None:
    address = site.serve("/visite.html")
    done = run(address)
    assert (done.exit_code, done.stdout, site.asked) == (1, "", [])
    assert f"{address}: nothing is fetched from the web unless you say --fetch" in done.stderr


def test_what_a_feed_leads_to_must_be_public(run: Run, site: Site) -> None:
    address = site.serve("/visite.html")
    Path("news.rss").write_text(FEED.format(address), encoding="utf-8")
    done = run("--fetch", "news.rss")
    assert (done.exit_code, done.stdout, site.asked) == (1, "", [])
    assert f"news.rss, entry 1: {address} cannot be fetched: the address is not public" in done.stderr
    assert "only a host that you name yourself may be one of your own network" in done.stderr


@pytest.mark.model
def test_a_page_is_built_after_the_rules_of_its_site(run: Run, site: Site) -> None:
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /private")
    page, private = site.serve("/visite.html"), site.serve("/private/page.html")
    done = run("--fetch", page, private, "-f", "ttl,json")
    assert done.exit_code == 4
    assert site.asked == ["/robots.txt", "/visite.html"]
    assert failures() == [
        (private, "cannot be fetched: the site's robots.txt does not allow it; ask the site, or save the page")
    ]
    assert json.loads(Path("output/visite.json").read_text(encoding="utf-8"))["document"]["source"] == page
    assert ("président", "received", "délégation") in pipeline.load("output").triples()
    assert f"<{page}>" in Path("output/visite.ttl").read_text(encoding="utf-8")


@pytest.mark.model
def test_a_feed_may_lead_to_a_host_that_the_user_names(run: Run, site: Site) -> None:
    address = site.serve("/visite.html")
    feed = site.serve("/news.rss", FEED.format(address).encode(), Content_Type="text/xml")
    done = run("--fetch", feed, "-f", "json")
    assert done.exit_code == 0
    assert site.asked == ["/robots.txt", "/news.rss", "/visite.html"]
    (written,) = Path("output").glob("*.json")
    document = json.loads(written.read_text(encoding="utf-8"))["document"]
    assert document["source"] == address
    assert document["text"].endswith(SENTENCE)
