"""Stage 1: who complains of what, what was found, and what is proposed."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from kesu.desk import gift_words, words
from kesu.desk.form.sheet import Sheet, beside, lines, money, numbered
from kesu.desk.views import masked_phone
from kesu.policy.codes import Grade
from kesu.remedies.models import Remedy


def _form_no(sheet: Sheet) -> str:
    return sheet.complaint.form_no or ""


def _channel(sheet: Sheet) -> str:
    return words.channel_word(sheet.complaint.channel)


def _accepted(sheet: Sheet) -> str:
    if sheet.complaint.accepted is None:
        return ""
    return f"{sheet.when(sheet.complaint.accepted)} {accepted_by(sheet)}".rstrip()


def accepted_by(sheet: Sheet) -> str:
    """Who took it on; whoever lodged it on the telephone did so at once."""
    line = sheet.last("complaint.accepted")
    kind, _colon, id_ = line.by.partition(":") if line else ("", "", "")
    if kind == "staff" and id_.isdigit():
        return sheet.name(int(id_))
    return sheet.name(sheet.complaint.lodged_by_id)


def _customer(sheet: Sheet) -> str:
    customer = sheet.complaint.customer
    if not sheet.eyes.identity:
        return ""
    name, number = sheet.eyes.text(customer.name), sheet.eyes.text(customer.external_id)
    if not name and not number and not customer.phone and not customer.email:
        return ""
    level = _("Level %(n)s") % {"n": sheet.complaint.level_at_receipt}
    role = words.role_word(customer.special_role) if customer.special_role else ""
    return beside(name, number, level, role)


def _phone(sheet: Sheet) -> str:
    return (masked_phone(sheet.complaint.customer) or "") if sheet.eyes.identity else ""


def _matter(sheet: Sheet) -> str:
    complaint = sheet.complaint
    named = (
        (_("Order"), complaint.order),
        (_("Merchant"), complaint.merchant),
        (_("Product"), complaint.product),
        (_("Campaign"), complaint.campaign),
    )
    return beside(*(f"{label} {sheet.eyes.text(value)}" for label, value in named if value))


def _type(sheet: Sheet) -> str:
    complaint = sheet.complaint
    grade = _("Grade %(grade)s") % {"grade": Grade(complaint.grade_rank).name}
    origin = complaint.origin_type
    was = _("came in as %(type)s") % {"type": origin} if origin else ""
    return beside(f"{complaint.type} {sheet.packs.type_name(complaint)}", grade, was)


def _urgent(sheet: Sheet) -> str:
    if not sheet.complaint.urgent:
        return _("No")
    reasons = sheet.complaint.urgent_reasons
    return beside(*(f"{code} {words.urgency_word(code)}" for code in reasons))


def _text(sheet: Sheet) -> str:
    return sheet.eyes.text(sheet.complaint.text)


def _sought(sheet: Sheet) -> str:
    demands = (
        beside(
            str(gift_words.DEMANDS.get(one.kind, one.kind)),
            money(one.amount) if one.amount is not None else "",
            sheet.eyes.text(one.basis),
        )
        for one in sheet.demands
    )
    return lines([sheet.eyes.text(sheet.complaint.remedy_sought), *demands])


def _verified(sheet: Sheet) -> str:
    row = sheet.verification
    if row is None:
        return ""
    said = beside(words.verdict_word(row.verdict), sheet.eyes.text(row.reason))
    return lines([said, beside(sheet.name(row.by_id), sheet.when(row.at))])


def _merchant(sheet: Sheet) -> str:
    row = sheet.verification
    none = sheet.eyes.text(row.no_merchant) if row else ""
    excused = _("No merchant concerned: %(why)s") % {"why": none} if none else ""
    answers = (
        lines(
            [
                sheet.eyes.text(task.answer),
                beside(sheet.name(task.answered_by_id), sheet.when(task.answered_at)),
            ]
        )
        for task in sheet.merchant_tasks
        if task.answered_at is not None
    )
    return lines([*answers, excused])


def _responsible(sheet: Sheet) -> str:
    if sheet.cause is None:
        return ""
    shares = (
        f"{words.PARTIES.get(one['party'], one['party'])} {one['share']}%"
        for one in sheet.cause.responsible
    )
    return lines([sheet.eyes.text(sheet.cause.text), beside(*shares)])


def _solution(sheet: Sheet) -> str:
    row = sheet.current or (sheet.solutions[-1] if sheet.solutions else None)
    if row is None:
        return ""
    clause = _("Clause: %(clause)s") % {"clause": row.clause} if row.clause else ""
    no_clause = _("No clause fits: %(why)s") % {"why": row.no_clause} if row.no_clause else ""
    cost = _("Cost: %(cost)s") % {"cost": money(row.cost)} if row.cost is not None else ""
    options = (_("Option: %(option)s") % {"option": one} for one in row.options)
    steps = numbered(dated(step) for step in row.steps)
    kind = str(words.SOLUTIONS.get(row.kind, row.kind))
    return sheet.eyes.text(lines([kind, steps, *options, clause, no_clause, cost]))


def dated(step: dict[str, str]) -> str:
    """One step with the day by which it is done (C17)."""
    by = _("by %(day)s") % {"day": step["due"]} if step.get("due") else ""
    return beside(step["text"], by)


def _remedies(sheet: Sheet) -> str:
    return numbered(_remedy(sheet, one) for one in sheet.remedies)


def _remedy(sheet: Sheet, row: Remedy) -> str:
    """补偿 and 赔偿 stand under their own names; nothing is summed over both (A60)."""
    kind = str(words.REMEDIES.get(row.kind, row.kind))
    amount = money(row.amount) if row.amount is not None else ""
    given = _("given %(when)s") % {"when": sheet.when(row.given_at)} if row.given_at else ""
    what, reference = sheet.eyes.text(row.what), sheet.eyes.text(row.reference)
    return beside(kind, amount, what, given, reference)


def _approval(sheet: Sheet) -> str:
    return lines(
        beside(
            _verdict(one.approved, one.mandate),
            sheet.name(one.by_id),
            sheet.when(one.at),
            sheet.eyes.text(one.comment),
        )
        for one in sheet.approvals
    )


def _verdict(approved: bool, mandate: str) -> str:
    if mandate:
        return beside(_("Approved by mandate"), mandate)
    return _("Approved") if approved else _("Returned")


OPENING: dict[str, Callable[[Sheet], str]] = {
    "form_no": _form_no,
    "channel": _channel,
    "accepted": _accepted,
    "customer": _customer,
    "phone": _phone,
    "matter": _matter,
    "type": _type,
    "urgent": _urgent,
    "text": _text,
    "sought": _sought,
    "verified": _verified,
    "merchant": _merchant,
    "responsible": _responsible,
    "solution": _solution,
    "remedies": _remedies,
    "approval": _approval,
}
