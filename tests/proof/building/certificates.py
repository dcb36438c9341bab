"""Certifications in every state. The paper is a few bytes: WeasyPrint is not what is proven here."""

from django.utils import timezone

from apps.certificates import selectors, services
from apps.certificates.documents import archive
from apps.certificates.models import Certificate
from apps.core.actor import system_actor
from tests.proof.world import World, at

LISTED = {"withdrawn": "results", "superseded": "entry"}


def build(world: World) -> None:
    """Alder's were refused, withdrawn, superseded by the issued; Hazel's is evaluated, the institution's requested.

    The withdrawn one stood in the directory with its results and was taken out, the superseded one stands there.
    """
    services.keep_a_key(actor=system_actor())
    for days, word in ((38, "refused"), (37, "withdrawn"), (36, "superseded"), (35.5, "issued")):
        with at(days=days):
            world.certificates[word] = _amended(world) if word == "issued" else _requested(world, "alice")
            _evaluated(world, word)
            _decided(world, word)
    with at(days=35.2):
        alice = world.actor("alice")
        services.unlist(certificate_id=world.certificates["withdrawn"], actor=alice)
    with at(days=35):
        world.certificates["evaluated"] = _requested(world, "hana")
        _evaluated(world, "evaluated")
    with at(days=34):
        world.certificates["requested"] = _requested(world, "ike")
    with at(days=33):
        world.batches["ordered"] = _ordered(world, "evaluated").pk
        _sent(world, "issued", "taken@customer.example")
        services.send_certificate(
            certificate_id=world.certificates["issued"],
            actor=world.actor("alice"),
            address="waiting@customer.example",
            language="en",
            line="For order 4711",
        )


def _requested(world: World, who: str):  # type: ignore[no-untyped-def]
    return services.request_certification(
        study_id=world.studies["closed"],
        material_id=world.cast.candidate.pk,
        body_id=world.cast.birch.pk,
        actor=world.actor(who),
    ).pk


def _amended(world: World):  # type: ignore[no-untyped-def]
    old = world.certificates["superseded"]
    return services.amend(certificate_id=old, actor=world.actor("bea"), reason="The grade was a slip.").pk


def _evaluated(world: World, word: str) -> None:
    services.evaluate(
        certificate_id=world.certificates[word], actor=world.actor("emil"), evaluation=f"Evaluation, {word}."
    )


def _ordered(world: World, word: str):  # type: ignore[no-untyped-def]
    return services.order_batch(
        certificate_ids=[world.certificates[word]],
        actor=world.actor("bea"),
        reasons=f"So, {word}.",
        months=36,
    )


def _approved_together(world: World, word: str) -> None:
    batch = _ordered(world, word)
    for line_id in selectors.lines_of(batch.pk):
        services.judge_line(line_id=line_id, actor=system_actor())
    world.batches["done"] = batch.pk


def _sent(world: World, word: str, address: str) -> None:
    letter = services.send_certificate(
        certificate_id=world.certificates[word], actor=world.actor("pia"), address=address, language="en"
    )
    posting = services.begin_letter(letter_id=letter.pk, actor=system_actor())
    assert posting
    services.finish_letter(
        letter_id=letter.pk, pdf_sha256=posting.certificate.pdf_sha256, actor=system_actor()
    )


def _decided(world: World, word: str) -> None:
    decision = {
        "certificate_id": world.certificates[word],
        "actor": world.actor("bea"),
        "reasons": f"So, {word}.",
    }
    if word == "refused":
        services.refuse(**decision)
        return
    if word == "withdrawn":
        _approved_together(world, word)
    else:
        services.approve(**decision, months=36)
    pk = world.certificates[word]
    printing = services.begin_issue(certificate_id=pk, actor=system_actor())
    assert printing
    pdf_sha256 = archive.keep(f"%PDF-1.7 {printing.number}".encode())
    seal_id = services.active_seal(now=timezone.now()).row_id
    services.finish_issue(certificate_id=pk, pdf_sha256=pdf_sha256, seal_id=seal_id, actor=system_actor())
    world.numbers[word] = Certificate.objects.unscoped("the proof").get(pk=pk).number
    if word in LISTED:
        services.list_publicly(certificate_id=pk, actor=world.actor("alice"), level=LISTED[word])
    if word == "withdrawn":
        services.withdraw(
            certificate_id=pk, actor=world.actor("bea"), reason="The producer changed the alloy."
        )
