"""What counts as a difference and what as allowed: `run test_compare.py`."""

import contextlib
import io
import json
import os
import sys
import tempfile
import unittest
from unittest import mock

import allowed
import compare
import recorder

CASE = {"id": "x/full", "operation": "x", "path": {"id": "a/b"}, "query": {"limit": 5}, "body": {"n": 1, "list": [1, {"at": None}]}}


def line(**other):
    request = {"id": "x/full", "ok": True, "method": "POST", "path": "/v0/x/a%2Fb", "query": [["limit", "5"]], "raw_query": "limit=5"}
    request |= {"headers": {"accept": "application/json", "content-type": "application/json"}, "raw_body": json.dumps(CASE["body"])}
    return request | other


def found(python, rust, case=CASE):
    """The places that differ, each with the rule that allows it, or None."""
    return {
        compare.plain(each.where): next((rule.name for rule in allowed.RULES if rule.test(each)), None)
        for each in compare.differences(case, python, rust)
    }


def of_body(python, rust, **case):
    return found(line(raw_body=json.dumps(python)), line(raw_body=json.dumps(rust)), {**CASE, **case})


class Differences(unittest.TestCase):
    def test_the_same(self):
        self.assertEqual(found(line(), line()), {})

    def test_spelling_of_numbers(self):
        self.assertEqual(found(line(), line(raw_body='{"list": [1.0, {"at": null}], "n": 1.00}')), {})
        self.assertEqual(found(line(raw_body="0.1"), line(raw_body="0.1000000000000000055")), {"body": None})

    def test_kinds_of_values(self):
        self.assertEqual(of_body({"n": 1}, {"n": True}), {"body.n": None})
        self.assertEqual(of_body({"n": 1}, {"n": "1"}), {"body.n": None})
        self.assertEqual(of_body({"n": None}, {}), {"body.n": None})
        self.assertEqual(of_body({}, {"n": None}), {"body.n": None})
        self.assertEqual(of_body([1], [1, 2]), {"body": None})
        self.assertEqual(of_body({"a.b": {"[": 1}}, {"a.b": {"[": 2}}), {"body.a.b.[": None})

    def test_method_path_and_headers(self):
        self.assertEqual(found(line(), line(method="PUT")), {"method": None})
        self.assertEqual(found(line(), line(path="/v0/y/a%2Fb")), {"path": None})
        self.assertEqual(found(line(), line(headers={"accept": "*/*", "content-type": "application/json"})), {"header.accept": None})

    def test_query(self):
        self.assertEqual(found(line(), line(query=[["limit", "6"]], raw_query="limit=6")), {"query.limit": None})
        self.assertEqual(found(line(), line(query=[], raw_query="")), {"query.limit": None})
        twice = line(query=[["a", "1"], ["a", "2"]], raw_query="a=1&a=2")
        self.assertEqual(found(twice, line(query=[["a", "2"], ["a", "1"]], raw_query="a=2&a=1")), {})
        self.assertEqual(found(twice, line(query=[["a", "1"]], raw_query="a=1")), {"query.a": None})


