//! The command line: what can be asked for. The sentences of its help stand in the language files.

mod base;
mod keep;

use std::{net::SocketAddr, path::PathBuf};

use clap::{Arg, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use supple_words::Words;

pub(crate) use base::{Diff, KnowledgeAction, Patience, Proof, Standard};
pub(crate) use keep::{Demo, ExportForm, ImportAction, KeyAction, PracticeAction, PracticeForm, RecordAction, Rows};

/// Everything that can stand on the command line.
#[derive(Debug, Parser)]
#[command(name = "supple", disable_help_subcommand = true)]
pub(crate) struct Line {
    #[command(subcommand)]
    pub(crate) action: Option<Action>,
    #[command(flatten)]
    pub(crate) serve: Serve,
    #[arg(long, value_name = "CODE", global = true)]
    pub(crate) country: Option<String>,
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) knowledge: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) mail: Mail,
}

/// Where the records, their key and their witness are, when they are not in the directory.
#[derive(Args, Clone, Debug)]
pub(crate) struct Place {
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) key_file: Option<PathBuf>,
    #[arg(long, value_name = "COMMAND", global = true)]
    pub(crate) key_command: Option<String>,
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) witness: Option<PathBuf>,
    #[arg(long, value_name = "ADDRESS", global = true)]
    pub(crate) database: Vec<String>,
}

/// How mail to clients goes out; without a server it is put into a folder. The password stands in a file or the environment.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Mail {
    #[arg(long, value_name = "URL", global = true)]
    pub(crate) mail_server: Option<String>,
    #[arg(long, value_name = "ADDRESS", global = true)]
    pub(crate) mail_from: Option<String>,
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) mail_password_file: Option<PathBuf>,
}

/// What to do; without any, the pages are served.
#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    Serve(Serve),
    Assess(Assess),
    Plan(Plan),
    Interview(Interview),
    Questions(Questions),
    Claims(Claims),
    Techniques(Techniques),
    Replay(Replay),
    Synth(Synth),
    Track(Track),
    Letter(Letter),
    #[command(subcommand)]
    Knowledge(KnowledgeAction),
    #[command(subcommand)]
    Record(RecordAction),
    #[command(subcommand)]
    Import(ImportAction),
    Code(Code),
    Demo(Demo),
    Backup {
        #[command(flatten)]
        data: Data,
        #[arg(id = "backup-to", value_name = "FILE")]
        to: PathBuf,
    },
    Restore {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "FILE")]
        backup: PathBuf,
        #[arg(long, value_name = "FILE")]
        erased: Option<PathBuf>,
        #[arg(long, value_name = "FILE")]
        backup_key_file: Option<PathBuf>,
        #[arg(long)]
        new_witness: bool,
    },
    Doctor {
        #[command(flatten)]
        data: Data,
        #[arg(long)]
        new_witness: bool,
    },
    #[command(subcommand)]
    Key(KeyAction),
    #[command(subcommand)]
    Practice(PracticeAction),
}

