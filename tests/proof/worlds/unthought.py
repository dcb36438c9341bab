"""Worlds that nobody thought of: grants with partial masks and rare states, for hypothesis to build from."""

from datetime import timedelta

from hypothesis import strategies as st

from apps.changes.models import Report, ReportGrant, Shipment
from tests.proof.building.reports import values
from tests.proof.world import NOW, World
from tests.proof.worlds.oracle import GROUPS

DAY = timedelta(days=1)
NEAR = st.sampled_from([-40 * DAY, -DAY, timedelta(0), timedelta(microseconds=1), DAY])
MASKS = st.one_of(
    st.sampled_from([1 << bit for bit, _columns in GROUPS.values()]),
    st.integers(min_value=1, max_value=255),
)
GRANT = st.fixed_dictionaries(
    {
        "to": st.sampled_from(["hazel", "consortium", "cedar", "fir", "elm"]),
        "mask": MASKS,
        "purpose": st.sampled_from(["qualification", "supply_security", "statistics", "casework"]),
        "begins": NEAR,
        "lasts": st.sampled_from([timedelta(microseconds=1), DAY, 40 * DAY]),
        "revoked": st.booleans(),
    }
)
REPORT = st.fixed_dictionaries(
    {"embargo": st.one_of(st.none(), NEAR), "grants": st.lists(GRANT, min_size=1, max_size=3)}
)


def make(world: World, number: int, said: dict) -> Report:
    """Put a report of Alder with its grants into the world; a service would not give such dates."""
    plain = {name: value for name, value in values(number).items() if name != "shipments"}
    codes = {f"{name}_id": plain.pop(name) for name in list(plain) if name.startswith("country")}
    embargo = None if said["embargo"] is None else NOW + said["embargo"]
    report = Report.objects.create(
        owner=world.cast.alder,
        reference=f"SC-GEN-{number}",
        critical_input=world.cast.critical_input,
        created_at=NOW - timedelta(hours=number),
        embargo_until=embargo,
        **plain,
        **codes,
    )
    Shipment.objects.create(report=report, ships_on=NOW.date(), mass_kg=number)
    for grant in said["grants"]:
        begins = NOW + grant["begins"]
        revoked = {"revoked_at": NOW, "revoked_by": report.pk} if grant["revoked"] else {}
        ReportGrant.objects.create(
            obj=report,
            obj_created_at=report.created_at,
            grantor=world.cast.alder,
            grantee=getattr(world.cast, grant["to"]),
            mask=grant["mask"],
            purpose=grant["purpose"],
            valid_from=begins,
            valid_until=begins + grant["lasts"],
            created_by=report.pk,
            **revoked,
        )
    return report
