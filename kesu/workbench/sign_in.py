"""Signing in: staff are made by an administrator, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LoginView
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

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


class SignIn(LoginView):  # type: ignore[misc]
    """allauth's sign-in; who tried too often is told so with 429 and for how long."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if response.status_code == 429:
            response.headers["Retry-After"] = str(_WAIT_SECONDS)
        return response

    def form_invalid(self, form: Form) -> HttpResponse:
        codes = {fault.code for fault in form.non_field_errors().as_data()}
        if _TOO_MANY in codes:
            return render(self.request, "429.html", status=429)
        response: HttpResponse = super().form_invalid(form)
        return response
