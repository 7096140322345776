"""Each kind of broken pack is named with its place, in two languages."""

import pytest

from kesu.policy.faults import UnusablePack
from kesu.policy.loading import faults, parse, read

WHOLE = read("loyalty")


def broken(old: str, new: str) -> str:
    assert old in WHOLE
    return WHOLE.replace(old, new, 1)


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_the_pack_that_ships_has_no_fault() -> None:
    assert faults(WHOLE) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ('handler = "other_senior"', 'handler = "boss"', "types[37].handler", "other_senior"),
        ('needs = ["accused_agent"]', 'needs = ["culprit"]', "types[31].needs[0]", "accused_agent"),
        ('code = "1.2.5"', 'code = "1.2.4"', "types[10].code", "given twice"),
        ('code = "1.2.5"', 'code = "1.20.5"', "types[10].code", "1.20 is missing"),
        (', en = "Missing gift"', "", "types[10].name.en", "missing"),
        ('grade = "II"', 'grade = "IV"', "groups[1].grade", "I, II, III"),
        ('handler = "other_senior"', "", "types[37].handler", "neither"),
        ('zone = "Asia/Shanghai"', 'zone = "Asia/Kesu"', "zone", "time zone"),
        ('code = "lead"', 'code = "boss"', "ranks[2].code", "supervisor"),
        ("level = 3", "level = 1", "ranks[2].level", "above"),
        ('rank = "supervisor"', 'rank = "agent"', "tiers[2].rank", "turns back"),
        ('code = "E"', 'code = "F"', "tiers[1].code", "given twice"),
        ('code = "E"', 'code = "G"', "tiers[1].code", "F, E, D, C, B, A"),
        ("supervisor = 50000", "supervisor = 1", "mandates.compensation.supervisor", "less than"),
        ("[mandates.compensation]", "[mandates.bribe]", "mandates.bribe", "compensation"),
        ('department = "risk"', 'department = "moon"', "handlers[3].department", "operations"),
        ("[clocks.freeze]", "[clocks.defrost]", "clocks.defrost", "first_callback"),
        ("merchant = {rule", "moon = {rule", "clocks.consult.moon", "known"),
        ('rule = "elapsed", hours = 48', 'rule = "soon"', "clocks.silence.any", "end_of_day"),
        ("hours = 3}", "hours = 0}", "clocks.first_callback.urgent", "longer"),
        ('"3.2" = {rule = "end_of_day", after_workdays = 2}', "", "clocks.first_callback", "3.2"),
        ('to = "3.3"', 'to = "3.9"', "convert.to", "3.4"),
        ('types = ["1"]', 'types = ["7"]', "resolve.types[0]", "known"),
        ("strict = false", "strickt = false", "by_mandate.strickt", "unknown key"),
        ("any = [1]", "any = [7, 1]", "follow_up.days.any", "rise"),
        ("end = 08:00:00", "end = 21:00:00", "quiet_hours.end", "ends"),
        ("[texts.flags]", "[texts.banners]", "texts.banners", "states"),
    ],
)
def test_a_fault_names_its_place_and_what_is_known(
    old: str, new: str, place: str, said: str
) -> None:
    found = faults(broken(old, new))[0]
    assert found.place.partition(" (line ")[0] == place
    assert said in found.en
    assert found.zh != found.en


@pytest.mark.parametrize("days", ["-1", "366"])
def test_workdays_lie_between_none_and_a_year(days: str) -> None:
    text = broken(
        '"2.2" = {rule = "end_of_day", after_workdays = 0}',
        f'"2.2" = {{rule = "end_of_day", after_workdays = {days}}}',
    )
    line = line_of(text, f"after_workdays = {days}")
    place = f'clocks.first_callback."2.2".after_workdays (line {line})'
    assert [fault.place for fault in faults(text)] == [place]


def test_the_line_is_that_of_the_key() -> None:
    text = broken('handler = "risk_department"', 'handler = "nobody"')
    assert f"(line {line_of(text, 'nobody')})" in faults(text)[0].place


def test_a_slip_of_the_pen_is_named_by_line_and_column() -> None:
    found = faults(broken("strict = false", "strict = maybe"))
    line = line_of(WHOLE, "strict = false")
    assert (len(found), found[0].place) == (1, f"TOML (line {line})")


def test_every_fault_is_listed_not_only_the_first() -> None:
    text = broken('handler = "other_senior"', 'handler = "boss"').replace(
        "ack_minutes = 15", "ack_minutes = 0"
    )
    assert len(faults(text)) == 2


def test_parsing_a_broken_pack_raises_with_its_faults() -> None:
    text = broken('to = "3.3"', 'to = "3.9"')
    with pytest.raises(UnusablePack) as refused:
        parse(text)
    assert refused.value.faults == tuple(faults(text))
