"""Papers of a stored plan."""

from app.dispatch.schemas import PlanReport
from app.dispatch.standing import Standing
from app.papers.content import paper_data
from app.papers.kinds import PaperKind
from app.papers.typesetting import typeset


def print_paper(report: PlanReport, kind: PaperKind, standing: Standing) -> bytes:
    """The PDF of one paper of a plan, marked as its life stands."""
    return typeset("paper", paper_data(report, kind, standing))
