"""What opens addresses goes to the address given, by http or https, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import HTTPHandler

import pytest
from sites import PAGE, Site, serving

from kg import web


@pytest.fixture
def site() -> Iterator[Site]:
    """Run a server for one test."""
    with serving() as site:
        yield site


def test_an_answer_is_given_as_it_is(site: Site) -> None:
    with web.opener().open(site.serve("/page")) as response:
        assert response.read() == PAGE


@pytest.mark.parametrize("code", sorted(web.REDIRECTIONS))
@pytest.mark.parametrize("target", ["/page", "http://127.0.0.1:9/", "file:///etc/passwd", "http://["])
def test_no_redirection_is_followed_wherever_it_leads(site: Site, code: int, target: str) -> None:
    site.serve("/page")
    with pytest.raises(HTTPError) as caught:
        web.opener().open(site.serve("/old", b"", code, Location=target))
    with caught.value as error:
        assert (error.code, error.headers["Location"]) == (code, target)
    assert site.asked == ["/old"]


@pytest.mark.parametrize("code", [404, 500])
def test_what_is_no_success_is_an_error(site: Site, code: int) -> None:
    with pytest.raises(HTTPError) as caught:
        web.opener().open(site.serve("/none", b"", code))
    with caught.value as error:
        assert error.code == code


def test_no_other_scheme_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    for address in (path.as_uri(), "data:text/plain,words", "ftp://127.0.0.1/page"):
        with pytest.raises(URLError, match="unknown url type"):
            web.opener().open(address)


def test_the_environment_names_proxies_only_where_nothing_else_connects(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site.address)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    address = "http://127.0.0.1:9/page"
    site.serve(address)  # a proxy is asked for whole addresses
    with web.opener().open(address) as response:
        assert response.read() == PAGE
    with pytest.raises(URLError):
        web.opener(HTTPHandler()).open(address)
    assert site.asked == [address]
