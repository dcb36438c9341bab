"""Invitations of colleagues in each state, and a colleague who has come and gone."""

from datetime import timedelta

from django.core import mail

from apps.accounts import services
from tests.proof.world import NOW, World, at, deliver


def build(world: World) -> None:
    """Alice has invited three: one waits, one was taken back, one came and left again. Hana has invited one."""
    for word, who, days in (
        ("gone", "alice", 30),
        ("taken back", "alice", 12),
        ("open", "alice", 10),
        ("hazel", "hana", 9),
    ):
        _invited(world, word, who, days)
    with at(days=29):
        kit = services.join_as_newcomer(
            invitation_id=world.colleagues["gone"],
            name="Kit Kaya",
            password="a long sentence of hers",
            now=NOW - timedelta(days=29),
        )
    with at(days=15):
        services.change_role(person_id=kit.pseudonym, role="procurement", actor=world.actor("alice"))
    with at(days=11):
        services.end_membership(person_id=kit.pseudonym, actor=world.actor("alice"))
        services.take_back(invitation_id=world.colleagues["taken back"], actor=world.actor("alice"))
    people = world.cast.people
    world.colleague_ids.update(
        {name: people[name].pseudonym for name in ("alice", "bob")}, gone=kit.pseudonym
    )


def _invited(world: World, word: str, who: str, days: int) -> None:
    with at(days=days):
        sent = services.invite_colleague(
            email=f"{word.replace(' ', '.')}@colleague.example", role="engineer", actor=world.actor(who)
        )
        deliver()
    world.colleagues[word] = sent.pk
    world.links[word] = str(mail.outbox[-1].body).split("/account/join/")[1].split("/")[0]
