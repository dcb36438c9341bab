"""Who gets what from each operation of the API; cells are read as in pages.py."""

from tests.proof.walk.pages import CERTIFICATE, EVERYBODY, LISTED, OWN_REPORT, SEEN, SIGNED_IN, STUDY, Cells

OPERATIONS: Cells = {
    "api-me": {"GET": SIGNED_IN},
    "api-keys": {"POST": {"": "201 all"}},
    "api-organisation": {"GET": SIGNED_IN},
    "api-people": {"GET": SIGNED_IN},
    "api-person-role": {
        "POST": {"bob": "403 all | 404 leads | 200 alice", "alice": "403 all | 404 leads | 403 alice"},
    },
    "api-person-end": {
        "POST": {
            "bob": "403 all | 404 leads | 204 alice",
            "alice": "403 all | 404 leads | 409 alice",
            "gone": "403 all | 404 leads",
        },
    },
    "api-colleagues": {"GET": {"": "403 all | 200 leads"}, "POST": {"": "403 all | 201 leads"}},
    "api-colleague-send-again": {"POST": {"open": "204 alice", "taken back": "409 alice"}},
    "api-colleague-take-back": {"POST": {"open": "204 alice", "taken back": "409 alice"}},
    "api-consortia": {"GET": SIGNED_IN, "POST": {"": "403 all | 201 oak"}},
    "api-members": {"GET": {"ours": "200 members"}},
    "api-consortium-calls": {"POST": {"ours": "403 members | 201 oak"}},
    "api-invitations": {"GET": {"ours": "200 members"}, "POST": {"ours": "403 members | 201 oak"}},
    "api-invitation-accept": {"POST": {"": "201 all nobody"}},  # the link is the key
    "api-invitation-accept-with-account": {"POST": {"": "403 all"}},  # it is for another address
    "api-invitation-resend": {"POST": {"open": "204 oak", "accepted": "409 oak"}},
    "api-invitation-revoke": {"POST": {"open": "204 oak", "accepted": "409 oak"}},
    "api-calls": {"GET": SIGNED_IN},
    "api-inputs": {"GET": SIGNED_IN},
    "api-input": {"GET": {"aluminium": "200 all", "unknown": ""}},
    "api-countries": {"GET": SIGNED_IN},
    "api-materials": {
        "GET": SIGNED_IN,
        "POST": {"": "403 all | 201 oak alice pia hana | 422 eve fay"},  # for a consortium that is not theirs
    },
    "api-studies": {"GET": SIGNED_IN, "POST": {"": "403 members | 201 oak"}},
    "api-study": {
        "GET": STUDY,
        "PATCH": {"planned": "200 iris | 403 ike", "open": "403 members | 409 iris"},
    },
    "api-study-amendments": {
        "POST": {"open": "403 members | 201 iris", "closed": "403 members | 409 iris"},
    },
    "api-study-protocol": {"GET": STUDY},
    "api-study-power": {"GET": {"closed": "400 members", "planned": "400 oak"}},  # without a guess
    "api-study-protocol-file": {
        "GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"}
    },
    "api-study-characteristics": {
        "POST": {"planned": "201 iris | 403 ike", "open": "403 members | 409 iris"},
    },
    "api-study-characteristic": {
        "PATCH": {"planned": "200 iris | 403 ike", "open": "403 members | 409 iris"},
        "DELETE": {"planned": "204 iris | 403 ike", "open": "403 members | 409 iris"},
    },
    "api-study-open": {"POST": {"planned": "200 iris | 403 ike", "open": "403 members | 409 iris"}},
    "api-study-enrol": {
        "POST": {"open": "403 oak birch | 201 hana | 409 alder labs", "planned": "403 oak"},
    },
    "api-study-close": {"POST": {"open": "403 members | 200 iris", "closed": "403 members | 409 iris"}},
    "api-sheets": {
        "GET": STUDY,  # an empty list for who is not enrolled
        "POST": {"open": "403 members | 201 labs alice bob", "closed": "403 members | 409 labs alice bob"},
    },
    "api-sheet": {
        "GET": {"open cedar": "200 carol", "refused": "200 colin", "draft": "200 carol"},
        "DELETE": {"draft": "204 carol", "open cedar": "409 carol"},
    },
    "api-sheet-submission": {
        "POST": {"draft": "200 carol", "open cedar": "409 carol", "refused": "409 colin"}
    },
    "api-sheet-files": {
        "GET": {"draft": "200 carol", "open cedar": "200 carol"},
        "POST": {"draft": "415 carol", "open cedar": "415 carol"},  # JSON, which holds no file
    },
    "api-sheet-file": {"GET": {"draft": "200 carol"}, "DELETE": {"draft": "204 carol"}},
    "api-samples": {"GET": {"open": "200 members", "planned": "200 oak"}},  # each its own
    "api-samples-dispatch": {"POST": {"open": "403 members | 201 iris", "closed": "403 members | 409 iris"}},
    "api-sample-receipt": {"POST": {"open cedar": "201 carol | 403 oak"}},
    "api-sample-damage": {"POST": {"open cedar": "201 carol | 403 oak"}},
    "api-study-checks": {
        "GET": {"open": "403 members | 200 oak", "closed": "200 members"},
        "POST": {"open": "403 members | 201 iris", "closed": "403 members | 409 iris"},
    },
    "api-study-waivers": {"POST": {"open": "403 members | 201 iris", "closed": "403 members | 409 iris"}},
    "api-study-coordinators": {
        "GET": STUDY,  # an empty list for who does not lead the convener
        "POST": {"open": "403 members | 201 ike", "closed": "403 members | 201 ike"},
    },
    "api-study-runs": {"GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"}},
    "api-study-flags": {"GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"}},
    "api-study-flag-ruling": {"POST": {"outlying": "403 members | 409 iris"}},
    "api-study-flag-confirmation": {"POST": {"outlying": "403 members | 201 ike"}},
    "api-study-flag-return": {"POST": {"outlying": "403 members | 201 ike"}},
    "api-study-conclusions": {"GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"}},
    "api-study-conclude": {
        "POST": {"closed": "403 members | 200 iris", "outlying": "403 members | 409 iris"}
    },
    "api-study-scores": {"GET": {"closed": "200 labs alder", "open": "409 labs alder"}},
    "api-study-papers": {
        "GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"},
        "POST": {"closed": "201 members", "planned": "409 oak", "open": "409 members"},
    },
    "api-study-paper-file": {"GET": {"made": "200 members", "ordered": ""}},
    "api-public-studies": {"GET": {"": "200 all nobody"}},
    "api-public-study": {
        "GET": {"published": "200 all nobody", "closed": "404 nobody", "unknown": "404 nobody"}
    },
    "api-analysis": {"GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"}},
    "api-certificates": {
        "GET": SIGNED_IN,
        "POST": {"": "403 members | 201 labs | 409 alice pia hana ike"},
    },
    "api-certificate": {"GET": CERTIFICATE},
    "api-certificate-pdf": {"GET": {"issued": "200 alder birch", "requested": ""}},
    "api-certificate-evaluation": {
        "POST": {"requested": "403 oak bea | 201 emil", "issued": "403 alder bea | 409 emil"},
    },
    "api-certificate-decision": {
        "POST": {"evaluated": "403 hana emil | 201 bea", "requested": "403 oak emil | 409 bea"},
    },
    "api-certificate-withdrawal": {
        "POST": {"issued": "403 alder emil | 201 bea", "requested": "403 oak emil | 409 bea"},
    },
    "api-certificate-letters": {
        "GET": {"issued": "200 alder | 403 birch"},
        "POST": {"issued": "403 bob birch | 201 alice pia", "superseded": "403 bob birch | 409 alice pia"},
    },
    "api-batches": {"GET": SIGNED_IN, "POST": {"": "403 all | 201 bea"}},
    "api-batch": {"GET": {"ordered": "200 birch", "done": "200 birch"}},
    "api-batch-files": {"GET": {"done": "200 birch", "ordered": "409 birch"}},
    "api-verify-file": {"POST": {"": "415 all nobody"}},
    "api-certificate-suspension": {
        "POST": {"issued": "403 alder emil | 201 bea", "superseded": "403 alder emil | 409 bea"},
    },
    "api-certificate-reinstatement": {"POST": {"issued": "403 alder emil | 409 bea"}},
    "api-certificate-surveillance": {
        "POST": {"issued": "403 alder | 422 birch", "superseded": "403 alder | 409 birch"},
    },
    "api-certificate-amendment": {
        "POST": {"issued": "403 alder emil | 201 bea", "superseded": "403 alder emil | 409 bea"},
    },
    "api-certificate-listing": {
        "GET": {"issued": "403 bob birch | 200 alice pia"},
        "POST": {
            "issued": "403 bob birch | 201 alice pia",
            "superseded": "403 bob birch | 409 alice pia",
        },
        "DELETE": {"superseded": "403 bob birch | 204 alice pia"},
    },
    "api-directory": {"GET": EVERYBODY},
    "api-directory-entry": {"GET": LISTED},
    "api-verify": {"GET": {"issued": "200 all nobody", "unknown": "404 nobody"}},
    "api-credential": {
        "GET": {"issued": "403 all nobody", "unknown": "404 nobody"}
    },  # without the fingerprint
    "api-status-list": {
        "GET": {"revocation": "200 all nobody", "suspension": "200 all nobody", "other": "404 nobody"}
    },
    "api-reports": {"GET": SIGNED_IN, "POST": {"": "403 all | 201 reporters"}},
    "api-report": {
        "GET": SEEN,
        "PATCH": {
            "draft": "200 alice pia | 403 bob",
            "active one": "403 bob hana office ivy | 409 alice pia",
        },
    },
    "api-report-submit": {
        "POST": {"draft": "201 alice pia | 403 bob", "active one": "403 bob hana office ivy | 409 alice pia"},
    },
    "api-report-shares": {
        "GET": OWN_REPORT,
        "POST": {"draft": "201 alice pia | 403 bob", "hazel": "201 hana | 403 office ivy"},
    },
    "api-report-share-revoke": {"POST": {"active one": "204 alice pia | 403 bob hana office ivy"}},
    "api-cases": {"GET": SIGNED_IN},
    "api-case": {"GET": {"hazel": "200 hana office", "active one": "200 alder office"}},
    "api-case-question": {"POST": {"hazel": "403 hana | 201 office", "active one": "403 alder | 409 office"}},
    "api-case-answer": {
        "POST": {"active one": "201 alice pia | 403 bob office", "hazel": "403 office | 409 hana"},
    },
    "api-case-recommendation": {
        "POST": {"hazel": "403 hana | 201 office", "active one": "403 alder | 409 office"},
    },
    "api-case-return": {
        "POST": {"consortium one": "403 alder dora | 201 dan", "hazel": "403 hana dora | 409 dan"},
    },
    "api-case-decision": {
        "POST": {"consortium one": "403 alder dora | 201 dan", "hazel": "403 hana dora | 409 dan"},
    },
}
