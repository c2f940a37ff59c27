"""The differences between the two SDKs that are no faults, each with its reason. This is their only place.

The pinned contract and the one that paygentic-sdk 0.6.3 was made from are not of the same day: the latter has more fields, and
has dropped or tightened a few. Such differences are listed by name. They should be looked through when either is updated.
"""

import dataclasses
import datetime
import re
from typing import Callable
from urllib.parse import unquote

ABSENT = type("Absent", (), {"__repr__": lambda self: "nothing", "__bool__": lambda self: False})()


@dataclasses.dataclass
class Rule:
    name: str
    reason: str
    test: Callable


MOMENT = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$")


def instant(text):
    """A date-time as seconds and nanoseconds since 1970, or None."""
    found = MOMENT.match(text) if isinstance(text, str) else None
    if not found:
        return None
    try:
        moment = datetime.datetime.fromisoformat(found[1] + found[3].replace("Z", "+00:00"))
    except ValueError:
        return None
    return int(moment.timestamp()), int((found[2] or "").ljust(9, "0"))


def moments(difference):
    """Both instants. Free-form data is none of an SDK's business: it has to arrive as it was given."""
    if difference.where.endswith(".moment"):
        return None
    pair = instant(difference.python), instant(difference.rust)
    return pair if all(pair) else None


def same_moment(difference):
    pair = moments(difference)
    return pair and pair[0] == pair[1]


def cut_moment(difference):
    pair = moments(difference)
    return pair and pair[1][1] % 1000 and pair[0] == (pair[1][0], pair[1][1] // 1000 * 1000) and difference.rust == difference.asked()


def default(difference):
    return difference.where in difference.defaults and difference.rust is ABSENT and difference.asked() is ABSENT


def filled(difference):
    """An empty list that the Python SDK insists on, which neither the case nor Rust has."""
    return difference.where in difference.filled and difference.python == [] and difference.rust is ABSENT and difference.asked() is ABSENT


def empty_body(difference):
    """The case has no body, Rust sends none, Python sends an object without anything but defaults."""
    if "body" in difference.case or difference.rust is not ABSENT:
        return False
    if difference.where == "header.content-type":
        return difference.python == "application/json"
    return difference.where == "body" and all(f"body.{name}" in difference.defaults for name in difference.python)


def raw_path(difference):
    """Rust has every path parameter as one segment; Python has what is left of the same path if nothing in it is encoded."""
    if difference.where != "path":
        return False
    parts = [unquote(part) for part in difference.rust.split("/")]
    values = [str(value) for value in difference.case.get("path", {}).values()]
    left = re.split("[?#]", "/".join(parts))[0]
    return all(value in parts for value in values) and unquote(difference.python) == unquote(left)


def spelled(place):
    return lambda difference: difference.where == f"spelling.{place}"


def missing(difference):
    """Python has no argument for it, so only Rust sends it, as the case asks."""
    return difference.where in difference.without and difference.python is ABSENT and sent_as_asked(difference)


def sent_as_asked(difference):
    asked = difference.asked()
    # In a query all values are text.
    return difference.rust in (asked, str(asked).lower() if isinstance(asked, bool) else str(asked))


# (operation, where it begins, why): what the Python SDK drops although the case has it.
DROPPED = [
    ("updateBillableMetric", "body.eventType", "may no longer be null"),
    ("createProduct", "body.metadata.", "is a model without fields, which drops all that it is given"),
]


def key_in_both(difference):
    """The caller gave a key in the body only; the Rust SDK says the same in the header."""
    if difference.where != "header.idempotency-key" or difference.python is not ABSENT:
        return False
    return difference.rust == (difference.case.get("body") or {}).get("idempotencyKey", ABSENT)


UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


def made_key(difference):
    """A key where the contract has a place for one, if the caller gave none."""
    if difference.python is not ABSENT or not UUID.match(str(difference.rust)):
        return False
    if difference.where == "header.idempotency-key":
        return not any(name.lower() == "idempotency-key" for name in difference.case.get("header", {}))
    return difference.where == "body.idempotencyKey" and difference.asked() is ABSENT


def any_type(difference):
    """A file: what explains why there is none is JSON."""
    return difference.where == "header.accept" and difference.python == "application/pdf" and difference.rust == "*/*"


def dropped(difference):
    return difference.python is ABSENT and difference.rust == difference.asked() and any(
        difference.case["operation"] == operation and difference.where.startswith(where) for operation, where, _ in DROPPED
    )


RULES = [
    Rule("default", "the Python SDK sends defaults that nobody asked for", default),
    Rule("empty body", "the Python SDK sends {} where the body may be left out", empty_body),
    Rule("idempotency key", "the Rust SDK makes a key of its own where there is a place for one", made_key),
    Rule("key in both places", "the Rust SDK writes a key from the body into the header too", key_in_both),
    Rule("date-time", "the same instant, spelled in another way", same_moment),
    Rule("nanoseconds", "the Python SDK cuts date-times to microseconds", cut_moment),
    Rule("path as it is", "the Python SDK does not encode path parameters: / ? # and %41 change the address", raw_path),
    Rule("spelling of the path", "the same path: one side encodes more signs than the other", spelled("path")),
    Rule("spelling of the query", "the same pairs: one side encodes more signs, or writes + for %20", spelled("query")),
    Rule("no such argument", "the Python SDK has no argument for it (another contract)", missing),
    Rule("required elsewhere", "the Python SDK requires a list that this contract does not have: the driver gives an empty one", filled),
    Rule("accepted types", "where the answer is a file, the Rust SDK takes any type: errors are JSON", any_type),
    Rule("dropped", "the Python SDK's model has no such field: " + ", ".join(f"{each[0]} {each[1].rstrip('.')}" for each in DROPPED), dropped),
]

# (side, operation, what its error holds, reason)
REFUSALS = [
    ("Python", "deleteItem", "the SDK has no such operation", "the Python SDK does not have the operation"),
    ("Python", "createBillableMetric", "the SDK requires event_type", "eventType is required in the Python SDK's contract"),
    ("Python", "createPrice", "refused: body.StandardPriceProperties", "volume prices have tiers in the Python SDK's contract"),
    ("both", "createLineItem", "UnicodeEncodeError", "a key with other characters than ASCII cannot be a header, and neither side sends it"),
    ("Rust", "createLineItem", "printable ASCII", "the Rust SDK sends a key from the body in the header too, and refuses one that cannot be a header"),
    ("Rust", "createLineItem", "two different idempotency keys", "the Rust SDK refuses two different idempotency keys in one request"),
    ("Python", "updatePrice", "refused: body.StandardPriceProperties", "volume prices have tiers in the Python SDK's contract"),
]

REASONS = {reason for *_, reason in REFUSALS}


def refusal(case, side, error):
    for who, operation, part, reason in REFUSALS:
        if who == side and operation == case["operation"] and part in error:
            return reason
    return None
