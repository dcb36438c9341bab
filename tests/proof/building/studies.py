"""A study in each state: planned, open with sheets of two laboratories, closed with its analysis."""

from apps.core.actor import system_actor
from apps.studies import services
from apps.studies.models import Sample, Sheet, Study
from tests.proof.world import World, at
from tests.studies import world as making


def build(world: World) -> None:
    """Make the three studies."""
    cast = world.cast
    with at(days=40):
        world.studies["closed"] = making.closed(cast).pk
        _own_sheets(world, "closed")
    with at(days=35):
        study = making.outlying(cast, title="Outlying round")
        world.studies["outlying"] = study.pk
        world.flags["outlying"] = ("outlying", making.ruled(cast, study).pk)
    with at(days=34):
        _published(world)
    with at(days=33):
        _papers(world)
    with at(days=25):
        world.studies["planned"] = making.with_characteristics(
            cast, making.planned(cast, title="Planned round")
        ).pk
    with at(days=24):
        study = making.opened(cast, title="Open round")
        world.studies["open"] = study.pk
        making.enrolled(cast, study, "carol", "colin", "bob")
        services.amend(
            study_id=study.pk,
            reason="More laboratories asked to take part.",
            changes={"laboratories_wanted": 9},
            actor=cast.actor("iris"),
        )
    for minute, (who, start) in enumerate((("carol", "0.0500"), ("colin", "0.0610"), ("carol", "0.0520"))):
        with at(days=23, minutes=-minute):
            making.hand_in(cast, study, who, making.sheet(study, start), file_name=f"{who} {minute}.csv")
    with at(days=22):
        refused = making.hand_in(cast, study, "colin", b"sample,characteristic\nX,Y\n", file_name="wrong.csv")
    with at(days=22, minutes=-5):
        _samples(world, study)
    _own_sheets(world, "open")
    world.sheets["refused"] = ("open", refused.pk)
    with at(days=21):
        draft = making.hand_in(
            cast,
            study,
            "carol",
            making.sheet(study, "0.0530"),
            file_name="carol draft.csv",
            keep_as_draft=True,
            analyst="Ceyda Ceylan",
            instrument="Spectrometer 7",
        )
        raw = services.attach_file(
            sheet_id=draft.pk, file_name="burn 7.dat", content=b"counts", actor=cast.actor("carol")
        )
    world.sheets["draft"] = ("open", draft.pk)
    world.raw_files["draft"] = raw.pk


def _published(world: World) -> None:
    """Conclude a study of which the words are published; another, "closed", publishes nothing."""
    cast = world.cast
    study = making.outlying(cast, title="Published round", publication="conclusion")
    making.confirmed(cast, study, "keep")
    services.conclude(study_id=study.pk, actor=cast.actor("iris"))
    world.studies["published"] = study.pk
    rows = Study.objects.unscoped("the proof names them")
    world.references = {word: rows.get(pk=world.studies[word]).reference for word in ("published", "closed")}


def _papers(world: World) -> None:
    """Have a report made in one language, and ordered in the other. The paper is a few bytes, as a certificate's."""
    for language, word in (("en", "made"), ("tr", "ordered")):
        row = services.order_paper(
            study_id=world.studies["closed"], language=language, actor=world.cast.actor("hana")
        )
        world.papers[word] = ("closed", row.pk)
        if word == "made":
            services.begin_paper(paper_id=row.pk, actor=system_actor())
            name = services.keep_paper(b"%PDF report")
            services.finish_paper(paper_id=row.pk, pdf_sha256=name, actor=system_actor())


def _samples(world: World, study: Study) -> None:
    """Send Cedar its samples; those of the others are prepared."""
    rows = Sample.objects.unscoped("the proof names them").filter(study=study)
    own = list(rows.filter(enrolment__organisation=world.cast.cedar).order_by("code"))
    making.dispatched(world.cast, study, own)
    world.samples["open cedar"] = ("open", own[0].pk)
    prepared = rows.filter(enrolment__organisation=world.cast.cypress).order_by("code").first()
    world.samples["open cypress"] = ("open", prepared.pk)


def _own_sheets(world: World, word: str) -> None:
    """Name the taken sheet of each laboratory."""
    rows = Sheet.objects.unscoped("the proof names them").filter(
        enrolment__study=world.studies[word], state="taken"
    )
    for row in rows.select_related("enrolment__organisation"):
        world.sheets[f"{word} {row.enrolment.organisation.name.split()[0].lower()}"] = (word, row.pk)


__all__ = ["build", "services"]
