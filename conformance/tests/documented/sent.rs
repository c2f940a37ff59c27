//! Whether a request is valid by the contract.

use std::collections::BTreeMap;

use http::Request;
use paygentic_conformance::contract::resolve;
use paygentic_conformance::instances::OperationSchemas;
use paygentic_conformance::instances::judge::Judge;
use paygentic_generated::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// What is wrong with a request.
pub(crate) fn faults(
    document: &Value,
    judge: &Judge,
    operation: &OperationSchemas,
    request: &Request<Bytes>,
) -> Vec<String> {
    let mut faults = Vec::new();
    if !request.method().as_str().eq_ignore_ascii_case(&operation.method) {
        faults.push(format!("is sent with {}", request.method()));
    }
    let Some(in_path) = segments(&operation.path, request.uri().path()) else {
        return vec![format!("is sent to {}", request.uri().path())];
    };
    let query = request.uri().query().unwrap_or_default();
    for parameter in &operation.parameters {
        let values: Vec<String> = match parameter.place.as_str() {
            "path" => in_path.get(&parameter.name).cloned().into_iter().collect(),
            "query" => form_urlencoded::parse(query.as_bytes())
                .filter(|(name, _)| *name == parameter.name)
                .map(|(_, value)| value.into_owned())
                .collect(),
            "header" => {
                let value = request.headers().get(&parameter.name);
                value.and_then(|value| value.to_str().ok()).map(str::to_owned).into_iter().collect()
            }
            _ => Vec::new(),
        };
        if parameter.required && values.is_empty() {
            faults.push(format!("lacks `{}`", parameter.name));
        }
        for text in values {
            let schema = resolve(document, &parameter.schema);
            let schema = if schema["type"] == "array" { &schema["items"] } else { schema };
            let parsed = serde_json::from_str::<Value>(&text).ok();
            let mut readings = [Some(Value::from(text.as_str())), parsed].into_iter().flatten();
            if !readings.any(|value| judge.is_valid(schema, &value)) {
                faults.push(format!("`{}` is {text}", parameter.name));
            }
        }
    }
    match (&operation.request, request.body()) {
        (Some(_), body) if body.is_empty() && operation.request_required => {
            faults.push("lacks its body".to_owned());
        }
        (Some(schema), body) if !body.is_empty() => match serde_json::from_slice(body) {
            Ok(value) => faults.extend(judge.faults(schema, &value)),
            Err(error) => faults.push(error.to_string()),
        },
        (None, body) if !body.is_empty() => faults.push("has a body".to_owned()),
        _ => {}
    }
    faults
}

/// The values of the parameters of a path, if the path fits the template.
fn segments(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (wanted, found) = (template.split('/').rev(), path.split('/').rev());
    let mut values = BTreeMap::new();
    for (wanted, found) in wanted.filter(|one| !one.is_empty()).zip(found) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => {
                let decoded = percent_decode_str(found).decode_utf8_lossy();
                values.insert(name.to_owned(), decoded.into_owned());
            }
            None if wanted == found => {}
            None => return None,
        }
    }
    Some(values)
}
