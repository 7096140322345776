"""Why a question was not answered. A door turns each into its own kind of answer."""


class NotTaken(Exception):  # noqa: N818 - an answer to the caller
    """The base of every refusal."""


class NoSuchComplaint(NotTaken):
    """There is none, or not for this person: both look the same."""


class AccusedHere(NotTaken):
    """The complaint is about this person: no field of it is said."""


class NotYours(NotTaken):
    """This person may not do this here."""
