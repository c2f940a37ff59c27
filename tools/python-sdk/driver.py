"""The public methods of the Python SDK: which operation each is, and how its arguments become a request.

Nothing here knows an operation by name. What there is, and how its arguments are called, is read from the SDK. It is used to renew
files of the repository (`golden.py`, `ahead.py`), never by a test.
"""

import ast
import inspect
import json
import textwrap
import typing

import pydantic
from paygentic_sdk import Paygentic
from paygentic_sdk.basesdk import BaseSDK
from paygentic_sdk.utils.metadata import (
    HeaderMetadata,
    PathParamMetadata,
    QueryParamMetadata,
    RequestMetadata,
    find_field_metadata,
)

PLACES = (("path", PathParamMetadata), ("query", QueryParamMetadata), ("header", HeaderMetadata), ("body", RequestMetadata))
# Arguments of every method that are about the call and not about the request.
COMMON = {"self", "retries", "server_url", "timeout_ms", "http_headers"}


class Unsupported(Exception):
    """The SDK is not built as this driver expects, or lacks what a case requires."""


class Operation:
    """One public method: which arguments it takes and where each of them ends up."""

    def __init__(self, name, method, id, tree):
        self.name, self.method, self.id = name, method, id
        # The names that the method's source uses.
        self.names = method.__func__.__globals__
        self.tree = tree
        # (place, wire name, or None for the body as a whole) -> argument
        self.arguments = {}
        # (place, wire name) -> annotation in the model
        self.types = {}
        # (place, wire name) -> the default of the SDK
        self.defaults = {}
        # The one argument that takes the whole request, if there is one.
        self.whole = None
        self.required = [
            argument.name
            for argument in inspect.signature(method).parameters.values()
            if argument.default is inspect.Parameter.empty and argument.name not in COMMON
        ]
        self.body_type = self.find_body_type()
        self.map_request()

    def evaluate(self, node):
        return eval(compile(ast.Expression(node), self.name, "eval"), self.names)

    def calls(self, name):
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
                yield node

    def find_body_type(self):
        for call in self.calls("serialize_request_body"):
            return self.evaluate(call.args[4])
        return None

    def response_type(self):
        for node in ast.walk(self.tree):
            if isinstance(node, ast.If) and isinstance(node.test, ast.Call) and ast.unparse(node.test.func).endswith("match_response"):
                codes = self.evaluate(node.test.args[1])
                if str(codes if isinstance(codes, str) else codes[0]).startswith("2"):
                    for inner in ast.walk(node):
                        if isinstance(inner, ast.Call) and ast.unparse(inner.func).endswith("unmarshal_json_response"):
                            return self.evaluate(inner.args[0])
        return None

    def map_request(self):
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "request" and isinstance(node.value, ast.Call):
                call = node.value
                if ast.unparse(call.func) == "cast":
                    # One argument for everything: it takes a mapping.
                    self.whole = "request"
                    self.map_model(self.evaluate(call.args[0]), None)
                    return
                if ast.unparse(call.func).startswith("models."):
                    self.map_model(self.evaluate(call.func), call)
                    return
        if set(inspect.signature(self.method).parameters) - COMMON:
            raise Unsupported(f"{self.id}: no request is built")

    def map_model(self, model, call):
        """Enters the fields of a model; `call` is the place where the method builds it from its arguments."""
        given = {keyword.arg: keyword.value for keyword in call.keywords} if call else None
        for field_name, field in fields(model):
            wire = field.alias or field_name
            place = next((place for place, kind in PLACES if find_field_metadata(field, kind)), None)
            if given is None:
                self.enter(place or "body", wire, field_name, field)
                continue
            if field_name not in given:
                raise Unsupported(f"{self.id}: {model.__name__}.{field_name} is not given")
            value = given[field_name]
            if place == "body":
                if isinstance(value, ast.Call) and ast.unparse(value.func).startswith("models."):
                    # The body's fields are arguments of their own.
                    inner = {keyword.arg: keyword.value for keyword in value.keywords}
                    for inner_name, inner_field in fields(self.evaluate(value.func)):
                        self.enter("body", inner_field.alias or inner_name, argument_of(inner[inner_name]), inner_field)
                else:
                    self.enter("body", None, argument_of(value), field)
            else:
                self.enter(place or "body", wire, argument_of(value), field)

    def enter(self, place, wire, argument, field):
        self.arguments[place, wire] = argument
        self.types[place, wire] = field.annotation
        parameter = inspect.signature(self.method).parameters.get(argument)
        default = parameter.default if parameter else field.default
        if isinstance(default, (str, int, float, bool)):
            self.defaults[place, wire] = default

    def given(self, case):
        """The keyword arguments of a case, and what of it the method has no argument for."""
        arguments, without = {}, []
        for place in ("path", "query", "header"):
            for wire, value in (case.get(place) or {}).items():
                found = next((key for key in self.arguments if key[0] == place and same_name(place, key[1], wire)), None)
                if found is None:
                    without.append(f"{place}.{wire}")
                else:
                    arguments[self.arguments[found]] = fit(value, self.types[found])
        if "body" in case:
            if ("body", None) in self.arguments:
                arguments[self.arguments["body", None]] = case["body"]
            elif self.whole and isinstance(self.body_type, type) is False and self.body_type is not None:
                # A union is passed instead of the request.
                return {self.whole: case["body"]}, without
            elif isinstance(case["body"], dict):
                for wire, value in case["body"].items():
                    if ("body", wire) in self.arguments:
                        arguments[self.arguments["body", wire]] = value
                    else:
                        without.append(f"body.{wire}")
            else:
                raise Unsupported("the body is not an object")
        if self.whole:
            arguments = {self.whole: arguments}
        return arguments, without

    def fill(self, arguments):
        """Gives an empty list to each list of the body that the method requires and the case does not have: another contract
        requires it, and with an empty list the rest of the request can be compared. Returns where these are."""
        filled = []
        for (place, wire), argument in self.arguments.items():
            required = argument in self.required and argument not in arguments and argument != self.whole
            if place == "body" and wire and required and is_list(self.types[place, wire]):
                arguments[argument] = []
                filled.append(f"{place}.{wire}")
        return filled


