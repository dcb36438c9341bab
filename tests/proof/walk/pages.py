"""Who gets what from each page: name, method, object, answer (how a cell is read: people.py).

A method that is not named changes nothing: it answers as GET does, or 405. An address that is not here fails.
"""

Cells = dict[str, dict[str, dict[str, str]]]

EVERYBODY = {"": "200 all nobody"}
SIGNED_IN = {"": "200 all"}
CONVENER = {"ours": "200 oak"}
CONVENER_DOES = {"ours": "302 oak"}
STUDY = {"closed": "200 members", "planned": "200 oak"}
CERTIFICATE = {"issued": "200 alder birch", "evaluated": "200 hazel birch", "requested": "200 oak birch"}
LISTED = {"superseded": "200 all nobody", **dict.fromkeys(("issued", "withdrawn", "unknown"), "404 nobody")}
SEEN = {
    "draft": "200 alder",
    "active one": "200 alder hana office ivy",  # granted to hana's firm, to the others by duty
    "consortium one": "200 members office ivy",
    "hazel": "200 hana office ivy",
}
OWN_REPORT = {"draft": "200 alder", "hazel": "200 hana"}
OWN_SENT = {"draft": "", "hazel": "200 hana", "active one": "200 alder"}

ACCOUNT: Cells = {
    "home": {"GET": EVERYBODY},
    "account_login": {"GET": {"": "302 all | 200 nobody"}},
    "account_logout": {"GET": SIGNED_IN, "POST": {"": "302 all"}},
    "account_change_password": {"GET": SIGNED_IN},
    "account_reset_password": {"GET": EVERYBODY},
    "account_reset_password_done": {"GET": EVERYBODY},
    "account_reset_password_from_key": {"GET": {"unknown": "200 all nobody"}},
    "account_reset_password_from_key_done": {"GET": EVERYBODY},
    "account_reauthenticate": {"GET": SIGNED_IN},
    "accounts:switch": {"POST": {"": "302 all"}},
    "accounts:organisation": {"GET": SIGNED_IN, "POST": {"": "403 all | 302 leads"}},
    "accounts:keys": {"GET": SIGNED_IN, "POST": {"": "201 all"}},
    "accounts:invite": {"GET": {"": "200 leads"}, "POST": {"": "302 leads"}},
    "accounts:send_again": {"POST": {"open": "302 alice", "taken back": "302 alice"}},
    "accounts:take_back": {"POST": {"open": "302 alice", "taken back": "302 alice"}},
    "accounts:person": {
        "GET": {"bob": "200 alice", "alice": "200 alice", "gone": "200 alice"},
        "POST": {"bob": "302 alice", "alice": "422 alice", "gone": ""},
    },
    "accounts:end": {"POST": {"bob": "302 alice", "alice": "302 alice", "gone": ""}},
    "accounts:join": {"GET": {"": "404 nobody"}},
    "accounts:open_link": {"GET": {"open": "302 all nobody", "unknown": "302 all nobody"}},
    "set_language": {"GET": {"": "302 all"}},
    "notifications:news": {"GET": SIGNED_IN},
    "notifications:mark_read": {"POST": {"": "302 all"}},
    "demo:sign_in": {"POST": {"": "404 nobody"}},
    "demo:mail": {"GET": EVERYBODY},
    "schema": {"GET": EVERYBODY},
    "docs": {"GET": EVERYBODY},
    "live": {"GET": EVERYBODY},
    "ready": {"GET": EVERYBODY},
    "supply:inputs": {"GET": SIGNED_IN},
    "supply:input": {"GET": {"aluminium": "200 all", "unknown": ""}},
}

