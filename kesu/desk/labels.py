"""What a batch is called."""

from django.utils.translation import get_language

from kesu.complaints.models import Batch
from kesu.foundation.masking import mask_text
from kesu.policy import queries as policies


def label_of(row: Batch) -> str:
    """Type and the thing known, in the reader's language; of one made by hand its thing alone."""
    thing = mask_text(row.label)
    code = row.issue_key.partition("|")[0]
    pack = policies.in_force(row.made_at)
    if not code or not pack.has_type(code):
        return thing
    return f"{pack.type(code).name.say(get_language() or 'zh-hans')} · {thing}"
