"""Sends cases as the contract says, with no SDK: plain.py --base-url URL --cases FILE [--spec FILE].

A third opinion. Compared with it, either SDK shows what it does on its own account.
"""

import argparse
import http.client
import json
import pathlib
from urllib.parse import quote, urlencode, urlsplit

import cases
import recorder


def text(value):
    return value if isinstance(value, str) else json.dumps(value)


def main():
    parser = argparse.ArgumentParser(description="Sends cases as the contract says.")
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--cases", required=True)
    parser.add_argument("--spec", type=pathlib.Path, default=cases.ROOT / "spec/openapi.yaml")
    args = parser.parse_args()
    document = cases.Contract(args.spec, None).document
    places = {
        item[method]["operationId"]: (method.upper(), path)
        for path, item in document["paths"].items()
        for method in cases.METHODS
        if method in item
    }
    connection = http.client.HTTPConnection(urlsplit(args.base_url).netloc)
    for case in recorder.read_cases(args.cases):
        method, path = places[case["operation"]]
        for name, value in case.get("path", {}).items():
            path = path.replace(f"{{{name}}}", quote(text(value), safe=""))
        query = [
            (name, text(each))
            for name, value in case.get("query", {}).items()
            for each in (value if isinstance(value, list) else [value])
        ]
        headers = {"accept": "application/json", "authorization": "Bearer parity", **case.get("header", {})}
        body = None
        if "body" in case:
            headers["content-type"] = "application/json"
            body = json.dumps(case["body"])
        connection.request(method, path + ("?" + urlencode(query) if query else ""), body, headers)
        connection.getresponse().read()


if __name__ == "__main__":
    main()
