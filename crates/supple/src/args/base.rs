//! What can be asked of the knowledge base.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// What to prove, and what to show of it.
#[derive(Args, Debug)]
pub(crate) struct Proof {
    #[arg(long)]
    pub(crate) all: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) picture: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    pub(crate) stroke: Option<String>,
    #[arg(long, value_name = "STATEMENT", conflicts_with = "stroke")]
    pub(crate) only: Option<String>,
    #[arg(id = "prove-against", long = "against", value_name = "VERSION")]
    pub(crate) against: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) intended: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) patience: Patience,
}

/// How much a proof or a comparison may take.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Patience {
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) seconds: u64,
    #[arg(long, value_name = "MIB", default_value_t = 2048)]
    pub(crate) mebibytes: u64,
}

/// What to do with the knowledge base.
#[derive(Debug, Subcommand)]
pub(crate) enum KnowledgeAction {
    Check,
    Prove(Proof),
    Docs {
        #[arg(value_name = "REPOSITORY", default_value = ".")]
        repository: PathBuf,
    },
    Version,
    Diff(Diff),
    Ask {
        #[arg(value_name = "RULE")]
        rule: String,
        #[arg(value_name = "OTHER")]
        other: Option<String>,
        #[command(flatten)]
        patience: Patience,
    },
    Export {
        #[arg(value_enum)]
        standard: Standard,
    },
    Pack {
        #[arg(value_name = "DIR")]
        into: PathBuf,
    },
}

/// A standard of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Standard {
    Cql,
    Fhir,
}

/// Which two versions to compare.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    #[arg(long)]
    pub(crate) deny_less_caution: bool,
    #[arg(long, value_name = "FILE", requires = "deny_less_caution")]
    pub(crate) intended: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) patience: Patience,
}
