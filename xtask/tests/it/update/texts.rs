//! The texts of an update: the pull request and the report, whatever the document calls its things.

use jiff::civil::date;
use paygentic_codegen::Diagnostic;
use paygentic_codegen::diff::{
    Action, Aspect, Basis, Change, Diff, Document, Occurrence, Rust, Subject, Wire,
};
use paygentic_codegen::markdown::{block, code, plain};
use semver::Version;
use xtask::source::Fetched;
use xtask::update::changelog;
use xtask::update::coverage::Coverage;
use xtask::update::older;
use xtask::update::pull_request::{Facts, LIMIT, text};
use xtask::update::report::{ContractUpdate, Outcome, Report};

fn change(item: &str, action: Action, rust: Rust, wire: Wire, note: &str) -> Change {
    Change {
        id: "property-added",
        resource: "items".to_owned(),
        subject: Subject::Field,
        action,
        aspect: None,
        items: vec![item.to_owned()],
        old: None,
        new: None,
        rust,
        wire,
        note: note.to_owned(),
        places: Vec::new(),
        basis: Basis::default(),
    }
}

/// The same change of many fields.
fn fields(count: usize, action: Action, rust: Rust) -> Vec<Change> {
    let field = |n| change(&format!("Item::field_{n}"), action, rust, Wire::Safe, "");
    (0..count).map(field).collect()
}

fn fetched() -> Fetched {
    Fetched {
        from: "https://specs.example/openapi.yaml".to_owned(),
        file: None,
        sha256: "0123456789abcdef".repeat(4),
        date: date(2026, 8, 6),
        version: "2`<b>\n# no".to_owned(),
        paths: 1,
        operations: 1,
        schemas: 1,
    }
}

fn account(changes: Vec<Change>) -> ContractUpdate {
    let document =
        Document { name: "Items".to_owned(), version: "1".to_owned(), operations: 1, common: 1 };
    let kind = |kind, new: &[&str]| Coverage {
        kind,
        total: 9,
        new: new.iter().map(|name| (*name).to_owned()).collect(),
        before: 3,
    };
    ContractUpdate {
        retired: Vec::new(),
        before: None,
        diff: Diff { old: document.clone(), new: document, changes },
        release: Some((Version::new(0, 1, 0), Version::new(0, 2, 0))),
        dropped: vec!["the documentation of `Item.id`".to_owned()],
        warnings: vec![
            Diagnostic::warning("#/paths", "it is so", "change it"),
            Diagnostic::note("#/webhooks", "that is so", ""),
        ],
        older: None,
        coverage: vec![
            kind("operations", &["items.new"]),
            kind("types", &[]),
            kind("fields", &["Item.size"]),
        ],
        files: String::new(),
        dry_run: false,
    }
}

fn written(account: &ContractUpdate, surface: &str) -> String {
    let fetched = fetched();
    text(&Facts { fetched: &fetched, account, surface }).unwrap()
}

