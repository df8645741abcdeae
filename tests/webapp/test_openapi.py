import json

from tests.house import House
from webapp.openapi import document
from webapp.routes import ROUTES


async def test_every_route_is_described(house: House) -> None:
    described = (await house.visitor().get("/api/openapi.json")).json

    assert described["openapi"].startswith("3.1")
    assert {
        (method.upper(), path) for path, methods in described["paths"].items() for method in methods
    } == {(route.method, route.path) for route in ROUTES}


def test_every_reference_leads_somewhere() -> None:
    described = document(ROUTES)
    text = json.dumps(described)

    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in described["components"]["schemas"]


def test_every_operation_has_a_name_of_its_own_and_a_sentence() -> None:
    operations = [
        operation
        for methods in document(ROUTES)["paths"].values()
        for operation in methods.values()
    ]

    assert len({operation["operationId"] for operation in operations}) == len(ROUTES)
    assert all(operation["summary"].endswith(".") for operation in operations)


def test_what_needs_a_session_says_so() -> None:
    paths = document(ROUTES)["paths"]

    assert paths["/api/me"]["get"]["security"] == [{"session": []}]
    assert paths["/api/session"]["post"]["security"] == [{"initData": []}]
    assert "security" not in paths["/healthz"]["get"]


def test_what_a_url_takes_is_described() -> None:
    schemas = document(ROUTES)["components"]["schemas"]
    operation = document(ROUTES)["paths"]["/api/nft/get-my"]["get"]

    assert [(one["name"], one["in"], one["required"]) for one in operation["parameters"]] == [
        ("limit", "query", False),
        ("offset", "query", False),
    ]
    limit = operation["parameters"][0]["schema"]
    assert (limit["type"], limit["minimum"], limit["maximum"]) == ("integer", 1, 999)
    assert "Paging" not in schemas


def test_figures_are_numbers_on_the_wire() -> None:
    schemas = document(ROUTES)["components"]["schemas"]

    assert schemas["IncomePerTh"]["properties"]["incomePerTh"]["type"] == "number"
    assert schemas["Miner"]["properties"]["power"]["type"] == "number"
