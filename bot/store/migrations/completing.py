"""Tables and columns that are missing where they should be; what is there stays."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Connection, DateTime, MetaData, inspect


def lacking(connection: Connection, tables: MetaData) -> dict[str, list[Column[Any]]]:
    """By the name of a table: the columns that it does not have; all of them where there is no such table."""
    there = inspect(connection)
    found = {name: {column["name"] for column in there.get_columns(name)} for name in there.get_table_names()}
    wanted = {
        table.name: [column for column in table.columns if column.name not in found.get(table.name, ())]
        for table in tables.sorted_tables
    }
    return {name: columns for name, columns in wanted.items() if columns}


def complete(operations: Any, connection: Connection, tables: MetaData) -> None:
    """``operations`` are Alembic's. Rows that are there get an empty value of a new column's kind."""
    missing, there = lacking(connection, tables), set(inspect(connection).get_table_names())
    for table in tables.sorted_tables:
        if table.name not in there:
            table.create(connection)
            continue
        for column in missing.get(table.name, ()):
            operations.add_column(table.name, _filled(column))
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _filled(column: Column[Any]) -> Column[Any]:
    default = None if column.nullable else _empty(column)
    return Column(column.name, column.type, nullable=column.nullable, server_default=default)


def _empty(column: Column[Any]) -> str:
    if isinstance(column.type, JSON):
        return "{}"
    if isinstance(column.type, DateTime):
        return "1970-01-01 00:00:00"
    return "0" if column.type.python_type in (int, bool) else ""
