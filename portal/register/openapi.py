"""/openapi.json: every address that answers machines, in OpenAPI 3.1, made from the same table as the data itself."""

from collections.abc import Iterable, Mapping

from portal.awards.rules import Standing
from portal.awards.states import ReasonType
from portal.councils.kinds import Kind, Nation
from portal.register.narrowing import Shown
from portal.register.opendata import FIELDS
from portal.web.opendata import LICENCE

Json = dict[str, object]

TEXT: Json = {"type": "string"}
MAYBE: Json = {"type": ["string", "null"]}
DAY: Json = {"type": "string", "format": "date"}
YES_OR_NO: Json = {"type": "boolean"}
TEXTS: Json = {"type": "array", "items": TEXT}
ANYTHING: Json = {"type": "object"}
# What signed statements are served as.
CREDENTIALS = ("application/vc+ld+json", "application/vc", "application/ld+json", "application/json")
_KINDS: Mapping[str, Json] = {
    "council_cy": MAYBE,
    "kind": {"enum": [kind.value for kind in Kind]},
    "nation": {"enum": [nation.value for nation in Nation]},
    "region": MAYBE,
    "standing": {"enum": [standing.value for standing in Standing]},
    "standing_since": DAY,
    "holds_the_mark": YES_OR_NO,
    "commendation": YES_OR_NO,
    "first_awarded": DAY,
    "valid_from": DAY,
    "valid_until": DAY,
    "domains": TEXTS,
    "accounts": TEXTS,
    "summary": MAYBE,
    "promise": MAYBE,
    "reason_type": {"enum": [*(reason.value for reason in ReasonType), None]},
    "replaced_by": MAYBE,
}
_ERROR: Json = {
    "type": "object",
    "required": ["error", "what_to_do"],
    "properties": {"error": TEXT, "what_to_do": TEXT},
}


def document(address: str, regions: Iterable[str]) -> Json:
    """The description for a portal at this address; ``regions`` are those that a filter knows."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Social Media Friendly Mark",
            "version": "1",
            "description": (
                "Who holds the Mark, as open data. No key is needed and any website may ask. These addresses are "
                "permanent: fields are added, never renamed."
            ),
            "license": {"name": "Open Government Licence v3.0", "url": LICENCE},
        },
        "servers": [{"url": address}],
        "paths": {
            "/register.json": _register(regions),
            "/verify/{number}.json": _about_award(
                "Yes or no about one award", {"allOf": [{"$ref": "#/components/schemas/Award"}, _checked()]}
            ),
            "/credential/{number}.json": _about_award(
                "The signed Open Badges 3.0 credential of an award", ANYTHING, CREDENTIALS
            ),
            "/criteria/{edition}.json": _get(
                "An edition of the criteria", ANYTHING, [_in_path("edition", "Its name, such as 2026")], missing=True
            ),
            "/.well-known/did.json": _get(
                "The keys by which the scheme signs", ANYTHING, kinds=("application/did+json",)
            ),
            "/status/{list}": _get(
                "A signed list of credentials that must not be relied on",
                ANYTHING,
                [_in_path("list", "Its name, as credentials give it")],
                missing=True,
                kinds=CREDENTIALS,
            ),
            "/log/head.json": _get("The newest signed head of the log of decisions", _head(), missing=True),
        },
        "components": {"schemas": {"Award": _award(), "Error": _ERROR}},
    }


def _award() -> Json:
    fields = {name: {**_KINDS.get(name, TEXT), "description": str(meaning)} for name, meaning in FIELDS.items()}
    return {"type": "object", "required": list(FIELDS), "properties": fields}


def _checked() -> Json:
    return {"type": "object", "required": ["checked_on"], "properties": {"checked_on": DAY}}


def _head() -> Json:
    texts = ("at", "day", "head", "issuer", "key", "log", "signature")
    return {
        "type": "object",
        "required": [*texts, "entries"],
        "properties": {**dict.fromkeys(texts, TEXT), "entries": {"type": "integer"}},
    }


def _register(regions: Iterable[str]) -> Json:
    filters = {
        "q": (TEXT | {"maxLength": 200}, "Words of the council's name"),
        "kind": ({"enum": [kind.value for kind in Kind]}, "Kind of council"),
        "region": ({"enum": list(regions)} if regions else TEXT, "Region"),
        "nation": ({"enum": [nation.value for nation in Nation]}, "Nation"),
        "standing": ({"enum": [shown.value for shown in Shown]}, "How the award stands"),
        "on": (DAY, "The register as it stood on this day, no later than today"),
    }
    asked = [
        {"name": name, "in": "query", "required": False, "schema": schema, "description": said}
        for name, (schema, said) in filters.items()
    ]
    known: Json = {
        "type": "object",
        "required": ["on", "holders", "licence", "source", "fields", "awards"],
        "properties": {
            "on": DAY,
            "holders": {"type": "integer"},
            "licence": TEXT,
            "source": TEXT,
            "fields": {"type": "object", "additionalProperties": TEXT},
            "awards": {"type": "array", "items": {"$ref": "#/components/schemas/Award"}},
        },
    }
    return _get("The register, with filters", known, asked, refused=True)


def _about_award(summary: str, schema: Json, kinds: Iterable[str] = ("application/json",)) -> Json:
    return _get(
        summary,
        schema,
        kinds=kinds,
        missing=True,
        parameters=[_in_path("number", "The award's number, such as K7QX-3MWDR")],
    )


def _in_path(name: str, said: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": TEXT, "description": said}


def _get(
    summary: str,
    schema: Json,
    parameters: Iterable[Json] = (),
    *,
    missing: bool = False,
    refused: bool = False,
    kinds: Iterable[str] = ("application/json",),
) -> Json:
    responses: Json = {
        "200": {"description": "Found", "content": {kind: {"schema": schema} for kind in kinds}},
        "304": {"description": "You have it already, by its ETag"},
    }
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    if missing:
        responses["404"] = {"description": "There is nothing of this name", "content": error}
    if refused:
        responses["400"] = {"description": "What was asked cannot be answered", "content": error}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": responses}}