CONSORTIA: Cells = {
    "consortia:list": {"GET": SIGNED_IN},
    "consortia:create": {"GET": {"": "200 oak"}, "POST": {"": "302 oak"}},
    "consortia:detail": {"GET": {"ours": "200 members"}},
    "consortia:invite": {"GET": CONVENER, "POST": CONVENER_DOES},
    "consortia:publish_call": {"GET": CONVENER, "POST": CONVENER_DOES},
    "consortia:resend": {"POST": {"open": "302 oak", "accepted": "302 oak"}},
    "consortia:revoke": {"POST": {"open": "302 oak", "accepted": "409 oak"}},
    "invitation:answer": {"GET": {"": "404 nobody"}},
    "invitation:decline": {"POST": {"": "404 nobody"}},
    "invitation:welcome": {"GET": EVERYBODY},
    "invitation:open": {"GET": {"open": "302 all nobody", "unknown": "302 all nobody"}},
}

STUDIES: Cells = {
    "studies:list": {"GET": SIGNED_IN},
    "studies:plan": {"GET": {"": "200 oak"}},
    "studies:add_material": {"GET": {"": "200 oak"}},
    "studies:detail": {"GET": STUDY},
    "studies:protocol": {
        "GET": STUDY,
        "POST": {"planned": "302 iris | 403 ike", "closed": "403 members | 409 iris"},
    },
    "studies:protocol_file": {"GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"}},
    "studies:revise": {
        "GET": {"planned": "200 iris | 403 ike", "open": "403 ike | 409 iris"},
        "POST": {"planned": "302 iris | 403 ike", "open": "403 ike | 409 iris"},
    },
    "studies:amend": {
        "GET": {"open": "200 iris | 403 ike", "planned": "403 ike | 409 iris"},
        "POST": {"open": "422 iris | 403 ike", "closed": "403 ike | 409 iris"},  # without a reason
    },
    "studies:protocol_text": {"GET": {"closed": "200 members", "open": "200 oak", "planned": ""}},
    "studies:change_characteristic": {
        "GET": {"planned": "200 oak"},
        "POST": {"planned": "302 iris | 403 ike", "open": "403 ike | 409 iris"},
    },
    "studies:remove_characteristic": {
        "POST": {"planned": "302 iris | 403 ike", "open": "403 ike | 409 iris"}
    },
    "studies:open": {"POST": {"planned": "302 iris | 403 ike", "open": "403 ike | 409 iris"}},
    "studies:laboratories": {"GET": {"planned": "200 oak"}},
    "studies:enrol": {"POST": {"open": "302 hana | 403 ike | 409 labs alice bob", "planned": "403 ike"}},
    "studies:results": {
        "GET": {"open": "200 alder labs", "planned": ""},
        "POST": {"open": "422 alder labs", "planned": ""},  # without a file
    },
    "studies:empty_sheet": {"GET": {"open": "200 alder labs", "planned": ""}},
    "studies:empty_workbook": {"GET": {"open": "200 alder labs", "planned": ""}},
    "studies:enter": {
        "GET": {"open": "200 labs alice bob", "planned": "", "closed": ""},
        "POST": {"open": "422 labs alice bob", "planned": ""},  # nothing typed
    },
    "studies:sheet": {"GET": {"open cedar": "200 carol", "refused": "200 colin", "draft": "200 carol"}},
    "studies:sheet_file": {"GET": {"open cedar": "200 carol", "refused": "200 colin", "draft": "200 carol"}},
    "studies:go_on": {
        "GET": {"draft": "200 carol", "open cedar": "409 carol"},
        "POST": {"draft": "422 carol", "open cedar": "409 carol"},  # nothing typed
    },
    "studies:submit_draft": {
        "POST": {"draft": "302 carol", "open cedar": "422 carol", "refused": "422 colin"}
    },
    "studies:discard_draft": {"POST": {"draft": "302 carol", "open cedar": "409 carol"}},
    "studies:attach_file": {"POST": {"draft": "422 carol", "open cedar": "422 carol"}},  # without a file
    "studies:raw_file": {"GET": {"draft": "200 carol"}},
    "studies:detach_file": {"POST": {"draft": "302 carol"}},
    "studies:progress": {"GET": {"open cedar": "302 carol", "refused": "302 colin"}},
    "studies:close": {
        "GET": {"open": "200 oak"},
        "POST": {"open": "302 iris | 403 ike", "closed": "403 ike | 409 iris"},
    },
    "studies:analysis": {"GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"}},
    "studies:analysis_csv": {"GET": {"closed": "200 members", "open": "409 members"}},
    "studies:samples": {"GET": {"open": "200 oak alder labs", "planned": "200 oak"}},
    "studies:dispatch": {"POST": {"open": "302 iris | 403 ike"}},
    "studies:check_item": {"POST": {"open": "302 iris | 403 ike"}},
    "studies:waive_check": {"POST": {"open": "302 iris | 403 ike"}},
    "studies:sample": {"GET": {"open cedar": "200 oak carol", "open cypress": "200 oak colin"}},
    "studies:receive_sample": {"POST": {"open cedar": "302 carol | 403 ike"}},
    "studies:hand_over": {"POST": {"planned": "302 ike", "closed": "302 ike | 403 alice hana labs"}},
    "studies:outliers": {"GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"}},
    "studies:flag": {
        "GET": {"outlying": "200 members"},
        "POST": {"outlying": "403 members | 409 iris"},  # ruled on already
    },
    "studies:confirm_flag": {"POST": {"outlying": "302 ike | 403 iris"}},  # she ruled
    "studies:return_flag": {"POST": {"outlying": "302 ike | 403 iris"}},
    "studies:conclusion": {"GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"}},
    "studies:conclude": {
        "POST": {
            "closed": "302 iris | 403 ike",
            "outlying": "403 ike | 409 iris",
            "open": "403 ike | 409 iris",
        }
    },
    "studies:mine": {
        "GET": {"closed": "200 labs alder", "open": "409 labs alder", "outlying": "200 labs alder hana"}
    },
    "studies:report": {"GET": {"closed": "200 members", "planned": "409 oak", "open": "409 members"}},
    "studies:order_report": {"POST": {"closed": "302 members", "planned": "409 oak", "open": "409 members"}},
    "studies:report_file": {"GET": {"made": "200 members", "ordered": ""}},
    "studies:public_list": {"GET": EVERYBODY},
    "studies:public_study": {
        "GET": {"published": "200 all nobody", "closed": "404 nobody", "unknown": "404 nobody"}
    },
    "studies:record": {"GET": {"planned": "200 oak"}},
}

