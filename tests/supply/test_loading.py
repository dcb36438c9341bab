"""Reference data: loaded once, whole, and for nothing the second time."""

import time

import pytest
from django.core.management import call_command

from apps.materials.models import CriticalInput
from apps.supply.models import Country, LoadedData, Production
from apps.supply.services import load_reference

pytestmark = pytest.mark.django_db


def test_it_loads_countries_inputs_and_figures():
    loaded = load_reference()
    assert (loaded.changed, loaded.countries, loaded.inputs, loaded.figures) == (True, 249, 8, 431)
    assert Country.objects.get(pk="TR").name_tr == "Türkiye"
    assert Production.objects.filter(country=None, value__gt=0).exists()
    assert set(CriticalInput.objects.values_list("commodity", "stage")) <= set(
        Production.objects.values_list("commodity", "stage")
    )


def test_it_does_nothing_the_second_time_and_quickly(django_assert_num_queries):
    load_reference()
    begin = time.perf_counter()
    with django_assert_num_queries(3):  # savepoint, the mark, savepoint
        assert load_reference().changed is False
    assert time.perf_counter() - begin < 0.3


def test_it_repairs_what_an_older_content_left():
    load_reference()
    Country.objects.filter(pk="TR").update(name_tr="?")
    Production.objects.filter(country="TR").delete()
    LoadedData.objects.update(sha256="older")
    assert load_reference().changed is True
    assert Country.objects.get(pk="TR").name_tr == "Türkiye"
    assert Production.objects.count() == 431


def test_it_takes_over_an_input_that_was_there_before(cast):
    load_reference()
    assert CriticalInput.objects.get(pk=cast.critical_input.pk).name_en == "Aluminium"


def test_the_command_speaks_to_people_and_to_scripts(capsys):
    call_command("load_reference")
    call_command("load_reference")
    call_command("load_reference", json=True)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Loaded 249 countries, 8 critical inputs and 431 production figures."
    assert said[1] == "Reference data is up to date."
    assert said[2] == '{"changed": false, "countries": 0, "inputs": 0, "figures": 0}'


def test_the_database_keeps_one_figure_per_country_and_year():
    from django.db import IntegrityError, transaction

    load_reference()
    row = Production.objects.filter(country=None).first()
    row.pk = None
    with pytest.raises(IntegrityError, match="supply_production_once"), transaction.atomic():
        row.save(force_insert=True)
