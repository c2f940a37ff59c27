//! One function for each item of a crate's public interface, which uses it as callers do: whether it compiles
//! with another version of the crate decides whether the two are compatible.

use paygentic_codegen::model::{
    AnswerContent, Constructor, Field, Model, NamedRef, Object, Operation, Presence, Resource,
    ResponseBody, TypeDef, TypeKind, TypeRef,
};

/// A use of one item.
pub(crate) struct Probe {
    /// The item, as named in a difference: `Customer::id`, `customers.create`.
    pub(crate) item: String,
    /// The type or operation it belongs to.
    pub(crate) owner: String,
    /// The types that it uses, which may be removed.
    pub(crate) types: Vec<String>,
    /// Its arguments, result and body.
    code: String,
}

impl Probe {
    fn new(
        model: &Model,
        item: impl Into<String>,
        owner: &str,
        types: &[&TypeRef],
        code: String,
    ) -> Self {
        let mut names = vec![owner.to_owned()];
        let types = types.iter();
        types.for_each(|ty| collect(&model.named(ty), &mut names));
        Self { item: item.into(), owner: owner.to_owned(), types: names, code }
    }

    /// The function, on one line.
    pub(crate) fn function(&self, number: usize) -> String {
        format!("pub fn probe_{number}{}", self.code)
    }
}

fn collect(ty: &NamedRef<'_>, names: &mut Vec<String>) {
    match ty {
        TypeRef::Named(name) | TypeRef::Id(name) => names.push((*name).to_owned()),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Option(inner) => {
            collect(inner, names)
        }
        _ => {}
    }
}

/// All items of a crate.
pub(crate) fn probes(model: &Model) -> Vec<Probe> {
    let mut probes = Vec::new();
    for environment in &model.service.environments {
        let name = format!("Environment::{}", environment.name.ident);
        let code = match environment.server_type {
            Some(_) => format!("() -> Environment {{ {name}(Default::default()) }}"),
            None => format!("() -> Environment {{ {name} }}"),
        };
        probes.push(Probe::new(model, &name, "Environment", &[], code));
    }
    for id in &model.ids {
        let name = &id.type_name;
        let code = format!("(id: &str) -> {name} {{ id.into() }}");
        probes.push(Probe::new(model, name, name, &[], code));
    }
    model.resources.iter().for_each(|resource| operations(model, resource, "c", &mut probes));
    model.types.iter().for_each(|def| definition(model, def, &mut probes));
    for body in model.operations().into_iter().filter_map(|operation| operation.queued.as_ref()) {
        let name = model.name(body.ty);
        let code = format!("(x: {name}) -> impl sdk::queue::Queueable {{ x }}");
        probes.push(Probe::new(model, name, name, &[], code));
    }
    probes
}

fn operations(model: &Model, resource: &Resource, above: &str, probes: &mut Vec<Probe>) {
    let accessor = format!("{above}.{}()", resource.name.ident);
    probes.extend(resource.operations.iter().map(|operation| call(model, operation, &accessor)));
    resource.children.iter().for_each(|child| operations(model, child, &accessor, probes));
}

fn call(model: &Model, operation: &Operation, accessor: &str) -> Probe {
    let mut types: Vec<&TypeRef> = Vec::new();
    let mut arguments = Vec::new();
    for parameter in &operation.path_parameters {
        types.push(&parameter.ty);
        arguments.push(model.display(&parameter.ty));
    }
    if let Some(body) = &operation.body {
        let ty = body.content.ty();
        types.extend(ty);
        let ty = ty.map_or_else(|| "FilePart".to_owned(), |ty| model.display(ty));
        arguments.push(match body.required {
            true => ty,
            false => format!("Option<{ty}>"),
        });
    }
    let parameters = operation.parameters.map(TypeRef::Named);
    types.extend(parameters.as_ref());
    arguments.extend(operation.parameters.map(|ty| model.name(ty).to_owned()));
    let response = match &operation.response {
        ResponseBody::Empty => "()".to_owned(),
        ResponseBody::Bytes => "Bytes".to_owned(),
        ResponseBody::Json(ty) => {
            types.push(ty);
            model.display(ty)
        }
        ResponseBody::Answers(ty) => model.name(*ty).to_owned(),
        ResponseBody::Events(events) => {
            types.push(&events.ty);
            format!("EventStream<Client, {}>", model.display(&events.ty))
        }
    };
    let (declared, passed) = arguments_of(&arguments);
    let method = &operation.method;
    let code = format!(
        "(c: &Client, {declared}) -> Call<'_, Client, {response}> {{ {accessor}.{method}({passed}) }}"
    );
    Probe::new(model, &operation.name, &operation.name, &types, code)
}

/// `a0: A, a1: B` and `a0, a1`.
fn arguments_of(types: &[String]) -> (String, String) {
    let declared: Vec<String> =
        types.iter().enumerate().map(|(index, ty)| format!("a{index}: {ty}")).collect();
    let passed: Vec<String> = (0..types.len()).map(|index| format!("a{index}")).collect();
    (declared.join(", "), passed.join(", "))
}