CERTIFICATES: Cells = {
    "certificates:list": {"GET": SIGNED_IN},
    "certificates:calendar": {"GET": SIGNED_IN},
    "certificates:requestable": {"GET": SIGNED_IN},
    "certificates:request": {
        "GET": {
            "closed": "200 labs alice pia hana ike",
            "open": "409 labs alice pia hana ike",
            "planned": "409 ike",
        },
        "POST": {"closed": "302 labs | 422 alice pia hana ike"},  # theirs is under way or in force
    },
    "certificates:detail": {"GET": CERTIFICATE},
    "certificates:progress": {"GET": {"evaluated": "200 hazel birch"}},
    "certificates:record": {"GET": {"evaluated": "200 hazel birch"}},
    "certificates:pdf": {"GET": {"issued": "200 alder birch", "requested": ""}},
    "certificates:evaluate": {
        "GET": {"requested": "200 emil"},
        "POST": {"requested": "302 emil", "issued": "409 emil"},
    },
    "certificates:decide": {
        "GET": {"evaluated": "200 bea"},
        "POST": {"evaluated": "302 bea", "requested": "409 bea"},
    },
    "certificates:withdraw": {
        "GET": {"issued": "200 bea"},
        "POST": {"issued": "302 bea", "requested": "409 bea"},
    },
    "certificates:suspend": {
        "GET": {"issued": "200 bea"},
        "POST": {"issued": "302 bea", "superseded": "409 bea"},
    },
    "certificates:surveillance": {
        "GET": {"issued": "200 birch", "superseded": "409 birch"},
        "POST": {"issued": "422 birch"},  # none is due yet
    },
    "certificates:reinstate": {"GET": {"issued": "409 bea"}, "POST": {"issued": "409 bea"}},
    "certificates:amend": {
        "GET": {"issued": "200 bea"},
        "POST": {"issued": "302 bea", "superseded": "409 bea"},
    },
    "certificates:send": {
        "GET": {"issued": "200 alice pia", "superseded": "409 alice pia"},
        "POST": {"issued": "302 alice pia", "superseded": "409 alice pia"},
    },
    "certificates:decisions": {"GET": {"": "200 bea"}, "POST": {"": "302 bea"}},
    "certificates:batch": {"GET": {"ordered": "200 birch", "done": "200 birch"}},
    "certificates:batch_progress": {"GET": {"ordered": "200 birch"}},
    "certificates:batch_files": {"GET": {"done": "200 birch", "ordered": "409 birch"}},
    "certificates:listing": {
        "GET": {"issued": "200 alice pia", "superseded": "409 alice pia"},
        "POST": {"issued": "302 alice pia", "superseded": "409 alice pia"},
    },
    "certificates:unlist": {"POST": {"superseded": "302 alice pia", "issued": "302 alice pia"}},
    "directory:list": {"GET": EVERYBODY},
    "directory:atom": {"GET": EVERYBODY},
    "directory:json": {"GET": EVERYBODY},
    "directory:entry": {"GET": LISTED},
    "verify:home": {"GET": EVERYBODY},
    "did-document": {"GET": EVERYBODY},
    "verify:file": {"GET": EVERYBODY, "POST": {"": "422 all nobody"}},
    "verify:certificate": {
        "GET": {"issued": "200 all nobody", "superseded": "200 all nobody", "unknown": "404 nobody"}
    },
}

