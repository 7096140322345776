from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "kesu.journeys"

    def ready(self) -> None:
        from kesu import journeys  # noqa: PLC0415 - models load after the apps

        journeys.load()
