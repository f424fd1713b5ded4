"""datapackage.json: the release for data catalogues, after Data Package v2."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shuliang.publishing.readme import files_of, meaning
from shuliang.publishing.tables import TYPES, release_tables

if TYPE_CHECKING:
    from shuliang.publishing.definition import Definition
    from shuliang.publishing.manifest import ReleaseManifest
    from shuliang.table.columns import Column, Table

_KEYS = {"facts": ["doc_id", "fact_id"], "documents": ["doc_id"], "rules": ["rule_id"]}
_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"


def datapackage(definition: Definition, manifest: ReleaseManifest) -> str:
    """The description as JSON; what can be checked with it is the layout, not the bytes (see SHA256SUMS)."""
    about: dict[str, Any] = {
        "$schema": _SCHEMA,
        "name": definition.name.lower(),
        "title": definition.title,
        "description": definition.description,
        "version": manifest.version,
        "licenses": [{"name": definition.licence}],
        "contributors": [_contributor(person) for person in definition.maintainers],
        "sources": [
            {"title": source.title or source.name, "path": source.uri or source.name} for source in definition.sources
        ],
    }
    if definition.homepage:
        about["homepage"] = definition.homepage
    if definition.keywords:
        about["keywords"] = list(definition.keywords)
    if manifest.origin.released:
        about["created"] = f"{manifest.origin.released}T00:00:00Z"
    tables = release_tables(definition.columns)
    about["resources"] = [_resource(table, manifest) for table in tables if manifest.tables[table.name].rows]
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"


def _contributor(person: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"title": person.name, "roles": ["maintainer"]}
    entry |= {"email": person.email} if person.email else {}
    return entry | ({"path": person.url} if person.url else {})


def _resource(table: Table, manifest: ReleaseManifest) -> dict[str, Any]:
    names = files_of(table, manifest)
    resource: dict[str, Any] = {
        "name": table.name,
        "title": table.title,
        "path": names[0] if len(names) == 1 else names,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "type": "table",
    }
    if len(names) == 1:
        resource["hash"] = f"sha256:{manifest.files[names[0]].sha256}"
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    if table.name in _KEYS:
        schema["primaryKey"] = _KEYS[table.name]
    return resource | {"schema": schema}


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    field = {
        "name": column.name,
        "type": TYPES[column.type][1],
        "description": meaning(column) + (f" ({column.holds})" if column.holds else ""),
    }
    return field | ({"constraints": constraints} if constraints else {})
