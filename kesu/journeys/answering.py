"""批复: the letter that tells a handler what became of their solution (E09)."""

from django.conf import settings

from kesu.correspondence import outbox, queries
from kesu.correspondence.rules import fill
from kesu.foundation.addresses import writable
from kesu.foundation.masking import mask_text
from kesu.journeys.mails import letter_of
from kesu.journeys.step import Step
from kesu.people.models import Staff
from kesu.policy.schema import LetterKind

_STAFFS_LANGUAGE = "zh-hans"


def tell_handler(step: Step, kind: LetterKind, comment: str) -> None:
    """Writes to the owner, with the number of the form and what the approver says; numbers of
    people inside that are masked. Whoever has no address is told in the app alone.
    """
    owner = Staff.objects.get(pk=step.complaint.owner_id)
    to = writable(owner.email) if owner.email and owner.is_active else None
    if to is None or not queries.is_set_up():
        return
    letter = letter_of(step.pack, kind)
    values = _values(step, comment)
    mail = outbox.put(
        to=to,
        kind=kind.value,
        subject=fill(letter.subject.say(_STAFFS_LANGUAGE), values),
        body=fill(letter.body.say(_STAFFS_LANGUAGE), values),
        automatic=True,
        at=step.now,
        complaint=step.complaint,
        staff=owner.pk,
    )
    facts = {"mail": str(mail.pk), "letter": kind.value, "automatic": True}
    step.tell("mail.queued", facts, at=step.now)


def _values(step: Step, comment: str) -> dict[str, str]:
    no = step.complaint.no
    return {
        "no": no,
        "form": step.complaint.form_no or no,
        "by": step.by.full_name if step.by else "",
        "comment": mask_text(comment),
        "link": f"{settings.KESU_URL}/complaints/{no}" if settings.KESU_URL else "",
    }
