"""Signing in: staff are made by an administrator, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LoginView
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from kesu.workbench import faults, kept, preferences

_TOO_MANY = "too_many_login_attempts"
_WAIT_SECONDS = 300


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's account adapter, closed to strangers."""

    error_messages = {  # noqa: RUF012 - allauth's name and shape
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("The name or the password is wrong."),
        _TOO_MANY: gettext_lazy("Too many tries"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's name
        return False

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Nothing: who is signed in, or that nobody is, the page shows by itself."""


class SignIn(LoginView):  # type: ignore[misc]
    """allauth's sign-in; who tried too often is told so with 429 and for how long. What was typed
    when a sign-in ran out is carried through it.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if response.status_code == 429:
            response.headers["Retry-After"] = str(_WAIT_SECONDS)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "kept": kept.carried(self.request)}

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        person, words = self.request.user, kept.carried(self.request)
        if not person.is_authenticated:
            return response
        if words is not None:
            response = faults.again(self.request, words)
        preferences.remember(self.request, response, person.pk)
        return response

    def form_invalid(self, form: Form) -> HttpResponse:
        codes = {fault.code for fault in form.non_field_errors().as_data()}
        if _TOO_MANY in codes:
            return faults.page(self.request, 429)
        response: HttpResponse = super().form_invalid(form)
        return response
