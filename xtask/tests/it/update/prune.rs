//! Removals from the overlay, compared character by character.

use paygentic_codegen::Diagnostic;
use xtask::update::prune::prune;

/// Prunes the entries at these pointers.
fn pruned(text: &str, pointers: &[&str]) -> Result<String, String> {
    let warning = |pointer: &&str| Diagnostic::warning(*pointer, "matches nothing", "");
    let warnings: Vec<_> = pointers.iter().map(warning).collect();
    prune("spec/overlay.yaml", text, &warnings)
        .map(|pruned| pruned.text)
        .map_err(|error| format!("{error:#}"))
}

const ACTIONS: &str = "\
actions:
# About the first.
- target: $.a
  update:
    long: |
      # no comment

      text
    # inside
- {target: $.b, remove: true}

# About the third.
-   target: '$.c'
    description: >
      two
      lines
    remove: true
  # indented, and about what follows
- target: $
  update:
    x-docs:
      operations:
        plain: One.   # a remark
        'quoted: key': Two
          in two lines.
        \"a.b\": Three.
      schemas:
        only: One.
after: true
";

#[test]
fn items_are_removed_with_their_contents_and_without_their_surroundings() {
    let first =
        "- target: $.a\n  update:\n    long: |\n      # no comment\n\n      text\n    # inside\n";
    let second = "- {target: $.b, remove: true}\n";
    let third = "-   target: '$.c'\n    description: >\n      two\n      lines\n    remove: true\n";
    for (index, item) in [first, second, third].into_iter().enumerate() {
        assert!(ACTIONS.contains(item));
        let pointer = format!("spec/overlay.yaml#/actions/{index}");
        let rest = pruned(ACTIONS, &[&pointer]).unwrap();
        // The comment is indented deeper than the dash, and is removed with the item.
        let indented = if index == 2 { "  # indented, and about what follows\n" } else { "" };
        assert_eq!(rest, ACTIONS.replace(item, "").replace(indented, ""), "{index}");
    }
    let all = ["spec/overlay.yaml#/actions/0", "spec/overlay.yaml#/actions/1"];
    let rest = pruned(ACTIONS, &all).unwrap();
    assert_eq!(rest, ACTIONS.replace(first, "").replace(second, ""));
}

#[test]
fn entries_are_removed_and_empty_sections_with_them() {
    let quoted = "        'quoted: key': Two\n          in two lines.\n";
    let cases: [(&[&str], &str); 4] = [
        (&["#/x-docs/operations/plain"], "        plain: One.   # a remark\n"),
        (&["#/x-docs/operations/quoted: key"], quoted),
        (&["#/x-docs/operations/a.b"], "        \"a.b\": Three.\n"),
        (&["#/x-docs/schemas/only"], "      schemas:\n        only: One.\n"),
    ];
    for (pointers, gone) in cases {
        assert!(ACTIONS.contains(gone), "{gone}");
        assert_eq!(pruned(ACTIONS, pointers).unwrap(), ACTIONS.replace(gone, ""));
    }
    // The action would be empty.
    let all = [
        "#/x-docs/operations/plain",
        "#/x-docs/operations/quoted: key",
        "#/x-docs/operations/a.b",
        "#/x-docs/schemas/only",
    ];
    let rest = pruned(ACTIONS, &all).unwrap();
    assert!(
        rest.ends_with("    remove: true\n  # indented, and about what follows\nafter: true\n"),
        "{rest}"
    );
}

#[test]
fn blank_lines_around_a_removed_item_are_not_doubled() {
    let text = "actions:\n\n- target: $.a\n\n- target: $.b\n\n\n- target: $.c\n";
    let rest = pruned(text, &["spec/overlay.yaml#/actions/0"]).unwrap();
    assert_eq!(rest, "actions:\n\n- target: $.b\n\n\n- target: $.c\n");
}

#[test]
fn other_warnings_are_ignored() {
    let others = ["#/paths/~1a", "other.yaml#/actions/0", "spec/overlay.yaml#/actions/x"];
    assert_eq!(pruned(ACTIONS, &others).unwrap(), ACTIONS);
}

#[test]
fn items_that_cannot_be_removed_line_by_line_are_an_error() {
    let anchored = "actions:\n- &one {target: $.a}\n- *one\n- target: $.b\n";
    let error = pruned(anchored, &["spec/overlay.yaml#/actions/0"]).unwrap_err();
    assert!(error.contains("remove it by hand:\n  the action on `$.a`"), "{error}");
    let flow = "actions: [{target: $.a}, {target: $.b}]\n";
    let error = pruned(flow, &["spec/overlay.yaml#/actions/1"]).unwrap_err();
    assert!(error.contains("cannot remove /actions/1 from"), "{error}");
    let error = pruned("actions:\n- target: $.a\n", &["spec/overlay.yaml#/actions/0"]).unwrap_err();
    assert!(error.contains("the action on `$.a`"), "{error}");
}
