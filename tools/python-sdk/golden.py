"""Renews conformance/src/suites/parity/golden.jsonl: calls, and what the Python SDK puts on the wire for each.

    golden.py CALLS OUT

CALLS are lines of `cargo xtask conformance cases`. The file holds only what the Python SDK can send, so that the Rust SDK must send
the same: an argument that the package does not have, or drops, is taken out of the call, and a default that it adds by itself, or a
list that the driver fills in because the package requires it, is taken out of the request. Calls that the package refuses are left
out and counted. It does not encode path parameters, so that is done before they are given to it.
"""

import collections
import json
import sys
from urllib.parse import parse_qsl, quote, unquote

import driver
import httpx
from paygentic_sdk import Paygentic

HEADERS = ("accept", "authorization", "content-type", "idempotency-key")


class Recorder:
    """Replaces the server, and keeps the last request."""

    def __init__(self):
        self.request = None

    def __call__(self, request):
        self.request = request
        return httpx.Response(418, json={})


def remove(holder, place):
    """Takes `query.limit` or `body.name` out of a call or a request."""
    part, _, name = place.partition(".")
    values = holder.get(part)
    if isinstance(values, dict):
        values.pop(name, None)
    elif isinstance(values, list):
        values[:] = [pair for pair in values if pair[0] != name]


def without_dropped(requested, sent):
    """The body of the call without the properties that the package did not send."""
    if isinstance(requested, dict) and isinstance(sent, dict):
        return {name: without_dropped(value, sent[name]) for name, value in requested.items() if name in sent}
    if isinstance(requested, list) and isinstance(sent, list) and len(requested) == len(sent):
        return [without_dropped(*pair) for pair in zip(requested, sent)]
    return requested


def wire(request):
    headers = {name: request.headers[name] for name in HEADERS if name in request.headers}
    path, _, query = request.url.raw_path.decode().partition("?")
    sent = {"method": request.method, "path": [unquote(segment) for segment in path.split("/")], "headers": headers}
    if query:
        sent["query"] = parse_qsl(query, keep_blank_values=True)
    if request.content:
        sent["body"] = json.loads(request.content)
    return sent


def golden(operation, call, recorder):
    """A line of the file, or why there is none."""
    if operation is None:
        return "the package has no such operation"
    recorder.request, error = None, None
    try:
        encoded = {name: quote(str(value), safe="") for name, value in call.get("path", {}).items()}
        arguments, without = operation.given({**call, "path": encoded})
        filled = operation.fill(arguments)
        if operation.whole:
            arguments.setdefault(operation.whole, {})
        operation.method(**arguments)
    except Exception as problem:  # Includes errors about the canned response; the request has been sent by then.
        error = problem
    if recorder.request is None:
        return driver.describe(error)
    sent = wire(recorder.request)
    for place in without:
        remove(call, place)
    added = [f"{place}.{name}" for place, name in operation.defaults if name not in (call.get(place) or {})]
    for place in added + filled:
        remove(sent, place)
    if "body" not in call and not sent.get("body"):
        # An empty object, where the body may be left out.
        sent.pop("body", None)
        sent["headers"].pop("content-type", None)
    if "body" in call:
        call["body"] = without_dropped(call["body"], sent.get("body"))
    return {"call": call, "sent": sent}


def main(calls, out):
    recorder, refused, lines = Recorder(), collections.Counter(), []
    client = httpx.Client(transport=httpx.MockTransport(recorder))
    with Paygentic(bearer_auth="parity", server_url="http://localhost", client=client) as sdk:
        operations = driver.operations(sdk)
        with open(calls, encoding="utf-8") as file:
            for call in map(json.loads, file):
                line = golden(operations.get(call["operation"]), call, recorder)
                if isinstance(line, dict):
                    lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
                else:
                    refused[call["operation"], line] += 1
    with open(out, "w", encoding="utf-8") as file:
        file.writelines(lines)
    for (operation, reason), count in sorted(refused.items()):
        print(f"left out: {operation}, {count} times: {reason}", file=sys.stderr)
    print(f"{len(lines)} calls, {sum(refused.values())} left out", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