def fields(model):
    """The fields of a model; of a union of models those of all its members."""
    model = getattr(model, "__value__", model)
    if isinstance(model, type) and issubclass(model, pydantic.BaseModel):
        return list(model.model_fields.items())
    return [field for member in typing.get_args(model) for field in fields(member)]


def argument_of(node):
    """`x` and `utils.get_pydantic_model(x, T)` are both the argument x."""
    if isinstance(node, ast.Call):
        node = node.args[0]
    if not isinstance(node, ast.Name):
        raise Unsupported(f"not an argument: {ast.unparse(node)}")
    return node.id


def same_name(place, left, right):
    return left is not None and (left.lower() == right.lower() if place == "header" else left == right)


def fit(value, annotation):
    """Converts a parameter to the type that the SDK declares, as its callers must: a list of one item, a number as text."""
    kinds = leaves(annotation)
    if not isinstance(value, list) and is_list(annotation):
        return [value]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and str in kinds and not kinds & {int, float}:
        return json.dumps(value)
    return value


def is_list(annotation):
    """Whether only a list is accepted, apart from `None`."""
    if typing.get_origin(annotation) is typing.Union:
        members = [each for each in typing.get_args(annotation) if each is not type(None)]
        return len(members) == 1 and is_list(members[0])
    return typing.get_origin(annotation) is list


def leaves(annotation):
    inner = typing.get_args(annotation)
    if hasattr(annotation, "__value__"):
        return leaves(annotation.__value__)
    return {annotation} if not inner else set().union(*(leaves(each) for each in inner))


def operations(sdk):
    """All public methods that send a request, by operation id."""
    found = {}

    def walk(name, node):
        for attribute, method in inspect.getmembers(type(node), inspect.isfunction):
            if attribute.startswith("_") or inspect.iscoroutinefunction(method):
                continue
            tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
            ids = {
                keyword.value.value
                for keyword in ast.walk(tree)
                if isinstance(keyword, ast.keyword) and keyword.arg == "operation_id" and isinstance(keyword.value, ast.Constant)
            }
            for id in ids:
                found.setdefault(id, []).append((f"{name}.{attribute}", getattr(node, attribute), tree))
        for attribute, child in list(vars(node).items()):
            if isinstance(child, BaseSDK) and attribute != "parent_ref":
                walk(f"{name}.{attribute}", child)

    for attribute in sorted(type(sdk)._sub_sdk_map):
        walk(attribute, getattr(sdk, attribute))
    # A resource in two places of the tree has each method twice: the shorter name is used.
    return {
        id: Operation(*min(ways, key=lambda way: (way[0].count("."), way[0]))[:2], id, min(ways, key=lambda way: (way[0].count("."), way[0]))[2])
        for id, ways in sorted(found.items())
    }


def connect(url):
    return Paygentic(bearer_auth="parity", server_url=url, timeout_ms=10_000)


def describe(error):
    if isinstance(error, pydantic.ValidationError):
        parts = ["{}: {}".format(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()[:3]]
        return "refused: " + "; ".join(parts)
    return f"{type(error).__name__}: {error}" if error else "nothing was sent"
