"""What a password must be."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Django's own, whose sentence is not among its translations."""

    def get_error_message(self) -> str:
        return _("at least %(n)s characters") % {"n": self.min_length}

    def get_help_text(self) -> str:
        return self.get_error_message()
