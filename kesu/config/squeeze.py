"""Pages, styles and scripts go over the wire squeezed.

A page says what its reader may see beside what the address asked for, so its length could betray
something (BREACH): the cookie goes along from other sites only where a person follows a link, the
token of the forms differs in every answer, and each answer is longer by a random number of bytes.
"""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

_KINDS = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml"})
_LEAST = 1000
_RANDOM = 100


def squeeze(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answers with gzip whom it helps; files for people are left as they are."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != 200 or response.headers.get("Content-Encoding"):
            return response
        if response.headers.get("Content-Type", "").partition(";")[0] not in _KINDS:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return response
        if isinstance(response, StreamingHttpResponse):
            return _file(request, response)
        return _page(response) if isinstance(response, HttpResponse) else response

    return answer


def _page(response: HttpResponse) -> HttpResponse:
    if len(response.content) < _LEAST:
        return response
    return _squeezed(response, compress_string(response.content, max_random_bytes=_RANDOM))


def _file(request: HttpRequest, response: StreamingHttpResponse) -> HttpResponseBase:
    """A file of ours, whose address changes with its content; others stream on."""
    if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        return response
    content = b"".join(response.streaming_content)  # type: ignore[arg-type]  # never asynchronous here
    response.close()
    whole = HttpResponse(content)
    for name, value in response.headers.items():
        whole.headers[name] = value
    return _squeezed(whole, _once(content)) if len(content) >= _LEAST else whole


@lru_cache(maxsize=256)
def _once(content: bytes) -> bytes:
    return bytes(compress_string(content))


def _squeezed(response: HttpResponse, content: bytes) -> HttpResponse:
    response.content = content
    response.headers["Content-Length"] = str(len(content))
    response.headers["Content-Encoding"] = "gzip"
    if response.headers.get("ETag", "").startswith('"'):
        response.headers["ETag"] = f"W/{response.headers['ETag']}"
    return response
