"""The command `interlab`: a CSV file in, the engine's numbers out as plain data or as a table; no database."""

from apps.studies.interlab.comparison import Question, comparison_of
from apps.studies.interlab.consensus import consensus_of
from apps.studies.interlab.faults import BadFile
from apps.studies.interlab.levels import levels_of
from apps.studies.interlab.printing import as_text

__all__ = ["BadFile", "Question", "as_text", "comparison_of", "consensus_of", "levels_of"]
