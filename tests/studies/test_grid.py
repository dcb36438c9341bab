"""Results typed into a form: the rows that they make, and which field a fault is about."""

from apps.studies.rules.faults import Fault
from apps.studies.rules.grid import fields_in, lines_of, rows_of

LINES = lines_of(["S-2AB3"], [("Fe", "% (m/m)"), ("Rm", "MPa")], 2)
V1, V2 = "v.S-2AB3.Fe.1", "v.S-2AB3.Fe.2"
U = "u.S-2AB3.Fe"
HEADER = "sample,characteristic,replicate,value,unit,uncertainty"


def typed(**values):
    names = {"one": V1, "two": V2, "u": U}
    return rows_of(LINES, {names[name]: value for name, value in values.items()})


def test_fields_are_named_by_sample_characteristic_and_replicate():
    (iron, strength) = LINES
    assert (iron.values, iron.uncertainty) == ((V1, V2), U)
    assert strength.values == ("v.S-2AB3.Rm.1", "v.S-2AB3.Rm.2")
    assert fields_in(1, 2, 2) == 6


def test_what_is_typed_becomes_rows_and_empty_fields_none():
    assert typed(two=" 0.052 ").content.decode().splitlines() == [HEADER, "S-2AB3,Fe,2,0.052,% (m/m),"]
    assert typed().content.decode().splitlines() == [HEADER]


def test_an_uncertainty_holds_for_each_value_of_its_line_but_for_no_limit():
    assert typed(one="0.052", two="<0.01", u="0.002").content.decode().splitlines()[1:] == [
        "S-2AB3,Fe,1,0.052,% (m/m),0.002",
        "S-2AB3,Fe,2,<0.01,% (m/m),",
    ]


def test_an_uncertainty_of_nothing_is_told_at_its_field():
    for rows in (typed(u="0.002"), typed(one="ND", u="0.002")):
        assert rows.content.decode().splitlines()[1].endswith(",0.002")
        assert rows.field_of(Fault(2, "uncertainty", "uncertainty_alone")) == U


def test_a_fault_finds_its_field():
    rows = typed(one="0.05", two="0,05")
    assert rows.field_of(Fault(3, "value", "decimal_comma")) == V2
    assert rows.field_of(Fault(3, "uncertainty", "not_a_number")) == U
    assert rows.field_of(Fault(0, "", "no_results")) == ""
    assert rows.field_of(Fault(9, "value", "not_a_number")) == ""


def test_a_comma_or_a_quotation_mark_does_not_break_out_of_its_cell():
    assert typed(one='0,05","x').content.decode().splitlines()[1] == 'S-2AB3,Fe,1,"0,05"",""x",% (m/m),'
