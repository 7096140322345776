"""Who may come to which address. A route that stands in none of these tables fails a test."""

ANYONE = "anyone"
TOKEN_READ = "a token that may read"  # noqa: S105 - says who, is no secret
TOKEN_WRITE = "a token that may write"  # noqa: S105 - as above

METRICS_TOKEN = "the token of the metrics"  # noqa: S105 - as above

HEALTH = {"live": ANYONE, "ready": ANYONE, "metrics": METRICS_TOKEN}

API = {
    "api:openapi-json": ANYONE,
    "api:openapi-view": ANYONE,
    "api:api-root": ANYONE,
    "api:complaints": f"{TOKEN_READ}; to lodge: {TOKEN_WRITE}",
    "api:complaint": TOKEN_READ,
    "api:actions": TOKEN_READ,
    "api:act": TOKEN_WRITE,
    "api:form": TOKEN_READ,
    "api:evidence": f"{TOKEN_READ}; to bring: {TOKEN_WRITE}",
    "api:evidence-file": TOKEN_READ,
    "api:journal": TOKEN_READ,
    "api:clocks": TOKEN_READ,
    "api:queue": TOKEN_READ,
    "api:batches": TOKEN_READ,
    "api:batch": TOKEN_READ,
    "api:remedies": TOKEN_READ,
    "api:remedy-ledger": f"{TOKEN_READ}, of a supervisor or above, finance, an auditor",
    "api:payments": f"{TOKEN_READ}, of finance",
    "api:export": TOKEN_READ,
    "api:export-queue": TOKEN_READ,
    "api:export-journal": TOKEN_READ,
    "api_nothing": ANYONE,
}

SIGNED_IN = "whoever is signed in"
MINDS_THE_OUTBOX = "an admin, a manager or above"
READS_THE_ROSTER = "an admin, a lead or above"
MANAGES_PEOPLE = "an admin, a manager or above"
LOOKS_AFTER_PEOPLE = "a supervisor or above"
HANDLES = "whoever handles complaints"
READS_POLICY = "an admin, an auditor, a manager or above"
MANAGES_POLICY = "an admin, a director"
FINANCE = "finance"
READS_THE_LEDGER = "a supervisor or above, finance, an auditor"

APPROVES = "a lead or above"

BOARDS = {
    "approvals": APPROVES,
    "approvals-do": APPROVES,
    "callbacks": HANDLES,
    "callbacks-do": HANDLES,
    "promises": HANDLES,
    "promises-do": HANDLES,
    "team": APPROVES,
    "team-reassign": APPROVES,
    "shift": HANDLES,
    "shift-leave": HANDLES,
    "shift-answer": HANDLES,
    "my-state": HANDLES,
    "morning": LOOKS_AFTER_PEOPLE,
    "morning-text": LOOKS_AFTER_PEOPLE,
}

WORKBENCH = {
    **BOARDS,
    "queue": SIGNED_IN,
    "queue-news": SIGNED_IN,
    "queue-view": SIGNED_IN,
    "queue-view-drop": SIGNED_IN,
    "queue-columns": SIGNED_IN,
    "queue-contact": SIGNED_IN,
    "queue-assignees": SIGNED_IN,
    "queue-export": SIGNED_IN,
    "queue-do": SIGNED_IN,
    "search": SIGNED_IN,
    "lodge": SIGNED_IN,
    "lodge-about-me": SIGNED_IN,
    "lodge-customer": SIGNED_IN,
    "lodge-caution": SIGNED_IN,
    "lodge-suggest": SIGNED_IN,
    "lodge-contact": SIGNED_IN,
    "call": SIGNED_IN,
    "batches": SIGNED_IN,
    "tasks": SIGNED_IN,
    "task-do": SIGNED_IN,
    "case-tasks": SIGNED_IN,
    "case-request": SIGNED_IN,
    "batch": SIGNED_IN,
    "batch-do": SIGNED_IN,
    "case": SIGNED_IN,
    "case-pulse": SIGNED_IN,
    "case-place": SIGNED_IN,
    "case-watch": SIGNED_IN,
    "form": SIGNED_IN,
    "evidence": SIGNED_IN,
    "evidence-add": SIGNED_IN,
    "evidence-file": SIGNED_IN,
    "evidence-do": SIGNED_IN,
    "agreement": SIGNED_IN,
    "agreement-do": SIGNED_IN,
    "agreement-draft": SIGNED_IN,
    "withdrawal": SIGNED_IN,
    "contact": SIGNED_IN,
    "understanding": SIGNED_IN,
    "coaching": LOOKS_AFTER_PEOPLE,
    "coaching-do": LOOKS_AFTER_PEOPLE,
    "reveal": SIGNED_IN,
    "act": SIGNED_IN,
    "export": SIGNED_IN,
    "notices": SIGNED_IN,
    "notices-latest": SIGNED_IN,
    "notices-seen": SIGNED_IN,
    "pulse": SIGNED_IN,
    "palette": SIGNED_IN,
    "preferences": ANYONE,
    "my-day": SIGNED_IN,
    "help": SIGNED_IN,
    "moves": SIGNED_IN,
    "tour-done": SIGNED_IN,
    "tour-begin": SIGNED_IN,
    "redress": SIGNED_IN,
    "redress-do": SIGNED_IN,
    "payments": FINANCE,
    "payments-list": FINANCE,
    "payments-day": FINANCE,
    "pay": FINANCE,
    "gifts": READS_THE_LEDGER,
    "gift-items": "a manager or above",
    "gift-export": READS_THE_LEDGER,
    "outbox": MINDS_THE_OUTBOX,
    "outbox-again": MINDS_THE_OUTBOX,
    "roster": READS_THE_ROSTER,
    "roster-do": MANAGES_PEOPLE,
    "lent": HANDLES,
    "lent-do": HANDLES,
    "admin-people": MANAGES_PEOPLE,
    "admin-person-new": MANAGES_PEOPLE,
    "admin-people-import": MANAGES_PEOPLE,
    "admin-person": MANAGES_PEOPLE,
    "admin-person-do": MANAGES_PEOPLE,
    "admin-departments": MANAGES_PEOPLE,
    "admin-department-do": MANAGES_PEOPLE,
    "admin-tokens": MANAGES_PEOPLE,
    "admin-token-make": MANAGES_PEOPLE,
    "admin-token-revoke": MANAGES_PEOPLE,
    "admin-policy": READS_POLICY,
    "admin-policy-check": MANAGES_POLICY,
    "admin-policy-version": READS_POLICY,
    "admin-policy-edit": MANAGES_POLICY,
    "admin-texts": READS_POLICY,
    "admin-calendar": READS_POLICY,
    "admin-calendar-change": MANAGES_POLICY,
    "admin-calendar-notice": MANAGES_POLICY,
    "admin-journal": "whoever reads the record of others; an admin what is about no complaint",
    "admin-journal-check": "an admin, an auditor, a manager or above",
    "admin-journal-export": "as the record",
    "admin-carriers": MINDS_THE_OUTBOX,
    "admin-carrier-test": MINDS_THE_OUTBOX,
    "admin-system": MANAGES_PEOPLE,
    "admin-system-go-on": MANAGES_PEOPLE,
    "gallery": ANYONE,
    "set_language": ANYONE,
    "account_login": ANYONE,
    "account_logout": ANYONE,
}

DECLARED: dict[str, str] = {**HEALTH, **API, **WORKBENCH}
