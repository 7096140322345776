"""The kinds of words that are watched for: their list and the policy name them alike."""

WORD_GROUPS = (
    "regulator",
    "media",
    "law",
    "quality",
    "safety",
    "claimant",
    "group_action",
    "self_harm",
    "abuse",
    "inducement",
)
