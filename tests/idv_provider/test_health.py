"""What a load balancer hears."""

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings


def test_alive_needs_no_database(client: Client) -> None:
    response = client.get("/health/live")

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_database_answers(client: Client) -> None:
    assert client.get("/health/ready").json() == {"status": "ready"}


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_a_database(client: Client, settings: Settings) -> None:
    host = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        response = client.get("/health/ready")
    finally:
        connection.close()
        connection.settings_dict["HOST"] = host

    assert response.status_code == 503
    assert response.json() == {"status": "no database"}


@pytest.mark.django_db
def test_not_ready_without_redis(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == {"status": "no redis"}


def test_health_is_only_asked_never_changed(client: Client) -> None:
    assert client.post("/health/live").status_code == 405
