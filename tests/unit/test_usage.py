"""Wrong command lines are answered in Chinese."""

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.kernel.usage import in_chinese


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["plan"], "缺少 --incident"),
        (["nope"], "没有命令 nope"),
        (["gap", "--bad"], "没有选项 --bad"),
        (["plan", "--incident", "x", "--effort", "abc"], "--effort 的值无效"),
        (["plan", "--incident"], "选项 --incident 缺少取值"),
        (["verify", "more"], "多余的参数 more"),
    ],
)
def test_every_usual_slip_has_chinese_words(arguments: list[str], words: str) -> None:
    slip = CliRunner().invoke(cli, arguments, standalone_mode=False).exception
    assert slip is not None
    assert in_chinese(slip.format_message()) == words  # type: ignore[attr-defined]  # typer's own exception
