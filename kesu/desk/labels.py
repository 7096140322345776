"""What a batch is called, and a complaint on the pages beside its own."""

from django.utils.translation import get_language

from kesu.complaints.models import Batch
from kesu.desk.faults import AccusedHere, NoSuchComplaint
from kesu.desk.reach import eyes_of, find
from kesu.foundation.masking import mask_text
from kesu.people.rules import People, Person
from kesu.policy import queries as policies


def label_of(row: Batch) -> str:
    """Type and the thing known, in the reader's language; of one made by hand its thing alone."""
    thing = mask_text(row.label)
    code = row.issue_key.partition("|")[0]
    pack = policies.in_force(row.made_at)
    if not code or not pack.has_type(code):
        return thing
    return f"{pack.type(code).name.say(get_language() or 'zh-hans')} · {thing}"


def subject_of(no: str, *, reader: Person, people: People) -> str:
    """What the complaint is about, as the reader may see it; nothing where they may not."""
    try:
        complaint, tie = find(no, reader=reader, people=people)
    except (AccusedHere, NoSuchComplaint):
        return ""
    return eyes_of(reader, tie).text(complaint.subject)
