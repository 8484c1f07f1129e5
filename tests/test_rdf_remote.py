"""A store elsewhere that does not answer as it should: what is told of it, and that nobody else is asked."""

from __future__ import annotations

import pytest
from sites import serving

from kg.errors import GraphError
from kg.rdf.remote import Remote


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (302, "302 Found; it sends elsewhere; give the address itself"),
        (308, "308 Permanent Redirect; it sends elsewhere; give the address itself"),
        (401, "401 Unauthorized; it may be read-only, or ask for a password"),
        (404, "404 Not Found; give the address under which /query and /update stand, as in {address}/query"),
        (500, "500 Internal Server Error; out of memory"),
    ],
)
def test_what_a_store_refuses_is_told_with_what_to_do(code: int, told: str) -> None:
    with serving() as site, serving() as other:
        site.serve("/query", b"out of memory", code, Location=other.serve("/query"))
        with pytest.raises(GraphError) as caught:
            Remote.at(site.address).triples(None)
        assert str(caught.value) == f"the store at {site.address} refuses: {told.format(address=site.address)}"
        assert (site.asked, other.asked) == (["/query"], [])
