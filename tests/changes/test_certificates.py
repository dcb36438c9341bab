"""A report names a certificate of the register: a real one, valid until it is withdrawn."""

import pytest

from apps.certificates import services as certificates
from apps.changes import services
from apps.core.errors import Invalid
from tests.certificates.world import World as Certified

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(world, monkeypatch):
    monkeypatch.setattr("apps.certificates.handlers.send_to_print", lambda _id: None)
    return Certified(world.cast).issued()


def test_a_valid_certificate_stands_for_the_testing_outcome(world, certificate):
    case = world.opened(certificate_number=certificate.number, testing_outcome="")
    view = world.report_as("dora", case.report)
    assert view.certificate_number == certificate.number
    assert world.report_as("ivy", case.report).certificate_number is None


def test_a_certificate_withdrawn_meanwhile_stops_the_sending(world, certificate):
    report = world.complete(certificate_number=certificate.number)
    certificates.withdraw(certificate_id=certificate.pk, actor=world.actor("bea"), reason="Wrong alloy.")
    with pytest.raises(Invalid) as refused:
        services.submit_report(actor=world.actor("pia"), report_id=report.pk)
    assert list(refused.value.fields) == ["certificate_number"]
