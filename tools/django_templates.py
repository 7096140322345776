"""Collects the messages of Django templates for Babel, with Django's own reading of them."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

Found = tuple[int, str, Any, list[str]]


def extract(
    file: BinaryIO, keywords: Any, comment_tags: Any, options: dict[str, Any]
) -> Iterator[Found]:
    """The messages of one template: it is turned into calls of gettext, which Babel reads."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    source = templatize(file.read().decode("utf-8"))
    yield from extract_python(io.BytesIO(source.encode("utf-8")), keywords, comment_tags, options)
