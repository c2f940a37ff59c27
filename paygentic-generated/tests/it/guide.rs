//! The code of the guide can be copied: it shows everything that it needs except the imports of the first page.

use std::error::Error;
use std::fs;
use std::path::Path;

/// The imports of the first page, in the parts that pages use.
const IMPORTED: [&str; 6] =
    ["paygentic_generated", "Client", "Error", "Timestamp", "models::*", "serde_json::json"];

/// Values that a page may assume: the client, and a key from the settings of a program.
const VALUES: [&str; 2] = ["client: Client", "key: &str"];

/// The part of a hidden line that readers cannot know.
fn unknown(line: &str) -> Option<&str> {
    if let Some(import) = line.strip_prefix("# use ") {
        let import = import.trim_end_matches(';');
        let mut names = import.split(['{', '}', ',']);
        return names
            .any(|name| {
                let name = name.trim().trim_end_matches("::");
                !name.is_empty() && !IMPORTED.contains(&name)
            })
            .then_some(line);
    }
    let arguments = line.split_once("fn example(")?.1.split_once(')')?.0;
    (!arguments.is_empty() && !VALUES.contains(&arguments)).then_some(line)
}

#[test]
fn every_page_is_a_module_and_has_a_row() -> Result<(), Box<dyn Error>> {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = fs::read_to_string(crate_folder.join("src/guide.rs"))?;
    let folder = crate_folder.join("docs/guide");
    let first = fs::read_to_string(folder.join("index.md"))?;
    for page in fs::read_dir(folder)? {
        let page = page?.path();
        let name = page.file_stem().and_then(|name| name.to_str()).ok_or("a name")?;
        assert!(
            modules.contains(&format!("docs/guide/{name}.md")),
            "{name} is not in src/guide.rs"
        );
        let is_listed = name == "index" || first.contains(&format!("[`{name}`]"));
        assert!(is_listed, "{name} is not in index.md");
    }
    Ok(())
}

#[test]
fn hidden_lines_contain_only_what_the_first_page_introduces() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide");
    let first = fs::read_to_string(folder.join("index.md"))?;
    assert!(first.contains("use paygentic_generated::{Client, Error, Timestamp, models::*};"));
    let mut lines = 0;
    for page in fs::read_dir(folder)? {
        let page = page?.path();
        let text = fs::read_to_string(&page)?;
        let hidden =
            text.lines().filter(|line| line.starts_with("# ") && line.ends_with([';', '{']));
        for line in hidden {
            lines += 1;
            assert_eq!(unknown(line), None, "{}: not shown", page.display());
        }
    }
    assert!(lines > 20, "{lines} lines");
    Ok(())
}
