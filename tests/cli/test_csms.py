"""``pilotwire csms``: where it listens, and how."""

import pytest
import trustme


async def test_with_a_certificate_the_bench_speaks_wss_and_a_station_that_trusts_it_boots(start, run, tmp_path):
    authority, roots, shown = trustme.CA(), tmp_path / "roots.pem", tmp_path / "csms.pem"
    authority.cert_pem.write_to_path(roots)
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(shown)
    bench = await start("csms", "--port", 0, "--certificate", shown)
    url = (await bench.line("pilotwire csms ready")).split()[3].replace("127.0.0.1", "localhost")
    assert url.startswith("wss://")
    await run("--csms", url, "--identity", "CP1", "--ocpp", "1.6", "--set", f"SecurityCtrlr.TrustedRoots={roots}")
    assert "CP1 BootNotification" in await bench.line("BootNotification")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--key", "a.key"), "--certificate is missing"),
        (("--certificate", "/nowhere"), "--certificate, --key or --stations: [Errno 2]"),
        (("--certificate", "rubbish"), "--certificate, --key or --stations: [SSL]"),
    ],
)
async def test_a_certificate_that_is_none_is_one_line(start, tmp_path, words, told):
    (tmp_path / "rubbish").write_text("rubbish")
    bench = await start("csms", "--port", 0, *(tmp_path / word if word == "rubbish" else word for word in words))
    assert await bench.end() == 2
    assert len(bench.err) == 1
    assert bench.err[0].startswith(told)
