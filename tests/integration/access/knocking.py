"""Asking for a route as somebody, with real values in its address and a form that could be sent."""

from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.integration.access.addresses import RECORDS, Record
from tests.integration.access.columns import Knocker
from tests.integration.access.table import Row
from tests.integration.access.world import World

METHODS = ("GET", "POST")


def routes(app: Flask) -> Mapping[Row, Rule]:
    """Every route and method of the application."""
    return {
        (method, rule.rule): rule
        for rule in app.url_map.iter_rules()
        for method in METHODS
        if method in (rule.methods or ())
    }


def browser_of(app: Flask, token: str | None) -> FlaskClient:
    client = app.test_client()
    if token is not None:
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def knock(app: Flask, world: World, row: Row, knocker: Knocker) -> TestResponse:
    """What the route answers to this person."""
    method, rule = row[0], routes(app)[row]
    record = RECORDS.get(rule.endpoint, Record())
    values = world.values[record.slug]
    wanted = {name: values[name] for name in rule.arguments}
    address = app.url_map.bind("localhost").build(rule.endpoint, wanted, method=method)
    fields = {name: value.format(**values) for name, value in record.fields.items()}
    browser = browser_of(app, world.token(knocker, record.slug))
    return browser.open(address, method=method, data=fields if method == "POST" else None, buffered=True)
