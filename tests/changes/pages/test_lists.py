"""Lists: who sees which rows, and what they cost."""

import csv
import io

import pytest

pytestmark = pytest.mark.django_db


def page_of(client, world, who, address="/changes/"):
    client.force_login(getattr(world.cast, who))
    return client.get(address)


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_a_firms_list_costs_ten_queries_whatever_its_length(client, world, rows, django_assert_num_queries):
    for _ in range(rows):
        world.draft()
    client.force_login(world.cast.pia)
    with django_assert_num_queries(10):
        assert client.get("/changes/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_an_industry_bodys_list_costs_ten_queries_whatever_its_length(
    client, world, rows, django_assert_num_queries
):
    for _ in range(rows):
        world.opened()
    client.force_login(world.cast.ivy)
    with django_assert_num_queries(10):
        assert client.get("/changes/").status_code == 200


def test_a_filtered_list_costs_seven_queries_when_nothing_matches(client, world, django_assert_num_queries):
    for _ in range(3):
        world.draft()
    client.force_login(world.cast.pia)
    with django_assert_num_queries(7):
        client.get("/changes/?state=draft&critical_input=aluminium&country_mined=GN")


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_queue_costs_seven_queries_whatever_its_length(client, world, rows, django_assert_num_queries):
    for _ in range(rows):
        world.opened()
    client.force_login(world.cast.dora)
    with django_assert_num_queries(7):
        assert client.get("/changes/cases/").status_code == 200


def test_a_list_goes_on_behind_its_first_page(client, world):
    references = [world.draft().reference for _ in range(27)]
    first = page_of(client, world, "pia")
    token = first.context["next_url"]
    assert references[-1] in first.content.decode() and references[0] not in first.content.decode()
    second = client.get(f"/changes/{token}").content.decode()
    assert references[0] in second and references[-1] not in second


def test_the_industry_body_reads_no_name(client, world):
    report = world.opened().report
    page = page_of(client, world, "ivy").content.decode()
    assert report.reference in page and "Not shared with you" in page
    assert "Alder" not in page and "Report a change" not in page


def test_the_list_fits_its_reader(client, world):
    assert "Report a change" in page_of(client, world, "pia").content.decode()
    assert "Report a change" not in page_of(client, world, "bob").content.decode()
    assert "No reports yet" in page_of(client, world, "pia").content.decode()
    assert "Nothing reported yet" in page_of(client, world, "ivy").content.decode()
    assert "Nothing matches" in page_of(client, world, "pia", "/changes/?state=approved").content.decode()


def test_a_filter_that_does_not_exist_narrows_nothing(client, world):
    report = world.draft()
    for query in ("state=perhaps", "country_mined=%00", "critical_input=x", "before=nonsense"):
        page = page_of(client, world, "pia", f"/changes/?{query}")
        assert page.status_code == 200 and report.reference in page.content.decode()


def test_the_file_has_the_rows_of_the_list_and_names_what_is_closed(client, world):
    report = world.opened().report
    world.share(report, "grade")
    client.force_login(world.cast.hana)
    answer = client.get("/changes/reports.csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["reference"], row["grade"], row["new_supplier"]) for row in rows] == [
        (report.reference, "EN AW-2024", "")
    ]
    assert "supplier" in rows[0]["hidden_groups"] and "grade" not in rows[0]["hidden_groups"]


def test_the_file_has_each_column_once(client, world):
    world.opened()
    client.force_login(world.cast.pia)
    text = client.get("/changes/reports.csv").content.decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    assert header.count("annual_volume_kg") == 1
    assert len(header) == len(set(header)) == len(row)
    assert row[header.index("annual_volume_kg")] == "120000.000"


def test_the_queue_is_narrowed_by_state_and_by_me(client, world):
    open_case, asked = world.opened(), world.asked()
    page = page_of(client, world, "dora", "/changes/cases/?mine=1").content.decode()
    assert open_case.reference in page and asked.reference not in page
    page = page_of(client, world, "dora", "/changes/cases/?state=asked").content.decode()
    assert asked.reference in page and open_case.reference not in page
    page = page_of(client, world, "dora", "/changes/cases/?state=approved").content.decode()
    assert "No cases here" in page


@pytest.mark.parametrize("who", ["pia", "ivy", "hana", "carol"])
def test_the_queue_is_the_administrations(client, world, who):
    assert page_of(client, world, who, "/changes/cases/").status_code == 404
