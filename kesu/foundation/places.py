"""The same address however it is written, to be told by a blind index alone (law 9)."""

import unicodedata

from kesu.foundation.sealing import blind


def blind_address(text: str) -> str:
    """The blind index of where something goes; "" for nothing. Signs between the words, width and
    case make no other address.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(sign for sign in folded if sign.isalnum())
    return blind(kept, field="order.address") if kept else ""
