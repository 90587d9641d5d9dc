"""Why a document cannot be read, as one sentence for the clerk."""


class Unreadable(Exception):
    """The document was refused; `str(error)` is one plain Chinese sentence."""


def gettext_noop(sentence: str) -> str:
    """The sentence as it is; the name puts it into the catalogue of translations.

    The reader knows no Django: whoever shows a refusal or a question translates it there.
    """
    return sentence
