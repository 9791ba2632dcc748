"""What typer says of a wrong command line, in Chinese."""

import re

_SAYINGS = (
    (r"Missing (?:option|argument|parameter) '?(.+?)'?\.", r"缺少 \1"),
    (r"No such command '(.+?)'\.", r"没有命令 \1"),
    (r"No such option: (\S+?)\.?(?: .*)?", r"没有选项 \1"),
    (r"Invalid value for '?(.+?)'?: .*", r"\1 的值无效"),
    (r"Option '?(.+?)'? requires an argument\.?", r"选项 \1 缺少取值"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"多余的参数 \1"),
)


def in_chinese(message: str) -> str:
    """The same complaint in Chinese; one that we do not know stays as it is."""
    for pattern, words in _SAYINGS:
        found = re.fullmatch(pattern, message.strip(), re.DOTALL)
        if found:
            return found.expand(words)
    return message
