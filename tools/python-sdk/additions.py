"""What the Python SDK adds to operations and schemas that the published document has: optional parameters and fields, enum values.

Each is a fragment for a location of the document, as `x-additions` of spec/ahead.yaml holds them. What the two contradict each
other on is left out: a request whose document has fields that the package lacks, and fields that only the package requires.
"""

from schemas import property_names, unwrapped, wire_names


class Additions:
    def __init__(self, ahead):
        self.ahead = ahead
        self.contract = ahead.contract
        self.components = ahead.contract["components"]["schemas"]
        self.enums = [sorted(map(str, values)) for values in enums(ahead.contract)]
        self.fragments = {}
        self.seen = set()

    def operation(self, path, method, published, operation, resolved):
        location = f"#/paths/{escaped(path)}/{method}"
        theirs = {(each["in"], each["name"].lower()) for each in resolved}
        for parameter in self.ahead.parameters(operation):
            is_new = (parameter["in"], parameter["name"].lower()) not in theirs
            if is_new and parameter["in"] == "query" and not parameter.get("required"):
                self.fragment(location).setdefault("parameters", []).append(parameter)
        media = "/content/application~1json/schema"
        body = json_schema(published.get("requestBody", {}))
        if body and operation.body_type is not None:
            self.schema(f"{location}/requestBody{media}", body, operation.body_type, is_request=True)
        for status, response in published["responses"].items():
            schema = json_schema(response)
            if status.startswith("2") and schema and operation.response_type() is not None:
                self.schema(f"{location}/responses/{status}{media}", schema, operation.response_type(), is_request=False)
                break

    def fragment(self, location):
        return self.fragments.setdefault(location, {})

    def schema(self, location, schema, kind, is_request):
        while "$ref" in schema:
            location, schema = schema["$ref"], target(self.contract, schema["$ref"])
        if location in self.seen:
            return
        self.seen.add(location)
        models, lists, literals = members(kind)
        if len(models) == 1 and "properties" in schema:
            self.properties(location, schema, models[0], is_request)
        elif len(lists) == 1 and "items" in schema:
            self.schema(f"{location}/items", schema["items"], lists[0], is_request)
        elif literals and "enum" in schema:
            new = [value for value in literals if value not in schema["enum"]]
            if new and self.is_alone(schema["enum"]):
                self.fragment(location)["enum"] = new

    def properties(self, location, schema, model, is_request):
        theirs = property_names(schema, self.components)
        is_sure = not is_request or theirs <= set(wire_names(model))
        for name, field in model.model_fields.items():
            wire = field.alias or name
            inner = schema["properties"].get(wire)
            if inner is not None:
                self.schema(f"{location}/properties/{escaped(wire)}", inner, field.annotation, is_request)
            elif wire not in theirs and is_sure:
                is_optional, added = self.ahead.schemas.field(field)
                if is_optional or not is_request:
                    self.fragment(location).setdefault("properties", {})[wire] = added

    def is_alone(self, values):
        """Whether a value can be added: a constant stays one, and what several places share stays one type."""
        return len(values) > 1 and self.enums.count(sorted(map(str, values))) == 1


def target(document, location):
    """The value at a location."""
    value = document
    for key in location.removeprefix("#/").split("/"):
        value = value[key.replace("~1", "/").replace("~0", "~")]
    return value


def members(kind):
    """The models, the kinds of the elements of lists, and the texts that an annotation allows."""
    models, lists, literals = [], [], []
    open = [kind]
    while open:
        each = unwrapped(open.pop())
        if hasattr(each, "model_fields"):
            if not each.__name__.startswith(("Unset", "Unknown")):
                models.append(each)
        elif getattr(each, "__origin__", None) is list:
            lists.append(each.__args__[0])
        else:
            inner = list(getattr(each, "__args__", ()))
            literals += [value for value in inner if isinstance(value, str)]
            open += [value for value in reversed(inner) if not isinstance(value, str)]
    return models, lists, literals


def enums(value):
    """All enums of a document."""
    if isinstance(value, dict):
        if isinstance(value.get("enum"), list):
            yield value["enum"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from enums(each)


def json_schema(holder):
    return holder.get("content", {}).get("application/json", {}).get("schema")


def escaped(key):
    return key.replace("~", "~0").replace("/", "~1")
