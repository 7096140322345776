"""Every address of the house. A route that no permission table names fails a test."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kesu.workbench.urls")),
]
