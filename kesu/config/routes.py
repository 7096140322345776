"""Who may come to which address. A route that stands in none of these tables fails a test."""

ANYONE = "anyone"
TOKEN_READ = "a token that may read"  # noqa: S105 - says who, is no secret
TOKEN_WRITE = "a token that may write"  # noqa: S105 - as above

HEALTH = {"live": ANYONE, "ready": ANYONE}

API = {
    "api:openapi-json": ANYONE,
    "api:openapi-view": ANYONE,
    "api:api-root": ANYONE,
    "api:complaints": f"{TOKEN_READ}; to lodge: {TOKEN_WRITE}",
    "api:complaint": TOKEN_READ,
    "api:actions": TOKEN_READ,
    "api:act": TOKEN_WRITE,
    "api:journal": TOKEN_READ,
    "api:clocks": TOKEN_READ,
    "api:queue": TOKEN_READ,
    "api_nothing": ANYONE,
}

DECLARED: dict[str, str] = {**HEALTH, **API}
