"""The addresses of the boards: what is asked of me and of my team, by its time."""

from django.urls import path

from kesu.workbench import approvals, callbacks, promises

urlpatterns = [
    path("approvals", approvals.approvals, name="approvals"),
    path("approvals/do/<str:what>", approvals.do, name="approvals-do"),
    path("callbacks", callbacks.callbacks, name="callbacks"),
    path("callbacks/<str:no>", callbacks.do, name="callbacks-do"),
    path("promises", promises.promises, name="promises"),
    path("promises/<str:no>/<int:promise>", promises.do, name="promises-do"),
]
