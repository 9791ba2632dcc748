"""The independent judge of a plan: works everything out again from the problem and the plan's rows.

It shares no code with the planner, only the two contracts ``optimize.problem`` and ``optimize.plan``, so that a
mistake would have to be made twice to go unseen.
"""

from optimize.plan import Plan
from optimize.problem import Problem
from optimize.validation.adjustment import check_adjustment
from optimize.validation.cargo import check_cargo
from optimize.validation.driving import check_driving
from optimize.validation.facts import Facts
from optimize.validation.goals import check_goals
from optimize.validation.identity import check_identity, check_references, problem_hash
from optimize.validation.outcomes import check_outcomes
from optimize.validation.people import check_people
from optimize.validation.report import Code, Report, Violation
from optimize.validation.shortages import check_shortages
from optimize.validation.stock import check_stock
from optimize.validation.teams import check_teams

__all__ = ["Code", "Violation", "problem_hash", "validate"]

CHECKS = (
    check_adjustment,
    check_people,
    check_stock,
    check_cargo,
    check_driving,
    check_teams,
    check_outcomes,
    check_goals,
    check_shortages,
)


def validate(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Everything that is wrong with the plan; an empty tuple means that it may be shown and used.

    ``problem`` must be consistent in itself. A plan that names unknown things is not checked beyond that.
    """
    report = Report()
    check_identity(problem, plan, report)
    facts = Facts(problem, plan)
    identified = len(report.violations)
    check_references(facts, report)
    if len(report.violations) == identified:
        for check in CHECKS:
            check(facts, report)
    return tuple(report.violations)
