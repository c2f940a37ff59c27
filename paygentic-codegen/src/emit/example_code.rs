//! Prints the code of an example in rustfmt style, with long values on separate lines.
//!
//! `prettyplease`, which prints the other code, breaks lines differently from rustfmt.

use serde_json::Value;

use super::file::literal;
use crate::model::{Argument, Example, ExampleValue, Operation, Outcome, Shown, StructExample};

/// The maximum length of a line.
const WIDTH: usize = 96;

/// One level of indentation.
const STEP: &str = "    ";

/// The lines of an example.
pub(super) fn lines(operation: &Operation, example: &Example) -> Vec<String> {
    let text = match inline(operation, example) {
        Some(text) => text,
        None => with_variables(operation, example),
    };
    text.lines().map(str::to_owned).collect()
}

/// The example with all arguments in the call, if the call fits on a line.
fn inline(operation: &Operation, example: &Example) -> Option<String> {
    let arguments = example.arguments.iter().map(|one| flat(&one.value)).collect();
    let text = statements(&call(operation, example, arguments), &example.outcome);
    let is_short = |line: &str| line.len() <= WIDTH;
    text.lines().all(is_short).then_some(text)
}

/// The example with a variable for each struct.
fn with_variables(operation: &Operation, example: &Example) -> String {
    let mut text = String::new();
    let mut arguments = Vec::new();
    for Argument { name, value } in &example.arguments {
        match value {
            ExampleValue::Struct(_) | ExampleValue::Alternative { .. } => {
                text.push_str(&format!("let {name} = {};\n", pretty(value, "")));
                arguments.push(name.clone());
            }
            other => arguments.push(flat(other)),
        }
    }
    let line = statements(&call(operation, example, arguments.clone()), &example.outcome);
    if line.lines().all(|line| line.len() <= WIDTH) {
        return text + &line;
    }
    let chain: String = example.accessors.iter().map(|name| format!("\n{STEP}.{name}()")).collect();
    let call =
        format!("client{chain}\n{STEP}.{}({})\n{STEP}", operation.method, arguments.join(", "));
    text + &statements(&call, &example.outcome)
}

fn call(operation: &Operation, example: &Example, arguments: Vec<String>) -> String {
    let accessors: String = example.accessors.iter().map(|name| format!(".{name}()")).collect();
    format!("client{accessors}.{}({})", operation.method, arguments.join(", "))
}

fn statements(call: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Nothing => format!("{call}.await?;"),
        Outcome::File(name) => {
            format!("{call}.download().await?.to_file({}).await?;", literal(name))
        }
        Outcome::Stream { items, item, shown } => format!(
            "let mut {items} = {call}.stream();\nwhile let Some({item}) = {items}.next().await {{\n{STEP}{}\n}}",
            print(&format!("{item}?"), shown)
        ),
        Outcome::Value { variable, shown } => {
            format!("let {variable} = {call}.await?;\n{}", print(variable, shown))
        }
    }
}

/// The statement that prints a part of a value.
fn print(value: &str, shown: &Shown) -> String {
    match shown {
        Shown::Field(field) => format!("println!(\"{{}}\", {value}.{field});"),
        Shown::FieldAsDebug(field) => format!("println!(\"{{:?}}\", {value}.{field});"),
        Shown::Accessor(method) => format!("println!(\"{{:?}}\", {value}.{method}());"),
        Shown::Length(field) => format!("println!(\"{{}}\", {value}.{field}.len());"),
        Shown::Count => format!("println!(\"{{}}\", {value}.len());"),
        Shown::Whole if value.ends_with('?') => format!("println!(\"{{:?}}\", {value});"),
        Shown::Whole => format!("println!(\"{{{value}:?}}\");"),
    }
}

/// An expression on one or more lines, at the given indentation.
fn pretty(value: &ExampleValue, indent: &str) -> String {
    let line = flat(value);
    if indent.len() + line.len() + "let parameters = ;".len() <= WIDTH {
        return line;
    }
    match value {
        ExampleValue::Struct(made) => structure(made, indent),
        ExampleValue::Alternative { ty, variant, payload } => {
            format!("{ty}::{variant}({})", pretty(payload, indent))
        }
        ExampleValue::Converted(inner) => format!("{}.into()", pretty(inner, indent)),
        ExampleValue::Some(inner) => format!("Some({})", pretty(inner, indent)),
        ExampleValue::Items(items) => format!("[{}]", block(items, indent)),
        ExampleValue::List(items) => format!("vec![{}]", block(items, indent)),
        _ => line,
    }
}

