"""Reading studies. Whoever finds a study here is authorised to know of it."""

from apps.studies.selectors.analysis import CLOSED_ONLY, analysis_of, inputs_of, results_of, runs_of
from apps.studies.selectors.conclusions import conclusions_of, flag_rows, flags_of
from apps.studies.selectors.protocol import power_of_plan, version_views, versions_of
from apps.studies.selectors.record import record_for
from apps.studies.selectors.samples import (
    check_rows,
    checks_of,
    sample_for,
    sample_rows,
    sample_standings,
    sample_views,
    samples_of,
)
from apps.studies.selectors.sheets import (
    MOST_RESULTS,
    attached_files,
    has_counted,
    own_enrolment,
    own_results,
    own_sheet_lines,
    own_sheets,
    raw_file,
    sheet_file,
    sheet_for,
    sheet_of,
)
from apps.studies.selectors.studies import (
    consortia_to_plan_for,
    count_by_state,
    standings_of,
    studies_of,
    study_for,
    study_lines,
    study_view,
    visible_studies,
)
from apps.studies.selectors.waiting import in_progress_for, waiting_for

__all__ = [
    "CLOSED_ONLY",
    "MOST_RESULTS",
    "analysis_of",
    "attached_files",
    "check_rows",
    "checks_of",
    "conclusions_of",
    "consortia_to_plan_for",
    "count_by_state",
    "flag_rows",
    "flags_of",
    "has_counted",
    "in_progress_for",
    "inputs_of",
    "own_enrolment",
    "own_results",
    "own_sheet_lines",
    "own_sheets",
    "power_of_plan",
    "raw_file",
    "record_for",
    "results_of",
    "runs_of",
    "sample_for",
    "sample_rows",
    "sample_standings",
    "sample_views",
    "samples_of",
    "sheet_file",
    "sheet_for",
    "sheet_of",
    "standings_of",
    "studies_of",
    "study_for",
    "study_lines",
    "study_view",
    "version_views",
    "versions_of",
    "visible_studies",
    "waiting_for",
]
