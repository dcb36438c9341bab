"""Keysets: every row once, in its order, whatever is equal; a cursor is taken whole or refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.core.errors import Invalid
from apps.core.paging import NEWEST, Keyset

pytestmark = pytest.mark.django_db
ROWS = [("b", 1), ("a", 2), ("b", 2), ("a", 1), ("c", 1), ("b", 1), ("a", 2)]
ORDERS = [("name", "id"), ("-name", "-id"), ("name", "-created_at", "id"), ("-created_at", "name", "-id")]


@pytest.fixture
def people():
    now = timezone.now()
    for number, (name, days) in enumerate(ROWS):
        User.objects.create_user(f"{number}@p.example", name=name, created_at=now - timedelta(days=days))
    return User.objects.all()


def pages(keyset, rows, most):
    cursor = ""
    while True:
        page = keyset.page(rows, cursor=cursor, most=most)
        yield [row.pk for row in page.rows]
        if not (cursor := page.next_token):
            return


@pytest.mark.parametrize("most", [1, 2, 3, 7, 8])
@pytest.mark.parametrize("columns", ORDERS, ids=str)
def test_pages_follow_each_other_without_gap_or_double(people, columns, most):
    found = list(pages(Keyset(*columns), people, most))
    assert [pk for page in found for pk in page] == list(
        people.order_by(*columns).values_list("pk", flat=True)
    )
    assert {len(page) for page in found[:-1]} <= {most}


def test_a_row_that_comes_in_between_moves_no_other(people):
    keyset = Keyset("name", "id")
    first = keyset.page(people, most=3)
    before = set(people.values_list("pk", flat=True))
    User.objects.create_user("new@p.example", name="0")  # sorts before the place that the cursor holds
    rest = keyset.page(people, cursor=first.next_token, most=9)
    seen = [row.pk for row in (*first.rows, *rest.rows)]
    assert (len(seen), set(seen)) == (len(ROWS), before)


def test_a_page_takes_one_query(people, django_assert_num_queries):
    keyset = Keyset("name", "id")
    cursor = keyset.page(people, most=2).next_token
    with django_assert_num_queries(1):
        keyset.page(people, cursor=cursor, most=2)


def test_a_cursor_that_is_not_whole_is_refused(people):
    keyset = Keyset("name", "id")
    cursor = keyset.page(people, most=2).next_token
    torn = [cursor[:end] for end in range(1, len(cursor))] + [
        cursor[1:],
        cursor + "x",
        "x",
        ":",
        "\x00",
        "é:é",
    ]
    for token in torn:
        with pytest.raises(Invalid, match="not one of ours"):
            keyset.page(people, cursor=token)


def test_a_cursor_of_another_order_is_refused(people):
    cursor = Keyset("name", "id").page(people, most=2).next_token
    for other in (Keyset("-name", "id"), Keyset("id"), NEWEST):
        with pytest.raises(Invalid):
            other.page(people, cursor=cursor)


def test_a_column_of_another_table_is_followed(cast):
    from apps.accounts.models import Membership

    rows = Membership.objects.select_related("organisation")
    keyset = Keyset("organisation__name_key", "-id")
    found = [pk for page in pages(keyset, rows, 4) for pk in page]
    assert found == list(rows.order_by("organisation__name_key", "-id").values_list("pk", flat=True))
