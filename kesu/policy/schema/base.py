"""What every part of a pack shares: frozen, no unknown key, words in three languages."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from kesu.policy.codes import Grade


class Part(BaseModel):
    """A table of a pack: it never changes and refuses a key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


Whole = Annotated[int, Field(strict=True)]
"""A number, written as one: neither as text nor as true."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Text(Part):
    """Words for people. Traditional characters fall back to the simplified ones."""

    zh_hans: Words = Field(alias="zh-hans")
    zh_hant: Words | None = Field(default=None, alias="zh-hant")
    en: Words

    def say(self, language: str) -> str:
        """The words in ``language`` (any spelling of a language tag); English for others."""
        tag = language.lower().replace("_", "-").partition(".")[0]
        if tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
            return self.zh_hant or self.zh_hans
        return self.zh_hans if tag.partition("-")[0] == "zh" else self.en


def _grade(value: object) -> object:
    if isinstance(value, Grade):
        return value
    if value in Grade.__members__:
        return Grade[str(value)]
    raise PydanticCustomError("grade", "expected one of I, II, III", {"known": "I, II, III"})


GradeName = Annotated[Grade, BeforeValidator(_grade)]
"""A grade by its name in the file, ``"I"`` to ``"III"``."""
