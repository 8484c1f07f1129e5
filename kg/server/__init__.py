"""A graph on the web: a SPARQL 1.1 endpoint, a page to ask on, and the articles.

Takes a database on disk and the articles; gives an ASGI application, and runs it. Knows HTTP; never changes a graph,
and answers no question itself: that is done by processes that can be stopped.

    application(database, articles, ...) -> Starlette        serve(application, listening socket)
"""

from kg.rdf.limits import Limits
from kg.server.application import application, hosts
from kg.server.articles import Articles
from kg.server.running import address, listen, serve

__all__ = ["Articles", "Limits", "address", "application", "hosts", "listen", "serve"]
