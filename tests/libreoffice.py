"""A spreadsheet program for tests: what our live formulas give when somebody else calculates."""

import shutil
import subprocess
from pathlib import Path

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
"""


def recalculated(workbook: bytes, folder: Path) -> bytes:
    """Return the workbook after LibreOffice calculated every formula in it afresh.

    By default LibreOffice believes the values it finds in an .xlsx; the profile says it may not.
    """
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    source = folder / "workbook.xlsx"
    source.write_bytes(workbook)
    _convert(source, "xlsx:Calc MS Excel 2007 XML", folder)
    return (folder / "calculated" / "workbook.xlsx").read_bytes()


def _convert(source: Path, target: str, folder: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: apt-get install -y libreoffice-calc-nogui"
    subprocess.run(  # noqa: S603 - a program of the system on a file of ours
        [
            office,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--convert-to", target),
            *("--outdir", str(folder / "calculated"), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
