"""Why a document cannot be read, as one sentence for the clerk."""


class Unreadable(Exception):
    """The document was refused; `str(error)` is one plain Chinese sentence."""
