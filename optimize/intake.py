"""Reading a problem file: either a consistent problem, or all its faults at once, in Chinese, each with its remedy."""

import hashlib
import json

from optimize.problem import Problem


def input_hash(problem: Problem) -> str:
    """SHA-256 of the problem's canonical JSON (sorted keys, no spaces, UTF-8): equal problems, equal hashes."""
    content = problem.model_dump(mode="json")
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
