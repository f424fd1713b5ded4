"""croissant.json: the release for machine learning tools, after MLCommons Croissant 1.1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shuliang.publishing.readme import citation, files_of, limits, meaning
from shuliang.publishing.tables import TYPES, release_tables

if TYPE_CHECKING:
    from shuliang.publishing.definition import Definition
    from shuliang.publishing.manifest import ReleaseManifest
    from shuliang.table.columns import Table

PARQUET = "application/x-parquet"
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(definition: Definition, manifest: ReleaseManifest) -> str:
    """The description as JSON-LD; every Parquet file stands in it with its sha256."""
    tables = [table for table in release_tables(definition.columns) if manifest.tables[table.name].rows]
    about: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "@id": definition.name,
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": definition.name,
        "alternateName": definition.title,
        "description": definition.description,
        "version": manifest.version,
        "license": _licence(definition.licence),
        "citeAs": citation(definition, manifest),
        "creator": [_person(maintainer) for maintainer in definition.maintainers],
        "inLanguage": ["zh"],
        "isLiveDataset": False,
        "rai:dataLimitations": limits(definition, manifest),
    }
    if definition.homepage:
        about["url"] = definition.homepage
    if manifest.origin.released:
        about["datePublished"] = manifest.origin.released
    if definition.keywords:
        about["keywords"] = list(definition.keywords)
    about["distribution"] = [entry for table in tables for entry in _files(table, manifest)]
    about["recordSet"] = [_record_set(table, manifest) for table in tables]
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"


def _licence(spdx: str) -> str:
    return f"https://spdx.org/licenses/{spdx}" if " " not in spdx else spdx


def _person(maintainer: Any) -> dict[str, str]:
    person = {"@type": "sc:Organization", "name": maintainer.name}
    person |= {"email": maintainer.email} if maintainer.email else {}
    return person | ({"url": maintainer.url} if maintainer.url else {})


def _files(table: Table, manifest: ReleaseManifest) -> list[dict[str, Any]]:
    names = files_of(table, manifest)
    objects = [
        {
            "@type": "cr:FileObject",
            "@id": name,
            "name": name,
            "contentUrl": name,
            "encodingFormat": PARQUET,
            "sha256": manifest.files[name].sha256,
            "contentSize": f"{manifest.files[name].bytes} B",
        }
        for name in names
    ]
    if len(names) > 1:
        objects.append({
            "@type": "cr:FileSet",
            "@id": f"{table.name}-files",
            "name": f"{table.name}-files",
            "encodingFormat": PARQUET,
            "includes": f"{table.name}/*.parquet",
        })  # fmt: skip
    return objects


def _record_set(table: Table, manifest: ReleaseManifest) -> dict[str, Any]:
    names = files_of(table, manifest)
    source = {"fileObject": {"@id": names[0]}} if len(names) == 1 else {"fileSet": {"@id": f"{table.name}-files"}}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.title}.",
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table.name}/{column.name}",
                "name": f"{table.name}/{column.name}",
                "description": meaning(column) + (f" ({column.holds})" if column.holds else ""),
                "dataType": TYPES[column.type][2],
                "source": {**source, "extract": {"column": column.name}},
            }
            for column in table.columns
        ],
    }
