"""Reading a problem file: either a consistent problem, or all its faults at once, in Chinese, each with its remedy."""

import hashlib
import json

from optimize.problem import Problem


def canonical_json(problem: Problem) -> bytes:
    """The one spelling of a problem: sorted keys, no spaces, UTF-8."""
    content = problem.model_dump(mode="json")
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def input_hash(problem: Problem) -> str:
    """SHA-256 of the problem's canonical JSON: equal problems, equal hashes."""
    return hashlib.sha256(canonical_json(problem)).hexdigest()
