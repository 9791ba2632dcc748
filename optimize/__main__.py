"""``python -m optimize``: print the schemas, solve a problem file, check a plan file."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError

from optimize.ending import soft_stop
from optimize.intake.reading import BadProblem, read
from optimize.plan import Plan
from optimize.problem import Problem
from optimize.progress import STANDARD_EFFORT, Event

GOOD, BAD, UNREADABLE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except BadProblem as error:
        print(f"问题文件有 {len(error.faults)} 处错误：", file=sys.stderr)
        for fault in error.faults:
            print(f"  {fault}", file=sys.stderr)
        return UNREADABLE
    except KeyboardInterrupt:  # while reading or writing; while solving it asks for the best so far
        print("已中断，没有结果", file=sys.stderr)
        return INTERRUPTED
    except MemoryError:
        print("内存不够，放不下这个问题；请减少地点或换内存更大的机器", file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:  # the reader has seen enough; nothing more can be flushed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m optimize", description="求解与校核调度问题文件")
    commands = parser.add_subparsers(required=True, metavar="命令")
    schema = commands.add_parser("schema", help="输出问题或方案的 JSON Schema")
    schema.add_argument("which", choices=("problem", "plan"), help="problem 问题，plan 方案")
    schema.set_defaults(run=_schema)
    solve = commands.add_parser("solve", help="求解问题文件，写出方案")
    solve.add_argument("problem", type=Path, help="问题文件（JSON）")
    solve.add_argument("--out", type=Path, help="方案文件；不填则输出到屏幕")
    solve.add_argument("--effort", type=_positive, default=STANDARD_EFFORT, help="计算量，同量同果（默认 %(default)s）")
    solve.add_argument(
        "--time-limit", type=_seconds, default=20.0, metavar="S", help="最长用时，秒（默认 %(default)s）"
    )
    solve.add_argument("--seed", type=int, default=0, help="随机种子（默认 %(default)s）")
    solve.set_defaults(run=_solve)
    validate = commands.add_parser("validate", help="独立校核方案：通过为 0，否则为 1 并列出每处错误")
    validate.add_argument("problem", type=Path, help="问题文件（JSON）")
    validate.add_argument("plan", type=Path, help="方案文件（JSON）")
    validate.set_defaults(run=_validate)
    benchmark = commands.add_parser(
        "benchmark", help="求解公开车辆路径算例，输出一行 JSON：目标值、下界、用时、是否有效"
    )
    benchmark.add_argument("file", type=Path, help="算例文件")
    benchmark.add_argument("--format", choices=("vrplib", "vroom", "sdvrp"), required=True, help="文件格式")
    benchmark.add_argument(
        "--time-limit", type=_seconds, default=10.0, metavar="S", help="用时，秒（默认 %(default)s）"
    )
    benchmark.add_argument("--seed", type=int, default=0, help="随机种子（默认 %(default)s）")
    rounding = ("none", "round", "trunc", "dimacs", "exact")
    benchmark.add_argument("--rounding", choices=rounding, help="距离取整方式（默认按算例类型推断）")
    benchmark.set_defaults(run=_benchmark)
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("应为正整数")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("应为正数")
    return value


def _schema(options: argparse.Namespace) -> int:
    model = Problem if options.which == "problem" else Plan
    print(json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2))
    return GOOD


def _solve(options: argparse.Namespace) -> int:
    from optimize.planner import solve

    problem = read(options.problem)
    with soft_stop("正在停止，写出目前最好的方案；再按一次 Ctrl-C 立即结束") as stop:
        plan = solve(
            problem,
            effort=options.effort,
            time_limit=options.time_limit,
            seed=options.seed,
            progress=_show_progress,
            stop=stop,
        )
    text = plan.model_dump_json(indent=1)
    if options.out is None:
        print(text)
        return GOOD
    try:
        options.out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        print(f"{options.out}：方案不能写入（{error.strerror}）；请检查路径和权限", file=sys.stderr)
        return UNREADABLE
    return GOOD


def _show_progress(event: Event) -> None:
    figures = (("现值", event.incumbent), ("界", event.bound))
    told = " ".join(f"{name} {value:g}" for name, value in figures if value is not None)
    level = f" 第{event.level}级" if event.level is not None else ""
    print(f"{event.t_s:7.2f} s  {event.stage}{level} {event.kind} {told}".rstrip(), file=sys.stderr)


def _validate(options: argparse.Namespace) -> int:
    from optimize.validate import validate

    problem = read(options.problem)
    try:
        plan = Plan.model_validate_json(options.plan.read_bytes())
    except OSError as error:
        print(f"{options.plan}：方案文件不能读取（{error.strerror}）", file=sys.stderr)
        return UNREADABLE
    except ValidationError as error:
        for row in error.errors(include_url=False):
            print(f"{'.'.join(str(part) for part in row['loc']) or '$'}：方案格式不符（{row['type']}）")
        return BAD
    violations = validate(problem, plan)
    for violation in violations:
        print(f"{violation.code}  {violation.where}：{violation.message}")
    print(f"校核{'不' if violations else ''}通过，错误 {len(violations)} 处")
    return BAD if violations else GOOD


def _benchmark(options: argparse.Namespace) -> int:
    from optimize.routing.benchmark import run
    from optimize.routing.formats import BadFile

    try:
        with soft_stop("正在停止，输出目前最好的结果；再按一次 Ctrl-C 立即结束") as stop:
            row = run(
                options.file,
                options.format,
                time_limit=options.time_limit,
                seed=options.seed,
                convention=options.rounding,
                stop=stop,
            )
    except BadFile as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    print(json.dumps(row, ensure_ascii=False))
    return GOOD if row["valid"] else BAD


if __name__ == "__main__":
    sys.exit(main())
