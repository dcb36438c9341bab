from tests.studies.interlab.files import written

__all__ = ["written"]
