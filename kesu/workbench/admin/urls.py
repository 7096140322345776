"""The addresses of administration."""

from django.urls import path

from kesu.workbench.admin import (
    calendar,
    carriers,
    departments,
    journal,
    people,
    people_import,
    person,
    policy,
    policy_edit,
    system,
    texts,
    tokens,
)

urlpatterns = [
    path("admin/people", people.people, name="admin-people"),
    path("admin/people/new", people.add, name="admin-person-new"),
    path("admin/people/import", people_import.people_import, name="admin-people-import"),
    path("admin/people/<int:number>", person.person, name="admin-person"),
    path("admin/people/<int:number>/do/<str:what>", person.do, name="admin-person-do"),
    path("admin/departments", departments.departments, name="admin-departments"),
    path("admin/departments/do/<str:what>", departments.do, name="admin-department-do"),
    path("admin/tokens", tokens.tokens, name="admin-tokens"),
    path("admin/tokens/make", tokens.make, name="admin-token-make"),
    path("admin/tokens/revoke", tokens.revoke, name="admin-token-revoke"),
    path("admin/policy", policy.policy, name="admin-policy"),
    path("admin/policy/check", policy_edit.check, name="admin-policy-check"),
    path("admin/policy/<str:label>", policy.version, name="admin-policy-version"),
    path("admin/policy/<str:label>/edit", policy_edit.edit, name="admin-policy-edit"),
    path("admin/texts", texts.texts, name="admin-texts"),
    path("admin/calendar", calendar.calendar, name="admin-calendar"),
    path("admin/calendar/change", calendar.change, name="admin-calendar-change"),
    path("admin/calendar/notice", calendar.notice, name="admin-calendar-notice"),
    path("admin/journal", journal.journal, name="admin-journal"),
    path("admin/journal/check", journal.check, name="admin-journal-check"),
    path("admin/journal/export", journal.export, name="admin-journal-export"),
    path("admin/carriers", carriers.carriers, name="admin-carriers"),
    path("admin/carriers/test", carriers.test, name="admin-carrier-test"),
    path("admin/system", system.system, name="admin-system"),
    path("admin/system/go-on", system.go_on, name="admin-system-go-on"),
]
