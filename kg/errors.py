"""Every error that `kg` raises on purpose: one base, each child says what to do about it.

Takes nothing; gives exception classes; knows nothing of any room; never wraps a programming mistake.
"""


class KgError(Exception):
    """Base of the errors that a user can act on; the message says how."""


class InputError(KgError):
    """An input that cannot be read as a news article."""


class LanguageError(KgError):
    """A language for which there are no tables or no parser."""


class KnowledgeError(KgError):
    """A table under `knowledge/` that breaks its own format."""


class GraphError(KgError):
    """A file that does not hold a graph of this project, or a query that it cannot answer."""


class OutputError(KgError):
    """A place where results cannot be written."""


class ArticleError(KgError):
    """An article that was not read to its end: it exceeds a limit, or brought its process down."""


class EngineError(KgError):
    """An engine for many machines that is not here, or that gave up."""
