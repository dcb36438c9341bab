"""Cursor pages of the API, newest first."""

from rest_framework.pagination import CursorPagination


class Newest(CursorPagination):
    """A page of rows ordered by (created_at, id); the next page's address is in `next`."""

    ordering = ("-created_at", "-id")
    page_size = 50
