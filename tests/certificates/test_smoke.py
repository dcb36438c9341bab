import subprocess
def test_it_is_made(world, tmp_path):
    row = world.issued()
    from apps.certificates.selectors import pdf_path
    print(row.number, row.state, row.last_error, row.facts)
    assert row.state == "issued", row.last_error
    pdf = pdf_path(row).read_bytes()
    __import__("pathlib").Path("/tmp/cert.pdf").write_bytes(pdf)
