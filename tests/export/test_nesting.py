from dataclasses import replace

from hypothesis import given

from export.builder import harbour
from export.strategies import analyses
from onrecord.export.nesting import nested


def test_children_follow_their_parents():
    shown = [(depth, statement.id) for depth, statement in nested(harbour().statements)]
    assert shown[3:8] == [
        (0, "s-warned-of"),
        (1, "s-warning"),
        (0, "s-believe"),
        (1, "s-never"),
        (2, "s-never-in-public"),
    ]


def test_child_before_its_parent():
    first, second = harbour().statements[:2]
    assert nested([replace(first, parent=second.id), second]) == [(0, second), (1, replace(first, parent=second.id))]


def test_circle_and_unknown_parent_lose_nothing():
    first, second, third = harbour().statements[:3]
    first, second, third = (
        replace(first, parent=second.id),
        replace(second, parent=first.id),
        replace(third, parent="gone"),
    )
    assert nested([first, second, third]) == [(0, third), (0, first), (1, second)]


def test_depth_has_no_limit():
    (first,) = harbour().statements[:1]
    chain = [replace(first, id=str(i), parent=str(i - 1)) for i in range(5000)]
    assert nested(chain)[-1] == (4999, chain[-1])


@given(analyses())
def test_every_statement_once(analysis):
    shown = [statement for _, statement in nested(analysis.statements)]
    assert sorted(map(repr, shown)) == sorted(map(repr, analysis.statements))
