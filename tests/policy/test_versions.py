"""A version of a policy judges what is received from its start on, and nothing earlier."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from kesu.foundation.faults import Refused
from kesu.policy import operations, queries
from kesu.policy.faults import UnusablePack
from kesu.policy.loading import load, read
from kesu.policy.models import PolicyVersion

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    yield
    queries.version.cache_clear()


def publish(
    version: str, valid_from: datetime, name: str = "loyalty", at: datetime = NOW
) -> PolicyVersion:
    text = read("loyalty").replace('version = "2026.1"', f'version = "{version}"')
    text = text.replace('name = "loyalty"', f'name = "{name}"', 1)
    return operations.publish(text=text, valid_from=valid_from, by="staff:1", at=at)


def test_without_a_published_version_the_built_in_one_is_in_force() -> None:
    assert queries.in_force(NOW) is load("loyalty")


def test_before_every_start_the_first_version_holds() -> None:
    assert queries.in_force(datetime(1999, 1, 1, tzinfo=UTC)).label == "loyalty@2026.1"


def test_a_version_is_in_force_from_its_start_to_the_next() -> None:
    publish("2026.2", NOW + DAY)
    publish("2026.3", NOW + 3 * DAY)
    moments = [NOW, NOW + DAY - timedelta(microseconds=1), NOW + DAY, NOW + 2 * DAY, NOW + 3 * DAY]
    versions = [queries.in_force(at).version for at in moments]
    assert versions == ["2026.1", "2026.1", "2026.2", "2026.2", "2026.3"]


def test_a_later_version_never_changes_what_was_in_force_earlier() -> None:
    publish("2026.2", NOW)
    before = queries.in_force(NOW + DAY)
    publish("2026.3", NOW + 2 * DAY, at=NOW + 2 * DAY)
    assert queries.in_force(NOW + DAY) == before


def test_asking_what_is_in_force_costs_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    publish("2026.2", NOW)
    queries.in_force(NOW)
    with django_assert_num_queries(1):
        queries.in_force(NOW + DAY)


def test_an_old_version_is_read_without_a_query_once_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    publish("2026.2", NOW)
    queries.version("loyalty", "2026.2")
    with django_assert_num_queries(0):
        assert queries.version("loyalty", "2026.2").label == "loyalty@2026.2"


def test_a_published_pack_reads_back_as_it_was() -> None:
    publish("2026.2", NOW)
    expected = load("loyalty").model_copy(update={"version": "2026.2", "valid_from": NOW.date()})
    assert queries.version("loyalty", "2026.2") == expected


def test_a_version_is_published_only_once() -> None:
    publish("2026.2", NOW)
    with pytest.raises(Refused) as refused:
        publish("2026.2", NOW + DAY)
    assert (refused.value.code, PolicyVersion.objects.count()) == ("version_exists", 1)


def test_a_version_that_ships_is_not_published_with_other_rules() -> None:
    text = read("loyalty").replace("over = 10", "over = 5")
    with pytest.raises(Refused) as refused:
        operations.publish(text=text, valid_from=NOW, by="staff:1", at=NOW)
    assert (refused.value.code, PolicyVersion.objects.count()) == ("version_exists", 0)


def test_a_version_cannot_start_in_the_past() -> None:
    with pytest.raises(Refused) as refused:
        publish("2026.2", NOW - DAY)
    assert (refused.value.code, PolicyVersion.objects.count()) == ("back_dated", 0)


def test_a_broken_pack_is_not_published() -> None:
    text = read("loyalty").replace('to = "3.3"', 'to = "3.9"')
    with pytest.raises(UnusablePack):
        operations.publish(text=text, valid_from=NOW, by="staff:1", at=NOW)
    assert not PolicyVersion.objects.exists()


@pytest.mark.req("Q28")
def test_one_set_of_rules_holds_at_a_time_whatever_its_name() -> None:
    publish("1", NOW + DAY, name="acme")
    publish("2026.2", NOW + 2 * DAY)
    labels = [queries.in_force(NOW + days * DAY).label for days in (0, 1, 2)]
    assert labels == ["loyalty@2026.1", "acme@1", "loyalty@2026.2"]


def test_two_versions_do_not_start_together() -> None:
    publish("1", NOW, name="acme")
    with pytest.raises(Refused) as refused:
        publish("2026.2", NOW)
    assert (refused.value.code, PolicyVersion.objects.count()) == ("overlapping", 1)


def test_a_pack_that_ships_can_be_published_as_it_is() -> None:
    publish("1", NOW, name="acme")
    operations.publish(text=read("loyalty"), valid_from=NOW + DAY, by="staff:1", at=NOW)
    assert queries.in_force(NOW + DAY) == load("loyalty")


@pytest.mark.parametrize(("name", "version"), [("moon", "1"), ("loyalty", "9")])
def test_an_unknown_version_is_an_error(name: str, version: str) -> None:
    with pytest.raises(queries.UnknownPolicy):
        queries.version(name, version)
