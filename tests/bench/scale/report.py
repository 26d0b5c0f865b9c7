"""The goals, and what became of them. What misses is printed as a miss, not left out."""

import statistics

P95_GOALS = {"sqlite": 30.0, "postgresql": 50.0}  # ms, at the largest size
GROWTH_GOAL = 1.5  # times, from the smallest size to the largest
RATIO_GOAL = (
    100.0  # times faster than the admin: the median over first, middle and last pages and search
)


def print_verdicts(results, sizes):
    """`results`: what `lists` measured, each with its engine and size."""
    for engine in dict.fromkeys(result["engine"] for result in results):
        own = [result for result in results if result["engine"] == engine and "p95" in result]
        if not own:
            continue
        small, large = (
            {r["name"]: r for r in own if r["size"] == size} for size in (sizes[0], sizes[-1])
        )
        print(f"\n== {engine}: goals at {sizes[-1]:,} threads ==")
        for name, result in large.items():
            if result["is_goal"]:
                _tell(name, result, small.get(name) if len(sizes) > 1 else None, P95_GOALS[engine])
        _tell_ratio(large.values())


def verdict(is_met):
    return "met" if is_met else "MISSED"


def _tell(name, result, before, goal):
    line = f"{name:36} p95 {result['p95']:8.1f} ms (< {goal:g}): {verdict(result['p95'] < goal):7}"
    if before:
        growth = result["p50"] / before["p50"]
        line += f" growth {growth:5.2f} (< {GROWTH_GOAL:g}): {verdict(growth < GROWTH_GOAL)}"
    print(line)


def _tell_ratio(results):
    ratios = [
        result["admin"] / result["p50"]
        for result in results
        if result["counts"] and result["admin"]
    ]
    if ratios:
        ratio = statistics.median(ratios)
        print(
            f"{ratio:.0f} times faster than the admin (≥ {RATIO_GOAL:g}): {verdict(ratio >= RATIO_GOAL)}"
        )