/// Values on separate lines, to be put in brackets.
fn block(values: &[ExampleValue], indent: &str) -> String {
    let inner = format!("{indent}{STEP}");
    let lines = values.iter().map(|value| format!("\n{inner}{},", pretty(value, &inner)));
    format!("{}\n{indent}", lines.collect::<String>())
}

fn structure(made: &StructExample, indent: &str) -> String {
    let inner = format!("{indent}{STEP}");
    let named = |indent: &str| {
        let (name, fields) = made.named.as_ref()?;
        let inner = format!("{indent}{STEP}");
        let fields = fields.iter();
        let fields: String = fields
            .map(|(name, value)| format!("\n{inner}{name}: {},", pretty(value, &inner)))
            .collect();
        Some(format!("{name} {{{fields}\n{indent}}}"))
    };
    let short = flat(&ExampleValue::Struct(Box::new(StructExample {
        setters: Vec::new(),
        ..made.clone()
    })));
    let fits = indent.len() + short.len() + 20 <= WIDTH;
    let arguments = match (made.positional.as_slice(), named(indent)) {
        _ if fits => None,
        ([], Some(named)) => Some(named),
        ([only], None) => Some(pretty(only, indent)),
        (positional, _) => {
            let mut lines = block(positional, indent);
            if let Some(named) = named(&inner) {
                lines.truncate(lines.len() - indent.len() - 1);
                lines.push_str(&format!("\n{inner}{named},\n{indent}"));
            }
            Some(lines)
        }
    };
    let (head, step) = match arguments {
        None => (short, inner.as_str()),
        // As rustfmt does, calls after a closing bracket are aligned with it.
        Some(arguments) => (format!("{}::{}({arguments})", made.ty, made.constructor), indent),
    };
    let setters = made.setters.iter();
    let setters: String =
        setters.map(|(name, value)| format!("\n{step}.{name}({})", pretty(value, step))).collect();
    head + &setters
}

/// An expression on one line.
fn flat(value: &ExampleValue) -> String {
    let all = |items: &[ExampleValue]| items.iter().map(flat).collect::<Vec<_>>().join(", ");
    match value {
        ExampleValue::Text(text) => literal(text),
        ExampleValue::Literal(text) => text.clone(),
        ExampleValue::Parsed(text) => format!("{}.parse()?", literal(text)),
        ExampleValue::Json(json) => format!("json!({})", spaced(json)),
        ExampleValue::Converted(inner) => format!("{}.into()", flat(inner)),
        ExampleValue::Some(inner) => format!("Some({})", flat(inner)),
        ExampleValue::None => "None".to_owned(),
        ExampleValue::Items(items) => format!("[{}]", all(items)),
        ExampleValue::List(items) => format!("vec![{}]", all(items)),
        ExampleValue::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| format!("({}.to_owned(), {})", literal(key), flat(value)));
            format!("BTreeMap::from([{}])", entries.collect::<Vec<_>>().join(", "))
        }
        ExampleValue::Enum { ty, variant } => format!("{ty}::{variant}"),
        ExampleValue::Alternative { ty, variant, payload } => {
            format!("{ty}::{variant}({})", flat(payload))
        }
        ExampleValue::Struct(made) => {
            let mut arguments: Vec<String> = made.positional.iter().map(flat).collect();
            arguments.extend(made.named.as_ref().map(|(name, fields)| {
                let fields = fields.iter().map(|(name, value)| format!("{name}: {}", flat(value)));
                format!("{name} {{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }));
            let setters = made.setters.iter();
            let setters: String =
                setters.map(|(name, value)| format!(".{name}({})", flat(value))).collect();
            format!("{}::{}({}){setters}", made.ty, made.constructor, arguments.join(", "))
        }
    }
}

/// JSON on one line, with spaces after colons and commas.
fn spaced(json: &Value) -> String {
    match json {
        Value::Object(fields) => {
            let fields =
                fields.iter().map(|(name, value)| format!("{}: {}", literal(name), spaced(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(spaced).collect::<Vec<_>>().join(", "))
        }
        Value::String(text) => literal(text),
        other => other.to_string(),
    }
}
