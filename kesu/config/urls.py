"""Every address of the house. A route that no permission table names fails a test."""

from django.urls import URLPattern, URLResolver, include, path

from kesu.config import health, metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("api/", include("kesu.api.urls")),
    path("", include("kesu.workbench.urls")),
]

handler400 = "kesu.workbench.faults.bad"
handler403 = "kesu.workbench.faults.forbidden"
handler404 = "kesu.workbench.faults.missing"
handler500 = "kesu.workbench.faults.ours"