#[test]
fn deprecations_have_their_own_heading() {
    let mut deprecated = change("Item::size", Action::Changed, Rust::Same, Wire::Safe, "");
    deprecated.aspect = Some(Aspect::Deprecation);
    assert!(!written(&account(vec![deprecated.clone()]), "").contains("## Deprecations"));
    deprecated.new = Some("deprecated".to_owned());
    let text = written(&account(vec![deprecated]), "");
    let expected =
        "## Deprecations\n\n- `Item::size` is deprecated now [`property-added`]\n\n## Doc";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn required_actions_come_first_and_everything_is_reported() {
    let mut changes = vec![
        change("Item::new", Action::Added, Rust::Addition, Wire::Safe, ""),
        change("Item::old", Action::Removed, Rust::Breaking, Wire::Risky, "stop reading it"),
        change("Item::odd", Action::Changed, Rust::Same, Wire::Breaking, "send it"),
        change("Item::safe", Action::Changed, Rust::Same, Wire::Safe, "know it"),
    ];
    let place = |number: usize| Occurrence {
        operation: format!("items.get_{number}"),
        part: "response".to_owned(),
        path: "old".to_owned(),
    };
    changes[1].places = (0..6).map(place).collect();
    let text = written(&account(changes), "-old\n+new\n");
    assert!(text.ends_with(" the places of each.\n"), "{text}");
    for once in ["stop reading it", "Item::new", "know it"] {
        assert_eq!(text.matches(once).count(), 1, "{text}");
    }
    assert!(text.starts_with("**SDK "), "{text}");
    let expected = [
        "**SDK 0.1.0 → 0.2.0**: 4 changes: 1 breaks Rust code, 1 is breaking over the wire, 1 is an addition, 1 is of another kind. Rust code: **breaking**. Over the wire: **breaking**.\n\n\
         Follows the API document fetched on 2026-08-06 (sha256 `0123456789ab`, `info.version` `2'<b> # no`, 1 operation, 1 schema).\n\n",
        "## What callers must change\n\n- `Item::old` removed (**breaks Rust code, risky over the wire**) [`property-added`]\n  stop reading it\n",
        "  <sub>`items.get_0 response.old`, `items.get_1 response.old`, `items.get_2 response.old`, `items.get_3 response.old`, 2 more</sub>\n",
        "- `Item::odd`: changed (**breaking over the wire**) [`property-added`]\n  send it\n\n## Additions\n\n- `Item::new` added\n\n## Other changes\n\n\
         - `Item::safe`: changed [`property-added`]\n  know it\n\n<details><summary>The public surface",
        "```diff\n-old\n+new\n```\n\n</details>\n\n## Documentation\n\n- operations: 1 new and undocumented, 3 undocumented before, 9 in total\n- types: 0 new",
        "- `items.new`\n- `Item.size`\n",
        "## Removed from `spec/overlay.yaml`, because it no longer matches anything\n\n- the documentation of `Item.id`\n\n## Warnings of the generator",
        "- warning: it is so, at `#/paths`; change it\n- note: that is so, at `#/webhooks`\n",
    ];
    let mut from = 0;
    for part in expected {
        let at = text[from..].find(part);
        from += at.unwrap_or_else(|| panic!("no `{part}` in the expected order in\n{text}"));
    }
}

#[test]
fn an_entry_of_the_change_log_has_a_section_for_each_kind_and_each_change_once() {
    let changes = vec![
        change("a", Action::Changed, Rust::Same, Wire::Risky, ""),
        change("b", Action::Added, Rust::Addition, Wire::Risky, "mind it"),
        change("c", Action::Changed, Rust::Breaking, Wire::Risky, ""),
        change("d", Action::Added, Rust::Addition, Wire::Breaking, ""),
        change("e", Action::Added, Rust::Addition, Wire::Safe, ""),
        change("f", Action::Changed, Rust::Same, Wire::Safe, ""),
    ];
    let diff = account(changes).diff;
    let entry = changelog::entry(&Version::new(0, 2, 0), date(2026, 8, 7), &fetched(), &diff);
    let expected = "## 0.2.0 - 2026-08-07\n\nFollows the API document with sha256 `0123456789ab` (`info.version` `2'<b> # no`).\n\n\
        ### Breaking for Rust code\n\n- `c`: changed (**breaks Rust code, risky over the wire**)\n\n\
        ### Breaking over the wire\n\n- `d` added\n\n\
        ### Risky over the wire\n\n- `a`: changed\n- `b` added; mind it\n\n\
        ### Added\n\n- `e` added\n\n\
        ### Other changes\n\n- `f`: changed";
    assert_eq!(entry.unwrap().trim_end(), expected);
}

#[test]
fn names_from_the_document_cannot_inject_markup() {
    let evil = "x`\n\n# Heading\n</details><img src=x> @somebody [a](b) |";
    let changes = vec![
        change(evil, Action::Removed, Rust::Breaking, Wire::Safe, evil),
        change(evil, Action::Added, Rust::Addition, Wire::Safe, evil),
    ];
    let account = account(changes);
    let text = written(&account, "+```\n+</details>\n+@somebody\n");
    assert!(!text.contains("\n# "), "{text}");
    // The fence of the surface block is longer than any fence inside it.
    assert!(text.contains("````diff\n+```\n+</details>\n+@somebody\n````\n"), "{text}");
    let outside = text.split("````").step_by(2).collect::<String>();
    let outside: String = outside.split('`').step_by(2).collect();
    for harm in ["<img", "@somebody", "[a](b)"] {
        assert!(!outside.contains(harm), "{harm} in {outside}");
    }
    assert_eq!(outside.matches("</details>").count(), 1, "{outside}");
    assert_eq!(outside.matches("<details>").count(), 1, "{outside}");
}

#[test]
fn a_text_that_is_too_long_loses_its_least_important_part() {
    let many = |count, rust| fields(count, Action::Added, rust);
    let surface = "+ a line of the surface that says something\n".repeat(2000);

    let long_surface = written(&account(many(300, Rust::Addition)), &surface);
    assert!((LIMIT - 200..=LIMIT).contains(&long_surface.len()), "{}", long_surface.len());
    assert!(
        long_surface.contains(" more; the diff of the snapshot of the surface has all of them"),
        "{long_surface}"
    );
    assert!(long_surface.contains("Item::field_299`"));
    assert_eq!(long_surface.matches("</details>").count(), 1);

    const { assert!(LIMIT < 65_536) };
    let too_many = written(&account(many(5000, Rust::Breaking)), &surface);
    assert!((LIMIT - 200..=LIMIT).contains(&too_many.len()), "{}", too_many.len());
    let (_, callers) = too_many.split_once("## What callers must change").unwrap();
    assert!(callers.contains("- `Item::field_0` added"), "{callers}");
    assert!(callers.contains("- ... and "), "{callers}");
    assert!(too_many.contains("## Documentation"), "{too_many}");
}

#[test]
fn markdown_is_escaped() {
    assert_eq!(code("a`b\nc"), "`a'b c`");
    assert_eq!(code(&"x".repeat(1000)).chars().count(), 163);
    assert_eq!(plain("send `a*b` as *one* <b>"), "send `a*b` as \\*one\\* &lt;b\\>");
    assert_eq!(plain("one ` only <b>"), "one ' only &lt;b\\>");
    assert_eq!(plain("two\nlines"), "two lines");
    assert_eq!(block("", "a ```` b"), "`````\na ```` b\n`````");
}

#[test]
fn a_long_list_of_overlay_removals_is_abbreviated() {
    let mut account =
        account(vec![change("Item::new", Action::Added, Rust::Addition, Wire::Safe, "")]);
    account.dropped = (0..2000).map(|n| format!("the documentation of `Item.field_{n}`")).collect();
    let text = written(&account, "+ a line\n");
    assert!(text.contains("- `Item::new` added"), "{text}");
    assert!(text.contains("+ a line\n"), "{text}");
    assert!(
        text.contains("field_39`\n- ... and 1960 more; the diff of that file has all of them\n"),
        "{text}"
    );
}

/// The report of the same update, for a terminal.
fn reported(account: ContractUpdate) -> String {
    Report { fetched: fetched(), outcome: Outcome::Contract(Box::new(account)) }.to_string()
}

#[test]
fn the_report_lists_urgent_changes_as_the_pull_request_does_and_counts_the_rest() {
    let account = || {
        let mut account = account(vec![
            change("Item::new", Action::Added, Rust::Addition, Wire::Safe, ""),
            change("Item::old", Action::Removed, Rust::Breaking, Wire::Risky, "stop reading it"),
        ]);
        account.retired = vec!["listParts".to_owned()];
        account
    };
    let (report, text) = (reported(account()), written(&account(), ""));
    let urgent =
        "\n- `Item::old` removed (**breaks Rust code, risky over the wire**) [`property-added`]\n";
    let warning = "\n- warning: it is so, at `#/paths`; change it\n";
    let document = "fetched on 2026-08-06 (sha256 `0123456789ab`, ";
    for same in [urgent, warning, document, "2 changes: 1 breaks Rust code, 1 is an addition"] {
        assert!(report.contains(same) && text.contains(same), "{same} in\n{report}\n{text}");
    }
    let counts = "\ncounts   1 part removed from spec/overlay.yaml, 1 part removed from spec/ahead.yaml, 2 undocumented additions, 1 warning, 1 note\n";
    assert!(report.contains(counts), "{report}");
    assert!(!report.contains("Item::new") && !report.contains("that is so"), "{report}");
}

#[test]
fn an_older_document_is_recognized_by_the_change_log_or_by_its_removals() {
    let diff = |removed, added| {
        let added = fields(added, Action::Added, Rust::Addition);
        account([fields(removed, Action::Removed, Rust::Breaking), added].concat()).diff
    };
    let log = "# Log\n\n## 0.3.0 - 2026-08-06\n\nFollows sha256 `ffff`.\n\n## 0.2.0 - 2026-08-05\n\nFollows the API document with sha256 `0123456789ab` (no).\n\n## 0.1.0\n";
    let sign = older::sign(log, &fetched(), &diff(0, 3)).unwrap();
    assert!(sign.contains("SDK version 0.2.0 was generated from it"), "{sign}");
    let sign = older::sign("", &fetched(), &diff(6, 5)).unwrap();
    assert!(sign.contains("removes 6 items and adds 5"), "{sign}");
    for (removed, added) in [(0, 0), (4, 0), (6, 6), (0, 6)] {
        assert_eq!(older::sign("", &fetched(), &diff(removed, added)), None);
    }
    let mut account = account(Vec::new());
    account.older = Some("this goes back".to_owned());
    assert!(written(&account, "").contains("\n\n**Warning:** this goes back.\n\n## What callers"));
}

#[test]
fn a_report_shows_the_first_of_many_changes() {
    let many = |count| reported(account(fields(count, Action::Removed, Rust::Breaking)));
    assert!(!many(60).contains(" more; "), "{}", many(60));
    let report = many(250);
    assert!(report.contains("`Item::field_59` removed"), "{report}");
    let more = "\n- ... and 190 more; the text of the pull request has all\n";
    assert!(report.contains(more), "{report}");
}
