//! `supple synth`: a made-up population, one document a line or in columns.

use std::io::{self, BufWriter, Write};

use serde_json::{Map, Value, json};
use supple_care::{Answer, Day, Knowledge, QuestionId, Sheet, pain::MapState};
use supple_interop::{answers, dates};
use supple_population::{Synth, cohort::Writer};
use supple_words::Words;

use crate::{
    args,
    out::{self, Readers},
    replay::columns::is_called,
    trouble,
};

/// Makes so many people: printed, or into a file. That they are made up is said on the standard error, where it disturbs no
/// reader.
///
/// # Errors
/// Shares that do not fit the knowledge; an output that cannot be written.
pub(crate) fn run(words: &Words, knowledge: &Knowledge, today: Day, given: &args::Synth) -> anyhow::Result<()> {
    let synth = Synth::of(knowledge, given.seed)?;
    let into = given.out.as_deref().map(|path| {
        let made = out::file(path, Readers::Anybody).map_err(|error| trouble::unwritten(words, path, &error));
        made.map(|(file, _)| (path, file))
    });
    let into = into.transpose()?;
    writeln!(io::stderr(), "{}", synth.notice())?;
    let people = (0..given.people).map(|number| synth.person(number, today));
    let Some((path, file)) = into else { return lines(knowledge, people, io::stdout().lock()) };
    if !is_called(path) {
        return lines(knowledge, people, file);
    }
    let mut writer = Writer::create(knowledge, file)?;
    for sheet in people {
        writer.put(&sheet, || document(knowledge, &sheet).to_string())?;
    }
    Ok(writer.finish()?)
}

/// One document a line.
fn lines(knowledge: &Knowledge, people: impl Iterator<Item = Sheet>, out: impl Write) -> anyhow::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, out);
    for sheet in people {
        serde_json::to_writer(&mut out, &document(knowledge, &sheet))?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// A sheet as `supple assess` and `supple replay` read it.
fn document(knowledge: &Knowledge, sheet: &Sheet) -> Value {
    let mut given = Map::new();
    for (question, id) in knowledge.questions.iter().zip((0u16..).map(QuestionId)) {
        let answer = sheet.get(id);
        if answer != Answer::NotAsked {
            given.insert(question.id.clone(), answers::answer_value(knowledge, id, answer));
        }
    }
    let mut document = json!({ "today": dates::print(sheet.today), "answers": given, "proxy": sheet.proxy });
    let pain = match sheet.pain.state {
        MapState::NotAsked => return document,
        MapState::Unknown => Value::from("unknown"),
        MapState::Confirmed => sheet.pain.marks.iter().map(|mark| answers::mark_value(knowledge, mark)).collect(),
    };
    if let Value::Object(fields) = &mut document {
        fields.insert("pain".to_owned(), pain);
    }
    document
}