class Rules(unittest.TestCase):
    def test_moments(self):
        def pair(python, rust, asked):
            return of_body({"at": python}, {"at": rust}, body={"at": asked})["body.at"]

        offset = "2026-01-01T02:00:00+02:00"
        self.assertEqual(pair(offset, "2026-01-01T00:00:00Z", offset), "date-time")
        self.assertEqual(pair(offset, "2026-01-01T02:00:00Z", offset), None)
        nanos = "2026-01-01T00:00:00.123456789Z"
        self.assertEqual(pair("2026-01-01T00:00:00.123456Z", nanos, nanos), "nanoseconds")
        self.assertEqual(pair(nanos, "2026-01-01T00:00:00.123456Z", nanos), None)

    def test_lists_that_another_contract_requires(self):
        def of(python, rust, body, **more):
            case = {**CASE, "body": body}
            return found(line(raw_body=json.dumps(python), **more), line(raw_body=json.dumps(rust)), case)

        filled = {"filled": ["body.prices"]}
        self.assertEqual(of({"prices": []}, {}, {}, **filled), {"body.prices": "required elsewhere"})
        self.assertEqual(of({"prices": []}, {}, {}), {"body.prices": None})
        self.assertEqual(of({"prices": [1]}, {}, {}, **filled), {"body.prices": None})
        self.assertEqual(of({"prices": []}, {"prices": [1]}, {"prices": [1]}, **filled), {"body.prices": None})
        self.assertEqual(of({"prices": []}, {}, {"prices": []}, **filled), {"body.prices": None})

    def test_path_that_is_not_encoded(self):
        self.assertEqual(found(line(path="/v0/x/a/b"), line()), {"path": "path as it is"})
        self.assertEqual(found(line(), line(path="/v0/x/a/b")), {"path": None})

    def test_spelling(self):
        self.assertEqual(found(line(path="/v0/x/a+b"), line(path="/v0/x/a%2Bb")), {"spelling.path": "spelling of the path"})
        left = line(query=[["q", "a b"]], raw_query="q=a+b")
        self.assertEqual(found(left, left | {"raw_query": "q=a%20b"}), {"spelling.query": "spelling of the query"})

    def test_defaults_only_if_nobody_asked(self):
        with_default = line(query=[["limit", "10"]], raw_query="limit=10", defaults=["query.limit"])
        without = line(query=[], raw_query="")
        self.assertEqual(found(with_default, without, {**CASE, "query": {}}), {"query.limit": "default"})
        self.assertEqual(found(with_default, without), {"query.limit": None})
        self.assertEqual(found(without, with_default, {**CASE, "query": {}}), {"query.limit": None})

    def test_body_left_out(self):
        case = {name: value for name, value in CASE.items() if name != "body"}
        bare = line(headers={"accept": "application/json"}, raw_body="")
        expected = {"header.content-type": "empty body", "body": "empty body"}
        self.assertEqual(found(line(raw_body="{}"), bare, case), expected)
        self.assertEqual(found(line(raw_body='{"dryRun": false}', defaults=["body.dryRun"]), bare, case), expected)
        self.assertEqual(found(line(raw_body='{"dryRun": false}'), bare, case)["body"], None)
        self.assertEqual(found(bare, line(raw_body="{}"), case), {"header.content-type": None, "body": None})

    def test_keys_that_rust_makes(self):
        key = "0f8fad5b-d9cb-469f-a165-70867728950e"
        accept = {"accept": "application/json", "content-type": "application/json"}
        with_key = line(headers={**accept, "idempotency-key": key})
        self.assertEqual(found(line(), with_key), {"header.idempotency-key": "idempotency key"})
        self.assertEqual(found(with_key, line()), {"header.idempotency-key": None})
        self.assertEqual(found(line(), with_key, {**CASE, "header": {"Idempotency-Key": "k"}}), {"header.idempotency-key": None})
        self.assertEqual(found(line(), line(headers={**accept, "idempotency-key": "k"})), {"header.idempotency-key": None})
        case = {**CASE, "body": {"idempotencyKey": "k"}}
        self.assertEqual(found(line(), line(headers={**accept, "idempotency-key": "k"}), case), {"header.idempotency-key": "key in both places"})
        self.assertEqual(found(line(), line(headers={**accept, "idempotency-key": "l"}), case), {"header.idempotency-key": None})
        self.assertEqual(of_body({}, {"idempotencyKey": key}), {"body.idempotencyKey": "idempotency key"})

    def test_missing_arguments(self):
        self.assertEqual(found(line(query=[], raw_query="", without=["query.limit"]), line()), {"query.limit": "no such argument"})
        wrong = line(query=[["limit", "6"]], raw_query="limit=6")
        self.assertEqual(found(line(query=[], raw_query="", without=["query.limit"]), wrong), {"query.limit": None})


class Summary(unittest.TestCase):
    def figures(self, python, rust, code):
        with tempfile.TemporaryDirectory() as folder:
            places = [os.path.join(folder, name) for name in ("cases", "python", "rust", "summary")]
            for place, lines in zip(places, ([CASE], [python], [rust])):
                recorder.write_lines(place, lines)
            arguments = ["compare.py", "--cases", places[0], "--summary", places[3], *places[1:3]]
            with mock.patch.object(sys, "argv", arguments), contextlib.redirect_stdout(io.StringIO()):
                with self.assertRaises(SystemExit) as end:
                    compare.main()
            self.assertEqual(end.exception.code, code)
            with open(places[3], encoding="utf-8") as file:
                figures = json.load(file)
        return [figures[name] for name in ("operations", "passed", "excepted", "failed")]

    def test_figures(self):
        self.assertEqual(self.figures(line(), line(), 0), [1, 1, 0, 0])
        self.assertEqual(self.figures(line(path="/v0/x/a+b"), line(path="/v0/x/a%2Bb"), 0), [1, 0, 1, 0])
        self.assertEqual(self.figures(line(), line(method="PUT"), 1), [1, 0, 0, 1])
        self.assertEqual(self.figures(line(), {"id": line()["id"], "ok": False, "error": "odd"}, 1), [0, 0, 0, 1])


class Marks(unittest.TestCase):
    def request(self, path):
        return {"method": "GET", "path": path}

    def mark(self, number):
        return self.request(recorder.mark(number)["path"]["id"].join(["/v0/items/", ""]))

    def test_groups(self):
        one = self.request("/v0/x")
        requests = [self.mark(0), one, self.mark(1), self.mark(2), one, one, self.mark(3)]
        self.assertEqual(recorder.between_marks(requests, 3), [[one], [], [one, one]])

    def test_order(self):
        for requests in ([self.mark(1)], [self.mark(0), self.mark(2)], [self.request("/v0/x"), self.mark(0)], [self.mark(0)]):
            with self.assertRaises(SystemExit):
                recorder.between_marks(requests, 1)


if __name__ == "__main__":
    unittest.main()
