//! Cohorts in columns: Parquet in and out.
//!
//! A row is a person, a column a question. Every column but one is a whole number (`INT32`), and empty where nobody asked:
//!
//! | column | what it holds |
//! |---|---|
//! | the id of a yes-no question | -1 unknown, 0 no, 1 yes |
//! | of a choice | -1 unknown, else the number of an option |
//! | of a number | the number itself; one less than the least there is: unknown |
//! | of places | -1 unknown, else the number of one place |
//! | `sheet.today` | the day on which it was answered (a `DATE`) |
//! | `sheet.proxy`, `sheet.rescreen` | 0 false, 1 true |
//! | `pain.map` | -1 unknown, 0 complete: where nothing is marked nothing hurts |
//! | `pain.PLACE` | how strong it hurts there, 0 to 10; -1 unknown |
//! | `sheet.document` | text: a person who does not fit into the other columns, as a document for `supple assess` |
//!
//! What the numbers of a column mean stands in the file under the column's name (`-1 unknown, 0 no, 1 yes`), because options
//! and places may be numbered otherwise in another version of the knowledge.
//!
//! Columns are read straight into planes. Answers that contradict each other, and limits that together leave nothing,
//! are found and settled there too. Whoever stands in a document is read by the reader of documents.

mod bind;
mod file;
mod footer;
mod form;
mod planes;
mod take;
mod write;

pub use bind::{Bound, Days};
pub use file::{Cells, Cohort, Group, Groups};
pub use take::{Bad, Taken};
pub use write::Writer;

use std::io;

use parquet::errors::ParquetError;

/// A file that cannot be read as a cohort, or not be written.
#[derive(Debug, thiserror::Error)]
pub enum CohortError {
    /// Not opened, not read or not written.
    #[error(transparent)]
    File(#[from] io::Error),
    /// No Parquet, cut off, or damaged.
    #[error("no whole Parquet file: {0}")]
    Broken(#[from] ParquetError),
    /// A compression that is not read, by the name that other programs give it. Snappy is read, and what is not compressed.
    #[error("compressed with {0}, which is not read")]
    Compressed(&'static str),
    /// A column that is not as it should be.
    #[error("column `{name}`: {wrong:?}")]
    Column {
        /// Its name.
        name: String,
        /// What is wrong with it.
        wrong: WrongColumn,
    },
    /// No column has the name of a question of this knowledge.
    #[error("no column is a question")]
    NoQuestion,
    /// A question whose answers have no numbers.
    #[error("the answers to `{0}` cannot be numbered")]
    Unnumbered(String),
}

/// What is wrong with a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongColumn {
    /// Neither a question of this knowledge that fits into a column, nor anything else that is read.
    NotKnown,
    /// Not `INT32`, or nested.
    NoNumbers,
    /// Not text.
    NoText,
    /// The file does not say what its numbers mean; what it should say under its name.
    NoCodes(String),
}
