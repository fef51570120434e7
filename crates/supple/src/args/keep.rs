//! What can be asked of the records and of their key.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use uuid::Uuid;

use super::Data;

/// How a record is written to be taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportForm {
    Json,
    Html,
    Fhir,
    Ndjson,
    Csv,
}

/// How a practice is written to be taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PracticeForm {
    Json,
    Ndjson,
    Csv,
    Fhir,
}

/// What to do with records. A person is named by id or by name.
#[derive(Debug, Subcommand)]
pub(crate) enum RecordAction {
    People {
        #[command(flatten)]
        data: Data,
    },
    Verify {
        #[command(flatten)]
        data: Data,
        #[arg(long, value_name = "WITNESS")]
        against: Option<PathBuf>,
    },
    Replay {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "PERSON")]
        person: String,
    },
    Export {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "PERSON")]
        person: String,
        #[arg(long, value_enum, default_value_t = ExportForm::Json)]
        form: ExportForm,
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    Import {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    FromClinic {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "PERSON")]
        person: String,
        #[arg(id = "clinic-file", value_name = "FILE")]
        file: PathBuf,
        #[arg(long, value_name = "QUESTION", value_delimiter = ',')]
        confirm: Vec<String>,
        #[arg(long, value_name = "QUESTION", value_delimiter = ',')]
        unknown: Vec<String>,
    },
    Erase {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "PERSON", required_unless_present = "list", conflicts_with = "list")]
        person: Option<String>,
        #[arg(long, value_name = "FILE")]
        list: Option<PathBuf>,
        #[arg(long)]
        yes: bool,
    },
    Erased {
        #[command(flatten)]
        data: Data,
    },
    Retention {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "PLACE")]
        place: Option<String>,
    },
    Practices {
        #[command(flatten)]
        data: Data,
    },
    ExportPractice {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "PRACTICE")]
        practice: String,
        #[arg(id = "practice-form", long = "form", value_enum, default_value_t = PracticeForm::Json)]
        form: PracticeForm,
        #[arg(id = "practice-to", long = "to", value_name = "FILE")]
        to: PathBuf,
    },
    ClosePractice {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "PRACTICE")]
        practice: String,
        #[arg(long)]
        yes: bool,
    },
    ImportPractice {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// The rows that are taken in.
#[derive(Args, Debug)]
pub(crate) struct Rows {
    #[command(flatten)]
    pub(crate) data: Data,
    #[arg(id = "import-file", value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(id = "import-bad", long = "bad", value_name = "FILE")]
    pub(crate) bad: Option<PathBuf>,
}

/// Where therapists are taken in from.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportAction {
    Nppes(Rows),
    Therapists {
        #[command(flatten)]
        rows: Rows,
        #[arg(id = "import-source", long = "source", value_name = "NAME")]
        source: String,
    },
}

impl ImportAction {
    pub(crate) fn data(&self) -> &Data {
        match self {
            Self::Nppes(rows) | Self::Therapists { rows, .. } => &rows.data,
        }
    }
}

/// What to do with the programs of a practice.
#[derive(Debug, Subcommand)]
pub(crate) enum PracticeAction {
    Token {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "PRACTICE")]
        practice: Uuid,
        #[arg(id = "program-name", long = "name", value_name = "NAME")]
        name: String,
        #[arg(long, value_name = "SCOPES", default_value = "system/*.rs")]
        scope: String,
        #[arg(long, value_name = "CLIENT")]
        patient: Option<Uuid>,
        #[arg(long, value_name = "DAYS", default_value_t = 90)]
        days: u16,
        #[arg(id = "program-keys", long = "keys", value_name = "FILE")]
        keys: Option<PathBuf>,
    },
    Programs {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "PRACTICE")]
        practice: Uuid,
    },
    Revoke {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "PRACTICE")]
        practice: Uuid,
        #[arg(value_name = "PROGRAM")]
        program: Uuid,
    },
}

impl PracticeAction {
    pub(crate) fn data(&self) -> &Data {
        match self {
            Self::Token { data, .. } | Self::Programs { data, .. } | Self::Revoke { data, .. } => data,
        }
    }
}

/// What to do with the master key.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyAction {
    Rotate {
        #[command(flatten)]
        data: Data,
        #[arg(id = "new-key-file", long = "new-key-file", value_name = "FILE")]
        to: Option<PathBuf>,
        #[arg(long)]
        leave_broken: bool,
    },
    Passphrase {
        #[command(flatten)]
        data: Data,
        #[arg(long)]
        remove: bool,
    },
}

impl KeyAction {
    pub(crate) fn data(&self) -> &Data {
        match self {
            Self::Rotate { data, .. } | Self::Passphrase { data, .. } => data,
        }
    }
}

/// Where to make up a practice, and from which number.
#[derive(Args, Debug)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) data: Data,
    #[arg(id = "demo-seed", long = "seed", value_name = "NUMBER", default_value_t = 1)]
    pub(crate) seed: u64,
}