/// Where the records are.
#[derive(Args, Clone, Debug)]
pub(crate) struct Data {
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

/// A code from a phone, in one word or in its groups.
#[derive(Args, Debug)]
pub(crate) struct Code {
    #[command(flatten)]
    pub(crate) data: Data,
    #[arg(long = "person", id = "person", value_name = "PERSON")]
    pub(crate) person: Option<String>,
    #[arg(id = "code", value_name = "CODE", required = true)]
    pub(crate) code: Vec<String>,
}

impl Action {
    /// Where this action is told where the records are; nothing for one that touches none.
    fn data(&mut self) -> Option<&mut Option<PathBuf>> {
        match self {
            Self::Serve(Serve { data, .. })
            | Self::Backup { data: Data { data }, .. }
            | Self::Restore { data: Data { data }, .. }
            | Self::Doctor { data: Data { data }, .. }
            | Self::Demo(Demo { data: Data { data }, .. })
            | Self::Track(Track { data: Data { data }, .. })
            | Self::Letter(Letter { data: Data { data }, .. })
            | Self::Code(Code { data: Data { data }, .. })
            | Self::Key(
                KeyAction::Rotate { data: Data { data }, .. } | KeyAction::Passphrase { data: Data { data }, .. },
            )
            | Self::Practice(
                PracticeAction::Token { data: Data { data }, .. }
                | PracticeAction::Programs { data: Data { data }, .. }
                | PracticeAction::Revoke { data: Data { data }, .. },
            )
            | Self::Import(
                ImportAction::Nppes(Rows { data: Data { data }, .. })
                | ImportAction::Therapists { rows: Rows { data: Data { data }, .. }, .. },
            )
            | Self::Record(
                RecordAction::People { data: Data { data } }
                | RecordAction::Verify { data: Data { data }, .. }
                | RecordAction::Replay { data: Data { data }, .. }
                | RecordAction::Export { data: Data { data }, .. }
                | RecordAction::Import { data: Data { data }, .. }
                | RecordAction::FromClinic { data: Data { data }, .. }
                | RecordAction::Erase { data: Data { data }, .. }
                | RecordAction::Erased { data: Data { data } }
                | RecordAction::Retention { data: Data { data }, .. }
                | RecordAction::Practices { data: Data { data } }
                | RecordAction::ExportPractice { data: Data { data }, .. }
                | RecordAction::ClosePractice { data: Data { data }, .. }
                | RecordAction::ImportPractice { data: Data { data }, .. },
            ) => Some(data),
            Self::Assess(_)
            | Self::Plan(_)
            | Self::Interview(_)
            | Self::Questions(_)
            | Self::Claims(_)
            | Self::Techniques(_)
            | Self::Replay(_)
            | Self::Synth(_)
            | Self::Knowledge(_) => None,
        }
    }
}

/// `--listen` or `--data` stands before a command that does not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Misplaced;

/// How to serve; also without the word `serve`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Serve {
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) metrics: Option<SocketAddr>,
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    #[arg(long, value_name = "HOST", value_delimiter = ',')]
    pub(crate) reach: Vec<String>,
    #[command(flatten)]
    pub(crate) others: Others,
}

/// Serving a practice to other computers.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Others {
    #[arg(id = "serve-practice", long = "practice", value_name = "HOST")]
    pub(crate) practice: Option<String>,
    #[arg(long, value_name = "FILE", requires = "serve-practice", requires = "certificate_key")]
    pub(crate) certificate: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub(crate) certificate_key: Option<PathBuf>,
    #[arg(long, requires = "serve-practice", conflicts_with = "certificate")]
    pub(crate) behind_proxy: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) systems: Option<PathBuf>,
}

/// What to assess.
#[derive(Args, Debug)]
pub(crate) struct Assess {
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    #[arg(long)]
    pub(crate) fhir: bool,
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<String>,
}

/// What to plan, and what is wished for.
#[derive(Args, Debug)]
pub(crate) struct Plan {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "GIVER")]
    pub(crate) giver: Option<String>,
    #[arg(long, conflicts_with = "gentle")]
    pub(crate) firm: bool,
    #[arg(long)]
    pub(crate) gentle: bool,
    #[arg(long, value_name = "MINUTES", allow_hyphen_values = true)]
    pub(crate) minutes: Option<String>,
    #[arg(long, value_name = "MINUTES", allow_hyphen_values = true)]
    pub(crate) minutes_a_week: Option<String>,
    #[arg(long)]
    pub(crate) clothed: bool,
    #[arg(long, value_name = "POSITION")]
    pub(crate) position: Option<String>,
    #[arg(long, value_name = "PLACE")]
    pub(crate) surface: Option<String>,
    #[arg(long, value_name = "DEVICE")]
    pub(crate) device: Vec<String>,
    #[arg(long, value_name = "SITE")]
    pub(crate) site: Vec<String>,
    #[arg(long, value_name = "COURSE")]
    pub(crate) course: Option<String>,
    #[arg(id = "plan-format", long = "format", value_enum, default_value_t = PlanFormat::Text)]
    pub(crate) format: PlanFormat,
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<String>,
}

/// For whom a plan is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    Text,
    Json,
    Ics,
}

/// How to interview.
#[derive(Args, Debug)]
pub(crate) struct Interview {
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) resume: Option<PathBuf>,
}

/// What to replay.
#[derive(Args, Debug)]
pub(crate) struct Replay {
    #[arg(id = "replay-answers", long = "answers", value_name = "FILE", required = true)]
    pub(crate) answers: PathBuf,
    #[arg(id = "replay-against", long = "against", value_name = "VERSION")]
    pub(crate) against: Option<PathBuf>,
    #[arg(id = "replay-bad", long = "bad", value_name = "FILE")]
    pub(crate) bad: Option<PathBuf>,
    #[arg(id = "replay-format", long = "format", value_name = "FORMAT", value_enum, default_value_t = TableFormat::Text)]
    pub(crate) format: TableFormat,
}

