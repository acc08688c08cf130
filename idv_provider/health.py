"""For load balancers: is this process alive, and could it serve?"""

from http import HTTPStatus

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process runs."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database and Redis answer, 503 when one of them does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.get("health")
    except DatabaseError:
        return _not_ready("no database")
    except RedisError:
        return _not_ready("no redis")
    return JsonResponse({"status": "ready"})


def _not_ready(status: str) -> JsonResponse:
    return JsonResponse({"status": status}, status=HTTPStatus.SERVICE_UNAVAILABLE)
