"""Statements written out, for the few reads that every flow makes.

Django's query compiler costs several times what PostgreSQL does for such a read
(docs/performance.md). Columns come from the models, so a new one is never forgotten.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import JSONField, Model

_Row = TypeVar("_Row", bound=Model)


class Table(Generic[_Row]):
    """A model's columns under an alias, and how to make an instance of them.

    JSON columns are left out, to be read when they are asked for.
    """

    def __init__(self, model: type[_Row], alias: str) -> None:
        every = model._meta.concrete_fields  # noqa: SLF001  # Django documents it
        fields = [one for one in every if not isinstance(one, JSONField)]
        self._model = model
        self._names = [one.attname for one in fields]
        self.columns = ", ".join(f'{alias}."{one.column}"' for one in fields)

    def take(self, values: list[Any]) -> _Row | None:
        """Take this table's values off the front; None where an outer join found no row."""
        width = len(self._names)
        own = values[:width]
        del values[:width]
        return self._model.from_db("default", self._names, own) if own[0] is not None else None


def select(sql: str, params: Sequence[object] | Mapping[str, object]) -> list[list[Any]]:
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)  # type: ignore[arg-type]  # the stubs know fewer types
        return [list(row) for row in cursor.fetchall()]


def change(sql: str, params: Sequence[object] | Mapping[str, object]) -> int:
    """Return how many rows a statement changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)  # type: ignore[arg-type]  # the stubs know fewer types
        return int(cursor.rowcount)
