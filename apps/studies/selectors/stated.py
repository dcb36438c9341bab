"""The uncertainties that laboratories stated beside their results: an input of every run."""

from apps.studies.models import Study
from apps.studies.rules.codes import level_name
from apps.studies.rules.stated import Stated
from apps.studies.selectors.inputs import counted_results


def stated_of(study: Study) -> list[Stated]:
    """Give the expanded uncertainty (k = 2) of every counted result that states one, sorted.

    For services only: it knows no embargo, and after it a laboratory's uncertainties stay its own.
    """
    rows = counted_results(study).filter(uncertainty__isnull=False)
    found = rows.values_list(
        "sheet__enrolment__code", "item__code", "characteristic__code", "replicate", "uncertainty"
    )
    return sorted(
        (laboratory, level_name(item, code), replicate, f"{uncertainty.normalize():f}")
        for laboratory, item, code, replicate, uncertainty in found.iterator(chunk_size=5000)
        if uncertainty is not None
    )
