"""Compares what two sides sent for the same cases: compare.py --cases FILE PYTHON RUST

Compared are the method, the decoded segments of the path, the pairs of the query as a multiset, the body as JSON, and three
headers. A difference that a rule of allowed.py explains is counted under that rule; any other ends in exit code 1.
"""

import argparse
import collections
import dataclasses
import json
import sys
from decimal import Decimal
from urllib.parse import unquote

import allowed
import recorder

ABSENT = allowed.ABSENT
# All numbers as decimals: 1 is 1.0, and no digit is lost in comparing.
EXACT = {"parse_float": Decimal, "parse_int": Decimal}
HEADERS = ("content-type", "accept", "authorization", "idempotency-key")


@dataclasses.dataclass
class Difference:
    """One place in which the two requests differ; `where` is like `query.limit` or `body.lines[0].price`."""

    where: str
    python: object
    rust: object
    case: dict
    # What the Python SDK has no argument for, what it fills in by itself, and what the driver gave it an empty list for.
    without: list
    defaults: list
    filled: list

    def asked(self):
        """What the case has at this place, or ABSENT."""
        node = self.case
        for step in steps(self.where):
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return ABSENT
        return node


def steps(where):
    for name in where.split("."):
        name, *numbers = name.split("[")
        yield plain(name)
        for number in numbers:
            yield int(number.rstrip("]"))


def differences(case, python, rust):
    def differ(where, left, right):
        known = (python.get(name, []) for name in ("without", "defaults", "filled"))
        found.append(Difference(where, left, right, case, *known))

    def value(where, left, right):
        if isinstance(left, dict) and isinstance(right, dict):
            for name in [*left, *(name for name in right if name not in left)]:
                inner = f"{where}." + name.replace(".", "\0").replace("[", "\1")
                value(inner, left.get(name, ABSENT), right.get(name, ABSENT))
        elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
            for number, (one, other) in enumerate(zip(left, right)):
                value(f"{where}[{number}]", one, other)
        elif type(left) is not type(right) or left != right:
            differ(where, left, right)

    found = []
    if python["method"] != rust["method"]:
        differ("method", python["method"], rust["method"])
    left, right = ([unquote(part) for part in side["path"].split("/")] for side in (python, rust))
    if left != right:
        differ("path", python["path"], rust["path"])
    elif python["path"] != rust["path"]:
        differ("spelling.path", python["path"], rust["path"])
    pairs = [collections.defaultdict(list), collections.defaultdict(list)]
    for side, values in zip((python, rust), pairs):
        for name, each in side["query"]:
            values[name].append(each)
    for name in sorted({*pairs[0], *pairs[1]}):
        left, right = (sorted(values[name]) if name in values else ABSENT for values in pairs)
        if left != right:
            # One value stands for itself, so that it can be compared with what a case asks.
            differ(f"query.{name}", *(each[0] if each and len(each) == 1 else each for each in (left, right)))
    if sorted(python["raw_query"].split("&")) != sorted(rust["raw_query"].split("&")) and pairs[0] == pairs[1]:
        differ("spelling.query", python["raw_query"], rust["raw_query"])
    for name in HEADERS:
        left, right = (side["headers"].get(name, ABSENT) for side in (python, rust))
        if left != right:
            differ(f"header.{name}", left, right)
    value("body", body(python), body(rust))
    return found


def body(line):
    """The body, or ABSENT. Text that is no JSON stands for itself."""
    if not line.get("raw_body"):
        return ABSENT
    try:
        return json.loads(line["raw_body"], **EXACT)
    except ValueError:
        return line["raw_body"]


def short(value):
    text = repr(value) if not isinstance(value, (dict, list)) else json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) < 100 else text[:97] + "..."


def main():
    parser = argparse.ArgumentParser(description="Compares what two sides sent for the same cases.")
    parser.add_argument("--cases", required=True)
    parser.add_argument("--show", metavar="RULE", help="also list the differences that this rule explains")
    parser.add_argument("--summary", metavar="FILE", help="write the figures to this file, as one JSON object")
    parser.add_argument("python")
    parser.add_argument("rust")
    args = parser.parse_args()
    cases = recorder.read_cases(args.cases, **EXACT)
    sides = [{line["id"]: line for line in recorder.read_cases(name)} for name in (args.python, args.rust)]

    equal, explained, odd = 0, collections.Counter(), []
    allowed_cases, where_allowed = 0, collections.defaultdict(collections.Counter)
    refused = collections.defaultdict(list)
    for case in cases:
        python, rust = (side.get(case["id"]) or {"ok": False, "error": "no line"} for side in sides)
        if not (python["ok"] and rust["ok"]):
            name, side = ("Python", python) if not python["ok"] else ("Rust", rust)
            name = "both" if not python["ok"] and not rust["ok"] else name
            reason = allowed.refusal(case, name, side["error"])
            refused[name, reason or side["error"]].append(case["id"])
            if not reason:
                odd.append((case["id"], "", f"{name}: {side['error']}"))
            continue
        unexplained = []
        found = differences(case, python, rust)
        for difference in found:
            rule = next((rule for rule in allowed.RULES if rule.test(difference)), None)
            if rule is None:
                unexplained.append(difference)
                continue
            explained[rule.name] += 1
            where_allowed[rule.name][case["id"]] += 1
            if args.show == rule.name:
                print(f"{case['id']}: {plain(difference.where)}: {short(difference.python)} / {short(difference.rust)}")
        if unexplained:
            odd += [(case["id"], plain(each.where), f"{short(each.python)} / {short(each.rust)}") for each in unexplained]
        elif found:
            allowed_cases += 1
        else:
            equal += 1

    for id, where, what in odd:
        print(f"different: {id}: {where + ': ' if where else ''}{what}")
    if odd:
        print()
    uncalled = sum(map(len, refused.values()))
    print(f"{'cases':30}{len(cases):6}")
    print(f"{'equal':30}{equal:6}")
    print(f"{'equal but for what is allowed':30}{allowed_cases:6}")
    for rule in allowed.RULES:
        if explained[rule.name]:
            count = len(where_allowed[rule.name])
            print(f"    {rule.name:26}{count:6}   {rule.reason}")
    print(f"{'not called':30}{uncalled:6}")
    for (name, reason), ids in sorted(refused.items(), key=lambda each: -len(each[1])):
        print(f"    {name:26}{len(ids):6}   {reason} ({', '.join(sorted({id.split('/')[0] for id in ids})[:4])})")
    different = len({id for id, *_ in odd})
    print(f"{'different':30}{different:6}")
    compared = {case["operation"] for case in cases if all(side.get(case["id"], {}).get("ok") for side in sides)}
    print(f"{'operations compared':30}{len(compared):6} of {len({case['operation'] for case in cases})}")
    if args.summary:
        figures = {"suite": "parity", "operations": len(compared), "of": len({case["operation"] for case in cases})}
        # What is not called for a reason that is known is excepted, else it is among the different.
        known = sum(len(ids) for (_, reason), ids in refused.items() if reason in allowed.REASONS)
        figures |= {"passed": equal, "excepted": allowed_cases + known, "failed": different, "skipped": None}
        with open(args.summary, "w", encoding="utf-8") as file:
            file.write(json.dumps(figures, separators=(",", ":")) + "\n")
    unused = [rule.name for rule in allowed.RULES if not explained[rule.name]]
    if unused:
        print("rules without use: " + ", ".join(unused))
    sys.exit(1 if odd else 0)


def plain(where):
    return where.replace("\0", ".").replace("\1", "[")


if __name__ == "__main__":
    main()