fn definition(model: &Model, def: &TypeDef, probes: &mut Vec<Probe>) {
    let name = &def.name;
    probes.push(Probe::new(model, name, name, &[], format!("(_: {name}) {{}}")));
    match &def.kind {
        TypeKind::Enum(variants) => probes.extend(variants.iter().map(|variant| {
            let item = format!("{name}::{}", variant.name.ident);
            Probe::new(model, &item, name, &[], format!("() -> {name} {{ {item} }}"))
        })),
        TypeKind::Union(union) => {
            for variant in &union.variants {
                let ty = model.display(&variant.ty);
                let ty = if variant.boxed { format!("Box<{ty}>") } else { ty };
                let item = format!("{name}::{}", variant.ident);
                let made = format!("(x: {ty}) -> {name} {{ {item}(x) }}");
                probes.push(Probe::new(model, &item, name, &[&variant.ty], made));
                if union.converts_from(variant) {
                    let converted = format!("(x: {ty}) -> {name} {{ x.into() }}");
                    probes.push(Probe::new(model, &item, name, &[&variant.ty], converted));
                }
            }
            for shared in model.shared_fields(union) {
                let field = &shared.first.name.ident;
                let read = format!("(x: &{name}) {{ let _ = x.{field}(); }}");
                probes.push(Probe::new(model, name, name, &[&shared.first.ty], read));
            }
        }
        TypeKind::Object(object) => structure(model, def, object, def.in_request, probes),
        TypeKind::Parameters(object) | TypeKind::Multipart(object) => {
            structure(model, def, object, true, probes)
        }
        TypeKind::Answers(answers) => {
            for answer in answers {
                let item = format!("{name}::{}", answer.ident);
                let payload = match &answer.content {
                    AnswerContent::Empty => None,
                    AnswerContent::Json(ty) => Some(model.display(ty)),
                    AnswerContent::Text => Some("String".to_owned()),
                    AnswerContent::Bytes => Some("Bytes".to_owned()),
                };
                let made = match payload {
                    Some(ty) => format!("(x: {ty}) -> {name} {{ {item}(x) }}"),
                    None => format!("() -> {name} {{ {item} }}"),
                };
                let types: Vec<&TypeRef> = answer.json().into_iter().collect();
                probes.push(Probe::new(model, &item, name, &types, made));
            }
        }
    }
}

fn structure(
    model: &Model,
    def: &TypeDef,
    object: &Object,
    constructed: bool,
    probes: &mut Vec<Probe>,
) {
    let name = &def.name;
    for field in &object.fields {
        let ident = &field.name.ident;
        let item = format!("{name}::{ident}");
        let read = format!("(x: &{name}) -> &{} {{ &x.{ident} }}", model.field_type(field));
        probes.push(Probe::new(model, &item, name, &[&field.ty], read));
        if constructed && field.settable {
            let set =
                format!("(x: {name}, v: {}) -> {name} {{ x.{ident}(v) }}", argument(model, field));
            probes.push(Probe::new(model, &item, name, &[&field.ty], set));
            if field.presence == Presence::OptionalNullable {
                let clear = format!("clear_{}", ident.trim_start_matches("r#"));
                let code = format!("(x: {name}) -> {name} {{ x.{clear}() }}");
                probes.push(Probe::new(model, &item, name, &[], code));
            }
        }
    }
    if constructed {
        for constructor in object.constructors() {
            let (declared, passed) = made_of(model, object, &constructor);
            let types: Vec<&TypeRef> = constructor.fields().map(|field| &field.ty).collect();
            let constructor = &constructor.name;
            let code = format!("({declared}) -> {name} {{ {name}::{constructor}({passed}) }}");
            probes.push(Probe::new(model, format!("{name}::{constructor}()"), name, &types, code));
        }
    }
    if let Some(ty) = &object.additional {
        let map = match ty {
            TypeRef::Json => "JsonObject".to_owned(),
            ty => format!("BTreeMap<String, {}>", model.display(ty)),
        };
        let code = format!("(x: &{name}) -> &{map} {{ &x.additional }}");
        probes.push(Probe::new(model, format!("{name}::additional"), name, &[ty], code));
    }
    if let Some(page) = &object.page {
        let code = format!("(c: Call<'_, Client, {name}>) {{ let _ = c.stream(); }}");
        probes.push(Probe::new(model, format!("{name}::stream()"), name, &[&page.item], code));
    }
}

/// The parameters of a constructor, as declared and as passed.
fn made_of(model: &Model, object: &Object, constructor: &Constructor<'_>) -> (String, String) {
    let fields: Vec<&Field> = constructor.fields().collect();
    let types: Vec<String> = fields.iter().map(|field| argument(model, field)).collect();
    let (declared, _) = arguments_of(&types);
    let value = |(index, field): (usize, &&Field)| match &object.required_struct {
        Some(_) if index >= constructor.positional.len() => {
            format!("{}: a{index}", field.name.ident)
        }
        _ => format!("a{index}"),
    };
    let values: Vec<String> = fields.iter().enumerate().map(value).collect();
    let (by_position, by_name) = values.split_at(constructor.positional.len());
    let mut passed = by_position.to_vec();
    let required = object.required_struct.as_ref();
    passed.extend(required.map(|name| format!("{name} {{ {} }}", by_name.join(", "))));
    (declared, passed.join(", "))
}

/// The parameter type of a setter or a constructor.
fn argument(model: &Model, field: &Field) -> String {
    let ty = model.display(&field.ty);
    match field.presence {
        Presence::RequiredNullable => model.field_type(field),
        _ if field.boxed => format!("Box<{ty}>"),
        _ => ty,
    }
}
