"""People in administration: added, changed, let in, let go; each on the record."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kesu.complaints.models import Complaint
from kesu.journal.queries import about
from kesu.people.models import Department, Staff, Token
from kesu.people.rules import Person
from tests.cast import Play, complaint, hire
from tests.workbench.visitor import Visitor, body, value

NEW = {
    "sign_in": "neu",
    "full_name": "新人",
    "agent_no": "9001",
    "rank": "agent",
    "department": "service",
    "supervisor": "lead",
}


def kinds(person: Person) -> list[str]:
    return [entry.kind for entry in about("staff", str(person.id))]


def secret(page: str) -> str:
    """What is shown once."""
    found = re.search(r"data-secret>([^<]+)<", page)
    assert found
    return found[1]


def signs_in(name: str, password: str) -> bool:
    client = Client(headers={"host": "localhost"})
    return bool(client.login(username=name, password=password))


@pytest.mark.req("B05")
def test_somebody_new_gets_a_password_that_is_shown_once(play: Play) -> None:
    visitor = Visitor(play.house.manager)
    answer = visitor.post("/admin/people/new", **NEW, flags=["quality"])
    made = Staff.objects.get(sign_in="neu")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert signs_in("neu", secret(body(answer)))
    assert (made.rank, made.supervisor_id, made.flags) == ("agent", play.house.lead.id, ["quality"])
    assert secret(body(answer)) not in visitor.read(f"/admin/people/{made.pk}")


@pytest.mark.req("B05")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"sign_in": "agent"}, "sign_in"),
        ({"agent_no": "8001"}, "agent_no"),
        ({"full_name": " "}, "full_name"),
        ({"rank": "king"}, "rank"),
        ({"supervisor": "nobody"}, "supervisor"),
        ({"email": "x@"}, "email"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_kept(
    play: Play, given: dict[str, str], field: str
) -> None:
    answer = Visitor(play.house.manager).post("/admin/people/new", **{**NEW, **given})
    page = body(answer)
    assert (answer.status_code, Staff.objects.filter(full_name="新人").count()) == (422, 0)
    assert f'id="new-{field}-error"' in page
    assert "agent_no" in given or value(page, "agent_no") == "9001"


@pytest.mark.req("B05", "B06")
@pytest.mark.parametrize("given", [{"rank": "manager"}, {"flags": ["admin"]}])
def test_a_manager_gives_nobody_their_own_rank_or_power_over_the_house(
    play: Play, given: dict[str, object]
) -> None:
    answers = [
        Visitor(one).post("/admin/people/new", **{**NEW, **given}).status_code
        for one in (play.house.manager, play.house.director)
    ]
    assert answers == [403, 200]


@pytest.mark.req("B05")
def test_a_change_stands_on_the_record_with_before_and_after(play: Play) -> None:
    agent = play.house.agent
    said = {**NEW, "full_name": "林", "agent_no": "8001", "rank": "senior", "flags": ["quality"]}
    answer = Visitor(play.house.manager).post(f"/admin/people/{agent.id}/do/change", **said)
    line = about("staff", str(agent.id))[-1]
    assert (answer.status_code, line.kind) == (302, "staff.changed")
    assert (line.facts["rank"], line.facts["flags"]) == (["agent", "senior"], [[], ["quality"]])
    assert ("supervisor" in line.facts, line.notes) == (False, {"full_name": "Agent → 林"})
    page = Visitor(play.house.manager).read(f"/admin/people/{agent.id}")
    assert "Agent → Senior agent" in page


@pytest.mark.req("B05")
def test_nobody_is_put_under_those_who_work_under_them(play: Play) -> None:
    house = play.house
    said = {**NEW, "rank": "supervisor", "supervisor": "agent", "agent_no": ""}
    answer = Visitor(house.manager).post(f"/admin/people/{house.supervisor.id}/do/change", **said)
    assert answer.status_code == 422
    assert "This person works under the one they would report to." in body(answer)


@pytest.mark.req("B06")
@pytest.mark.parametrize("what", ["password", "sessions", "end", "reinstate"])
def test_nobody_changes_themselves_or_who_stands_above_them(play: Play, what: str) -> None:
    house, visitor = play.house, Visitor(play.house.manager)
    answers = [
        visitor.post(f"/admin/people/{one.id}/do/{what}", **NEW).status_code
        for one in (house.manager, house.director, house.admin)
    ]
    assert answers == [403] * 3
    above = visitor.post(f"/admin/people/{house.director.id}/do/change", **NEW)
    assert above.status_code == 403
    assert visitor.post(f"/admin/people/{house.agent.id}/do/explode").status_code == 404
    assert visitor.get("/admin/people/999999").status_code == 404


@pytest.mark.req("B05")
def test_who_manages_people_gives_themselves_an_address_and_no_other_rank(play: Play) -> None:
    mine = play.house.manager
    sent = {**NEW, "full_name": "Manager", "agent_no": "", "email": "m@example.com"}
    answer = Visitor(mine).post(f"/admin/people/{mine.id}/do/change", **sent)
    row = Staff.objects.get(pk=mine.id)
    assert (answer.status_code, row.email, row.rank) == (302, "m@example.com", "manager")


@pytest.mark.req("B05")
def test_a_new_password_ends_every_session(play: Play) -> None:
    agent = play.house.agent
    theirs = Visitor(agent)
    assert theirs.get("/").status_code == 200
    page = body(Visitor(play.house.admin).post(f"/admin/people/{agent.id}/do/password"))
    assert (signs_in("agent", secret(page)), theirs.get("/").status_code) == (True, 302)
    assert kinds(agent)[-1] == "staff.password_reset"


@pytest.mark.req("B05")
def test_signing_out_everywhere_leaves_others_signed_in(play: Play) -> None:
    theirs, mine = Visitor(play.house.agent), Visitor(play.house.admin)
    before = Session.objects.count()
    mine.post(f"/admin/people/{play.house.agent.id}/do/sessions")
    assert (theirs.get("/").status_code, mine.get("/notices").status_code) == (302, 200)
    assert Session.objects.count() == before - 1


@pytest.mark.req("B05")
def test_whoever_leaves_passes_every_open_complaint_on(play: Play) -> None:
    house = play.house
    mine, done = play.lodge().complaint.no, play.walk("closed")
    Token.objects.create(digest="x" * 64, staff_id=house.agent.id, made=play.now)
    visitor = Visitor(house.manager)
    assert "1 open complaint needs somebody" in visitor.read(f"/admin/people/{house.agent.id}")
    path = f"/admin/people/{house.agent.id}/do/end"
    alone = visitor.post(path)
    assert (alone.status_code, Staff.objects.get(pk=house.agent.id).is_active) == (422, True)
    assert "say who takes them over" in body(alone)
    answer = visitor.post(path, successor="senior")
    left = Staff.objects.get(pk=house.agent.id)
    assert (answer.status_code, left.is_active) == (302, False)
    assert Token.objects.get().revoked is not None
    assert (complaint(mine).owner_id, complaint(done).owner_id) == (
        house.senior.id,
        house.agent.id,
    )
    line = about("complaint", str(complaint(mine).pk))[-1]
    assert (line.kind, line.by) == ("complaint.transferred", f"staff:{house.manager.id}")
    assert line.facts["owner"] == [str(house.agent.id), str(house.senior.id)]


@pytest.mark.req("B05", "E49")
def test_the_accused_inherit_nothing_and_learn_nothing(play: Play) -> None:
    house = play.house
    no = play.lodge(type="2.2", accused_agent="senior").complaint.no
    owner = Complaint.objects.get(no=no).owner_id
    Staff.objects.filter(pk=owner).update(rank="agent")
    answer = Visitor(house.admin).post(f"/admin/people/{owner}/do/end", successor="senior")
    page = body(answer)
    assert (answer.status_code, Staff.objects.get(pk=owner).is_active) == (422, True)
    assert ("1 of the open complaints cannot be theirs." in page, no in page) == (True, False)


@pytest.mark.req("B05")
def test_whoever_comes_back_signs_in_again(play: Play) -> None:
    gone, visitor = hire("gone", "agent"), Visitor(play.house.manager)
    visitor.post(f"/admin/people/{gone.id}/do/end")
    page = body(visitor.post(f"/admin/people/{gone.id}/do/reinstate"))
    assert signs_in("gone", secret(page))
    assert kinds(gone)[-2:] == ["staff.ended", "staff.reinstated"]


@pytest.mark.parametrize(
    ("query", "named", "missing"),
    [
        ("q=8001", "Agent", "Senior"),
        ("rank=director", "Director", "Peer"),
        ("department=merchant", "Clerk", "Peer"),
        ("state=ended", "Nobody fits", "Peer"),
        ("q=nobody+at+all", "Nobody fits", "Peer"),
    ],
)
def test_the_list_is_narrowed_by_what_the_address_asks(
    play: Play, query: str, named: str, missing: str
) -> None:
    page = Visitor(play.house.manager).read(f"/admin/people?{query}")
    table = page.partition('id="main"')[2]
    assert (f">{named}<" in table, f">{missing}<" in table) == (True, False)


LIST = """登录名,姓名,职级,部门,上级,工号,职责
neu1,新一,普通客服,客服部,neu2,9101,
neu2,新二,组长,客服部,supervisor,,quality
agent,老人,agent,service,,,
"""


@pytest.mark.req("B05", "F28")
def test_a_file_is_looked_at_first_and_taken_in_whole(play: Play) -> None:
    visitor = Visitor(play.house.manager)
    file = SimpleUploadedFile("staff.csv", LIST.encode("gb18030"))
    looked = body(visitor.post("/admin/people/import", file=file))
    assert ("2 colleagues are new" in looked, "1 is known" in looked) == (True, True)
    assert Staff.objects.filter(sign_in__startswith="neu").count() == 0
    taken = body(visitor.post("/admin/people/import", stage="take", rows=value(looked, "rows")))
    first, second = Staff.objects.filter(sign_in__startswith="neu").order_by("sign_in")
    assert (first.supervisor_id, second.supervisor_id) == (second.pk, play.house.supervisor.id)
    assert (len(re.findall("data-secret", taken)), second.flags) == (2, ["quality"])
    assert signs_in(second.sign_in, secret(taken))


@pytest.mark.req("B05", "F28")
def test_a_file_that_cannot_be_read_is_named_as_it_was_called(play: Play) -> None:
    file = SimpleUploadedFile("九月花名册.xlsx", b"PK broken")
    answer = Visitor(play.house.manager).post("/admin/people/import", file=file)
    assert (answer.status_code, "九月花名册.xlsx" in body(answer)) == (422, True)


@pytest.mark.req("B05", "F28")
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("登录名,姓名\nx,y", ["Rank", "Department"]),
        (
            "登录名,姓名,职级,部门\nx y,新,agent,service\nz,新,king,service",
            ["Row 2 · Sign-in name", "Row 3 · Rank"],
        ),
        ("登录名,姓名,职级,部门,上级\nx,新,agent,service,nobody", ["Row 2 · Superior"]),
        (
            "登录名,姓名,职级,部门,上级\nx,新,agent,service,z\ny,新,agent,service,X\nz,新,agent,service,y",
            ["Row 2 · Superior", "Row 3 · Superior", "Row 4 · Superior"],
        ),
        ("登录名,姓名,职级,部门,上级\nx,新,agent,service,x", ["Row 2 · Superior"]),
        ("登录名,姓名,职级,部门\nx,新,director,service", ["Row 2 · Rank"]),
        (
            "登录名,姓名,职级,部门,工号\nx,新,agent,service,7\ny,新,agent,service,7",
            ["Row 3 · Agent number"],
        ),
        ("", ["File"]),
    ],
)
def test_each_fault_of_a_file_is_named_by_row_and_column(
    play: Play, text: str, places: list[str]
) -> None:
    answer = Visitor(play.house.manager).post("/admin/people/import", text=text)
    page = body(answer)
    assert (answer.status_code, [f"<b>{one}</b>" in page for one in places]) == (
        422,
        [True] * len(places),
    )
    assert text.partition("\n")[0] in page


@pytest.mark.req("B14")
def test_a_department_is_added_and_its_desk_named(play: Play) -> None:
    visitor = Visitor(play.house.manager)
    assert visitor.post("/admin/departments/do/found", code="drills").status_code == 302
    hire("driller", "agent", department="drills")
    hire("borer", "agent", department="drills")
    typed = {"department": "drills", "liaison": "driller", "backup": "borer"}
    visitor.post("/admin/departments/do/desk", **typed)
    page = visitor.read("/admin/departments")
    row = next(one for one in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if "drills" in one)
    assert ["Driller" in row, "Borer" in row, "No name in the rules" in row] == [True] * 3
    again = visitor.post("/admin/departments/do/found", code="drills")
    assert (again.status_code, "This department is there already." in body(again)) == (422, True)


@pytest.mark.req("B14")
@pytest.mark.parametrize("who", ["risk", "keeper", "checker"])
@pytest.mark.parametrize("place", ["liaison", "backup"])
def test_a_desk_names_only_those_who_can_answer_for_it(play: Play, who: str, place: str) -> None:
    hire("keeper", "agent", department="merchant", flags=["admin"])
    hire("checker", "agent", department="merchant", flags=["auditor"])
    typed = {"department": "merchant", place: who}
    answer = Visitor(play.house.manager).post("/admin/departments/do/desk", **typed)
    desk = Department.objects.get(code="merchant")
    assert (answer.status_code, desk.liaison_id, desk.backup_id) == (422, None, None)


@pytest.mark.req("B05")
def test_two_who_change_a_colleague_at_once_are_both_heard(play: Play) -> None:
    agent = play.house.agent
    path = f"/admin/people/{agent.id}"
    first, second = Visitor(play.house.manager), Visitor(play.house.director)
    seen = value(first.read(path), "seen")
    said = {**NEW, "full_name": "Agent", "agent_no": "8001"}
    theirs = second.post(f"{path}/do/change", **{**said, "rank": "senior"}, seen=seen)
    mine = {**said, "email": "a@example.com"}
    page = first.post(f"{path}/do/change", **mine, seen=seen)
    row = Staff.objects.get(pk=agent.id)
    assert (theirs.status_code, page.status_code, row.rank, row.email) == (302, 409, "senior", "")
    told = ("Somebody else changed this meanwhile.", "It stands here now: Senior agent")
    assert [word in body(page) for word in told] == [True] * 2
    assert value(body(page), "email") == "a@example.com"
    both = {**mine, "rank": "senior", "seen": value(body(page), "seen")}
    row = Staff.objects.get(pk=agent.id)
    assert first.post(f"{path}/do/change", **both).status_code == 302
    row.refresh_from_db()
    assert (row.rank, row.email) == ("senior", "a@example.com")


@pytest.mark.req("B05")
def test_who_changes_themselves_loses_nothing_either(play: Play) -> None:
    mine = play.house.manager
    visitor, path = Visitor(mine), f"/admin/people/{mine.id}"
    seen = value(visitor.read(path), "seen")
    sent = {"full_name": "Manager", "agent_no": "", "email": "m@example.com", "seen": seen}
    assert visitor.post(f"{path}/do/change", **sent).status_code == 302
    assert visitor.post(f"{path}/do/change", **{**sent, "email": ""}).status_code == 409
    assert Staff.objects.get(pk=mine.id).email == "m@example.com"


@pytest.mark.req("B14")
@pytest.mark.parametrize("page", ["/admin/departments", "/roster"])
def test_two_who_name_a_desk_at_once_are_both_heard(play: Play, page: str) -> None:
    visitor = Visitor(play.house.manager)
    seen = {"seen-merchant": value(visitor.read(page), "seen-merchant")}
    theirs = {"department": "merchant", "liaison": "liaison"}
    mine = {"department": "merchant", "liaison": "clerk"}
    assert visitor.post(f"{page}/do/desk", **theirs, **seen).status_code == 302
    answer = visitor.post(f"{page}/do/desk", **mine, **seen)
    desk = Department.objects.get(code="merchant")
    assert (answer.status_code, desk.liaison_id) == (409, play.house.liaison.id)
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body(answer)))
    assert "It stands here now: Liaison" in told
    again = {"seen-merchant": value(body(answer), "seen-merchant")}
    assert visitor.post(f"{page}/do/desk", **mine, **again).status_code == 302
    desk.refresh_from_db()
    assert desk.liaison_id == play.house.clerk.id
