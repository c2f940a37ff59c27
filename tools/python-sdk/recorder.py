"""A server on loopback that writes down what it is asked, and answers everything alike.

As a program it runs a command against itself:

    recorder.py --cases FILE --out FILE [--status N] [--body TEXT] -- COMMAND ...

In the command `{url}` stands for the server's address and `{cases}` for the file to call. That file holds the given cases with a
call of getItem, with an id of its own, before each and after the last. Whatever arrives between two such marks belongs to the
case between them. So one run is enough, nothing about a request has to be changed or guessed, and a case that sends nothing, or
sends twice, is seen and moves no other case. The command has to make the calls in order, one at a time.
"""

import argparse
import base64
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

HEADERS = ("accept", "authorization", "content-type", "idempotency-key")
MARK = "itm_mark{:06}"
MARKED = re.compile(r"^/v0/items/itm_mark(\d{6})$")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # One write for head and body: with two, the second would wait for the client's acknowledgement of the first.
    wbufsize = -1

    def answer(self):
        # `self.path` has leading slashes folded already, so the line itself is taken apart.
        target = self.requestline.split(" ")[1]
        path, _, query = target.partition("?")
        body = self.content()
        self.server.keep(self.command, path, query, [(name.lower(), decoded(value)) for name, value in self.headers.items()], body)
        status, canned = self.server.canned
        self.send_response(status)
        if status != 204:
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(canned)))
        self.end_headers()
        if status != 204 and self.command != "HEAD":
            self.wfile.write(canned)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer

    def content(self):
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def log_message(self, *_):
        pass


def decoded(value):
    """The library reads headers as Latin-1; what is UTF-8 is more likely meant as such."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


class Recorder(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, status=200, body="{}"):
        super().__init__(("127.0.0.1", 0), Handler)
        self.canned = (status, body.encode())
        self.lock = threading.Lock()
        self.requests = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def keep(self, method, path, query, headers, body):
        with self.lock:
            self.requests.append({"method": method, "path": path, "query": query, "headers": headers, "body": body})

    def take(self):
        with self.lock:
            taken, self.requests = self.requests, []
        return taken


def line(case, requests, why="nothing was sent"):
    """What is written of one case, given the requests that arrived for it."""
    if not requests:
        return {"id": case["id"], "ok": False, "error": why}
    if len(requests) > 1:
        return {"id": case["id"], "ok": False, "error": f"{len(requests)} requests instead of one"}
    request = requests[0]
    seen = {"id": case["id"], "ok": True, "method": request["method"], "path": request["path"]}
    # The pairs, decoded, and the query as it was spelled: `+` and `%20` mean the same and are not the same.
    seen["query"] = [list(pair) for pair in parse_qsl(request["query"], keep_blank_values=True)]
    seen["raw_query"] = request["query"]
    seen["headers"] = {}
    for name, value in request["headers"]:
        if name in HEADERS:
            # Of a token only the scheme: its value is no part of the comparison.
            seen["headers"][name] = value.split(" ")[0] if name == "authorization" else value
    seen["body"] = None
    if request["body"]:
        try:
            seen["raw_body"] = request["body"].decode()
            seen["body"] = json.loads(seen["raw_body"])
        except ValueError:
            seen["raw_body"] = "base64:" + base64.b64encode(request["body"]).decode()
            seen["error"] = "the body is not JSON"
    return seen


def read_cases(name, **reading):
    with open(name, encoding="utf-8") as file:
        return [json.loads(text, **reading) for text in file if text.strip()]


def write_lines(name, lines):
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
    if name == "-":
        sys.stdout.write(text)
    else:
        pathlib.Path(name).write_text(text, encoding="utf-8")


def mark(number):
    return {"id": f"mark-{number}", "operation": "getItem", "path": {"id": MARK.format(number)}}


def between_marks(requests, count):
    """The requests of each case. Fails if a mark is missing or out of order, for then nothing can be told."""
    groups, current = [], None
    for request in requests:
        found = MARKED.match(request["path"])
        if found:
            expected = 0 if current is None else len(groups) + 1
            if int(found[1]) != expected:
                raise SystemExit(f"recorder: mark {int(found[1])} where {expected} was due; are the calls made in order, one at a time?")
            if current is not None:
                groups.append(current)
            current = []
        elif current is None:
            raise SystemExit(f"recorder: {request['method']} {request['path']} before the first mark")
        else:
            current.append(request)
    if len(groups) != count:
        raise SystemExit(f"recorder: {len(groups)} of {count} cases were called, then no mark followed")
    return groups


def said(output):
    """The errors that the command itself told, by case, if it prints JSON lines."""
    errors = {}
    for text in output.splitlines():
        try:
            told = json.loads(text)
        except ValueError:
            continue
        if isinstance(told, dict) and told.get("error") and "id" in told:
            errors[told["id"]] = told["error"] if isinstance(told["error"], str) else json.dumps(told["error"])
    return errors


def main():
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    parser = argparse.ArgumentParser(description="Runs a command against a recording server.")
    parser.add_argument("--cases", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--status", type=int, default=200)
    parser.add_argument("--body", default="{}")
    args = parser.parse_args(sys.argv[1:split])
    command = sys.argv[split + 1 :]
    if not command:
        parser.error("no command after --")
    cases = read_cases(args.cases)
    with tempfile.TemporaryDirectory() as folder, Recorder(args.status, args.body) as server:
        marked = pathlib.Path(folder) / "cases.jsonl"
        lines = [each for number, case in enumerate(cases) for each in (mark(number), case)] + [mark(len(cases))]
        write_lines(marked, lines)
        command = [word.replace("{url}", server.url).replace("{cases}", str(marked)) for word in command]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        groups = between_marks(server.take(), len(cases))
    errors = said(done.stdout)
    lines = [line(case, group, errors.get(case["id"], "nothing was sent")) for case, group in zip(cases, groups)]
    write_lines(args.out, lines)
    sent = sum(each["ok"] for each in lines)
    print(f"recorded {sent} of {len(lines)} cases; the command ended with {done.returncode}", file=sys.stderr)


if __name__ == "__main__":
    main()