/// Whom to make up.
#[derive(Args, Debug)]
pub(crate) struct Synth {
    #[arg(long, value_name = "COUNT")]
    pub(crate) people: u64,
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) seed: u64,
    #[arg(id = "synth-out", long = "out", value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// How tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    Text,
    Json,
    Csv,
}

/// How to list the questions.
#[derive(Args, Debug)]
pub(crate) struct Questions {
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// Whose progress to tell.
#[derive(Args, Debug)]
pub(crate) struct Track {
    #[command(flatten)]
    pub(crate) data: Data,
    #[arg(value_name = "PERSON")]
    pub(crate) person: String,
    #[arg(id = "track-format", long = "format", value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    #[arg(id = "track-rows", long = "rows", value_name = "N", default_value_t = 60)]
    pub(crate) rows: usize,
    #[arg(id = "track-today", long = "today", value_name = "DATE")]
    pub(crate) today: Option<String>,
}

/// Whose letter to write, for whom and where.
#[derive(Args, Debug)]
pub(crate) struct Letter {
    #[command(flatten)]
    pub(crate) data: Data,
    #[arg(value_name = "PERSON")]
    pub(crate) person: String,
    #[arg(id = "letter-for", long = "for", value_name = "READER", value_enum, default_value_t = LetterFor::Physician)]
    pub(crate) reader: LetterFor,
    #[arg(id = "letter-to", long = "to", value_name = "FILE")]
    pub(crate) to: PathBuf,
    #[arg(id = "letter-today", long = "today", value_name = "DATE")]
    pub(crate) today: Option<String>,
}

/// Who reads a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LetterFor {
    Physician,
    Therapist,
    Person,
}

/// Which claims of the articles to show.
#[derive(Args, Debug)]
pub(crate) struct Claims {
    #[arg(long, value_name = "ARTICLE")]
    pub(crate) article: Option<String>,
    #[arg(long, value_name = "VERDICT")]
    pub(crate) verdict: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// Which technique to show; all of them where none is named.
#[derive(Args, Debug)]
pub(crate) struct Techniques {
    #[arg(id = "technique", value_name = "ID")]
    pub(crate) id: Option<String>,
}

/// For whom to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

impl Line {
    /// Reads the command line of this process. The version is made only when it is asked for, because it costs time.
    pub(crate) fn read(words: &Words, version: fn() -> String) -> Result<Self, clap::Error> {
        let mut command = explain(Self::command(), words, "supple").version("");
        if std::env::args_os().skip(1).any(|word| word == "--version" || word == "-V") {
            command = command.version(version());
        }
        Self::from_arg_matches(&command.try_get_matches()?)
    }

    /// The line with what stands before a command put where it stands after one; what stands after it wins.
    ///
    /// # Errors
    /// When the command takes no such thing.
    pub(crate) fn settled(mut self) -> Result<Self, Misplaced> {
        let Some(action) = &mut self.action else { return Ok(self) };
        if let Some(listen) = self.serve.listen.take() {
            let Action::Serve(given) = action else { return Err(Misplaced) };
            given.listen.get_or_insert(listen);
        }
        if let Some(metrics) = self.serve.metrics.take() {
            let Action::Serve(given) = action else { return Err(Misplaced) };
            given.metrics.get_or_insert(metrics);
        }
        if let Some(practice) = self.serve.others.practice.is_some().then(|| std::mem::take(&mut self.serve.others)) {
            let Action::Serve(given) = action else { return Err(Misplaced) };
            if given.others.practice.is_none() {
                given.others = practice;
            }
        }
        if let Some(data) = self.serve.data.take() {
            action.data().ok_or(Misplaced)?.get_or_insert(data);
        }
        Ok(self)
    }
}

/// Puts the sentences of the language files beside the command and everything in it.
fn explain(command: Command, words: &Words, path: &str) -> Command {
    let mut command = command.about(words.get(&format!("help-{path}"), &[])).mut_args(|arg| explain_arg(arg, words));
    let inner: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    for name in inner {
        let path = format!("{path}-{name}");
        command = command.mut_subcommand(name, |inner| explain(inner, words, &path));
    }
    command
}

fn explain_arg(arg: Arg, words: &Words) -> Arg {
    let key = format!("help-arg-{}", arg.get_id());
    if words.has(&key) { arg.help(words.get(&key, &[])) } else { arg }
}
