"""The addresses of the boards: what is asked of me and of my team, by its time."""

from django.urls import path

from kesu.workbench import (
    approvals,
    callbacks,
    missed,
    morning,
    my_state,
    promises,
    shift,
    signals,
    team,
)

urlpatterns = [
    path("approvals", approvals.approvals, name="approvals"),
    path("approvals/do/<str:what>", approvals.do, name="approvals-do"),
    path("callbacks", callbacks.callbacks, name="callbacks"),
    path("callbacks/missed/<uuid:key>/<str:what>", missed.do, name="missed-do"),
    path("callbacks/<str:no>", callbacks.do, name="callbacks-do"),
    path("promises", promises.promises, name="promises"),
    path("promises/<str:no>/<int:promise>", promises.do, name="promises-do"),
    path("team", team.team, name="team"),
    path("team/reassign", team.reassign, name="team-reassign"),
    path("shift", shift.shift, name="shift"),
    path("shift/leave", shift.leave, name="shift-leave"),
    path("shift/<int:key>/<str:what>", shift.answer, name="shift-answer"),
    path("morning", morning.morning, name="morning"),
    path("morning/text", morning.morning_text, name="morning-text"),
    path("signals", signals.signals, name="signals"),
    path("signals/news", signals.news, name="signals-news"),
    path("signals/<uuid:key>/talk", signals.talk, name="signals-talk"),
    path("signals/<uuid:key>/<str:verb>", signals.do, name="signals-do"),
    path("me/state", my_state.say, name="my-state"),
]
