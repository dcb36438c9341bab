"""The statistics of joint testing: numbers in, numbers out, no Django.

`Cells.from_results(rows)` arranges results, `analyse(cells)` answers with an `Analysis`. The README beside
this file has a worked example, which the tests run.
"""

from .algorithm_s import PooledSpread, pooled_spread
from .analysis import EDITION, ENGINE_VERSION, Analysis, analyse
from .assigned import AssignedValue, agreement, consensus_value, reference_value, value_against_crm
from .cells import Cells, DuplicateResultError
from .censored import CensoredFit, censored_fit
from .conformity import Conformance, Conformity, conformance
from .consensus import Combined, Consensus, Weighted, consensus_of
from .critical import Critical
from .degrees import Degrees, degrees_of_equivalence
from .density import Density, density_of
from .differences import Differences, LeftOut, differences_of
from .e691 import Material, e691_of
from .equivalence import Equivalence, equivalence_of
from .estimates import Estimate
from .figures import Interval, LabFigures, Level
from .functional import Coefficient, Relation, Relations, relations_of
from .g_test import GTest, g_tests
from .homogeneity import Homogeneity, homogeneity_of, sigma_from_margin
from .intervals import LevelIntervals, intervals_of
from .joint_decision import all_hold, holm, p_of_all
from .logarithms import NotPositiveError, Ratio
from .measured import Measured, Summary
from .nested import Component, Nested, UnbalancedError, nested_of
from .noninferiority import Direction, NonInferiority, Standing, non_inferiority_of
from .notes import Note
from .power import Assumed, chance, chances, fewest_laboratories
from .precision import CONFIDENCE, LIMIT_FACTOR
from .precision_ratio import PrecisionRatio, precision_ratio_of
from .reported import Reported, screened
from .robust import Robust, robust_of
from .scores import LabScores, Score, Scores, scale_of, scores_of
from .stability import Stability, stability_of
from .tost import ALPHA, Decision, Margins
from .two_samples import TwoSamples, two_samples_of
from .verdicts import OutlierTest, Verdict
from .weighted_equivalence import WeightedEquivalence, weighted_equivalence_of

__all__ = [
    "ALPHA",
    "CONFIDENCE",
    "EDITION",
    "ENGINE_VERSION",
    "LIMIT_FACTOR",
    "Analysis",
    "AssignedValue",
    "Assumed",
    "Cells",
    "CensoredFit",
    "Coefficient",
    "Combined",
    "Component",
    "Conformance",
    "Conformity",
    "Consensus",
    "Critical",
    "Decision",
    "Degrees",
    "Density",
    "Differences",
    "Direction",
    "DuplicateResultError",
    "Equivalence",
    "Estimate",
    "GTest",
    "Homogeneity",
    "Interval",
    "LabFigures",
    "LabScores",
    "LeftOut",
    "Level",
    "LevelIntervals",
    "Margins",
    "Material",
    "Measured",
    "Nested",
    "NonInferiority",
    "NotPositiveError",
    "Note",
    "OutlierTest",
    "PooledSpread",
    "PrecisionRatio",
    "Ratio",
    "Relation",
    "Relations",
    "Reported",
    "Robust",
    "Score",
    "Scores",
    "Stability",
    "Standing",
    "Summary",
    "TwoSamples",
    "UnbalancedError",
    "Verdict",
    "Weighted",
    "WeightedEquivalence",
    "agreement",
    "all_hold",
    "analyse",
    "censored_fit",
    "chance",
    "chances",
    "conformance",
    "consensus_of",
    "consensus_value",
    "degrees_of_equivalence",
    "density_of",
    "differences_of",
    "e691_of",
    "equivalence_of",
    "fewest_laboratories",
    "g_tests",
    "holm",
    "homogeneity_of",
    "intervals_of",
    "nested_of",
    "non_inferiority_of",
    "p_of_all",
    "pooled_spread",
    "precision_ratio_of",
    "reference_value",
    "relations_of",
    "robust_of",
    "scale_of",
    "scores_of",
    "screened",
    "sigma_from_margin",
    "stability_of",
    "two_samples_of",
    "value_against_crm",
    "weighted_equivalence_of",
]
