"""What the API answers about what is given and paid."""

from datetime import date, datetime

from kesu.api.shapes import Person, Shape


class Payment(Shape):
    id: str
    amount: int
    state: str
    at: datetime
    slip: str | None = None
    settled_at: datetime | None = None
    fault: str | None = None


class Remedy(Shape):
    """``amount`` in 分; ``worth``: no money moves. Of an account only its last four signs."""

    id: str
    kind: str
    state: str
    ledger: str
    amount: int | None = None
    worth: bool
    what: str
    item: str | None = None
    pieces: int | None = None
    order: str | None = None
    tone: str | None = None
    payer: str
    goods_returned: bool | None = None
    coupon: str | None = None
    expires_on: str | None = None
    lot: str | None = None
    proactive: bool | None = None
    payee: str | None = None
    account_tail: str | None = None
    mandate: str | None = None
    by: Person
    at: datetime
    approved_by: Person | None = None
    approved_at: datetime | None = None
    given_at: datetime | None = None
    reference: str | None = None
    because: str | None = None
    payments: list[Payment] | None = None


class LedgerSum(Shape):
    """``given`` is ``money`` and ``worth`` of this ledger alone; ``pending`` is not given yet, of
    which ``accrued`` was promised.
    """

    given: int
    money: int
    worth: int
    pending: int
    accrued: int
    accrued_money: int
    count: int


class Ledgers(Shape):
    """补偿, 赔偿 and refunds, never summed."""

    compensation: LedgerSum
    indemnity: LedgerSum
    refund: LedgerSum


class Reason(Shape):
    code: str
    value: str
    percent: int | None = None
    amount: int


class Suggested(Shape):
    row: str
    kind: str
    amount: int
    capped: bool
    reasons: list[Reason]


class Award(Shape):
    """One article of law: what it could award, in 分, as advice."""

    award: str
    amount: int | None = None
    base: int | None = None
    times: int | None = None
    floor: int | None = None
    floored: bool
    days: int | None = None
    within_need: bool
    source: str
    article: str
    since: date | None = None
    confidence: str
    say: str


class Demand(Shape):
    kind: str
    amount: int | None = None
    basis: str | None = None
    at: datetime
    exposure: list[Award]


class Exposed(Shape):
    channel: str
    url: str | None = None
    reach: int | None = None
    at: datetime
    pictured: bool


class Budget(Shape):
    """分 of gifts a case, and what is left of the month."""

    limit: int
    left: int | None = None


class Remedies(Shape):
    remedies: list[Remedy]
    ledgers: Ledgers
    suggestion: Suggested | None = None
    loss: int | None = None
    demands: list[Demand]
    exposures: list[Exposed]
    budget: Budget | None = None


class LedgerMonth(Shape):
    month: str
    ledgers: Ledgers


class PeriodLedger(Shape):
    """``accrual``: all that is promised now and not given, whenever it was promised (B10)."""

    since: date
    until: date
    ledgers: Ledgers
    kinds: dict[str, LedgerSum]
    months: list[LedgerMonth]
    accrual: Ledgers


class Paying(Shape):
    """One payment as finance sees it: no word of the complaint."""

    id: str
    no: str
    kind: str
    amount: int
    payee: str
    payee_is: str
    account_tail: str
    order: str | None = None
    at: datetime
    state: str
    listed_on: date | None = None


class Payments(Shape):
    """``total`` in 分 of all that waits, of which at most two hundred are told."""

    items: list[Paying]
    count: int
    total: int
    unlisted: int
