"""Making another world: rows set, dropped and added by SQL, with triggers and foreign keys asleep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from tests.proof.worlds.tables import Row

KEYS = {
    "accounts_organisation": "party_ptr_id",
    "consortia_consortium": "party_ptr_id",
    "accounts_apikey": "digest",
    "supply_country": "code",
}
OF_SEVERAL = {"studies_cell": ("sheet_id", "item_id", "characteristic_id")}
FREE = 900_000_000  # ids of added rows: no sequence is used up, no id changes for anybody else


def another(value: Any) -> Any:
    """Give another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"Other {value}"[: max(len(value), 12)] if value else "Other"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, Decimal):
        return value + Decimal("1.5")
    if isinstance(value, UUID):
        return uuid5(value, "another")
    if isinstance(value, datetime):
        return value - timedelta(hours=7)
    if isinstance(value, date):
        return value + timedelta(days=3)
    message = f"No other value for {value!r}."
    raise TypeError(message)


@dataclass
class Other:
    """The statements that turn world A into another one for a viewer."""

    statements: list[tuple[str, list[Any]]] = field(default_factory=list)
    added: int = 0

    def set(self, table: str, row: Row, **values: Any) -> None:
        """Change columns of a row."""
        if not values:
            return
        columns = ", ".join(f'"{name}" = %s' for name in values)
        where, key = _key(table, row)
        self._say(f'UPDATE "{table}" SET {columns} WHERE {where}', [*values.values(), *key])

    def turn(self, table: str, row: Row, *columns: str) -> None:
        """Give columns another value; what is empty stays empty unless it is text."""
        self.set(table, row, **{name: another(row[name]) for name in columns if row[name] is not None})

    def drop(self, table: str, row: Row) -> None:
        where, key = _key(table, row)
        self._say(f'DELETE FROM "{table}" WHERE {where}', key)

    def add(self, table: str, like: Row, **values: Any) -> Row:
        """Add a row like another one; its id is new unless it is named."""
        self.added += 1
        row = like | self._fresh(table, like) | values
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join(["%s"] * len(row))
        self._say(f'INSERT INTO "{table}" ({names}) VALUES ({places})', list(row.values()))
        return row

    def _fresh(self, table: str, like: Row) -> Row:
        if table in OF_SEVERAL:
            return {}
        key = KEYS.get(table, "id")
        known = like[key]
        return {key: uuid5(known, f"added {self.added}") if isinstance(known, UUID) else FREE + self.added}

    def _say(self, sql: str, values: list[Any]) -> None:
        self.statements.append((sql, values))

    def apply(self) -> None:
        """Write it; the triggers wake again before anybody asks."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for sql, values in self.statements:
                cursor.execute(sql, values)
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _key(table: str, row: Row) -> tuple[str, list[Any]]:
    """Give the condition that finds a row, and its values."""
    names = OF_SEVERAL.get(table, (KEYS.get(table, "id"),))
    return " AND ".join(f'"{name}" = %s' for name in names), [row[name] for name in names]


def without(row: Mapping[str, Any], *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}
