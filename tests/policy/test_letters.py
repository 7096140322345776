"""Letters of a pack: only known names in braces, and the place of a wrong one."""

import pytest

from kesu.policy import loading

TEXT = loading.read("loyalty")


@pytest.mark.req("X15")
@pytest.mark.parametrize("wrong", ["{name}", "{0.__class__}", "{no!r}", "{no.x}", "{}", "{{7*7}}"])
def test_an_unknown_place_is_a_fault_with_its_line(wrong: str) -> None:
    changed = TEXT.replace("编号 {no}。", f"编号 {wrong}。", 1)
    (fault,) = loading.faults(changed)
    line = 1 + TEXT[: TEXT.index("[texts.mail.acknowledgement.body]")].count("\n")
    assert fault.place == f"texts.mail.acknowledgement.body.zh-hans (line {line + 1})"
    assert "{no} {due}" in fault.en


def test_a_letter_needs_subject_and_body() -> None:
    changed = TEXT.replace("[texts.mail.reply.subject]", "[texts.mail.notice2.subject]", 1)
    places = [fault.place for fault in loading.faults(changed)]
    assert places[0].startswith("texts.mail.notice2")


def test_words_of_notices_are_those_of_the_house() -> None:
    changed = TEXT.replace('assigned = {zh-hans = "新分配"', 'given = {zh-hans = "新分配"', 1)
    (fault,) = loading.faults(changed)
    assert fault.place.startswith("texts.notices.given (line ")


@pytest.mark.req("C04")
def test_an_unknown_place_in_a_draft_is_a_fault_with_its_place() -> None:
    changed = TEXT.replace("经核实：{cause}", "经核实：{reason}", 1)
    (fault,) = loading.faults(changed)
    assert fault.place.startswith("texts.drafts.reply.zh-hans (line ")
    assert "{no} {cause} {steps} {remedies}" in fault.en


@pytest.mark.req("A54", "A60")
def test_what_ships_words_goodwill_and_liability_apart() -> None:
    drafts = loading.builtin("loyalty").texts.drafts
    goodwill, liability = drafts["compensation"], drafts["indemnity"]
    for language in ("zh-hans", "zh-hant", "en"):
        assert goodwill.say(language) != liability.say(language)
    assert ("赔" in goodwill.zh_hans, "责任" in goodwill.zh_hans) == (False, False)
    assert ("承担责任" in liability.zh_hans, "补偿" in liability.zh_hans) == (True, False)


@pytest.mark.req("F12", "A59")
def test_who_withdraws_signs_away_no_right() -> None:
    changed = TEXT.replace("本人自愿撤回上述投诉。", "本人今后不再投诉举报。", 1)
    (fault,) = loading.faults(changed)
    assert fault.place.startswith("texts.drafts.withdrawal.zh-hans (line ")
    assert "本人今后不再投诉举报" in fault.zh
