"""The models of the Python SDK as JSON Schema: types, required, nullable, enums, constants. No prose."""

import datetime
import enum
import types
import typing

import pydantic
from paygentic_sdk.types import UNSET
from paygentic_sdk.types.basemodel import Unset, UnrecognizedInt, UnrecognizedStr
from pydantic_core import PydanticUndefined

PLAIN = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime.datetime: {"type": "string", "format": "date-time"},
    datetime.date: {"type": "string", "format": "date"},
    typing.Any: {},
    object: {},
}


class Schemas:
    """Turns annotations into schemas. Models become components, or references to those of the contract that they are."""

    def __init__(self, published):
        self.published = published
        self.components = {}
        self.renamed = {}
        # Component of the contract -> model, where both are the same.
        self.shared = {}

    def of(self, annotation):
        annotation = unwrapped(annotation)
        if annotation in PLAIN:
            return dict(PLAIN[annotation])
        origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is list:
            return {"type": "array", "items": self.of(inner[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(inner[1]) or True}
        if origin is typing.Literal:
            return {"type": "string", "const": inner[0]} if len(inner) == 1 else {"type": "string", "enum": list(inner)}
        if origin in (typing.Union, types.UnionType):
            return self.union(inner)
        if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
            return {"$ref": "#/components/schemas/" + self.component(annotation)}
        raise TypeError(f"no schema is known for {annotation}")

    def union(self, members):
        members = [unwrapped(member) for member in members]
        members = [each for member in members for each in (typing.get_args(member) if is_union(member) else [member])]
        nullable = type(None) in members
        # A placeholder for unknown values is not an alternative.
        known = [member for member in members if member not in (type(None), Unset) and not is_unknown(member)]
        if len(known) == 1:
            schema = self.of(known[0])
        else:
            schema = self.one_of_required(known) or {"anyOf": [self.of(member) for member in known]}
        if not nullable:
            return schema
        if "type" in schema and "const" not in schema and "enum" not in schema:
            return schema | {"type": [schema["type"], "null"]}
        if schema.get("type") == "string":
            values = schema.get("enum") or [schema["const"]]
            return {"type": ["string", "null"], "enum": [*values, None]}
        return {"anyOf": [schema, {"type": "null"}]}

    def one_of_required(self, models):
        """Alternatives that differ only in what they require are one object that requires one thing or another."""
        if not all(isinstance(model, type) and issubclass(model, pydantic.BaseModel) for model in models):
            return None
        objects = [self.object(model) for model in models]
        if any(each["properties"] != objects[0]["properties"] for each in objects):
            return None
        required = [set(each.get("required", [])) for each in objects]
        common = set.intersection(*required)
        choices = [{"required": sorted(each - common)} for each in required]
        result = {"type": "object"} | ({"required": sorted(common)} if common else {})
        return result | {"properties": objects[0]["properties"], "anyOf": choices}

    def inline(self, annotation):
        """The schema of a body, inlined if it has no name in the document."""
        annotation = unwrapped(annotation)
        if getattr(annotation, "__name__", "").endswith("RequestBody"):
            return self.object(annotation)
        return self.of(annotation)

    def component(self, model):
        name = model.__name__.removesuffix("Data") if "errors" in model.__module__ else model.__name__
        for published in (name, "schemas-" + name):
            if self.is_same(model, self.published.get(published)):
                self.shared[published] = model
                return published
        if name in self.published:
            name += "Ahead"
        if name not in self.components and name not in self.renamed:
            # Entered first, because a model may contain itself.
            self.components[name] = {}
            schema = self.object(model)
            same = next((other for other, known in self.components.items() if known == schema), None)
            if same:
                # The package has several names for one schema: the first is used for all.
                del self.components[name]
                self.renamed[name] = same
            else:
                self.components[name] = schema
        return self.renamed.get(name, name)

    def is_same(self, model, published):
        """Whether a component of that name is the same: most of its fields are."""
        if not published:
            return False
        ours, theirs = set(wire_names(model)), property_names(published, self.published)
        return len(ours & theirs) * 2 > len(ours | theirs)

    def object(self, model):
        properties, required = {}, []
        for name, field in model.model_fields.items():
            wire = field.alias or name
            is_optional, schema = self.field(field)
            properties[wire] = schema
            if not is_optional:
                required.append(wire)
        result = {"type": "object"}
        if required:
            result["required"] = required
        return result | ({"properties": properties} if properties else {})

    def field(self, field):
        """Whether a field may be left out, and its schema without the `None` that only represents that."""
        schema = self.of(field.annotation)
        default = field.default
        constant = schema.get("const") is not None and default == schema["const"]
        is_optional = default is not PydanticUndefined and not constant
        if is_optional and default is not UNSET:
            schema = without_null(schema)
            if isinstance(default, (str, int, float, bool)) and "const" not in schema:
                schema["default"] = default
        return is_optional, schema


def unwrapped(annotation):
    """The type behind `Annotated` and aliases."""
    while True:
        if typing.get_origin(annotation) is typing.Annotated:
            annotation = typing.get_args(annotation)[0]
        elif hasattr(annotation, "__value__"):
            inner, alias = typing.get_args(annotation), getattr(annotation, "__origin__", annotation)
            annotation = alias.__value__[inner] if inner else annotation.__value__
        else:
            return annotation


def is_union(annotation):
    return typing.get_origin(annotation) in (typing.Union, types.UnionType)


def is_unknown(member):
    return member in (UnrecognizedStr, UnrecognizedInt) or getattr(member, "__name__", "").startswith("Unknown")


def without_null(schema):
    if isinstance(schema.get("type"), list):
        plain = schema | {"type": schema["type"][0]}
        if "enum" in schema:
            plain["enum"] = [value for value in schema["enum"] if value is not None]
        return plain
    if "anyOf" in schema:
        rest = [each for each in schema["anyOf"] if each != {"type": "null"}]
        return rest[0] if len(rest) == 1 else schema | {"anyOf": rest}
    return schema


def wire_names(model):
    return [field.alias or name for name, field in model.model_fields.items()]


def property_names(schema, components):
    """The names of all properties, those of its parts and alternatives among them."""
    if "$ref" in schema:
        return property_names(components.get(schema["$ref"].split("/")[-1], {}), components)
    names = set(schema.get("properties", {}))
    for key in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(key, []):
            names |= property_names(part, components)
    return names
