"""The Django project. Celery is loaded with it, so that tasks bind to our app."""

from consortium.celery import app as celery_app

__all__ = ["celery_app"]
