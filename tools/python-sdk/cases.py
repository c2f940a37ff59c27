"""Makes calls from the contract: cases.py --out FILE [--spec FILE] [--overlay FILE] [--operation ID]...

Every operation gets these variants, as far as it has something for them:

    required        only what the contract requires
    full            everything, with the first value of each enum, true, and small numbers
    other           everything, with the last value of each enum, false, and the largest numbers
    PLACE=N         everything, with alternative N of the union at PLACE
    PLACE=N-least   what is required, with that alternative
    null            everything, with null wherever null may be
    text            everything, with strings that must be quoted somewhere
    moments         everything, with offsets and fractions in date-times
    free            everything, with nested nulls and empty things in free-form objects
    path-safe       path parameters with what a path may hold, and a space
    path-unsafe     path parameters with what ends a segment or a path
    path-N          on two operations: the same signs one by one
    lists           empty lists in the query
    query=N         what is required, with alternative N of the parameters of which one must be there
    key-header, key-body, key-both, key-two, key-text, key-text-header
                    an idempotency key in each place where there is one; two that differ; signs that are unusual in a header
    empty           an empty body where the body may be left out

Nothing is random, so a case keeps its values as long as the contract says the same.
"""

import argparse
import datetime
import pathlib
import re

try:
    from re import _parser as parser_of_patterns
except ImportError:  # before Python 3.11
    import sre_parse as parser_of_patterns

import yaml

import recorder

ROOT = pathlib.Path(__file__).resolve().parents[2]
METHODS = ("get", "put", "post", "patch", "delete")
TEXT = "a b+c&d=e/f%20g%h?i#j \"k\" \\l ü 日本 😀 'm'"
SIGNS = [" ", "+", "&", "=", ":", "@", ",", ";", "'", "(", "~", "ü", "日", "😀", "%", "%41", "%2F", "/", "?", "#", "\\", "[", "|", '"', "<", "^", "`", "{"]
SAFE = "a b+c&d=e:f@g,h;ü"
UNSAFE = "a/b%c?d#e"
KEY = "key a/b+c%20d"
SINGLY = ("getCustomer", "generatePortalLink")


class Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):
    """Leaves dates in the document as text."""


Loader.yaml_implicit_resolvers = {
    sign: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in Loader.yaml_implicit_resolvers.items()
}


class Contract:
    def __init__(self, spec, overlay, ahead=None):
        self.document = yaml.load(spec.read_text(encoding="utf-8"), Loader)
        if ahead:
            # What the published document does not have yet.
            more = yaml.load(ahead.read_text(encoding="utf-8"), Loader)
            self.document["paths"] |= more["paths"]
            self.document["components"]["schemas"] |= more["components"]["schemas"]
        self.formats = formats(overlay) if overlay else {}

    def operations(self):
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    parameters = {}
                    for each in item.get("parameters", []) + item[method].get("parameters", []):
                        each = self.resolve(each)
                        parameters[each["in"], each["name"]] = each
                    either = item[method].get("x-query-validation", {}).get("anyOf", [])
                    yield item[method]["operationId"], list(parameters.values()), self.body(item[method]), either

    def body(self, operation):
        body = operation.get("requestBody")
        if body is None:
            return None
        body = self.resolve(body)
        return body.get("required", False), body["content"]["application/json"]["schema"]

    def resolve(self, node):
        while "$ref" in node:
            beside = {key: value for key, value in node.items() if key != "$ref"}
            found = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step.replace("~1", "/").replace("~0", "~")]
            node = {**found, **beside}
        return node

    def flat(self, schema):
        """The schema without references and allOf."""
        schema = self.resolve(schema)
        if "allOf" not in schema:
            return schema
        merged = {key: value for key, value in schema.items() if key != "allOf"}
        for part in schema["allOf"]:
            merged = merge(merged, self.flat(part))
        return merged


def merge(left, right):
    merged = {**right, **left}
    merged["properties"] = {**left.get("properties", {}), **right.get("properties", {})}
    merged["required"] = [*left.get("required", []), *right.get("required", [])]
    return {key: value for key, value in merged.items() if value or key not in ("properties", "required")}


