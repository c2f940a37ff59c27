//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The tasks of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub struct Cli {
    /// The task to do.
    #[command(subcommand)]
    pub task: Task,
}

/// One task.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Read the published document and pin its interface in spec/openapi.yaml.
    Fetch(FetchArgs),
    /// Write the SDK's source from contract and overlay.
    Generate(GenerateArgs),
    /// Print the contract with the operations that the published document does not have yet.
    Merged,
    /// Count what of the SDK has documentation of our own, list what has none, and exit with 1 if that is too much.
    Docs,
    /// Report the changes between two versions of the contract, and whether they break callers.
    Diff(DiffArgs),
    /// Take the SDK to a new version of the published document: contract, code, version, change log, and the text of
    /// the pull request.
    Update(UpdateArgs),
    /// Run all suites that compare the SDK with the contract; or take JSON cases through it, see `--help`.
    #[command(disable_help_flag = true)]
    Conformance(ConformanceArgs),
    /// Plant the faults in conformance/faults/list.toml, one at a time, in a copy of the checkout, and run the suite that
    /// must find each.
    Faults(FaultsArgs),
}

impl Task {
    /// Whether this process changes files of the checkout, or of a crate of its own.
    pub fn is_writing(&self) -> bool {
        match self {
            // Without the feature another process does them.
            Self::Fetch(_) | Self::Update(_) => cfg!(feature = "update"),
            Self::Generate(arguments) => !arguments.check && !arguments.dump_model,
            Self::Merged | Self::Docs | Self::Diff(_) | Self::Conformance(_) | Self::Faults(_) => {
                false
            }
        }
    }
}

/// What `fetch` takes.
#[derive(Debug, Args)]
pub struct FetchArgs {
    /// A file or an https:// address [default: `address` in spec/source.toml].
    #[arg(long, value_name = "FILE|URL")]
    pub from: Option<String>,
}

/// What `generate` takes.
#[derive(Debug, Default, Args)]
pub struct GenerateArgs {
    /// Change nothing; list the files that are not up to date and exit with 1 if there are any.
    #[arg(long)]
    pub check: bool,
    /// Another OpenAPI document (3.0 or 3.1, JSON or YAML), to make a crate of its own from.
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// An overlay for that document; actions that match nothing are warnings.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub overlay: Option<PathBuf>,
    /// A document with operations that the other one does not have yet; may be given more than once.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub ahead: Vec<PathBuf>,
    /// The folder of that crate: an empty or new one, or one that was made so before.
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub out: Option<PathBuf>,
    /// Keep the documentation of that document, as plain text. Look at its licence before you publish them.
    #[arg(long, requires = "spec")]
    pub docs: bool,
    /// Take warnings for errors. The contract of this repository is always generated so.
    #[arg(long)]
    pub strict: bool,
    /// Print the model as JSON and write nothing.
    #[arg(long, conflicts_with_all = ["check", "out"])]
    pub dump_model: bool,
}

/// What `diff` takes.
#[derive(Debug, Default, Args)]
pub struct DiffArgs {
    /// The version before: a document, or a git revision, which stands for the contract pinned in it.
    #[arg(value_name = "OLD", required_unless_present = "explain", default_value = "")]
    pub old: String,
    /// The version after, likewise; spec/openapi.yaml is the contract as it is now.
    #[arg(value_name = "NEW", required_unless_present = "explain", default_value = "")]
    pub new: String,
    /// Print what a rule says, by the id that stands beside each change, and compare nothing.
    #[arg(long, value_name = "ID", exclusive = true)]
    pub explain: Option<String>,
    /// Leave out a kind of change, everywhere or at a place: `property-removed@plans.get response.note`. An id may
    /// begin with `request-`, `response-` or `error-`. One that matches nothing is an error.
    #[arg(long, value_name = "ID[@PLACE]")]
    pub ignore: Vec<String>,
    /// Leave out what a YAML file lists, each with `id`, `reason` and, if it is about one place, `at`.
    #[arg(long, value_name = "FILE")]
    pub ignore_file: Option<PathBuf>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Exit with 1 if Rust code may stop compiling, if something over the wire breaks or is at risk, or on either;
    /// with 2 if the versions cannot be compared.
    #[arg(long, value_enum)]
    pub fail_on: Option<FailOn>,
    /// An overlay for both versions [default: that of the revision; for files, spec/overlay.yaml].
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,
    /// Compare the documents as they are published, by the names that they have without an overlay.
    #[arg(long, conflicts_with = "overlay")]
    pub no_overlay: bool,
}

/// How a difference is printed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For pull requests.
    Markdown,
    /// For programs.
    Json,
}

/// What `--fail-on` looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Rust code may stop compiling.
    Rust,
    /// Something over the wire breaks or is at risk.
    Wire,
    /// Either.
    Any,
}

/// What `update` takes.
#[derive(Debug, Default, Args)]
pub struct UpdateArgs {
    /// A file or an https:// address [default: `address` in spec/source.toml].
    #[arg(long, value_name = "FILE|URL")]
    pub from: Option<String>,
    /// Do everything but the change, the compiling included; write only the text of the pull request.
    #[arg(long)]
    pub dry_run: bool,
    /// Accept a document that lacks more than a fifth of the current operations, after a look at what it lacks.
    #[arg(long)]
    pub allow_removals: bool,
}

/// What `conformance` takes.
#[derive(Debug, Args)]
pub struct ConformanceArgs {
    /// Only these suites.
    #[arg(long, value_name = "SUITE", value_delimiter = ',', conflicts_with = "arguments")]
    pub only: Vec<String>,
    /// What the conformance program takes; if there is nothing, the suites are run.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<OsString>,
}

/// What `faults` takes.
#[derive(Debug, Args)]
pub struct FaultsArgs {
    /// Only faults of these suites, or with this in their name.
    #[arg(long, value_name = "SUITE|TEXT", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Plant nothing: every command must pass.
    #[arg(long)]
    pub control: bool,
}
