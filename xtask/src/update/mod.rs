//! `cargo xtask update`: updates the repository to a new version of the published document, and reports the effects.

mod candidate;
pub mod changelog;
pub mod compile;
pub mod coverage;
pub mod current;
pub mod list;
pub mod older;
pub mod prune;
pub mod pull_request;
pub mod removals;
pub mod report;
pub mod summary;
pub mod surface;
pub mod version;
pub mod wording;
pub mod yaml_text;

use anyhow::{Context as _, Result, ensure};
use jiff::civil::Date;
use paygentic_codegen::Files;

use self::candidate::Candidate;
use self::current::Current;
use self::pull_request::Facts;
use self::report::{ContractUpdate, Outcome, Report};
use crate::cli::UpdateArgs;
use crate::download::Limits;
use crate::generate::sdk_plan;
use crate::published;
use crate::repository::Repository;
use crate::source::{Fetched, Record};
use crate::writer::Plan;

/// Where the text of the pull request is written.
pub const PULL_REQUEST: &str = "target/update/pull-request.md";

/// Checks whether an SDK with these generated files and this lock file compiles.
pub type Check<'a> = &'a dyn Fn(&Repository, &Files, &str) -> Result<()>;

/// What an update depends on besides the repository and the document.
#[expect(missing_debug_implementations, reason = "functions have none")]
pub struct Setting<'a> {
    /// The day, in UTC.
    pub today: Date,
    /// The limits of the download.
    pub limits: Limits,
    /// The compiler: [`compile::check`].
    pub check: Check<'a>,
}

/// Updates the repository to the currently published document, or to the one that the arguments name. All files change
/// in one step, or none does; and none before the new SDK has compiled.
///
/// A dry run does the same checks, but writes only the text of the pull request.
pub fn update(
    repository: &Repository,
    arguments: &UpdateArgs,
    setting: &Setting<'_>,
) -> Result<Report> {
    let before = Current::read(repository)?;
    let texts = current::texts(repository)?;
    let from = arguments.from.as_deref();
    let pinned = Some(before.contract.as_str());
    let published = published::read(&before.record, pinned, from, setting.today, &setting.limits)?;
    let fetched = published.record.fetched.clone();
    let fetched = fetched.context("the document has no record; this is a bug in `fetch`")?;
    let outcome = if published.contract == before.contract {
        let record = (published.record != before.record).then_some(&published.record);
        same_contract(repository, arguments, &before, record)?
    } else {
        let name = from.unwrap_or(&before.record.address);
        let allowed = arguments.allow_removals;
        removals::check(&before.contract, &published.contract, name, allowed)?;
        let next = Candidate::of(&before, &published, &fetched, setting.today)?;
        (setting.check)(repository, &next.generated.files, &next.lock)?;
        // A file may have been saved while the compiler was running.
        ensure!(
            current::texts(repository)? == texts,
            "the repository has changed while the new SDK was compiled; nothing was written, run `cargo xtask update` again"
        );
        let account = write(repository, arguments, &before, next, &fetched)?;
        Outcome::Contract(Box::new(account))
    };
    Ok(Report { fetched, outcome })
}

/// At most the record of where the contract came from changes: prose and order are not part of the interface.
fn same_contract(
    repository: &Repository,
    arguments: &UpdateArgs,
    before: &Current,
    changed_record: Option<&Record>,
) -> Result<Outcome> {
    // As after `cargo xtask fetch`.
    let is_outdated = !sdk_plan(repository, &before.generated()?)?.is_up_to_date();
    let Some(record) = changed_record else {
        return Ok(Outcome::Same { is_outdated });
    };
    if !arguments.dry_run {
        let record = (current::SOURCE.to_owned(), record.render()?);
        Plan::of_files(repository.root(), &Files::from([record]))?.apply()?;
    }
    Ok(Outcome::Prose { written: !arguments.dry_run, is_outdated })
}

/// Writes everything in one step, and reports what was written.
fn write(
    repository: &Repository,
    arguments: &UpdateArgs,
    before: &Current,
    next: Candidate,
    fetched: &Fetched,
) -> Result<ContractUpdate> {
    let root = repository.root();
    let files = Plan::of_files(root, &next.files)?.and(sdk_plan(repository, &next.generated)?);
    let account = ContractUpdate {
        older: older::sign(&before.changelog, fetched, &next.diff),
        before: before.record.fetched.clone(),
        release: next.version.map(|version| (before.manifest.version.clone(), version)),
        dropped: next.overlay.dropped,
        retired: next.retired,
        warnings: next.generated.warnings,
        coverage: next.coverage,
        diff: next.diff,
        files: files.summary(),
        dry_run: arguments.dry_run,
    };
    let text = pull_request::text(&Facts {
        fetched,
        account: &account,
        surface: &next.surface_difference,
    })?;
    let text = Plan::of_files(root, &Files::from([(PULL_REQUEST.to_owned(), text)]))?;
    let plan = if arguments.dry_run { text } else { files.and(text) };
    plan.apply()?;
    Ok(account)
}
