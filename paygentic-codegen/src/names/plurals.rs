//! Plurals and singulars.

use heck::ToUpperCamelCase;

/// The singular of an English plural, as far as suffixes tell.
pub fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        format!("{stem}y")
    } else if ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end)) {
        word[..word.len() - 2].to_owned()
    } else if word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is")
    {
        word[..word.len() - 1].to_owned()
    } else {
        word.to_owned()
    }
}

/// The singular of a type name, for the type of an element; `None` if it is not a plural.
pub fn singular_type(type_name: &str) -> Option<String> {
    let (start, _) = type_name.char_indices().rfind(|(_, c)| c.is_uppercase())?;
    let word = type_name[start..].to_lowercase();
    let one = singular(&word);
    (one != word).then(|| format!("{}{}", &type_name[..start], one.to_upper_camel_case()))
}
