"""``yingcang plan`` refuses what it cannot do in one sentence that names the option."""

from pathlib import Path

import pytest

from app.dispatch import commands
from app.kernel.database import Database
from app.kernel.errors import Invalid, ServerFault
from seed import load


async def test_an_option_out_of_range_is_named(database: Database) -> None:
    with pytest.raises(Invalid) as refused:
        await commands.plan(database, incident="any", effort=100_000, time_limit=0.0, seed=-3)
    assert {fault.pointer for fault in refused.value.faults} == {"--effort", "--time-limit", "--seed"}


async def test_a_report_that_cannot_be_written_is_no_lost_database(kaizhou: Database, tmp_path: Path) -> None:
    incident = await load.open_incident(kaizhou, "kaizhou")
    with pytest.raises(ServerFault, match="不能写入报告"):
        await commands.plan(kaizhou, incident=incident, effort=1, json_file=tmp_path / "missing" / "report.json")