CHANGES: Cells = {
    "changes:list": {"GET": SIGNED_IN},
    "changes:list_csv": {"GET": SIGNED_IN},
    "changes:new": {"GET": {"": "200 reporters"}, "POST": {"": "302 reporters"}},
    "changes:report": {"GET": SEEN},
    "changes:part": {
        "GET": {"draft origin": "200 alice pia"},
        "POST": {"draft origin": "302 alice pia", "active two origin": "403 hana | 409 alice pia"},
    },
    "changes:remove_shipment": {"POST": {"draft": "302 alice pia", "active one": "403 hana | 409 alice pia"}},
    "changes:who_sees": {"GET": {"draft": "200 alice pia", "active one": "403 hana | 409 alice pia"}},
    "changes:check": {
        "GET": {"draft": "200 alice pia"},
        "POST": {"draft": "302 alice pia", "active one": "403 hana | 409 alice pia"},
    },
    "changes:sent": {"GET": {"draft": "", "hazel": "200 hana", "active one": "200 alice pia"}},
    "changes:sharing": {
        "GET": OWN_REPORT,
        "POST": {"draft": "302 alice pia | 403 bob", "hazel": "302 hana"},
    },
    "changes:revoke": {"POST": {"active one": "302 alice pia | 403 bob hana office ivy"}},
    "changes:seen_as": {"GET": {"active one": "200 alder"}},
    "changes:report_case": {"GET": OWN_SENT},
    "changes:report_record": {"GET": {"active one": SEEN["active one"]}},
    "changes:cases": {"GET": {"": "200 office"}},
    "changes:case": {"GET": {"hazel": "200 office"}},
    "changes:case_record": {"GET": {"hazel": "200 office"}},
    "changes:ask": {
        "GET": {"hazel": "200 office"},
        "POST": {"hazel": "302 office", "active one": "409 office"},
    },
    "changes:answer": {
        "GET": {"active one": "200 alice pia"},
        "POST": {"active one": "302 alice pia", "hazel": "409 hana"},
    },
    "changes:recommend": {
        "GET": {"hazel": "200 office"},
        "POST": {"hazel": "302 office", "active one": "409 office"},
    },
    "changes:return": {
        "GET": {"consortium one": "200 dan"},
        "POST": {"consortium one": "302 dan", "hazel": "409 dan"},
    },
    "changes:decide": {
        "GET": {"consortium one": "200 dan"},
        "POST": {"consortium one": "302 dan", "hazel": "409 dan"},
    },
}

PAGES = ACCOUNT | CONSORTIA | STUDIES | CERTIFICATES | CHANGES
