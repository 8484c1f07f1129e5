"""Addresses of the web, fetched from a server of the test: only on demand, politely, and never too much."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from sites import PAGE, SENTENCE, Site, serving

from kg.errors import InputError
from kg.model import Article
from kg.reading import Failure, Fetcher, count, read
from kg.reading.fetching import _is_public, is_address, user_agent

NOT_FETCHED = "nothing is fetched from the web unless you say --fetch"
NOT_PUBLIC = (
    "the address is not public; only a host that you name yourself may be one of your own network"
    " (asked for its robots.txt)"
)


@pytest.fixture
def site() -> Iterator[Site]:
    """Run a server for one test."""
    with serving() as site:
        yield site


@pytest.fixture
def fetch() -> Fetcher:
    """Give a fetcher that does not wait."""
    return Fetcher(pause=0)


def found(fetch: Fetcher | None, *inputs: Path | str) -> tuple[list[Article], list[str]]:
    results = list(read(inputs, fetch=fetch))
    return (
        [one for one in results if isinstance(one, Article)],
        [str(one) for one in results if isinstance(one, Failure)],
    )


def why(fetch: Fetcher, address: str) -> str:
    with pytest.raises(InputError) as caught:
        fetch.get(address)
    return str(caught.value).removeprefix("cannot be fetched: ")


# ---- articles of the web -----------------------------------------------------------------------------------------


def test_nothing_is_asked_unless_the_user_says_so(site: Site, tmp_path: Path) -> None:
    address = site.serve("/page.html")
    feed = tmp_path / "news.rss"
    feed.write_text(f'<rss version="2.0"><channel><item><link>{address}</link></item></channel></rss>')
    assert found(None, address, feed) == (
        [],
        [f"{address}: {NOT_FETCHED}", f"{feed}, entry 1: no text but a link to {address}; {NOT_FETCHED}"],
    )
    assert count([address]) is None
    assert site.asked == []


def test_a_page_is_fetched_after_the_rules_of_its_site(site: Site, fetch: Fetcher) -> None:
    (article,), failures = found(fetch, site.serve("/2020/visite.html"))
    assert failures == []
    assert (article.id, article.title, article.source) == ("visite", "Une visite", f"{site.address}/2020/visite.html")
    assert article.text == f"Une visite\n\n{SENTENCE}"
    assert site.asked == ["/robots.txt", "/2020/visite.html"]
    assert site.agents == {user_agent()}
    assert user_agent().startswith("kg/")


def test_an_address_may_hold_any_format(site: Site, fetch: Fetcher) -> None:
    record = b'{"id": "r", "text": "Il part."}\n'
    addresses = [
        site.serve("/a.jsonl.gz", gzip.compress(record), Content_Type="application/gzip"),
        site.serve("/text", b"Il part.", Content_Type="text/plain"),
        site.serve("/packed", gzip.compress(PAGE), Content_Encoding="gzip"),
        site.serve("/latin", PAGE.decode().encode("cp1252"), Content_Type="text/html; charset=latin-1"),
        site.serve("/caf\xe9 noir".replace("\xe9", "%C3%A9").replace(" ", "%20")),
    ]
    articles, failures = found(fetch, *addresses[:-1], f"{site.address}/café noir")
    assert failures == []
    assert [one.id for one in articles] == ["r", "text", "packed", "latin", "café noir"]
    assert articles[1].source == f"{site.address}/text"
    assert len({one.text for one in articles[2:]}) == 1


def test_a_feed_leads_to_its_pages(site: Site, fetch: Fetcher) -> None:
    first, none = site.serve("/1"), f"{site.address}/none"
    data = site.serve("/data", b"%PDF-", Content_Type="application/pdf")
    items = "".join(f"<item><title>T</title><link>{one}</link></item>" for one in (first, none, data, "/1?again"))
    site.serve("/1?again")
    feed = site.serve("/feed", f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), Content_Type="text/xml")
    articles, failures = found(fetch, feed)
    assert [(one.id, one.title) for one in articles] == [
        (first, "Une visite"),
        (f"{site.address}/1?again", "Une visite"),
    ]
    assert failures == [
        f"{feed}, entry 2: {none} cannot be fetched: 404 Not Found",
        f"{feed}, entry 3: {data} is a PDF, no web page; give it by itself",
    ]


def test_a_list_leads_to_feeds_of_the_web(site: Site, fetch: Fetcher, tmp_path: Path) -> None:
    item = f"<item><description>{SENTENCE}</description></item>"
    feed = site.serve("/feed", f'<rss version="2.0"><channel>{item}</channel></rss>'.encode(), Content_Type="text/xml")
    written = f'<opml version="2.0"><body><outline xmlUrl="{feed}"/><outline xmlUrl="near.rss"/></body></opml>'
    path = tmp_path / "list.opml"
    path.write_text(written.replace('<outline xmlUrl="near.rss"/>', ""))
    assert found(fetch, path) == ([], [f"{path}, {feed}: cannot be fetched: {NOT_PUBLIC}"])
    fetch.name(site.address)
    assert [one.text for one in found(fetch, path)[0]] == [SENTENCE]
    address = site.serve("/list.opml", written.encode(), Content_Type="text/xml")
    articles, failures = found(fetch, address)
    assert [one.text for one in articles] == [SENTENCE]
    assert failures == [
        f"{address}, near.rss: a list that is no file names addresses only, which begin with http:// or https://"
    ]


# ---- robots.txt and pauses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "rules", "allowed"),
    [
        (200, "User-agent: *\nDisallow: /private", ["/page"]),
        (200, "User-agent: kg\nDisallow: /\n\nUser-agent: *\nAllow: /", []),
        (200, "User-agent: other\nDisallow: /", ["/page", "/private/page"]),
        (200, "", ["/page", "/private/page"]),
        (404, "", ["/page", "/private/page"]),
        (403, "", ["/page", "/private/page"]),
        (500, "", []),
    ],
)
def test_what_robots_txt_forbids_is_not_asked(
    site: Site, fetch: Fetcher, status: int, rules: str, allowed: list[str]
) -> None:
    site.serve("/robots.txt", rules.encode(), status)
    addresses = [site.serve("/page"), site.serve("/private/page")]
    articles, failures = found(fetch, *addresses)
    assert [one.source for one in articles] == [site.address + path for path in allowed]
    assert len(failures) == 2 - len(allowed)
    assert [path for path in site.asked if path != "/robots.txt"] == allowed
    assert site.asked.count("/robots.txt") == 1
    forbidden = "the site's robots.txt does not allow it; ask the site, or save the page"
    unread = "500 Internal Server Error (asked for its robots.txt)"
    assert {one.partition(" cannot be fetched: ")[2] for one in failures} <= {unread if status == 500 else forbidden}


@pytest.mark.parametrize(("rules", "waits"), [("", [1.0, 1.0]), ("User-agent: *\nCrawl-delay: 7", [7.0, 7.0])])
def test_a_host_is_not_asked_again_before_its_pause_is_over(site: Site, rules: str, waits: list[float]) -> None:
    now, waited = [0.0], []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    site.serve("/robots.txt", rules.encode())
    fetch = Fetcher(wait=wait, clock=lambda: now[0])
    assert len(found(fetch, site.serve("/1"), site.serve("/2"))[0]) == 2
    assert waited == waits


def test_a_site_that_wants_endless_pauses_is_left_alone(site: Site, fetch: Fetcher) -> None:
    site.serve("/robots.txt", b"User-agent: *\nCrawl-delay: 3600")
    fetch.name(site.address)
    assert why(fetch, site.serve("/1")) == "the site's robots.txt wants 3600 seconds between requests"


# ---- where answers lead, and how large and slow they are -----------------------------------------------------------


def test_redirections_are_followed_within_the_web(site: Site, fetch: Fetcher) -> None:
    site.serve("/new")
    (article,), _ = found(fetch, site.serve("/old", b"", 301, Location="/new"))
    assert article.source == f"{site.address}/new"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("file:///etc/passwd", "'file:///etc/passwd' is no address of a page: it begins with http:// or https://"),
        ("ftp://a.example/x", "'ftp://a.example/x' is no address of a page: it begins with http:// or https://"),
        ("http://localhost:9/x", f"leads to http://localhost:9/x, which cannot be fetched: {NOT_PUBLIC}"),
        ("http://169.254.169.254/x", f"leads to http://169.254.169.254/x, which cannot be fetched: {NOT_PUBLIC}"),
        ("http://[::1]/x", f"leads to http://[::1]/x, which cannot be fetched: {NOT_PUBLIC}"),
        ("http://user:word@a.example/", "no name and password in an address; save the page instead"),
        ("http://[", "'http://[' is no address of a page: it begins with http:// or https://"),
    ],
)
def test_redirections_elsewhere_are_refused(site: Site, fetch: Fetcher, target: str, message: str) -> None:
    fetch.name(site.address)
    assert why(fetch, site.serve("/old", b"", 302, Location=target)) == message


def test_redirections_have_an_end_and_obey_robots_txt(site: Site, fetch: Fetcher) -> None:
    fetch.name(site.address)
    assert why(fetch, site.serve("/loop", b"", 302, Location="/loop")) == "more than 5 redirections"
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /private")
    other = Fetcher(pause=0, named=fetch.named)
    assert "robots.txt does not allow it" in why(other, site.serve("/out", b"", 302, Location="/private"))
    assert "/private" not in site.asked


def test_a_machine_that_is_not_public_is_asked_only_if_the_user_names_it(site: Site, fetch: Fetcher) -> None:
    address = site.serve("/page")
    assert why(fetch, address) == NOT_PUBLIC
    assert site.asked == []
    fetch.name(address)
    assert fetch.get(address).data == PAGE


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("0.1.2.3", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False), ("ff02::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:93.184.215.14", True), ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False), ("2001:0:7f00:1::", False),
    ],
)  # fmt: skip
def test_addresses_of_private_networks_are_known(address: str, public: bool) -> None:  # noqa: FBT001 - expected
    assert _is_public(address) is public


def test_a_large_answer_is_not_read_to_its_end(site: Site) -> None:
    fetch = Fetcher(pause=0, largest=1000)
    fetch.name(site.address)
    assert (
        why(fetch, site.serve("/large", bytes(10_000_000)))
        == "more than 1,000 bytes; if it is an article, allow more with --max-size"
    )


def test_an_answer_that_drips_has_an_end(site: Site) -> None:
    fetch = Fetcher(pause=0, patience=0.3)
    fetch.name(site.address)
    site.drips = True
    assert why(fetch, site.serve("/drips")) == "no whole answer within 0.3 seconds"


def test_an_answer_that_never_comes_is_given_up(site: Site) -> None:
    fetch = Fetcher(pause=0, silence=0.2)
    fetch.name(site.address)
    assert why(fetch, site.serve("/silent", b"", Content_Length="1000", Connection="keep-alive")) == "timed out"


def test_what_is_no_address_is_refused(fetch: Fetcher) -> None:
    for address in ("http://", "https:///a", "http://a.example:99999/", "http://user@a.example/"):
        (failure,) = read([address], fetch=fetch)
        assert isinstance(failure, Failure)
        assert "address" in str(failure.error)
    assert "cannot be fetched" in str(next(iter(read(["http://no-such-host.invalid/"], fetch=fetch))))


def test_addresses_are_told_from_files() -> None:
    assert all(map(is_address, ("http://a", "HTTPS://a")))
    assert not any(map(is_address, ("a.html", "ftp://a", "https:a", "/http://a")))
