"""One ranking from two: each way's scores are stretched to run from 0 to 1, then added.

Against the usual sum of reciprocal ranks this keeps how much better the first is than the second.
"""

from collections.abc import Mapping


def fused(*rankings: Mapping[int, float]) -> dict[int, float]:
    """Return for every passage of any ranking the sum of its stretched scores."""
    stretched_ = [stretched(scores) for scores in rankings]
    found = dict.fromkeys(id_ for scores in stretched_ for id_ in scores)
    return {id_: sum(scores.get(id_, 0.0) for scores in stretched_) for id_ in found}


def stretched(scores: Mapping[int, float]) -> dict[int, float]:
    """Move scores so that the worst is 0 and the best is 1; where all are alike, all are best."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if low == high:
        return dict.fromkeys(scores, 1.0)
    return {id_: (score - low) / (high - low) for id_, score in scores.items()}
