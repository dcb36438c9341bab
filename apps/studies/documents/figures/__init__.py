"""The pictures of a study: a figure each, with the finding as its title and the numbers behind it."""

from apps.studies.documents.figures.density import density_figure
from apps.studies.documents.figures.dots import dots_figure
from apps.studies.documents.figures.forest import forest_figure
from apps.studies.documents.figures.mandel import mandel_figure
from apps.studies.documents.figures.profile import profile_figure
from apps.studies.documents.figures.scores import z_figure
from apps.studies.documents.figures.youden import youden_figure

__all__ = [
    "density_figure",
    "dots_figure",
    "forest_figure",
    "mandel_figure",
    "profile_figure",
    "youden_figure",
    "z_figure",
]
