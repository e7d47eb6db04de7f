"""What the page about the simulated board says of transfers. A view of the table."""

from __future__ import annotations

from pilotwire.update.simulated import DOWNLOAD_S, INSTALL_S, UPLOAD_S, VERIFY_S
from pilotwire.update.trouble import ABOUT, Trouble

INTRO = f"""
## Firmware and logs

Nothing is fetched, installed or sent; everything takes its time on the station's clock: a download {DOWNLOAD_S:g} s, a
look at a signature {VERIFY_S:g} s, an installation {INSTALL_S:g} s, an upload {UPLOAD_S:g} s. A location must have a
scheme (http, https, ftp, ftps) and a host. What goes wrong is a `fault` like any other;
[how to use it](../howto/test-a-csms.md#firmware-and-logs).

| fault | what happens |
|---|---|
"""


def render() -> str:
    """The section, in Markdown."""
    return INTRO + "".join(f"| `{trouble.value}` | {ABOUT[trouble]} |\n" for trouble in Trouble)
