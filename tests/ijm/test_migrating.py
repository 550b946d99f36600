"""Many operations at once end where the same operations one by one would."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

from ijm.migrating import AllAtOnce

KEY = ("id", models.BigAutoField(primary_key=True))
# Each points at the other, which Django alone would need a third operation for.
OPERATIONS = [
    CreateModel(
        "Boat",
        [KEY, ("port", models.ForeignKey("ijm.Port", on_delete=models.PROTECT))],
        options={"indexes": [models.Index(fields=["port", "id"], name="boat_port")]},
    ),
    CreateModel(
        "Port",
        [KEY, ("flagship", models.ForeignKey("ijm.Boat", models.SET_NULL, null=True))],
    ),
]
TABLES = {"ijm_boat", "ijm_port"}


def test_the_state_is_what_each_alone_would_make() -> None:
    at_once, alone = ProjectState(), ProjectState()
    AllAtOnce(OPERATIONS).state_forwards("ijm", at_once)
    for operation in OPERATIONS:
        operation.state_forwards("ijm", alone)
    assert at_once == alone


def test_drawn_models_follow_the_state() -> None:
    state = ProjectState()
    assert not state.apps.get_models()
    AllAtOnce(OPERATIONS).state_forwards("ijm", state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Boat", "Port"}


@pytest.mark.django_db(transaction=True)
def test_tables_come_with_their_keys_and_go_again() -> None:
    before, after = ProjectState(), ProjectState()
    operation = AllAtOnce(OPERATIONS)
    operation.state_forwards("ijm", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("ijm", editor, before, after)
    assert TABLES <= set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        columns = connection.introspection.get_relations(cursor, "ijm_boat")
        assert columns["port_id"][:2] == ("id", "ijm_port")
        columns = connection.introspection.get_relations(cursor, "ijm_port")
        assert columns["flagship_id"][:2] == ("id", "ijm_boat")
    with connection.schema_editor() as editor:
        operation.database_backwards("ijm", editor, after, before)
    assert not TABLES & set(connection.introspection.table_names())