def formats(overlay):
    """The names of the properties that the overlay calls decimals or durations. The contract only says that they are strings."""
    found = {}
    for action in yaml.load(overlay.read_text(encoding="utf-8"), Loader)["actions"]:
        kind = (action.get("update") or {}).get("format")
        if kind in ("decimal", "duration"):
            last = action["target"].rpartition(".properties")[2]
            for name in re.findall(r"'(\w+)'", last) or [last.removeprefix(".").split(".")[0]]:
                found[name] = kind
    return found


class Maker:
    """Makes the values of one case."""

    def __init__(self, contract, variant, choices=None):
        self.contract, self.variant, self.choices = contract, variant, choices or {}
        self.least = variant in ("required", "empty")
        self.last = variant == "other"
        self.count = 0
        # What was met on the way: unions with their number of alternatives, and whether a variant has anything to show.
        self.unions = {}
        self.met = set()

    def value(self, schema, name, place):
        self.count += 1
        schema = self.contract.flat(schema)
        nullable = schema.get("nullable") or "null" in listed(schema.get("type"))
        if nullable:
            self.met.add("null")
            if self.variant == "null":
                return None
        for key in ("oneOf", "anyOf"):
            if key in schema:
                number = self.choices.get(place, 0)
                self.unions[place] = len(schema[key])
                alternatives = schema[key]
                if self.variant == "null" and {"type": "null"} in alternatives:
                    self.met.add("null")
                    return None
                if {"type": "null"} in alternatives:
                    self.met.add("null")
                rest = {k: v for k, v in schema.items() if k != key}
                return self.value(merge(rest, self.contract.flat(alternatives[number])), name, place)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            values = [each for each in schema["enum"] if each is not None]
            return values[-1 if self.last else 0]
        if schema.get("type") == "null":
            return None
        kind = next((each for each in listed(schema.get("type")) if each != "null"), None)
        if kind is None:
            kind = "object" if "properties" in schema or "additionalProperties" in schema else None
        match kind:
            case "object":
                return self.object(schema, name, place)
            case "array":
                return self.array(schema, name, place)
            case "string":
                return self.string(schema, name)
            case "integer":
                return int(self.number(schema))
            case "number":
                return self.number(schema, 0.25)
            case "boolean":
                return not self.last
            case "null":
                return None
            case _:
                return self.free(name)

    def object(self, schema, name, place):
        made, required = {}, schema.get("required", [])
        for each, inner in schema.get("properties", {}).items():
            inner = self.contract.resolve(inner)
            if inner.get("readOnly") or (self.least and each not in required):
                continue
            made[each] = self.value(inner, each, f"{place}.{each}")
        for each, inner in schema.get("properties", {}).items():
            if len(made) < schema.get("minProperties", 0) and each not in made:
                made[each] = self.value(inner, each, f"{place}.{each}")
        more = schema.get("additionalProperties", not schema.get("properties"))
        if more and not (self.least and made):
            if isinstance(more, dict) and more:
                keys = ["key_1", "key_2"] if self.variant != "text" else ["key_1", "ü b/c"]
                made |= {key: self.value(more, key, f"{place}.*") for key in keys}
            elif not schema.get("properties"):
                made |= self.free(name)
        return made

    def free(self, name):
        self.met.add("free")
        if self.variant == "free":
            return {
                "null": None,
                "list": [None, {"null": None}, [], {}, ""],
                "object": {"null": None, "empty": {}, "deep": {"null": None, "list": [None]}},
                "ü b/c": TEXT,
                "": "empty key",
                "numbers": [0, -1, 1.5, 1e-7, 1e21, 9007199254740993, 0.1, 12345678901234567890],
                "moment": "2026-03-04T05:06:07+02:00",
            }
        if self.least:
            return {}
        return {"text": f"{name} {self.count}", "number": self.count + 0.5, "flag": True, "list": [1, "two"], "object": {"a": "b"}}

    def array(self, schema, name, place):
        count = max(schema.get("minItems", 0), 0 if self.least else 1 if self.last else 2)
        count = min(count, schema.get("maxItems", count))
        return [self.value(schema.get("items", {}), name, f"{place}[]") for _ in range(count)]

    def number(self, schema, fraction=0):
        low, high = schema.get("minimum"), schema.get("maximum")
        over, under = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
        # Before 3.1 these two were flags.
        if over is True:
            low, over = None, low
        if under is True:
            high, under = None, high
        # YAML 1.1, which this parser speaks, takes 1e-6 for text.
        step = float(schema.get("multipleOf", 0))
        if self.last:
            value = high if high is not None else under - 1 if under is not None else 1_000_000 + self.count
        else:
            value = (low if low is not None else over if over is not None else 0) + self.count + (0 if step >= 1 else fraction)
            if high is not None and value > high:
                value = high
        if step >= 1:
            value = int(value // step * step)
        return value

    def string(self, schema, name):
        if re.fullmatch("[0-9]+", str(schema.get("default", ""))):
            # A number that the contract calls a string. The overlay calls it a number; the driver writes it as its SDK has it.
            return self.number(schema)
        kind = schema.get("format") or ("pattern" not in schema and self.contract.formats.get(name))
        number = self.count % 27 + 1
        if kind == "date-time":
            self.met.add("moments")
            if self.variant == "moments":
                forms = ["T03:04:05.123456+02:00", "T23:59:59.5-11:30", "T00:00:00.000Z", "T03:04:05+00:00", "T03:04:05.123456789Z"]
                return f"2026-01-{number:02}{forms[number % len(forms)]}"
            return f"2026-01-{number:02}T03:04:05Z" if not self.last else f"2025-12-{number:02}T23:00:00.123Z"
        if kind == "date":
            return str(datetime.date(2026, 2, number))
        if kind == "email":
            return f"{name}.{number}@example.com"
        if kind == "uri":
            return f"https://example.com/{name}?a={number}&b=%20"
        if kind == "duration":
            return "P1M" if not self.last else "PT12H"
        if "pattern" in schema:
            return fitting(schema["pattern"], number)
        if kind == "decimal":
            return f"{number}.50" if not self.last else "1000000.000000001"
        if same(name):
            # Header and body say the same, because a client may insist on that; key-two has two that differ.
            return KEY
        self.met.add("text")
        text = f"{name} {self.count}"
        if self.variant == "text":
            text = TEXT
        least = schema.get("minLength", 0)
        return text.ljust(least, "x")[: schema.get("maxLength", len(text) + least)]


def same(name):
    """Whether this is an idempotency key, which may stand in a header and in a body."""
    return name.replace("-", "").lower() == "idempotencykey"


def listed(kind):
    return kind if isinstance(kind, list) else [kind]


def fitting(pattern, number):
    """A string that fits a pattern of the simple sort that contracts hold."""
    state = [number]

    def sign(members):
        ranges = []
        for kind, value in members:
            kind = str(kind)
            if kind == "RANGE":
                ranges.append((value[0], value[1]))
            elif kind == "LITERAL":
                ranges.append((value, value))
            elif kind == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
                ranges.append((48, 57))
            else:
                raise ValueError(f"{pattern}: {kind} {value}")
        state[0] += 1
        low, high = ranges[state[0] % len(ranges)] if len(ranges) < 4 else ranges[0]
        # No zero and no sign at the edge: what a reader may drop would hide a difference.
        return chr(low + 1 + state[0] % (high - low)) if high > low else chr(low)

    def walk(parts):
        made = ""
        for kind, value in parts:
            match str(kind):
                case "AT":
                    pass
                case "LITERAL":
                    made += chr(value)
                case "IN":
                    made += sign(value)
                case "SUBPATTERN":
                    made += walk(value[3])
                case "BRANCH":
                    made += walk(value[1][0])
                case "MAX_REPEAT":
                    low, high, inner = value
                    made += "".join(walk(inner) for _ in range(int(high) if int(high) < 20 else max(low, 2 if low == 0 else 6)))
                case other:
                    raise ValueError(f"{pattern}: {other}")
        return made

    made = walk(parser_of_patterns.parse(pattern))
    if not re.search(pattern, made):
        raise ValueError(f"{made} does not fit {pattern}")
    return made


def make(contract, id, parameters, body, name, choices=None, with_body=None, also=()):
    """One case, and the maker that made it; `also` are parameters that are not left out."""
    maker = Maker(contract, "required" if name.endswith("-least") else name, choices)
    case = {"id": f"{id}/{name}", "operation": id}
    for each in parameters:
        if maker.least and not each.get("required") and each["name"] not in also:
            continue
        place = each["in"]
        value = maker.value(each["schema"], each["name"], f"{place}.{each['name']}")
        if place == "path" and name == "text":
            # Paths have variants of their own, and what they break would hide the rest.
            value = "plain"
        if place == "query" and name == "lists" and isinstance(value, list):
            value = []
        if place == "query" and isinstance(value, list) and name != "lists":
            maker.met.add("lists")
        case.setdefault(place, {})[each["name"]] = value
    if body and (body[0] or not maker.least or name.endswith("-least") or with_body):
        case["body"] = maker.value(body[1], "body", "body")
    return case, maker


def of_operation(contract, id, parameters, body, either):
    cases = []
    first = either[0]["required"] if either else ()

    def add(name, **more):
        case, maker = make(contract, id, parameters, body, name, **{"also": first, **more})
        cases.append(case)
        return case, maker

    add("required")
    case, maker = add("full")
    full = maker
    if len(case) > 2:
        add("other")
    unions = dict(full.unions)
    todo = [(place, number) for place, count in unions.items() for number in range(1, count)]
    choices = {}
    while todo:
        place, number = todo.pop(0)
        chosen = {**choices.get(parent(place, choices), {}), place: number}
        choices[place] = chosen
        _, inner = add(f"{place}={number}", choices=chosen)
        add(f"{place}={number}-least", choices=chosen)
        # An alternative may hold unions of its own.
        for each, count in inner.unions.items():
            if each not in unions:
                unions[each] = count
                todo += [(each, other) for other in range(1, count)]
    for name in ("null", "text", "moments", "free", "lists"):
        if name in full.met:
            add(name)
    if body and not body[0]:
        add("empty", with_body=True)
    for number, alternative in enumerate(either[1:], 1):
        case, _ = make(contract, id, parameters, body, "required", also=alternative["required"])
        cases.append(case | {"id": f"{id}/query={number}"})
    cases += with_keys(contract, id, parameters, body)
    strings = [
        each["name"]
        for each in parameters
        if each["in"] == "path" and contract.flat(each["schema"]).get("type") == "string"
    ]
    if strings:
        signs = [(f"path-{number}", f"a{sign}b") for number, sign in enumerate(SIGNS)] if id in SINGLY else []
        for name, text in [("path-safe", SAFE), ("path-unsafe", UNSAFE), *signs]:
            case, _ = make(contract, id, parameters, body, "required", also=first)
            case["id"] = f"{id}/{name}"
            case["path"] |= {each: text for each in strings}
            cases.append(case)
    return cases


def with_keys(contract, id, parameters, body):
    header = next((each["name"] for each in parameters if each["in"] == "header" and same(each["name"])), None)
    field = next((each for each in contract.flat(body[1]).get("properties", {}) if same(each)), None) if body else None
    ways = {
        "key-header": (KEY, None),
        "key-body": (None, KEY),
        "key-both": (KEY, KEY),
        "key-two": (KEY, KEY + " 2"),
        "key-text": (None, TEXT),
        "key-text-header": (TEXT, None),
    }
    for name, (in_header, in_body) in ways.items():
        if (in_header and not header) or (in_body and not field):
            continue
        case, _ = make(contract, id, parameters, body, "required")
        case["id"] = f"{id}/{name}"
        if in_header:
            case["header"] = {header: in_header}
        if in_body:
            case["body"][field] = in_body
        yield case


def parent(place, choices):
    """The nearest union around a place that an alternative was chosen of."""
    return max((each for each in choices if place.startswith(each + ".")), key=len, default=None)


def main():
    parser = argparse.ArgumentParser(description="Makes calls from the contract.")
    parser.add_argument("--out", required=True)
    parser.add_argument("--spec", type=pathlib.Path, default=ROOT / "spec/openapi.yaml")
    parser.add_argument("--overlay", type=pathlib.Path, default=ROOT / "spec/overlay.yaml")
    parser.add_argument("--ahead", type=pathlib.Path, default=ROOT / "spec/ahead.yaml")
    parser.add_argument("--operation", action="append", help="only this operation; may be repeated")
    args = parser.parse_args()
    contract = Contract(args.spec, args.overlay, args.ahead)
    cases, seen = [], set()
    for id, parameters, body, either in contract.operations():
        if args.operation and id not in args.operation:
            continue
        for case in of_operation(contract, id, parameters, body, either):
            # Variants that come out alike are called once.
            key = repr({name: value for name, value in case.items() if name != "id"})
            if key not in seen:
                seen.add(key)
                cases.append(case)
    recorder.write_lines(args.out, cases)


if __name__ == "__main__":
    main()
