//! The way through an interview: from where it stands to the next page, until nothing can change the outcome.

use std::path::PathBuf;

use supple_care::{
    Answer, Day, Decision, Disposition, Knowledge, QuestionId, Reading, Sheet, at_once, contradiction,
    interview::{Standing, standing},
    pain::MapState,
    question::{Kind, Polarity, Purpose},
    screen_into,
};
use supple_interop::{answers::Request, assessment::assess};
use supple_words::pace;

use super::{
    ask,
    document::Document,
    map,
    talk::{Reply, Stop, Talk},
};
use crate::{
    countries,
    paper::{Paper, printable},
    report::{self, help},
    speech::Speech,
    trouble::{self, BadInput},
};

/// Why an interview breaks off.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The talk cannot go on.
    Talk(Stop),
    /// A file cannot be used.
    Input(BadInput),
}

impl From<Stop> for Trouble {
    fn from(stop: Stop) -> Self {
        Self::Talk(stop)
    }
}

/// An interview under way.
pub(crate) struct Flow<'a> {
    pub(super) speech: Speech<'a>,
    today: Day,
    pub(super) document: Document,
    /// The documents before each answer, for going back.
    history: Vec<Document>,
    save: Option<PathBuf>,
    pub(super) talk: &'a mut dyn Talk,
    /// The page that is shown.
    page: Option<usize>,
    /// Whether its questions are asked one by one.
    one_by_one: bool,
    /// Contradictions that were asked about.
    fitted: Vec<usize>,
    crisis_told: bool,
    /// Whether an emergency was told whose exception was then asked.
    emergency_told: bool,
}

/// What the next step is.
enum Next {
    Crisis,
    /// Help first; then whether an exception takes it back.
    Emergency(Vec<QuestionId>),
    Fit(usize),
    Map,
    Page(usize, Vec<QuestionId>),
    Done,
}

impl<'a> Flow<'a> {
    pub(crate) fn new(
        speech: Speech<'a>,
        today: Day,
        document: Document,
        save: Option<PathBuf>,
        talk: &'a mut dyn Talk,
    ) -> Self {
        Self {
            speech,
            today,
            document,
            history: Vec::new(),
            save,
            talk,
            page: None,
            one_by_one: false,
            fitted: Vec::new(),
            crisis_told: false,
            emergency_told: false,
        }
    }

    pub(super) fn knowledge(&self) -> &'a Knowledge {
        self.speech.knowledge
    }

    /// Asks until nothing can change the outcome, or until the person ends it, and tells the result either way.
    ///
    /// # Errors
    /// A terminal that fails, a file that cannot be written.
    pub(crate) fn run(mut self) -> Result<(), Trouble> {
        match self.ask_all() {
            Ok(()) => self.tell(false),
            Err(Trouble::Talk(Stop::Ended)) => {
                self.keep()?;
                self.tell(true)
            }
            // What was answered so far is kept and told; that it is not all is said beside it.
            Err(trouble @ Trouble::Talk(Stop::Cut | Stop::Stuck(_))) => {
                self.keep()?;
                self.tell(true)?;
                Err(trouble)
            }
            Err(trouble) => Err(trouble),
        }
    }

    fn ask_all(&mut self) -> Result<(), Trouble> {
        self.greet()?;
        loop {
            let (request, sheet, found) = self.read()?;
            let standing = standing(self.knowledge(), &sheet);
            match self.next(&request.sheet, &sheet, &found, &standing) {
                Next::Done => {
                    self.keep()?;
                    return self.after(&sheet);
                }
                Next::Crisis => self.crisis()?,
                Next::Emergency(exceptions) => self.emergency(&exceptions)?,
                Next::Fit(index) => self.fit(index)?,
                Next::Map => {
                    self.new_page(None)?;
                    self.progress(&standing)?;
                    let pain = map::ask(self)?;
                    self.record(pain, |document, pain| document.set_pain(pain));
                }
                Next::Page(page, questions) => self.ask_page(page, &questions, &standing)?,
            }
        }
    }

    /// The answers as they stand, as they are read, and the contradictions in them.
    pub(super) fn read(&self) -> Result<(Request, Sheet, Vec<usize>), Trouble> {
        let words = self.speech.words;
        let request = self
            .document
            .request(self.knowledge(), self.today)
            .map_err(|problems| Trouble::Input(trouble::problems(words, &self.speech.t("cli-interview"), &problems)))?;
        let mut sheet = request.sheet.clone();
        let found = contradiction::settle(self.knowledge(), &mut sheet);
        Ok((request, sheet, found))
    }

    fn next(&self, given: &Sheet, read: &Sheet, found: &[usize], standing: &Standing) -> Next {
        let mut least = Decision::default();
        screen_into(self.knowledge(), given, Reading::Least, &mut least);
        if least.crisis && !self.crisis_told {
            return Next::Crisis;
        }
        if standing.at_least == Disposition::Emergency {
            return Next::Done;
        }
        let exceptions = at_once::exceptions(self.knowledge(), read);
        if !exceptions.is_empty() {
            return Next::Emergency(exceptions);
        }
        if let Some(index) = found.iter().find(|index| !self.fitted.contains(index)) {
            return Next::Fit(*index);
        }
        match (&standing.next, standing.map) {
            _ if standing.settled => Next::Done,
            // A map that contradicts the answers was asked again with them.
            (_, true) if given.pain.state == MapState::NotAsked => Next::Map,
            (Some((page, questions)), _) => Next::Page(*page, questions.clone()),
            // Nothing that can be asked is left: the result says what is open.
            (None, _) => Next::Done,
        }
    }

    fn greet(&mut self) -> Result<(), Trouble> {
        let mut paper = Paper::default();
        paper.title(&self.speech.t("interview-title"));
        paper.say(&self.speech.t("interview-lead"));
        paper.say(&self.speech.t("notice-reviewed"));
        paper.gap();
        paper.say(&self.speech.t(self.talk.how()));
        match &self.save {
            Some(file) => paper.say(&self.speech.s("interview-saves", "file", &file.display().to_string())),
            None => paper.say(&self.speech.t("interview-not-saved")),
        }
        self.talk.say(&paper.text())?;
        if self.document.country().is_none() {
            self.ask_country()?;
        }
        Ok(())
    }

    /// Asks for the country, whose numbers are shown; an empty line leaves it open.
    fn ask_country(&mut self) -> Result<(), Trouble> {
        let speech = self.speech;
        self.talk.tell(&speech.t("interview-country"))?;
        let read = |line: &str| countries::read(speech.words, speech.knowledge, line);
        let check = |line: &str| if line.is_empty() { Ok(()) } else { read(line).map(|_| ()) };
        if let Reply::Given(line) = self.talk.line(&check)?
            && let Ok(code) = read(&line)
        {
            self.document.set_country(&code);
        }
        let number = help::number(&speech, self.document.country());
        Ok(self.talk.tell(&number)?)
    }

    /// Records an answer, or takes back the one before.
    pub(super) fn record<T>(&mut self, reply: Reply<T>, set: impl FnOnce(&mut Document, T)) {
        match reply {
            Reply::Given(answer) => {
                self.history.push(self.document.clone());
                set(&mut self.document, answer);
            }
            Reply::Back => {
                if let Some(before) = self.history.pop() {
                    self.document = before;
                }
            }
        }
    }

    /// Begins a page: what was answered before it is saved.
    fn new_page(&mut self, page: Option<usize>) -> Result<(), Trouble> {
        self.page = page;
        self.one_by_one = false;
        self.keep()
    }

    /// Saves, where a file was named.
    fn keep(&self) -> Result<(), Trouble> {
        let Some(file) = &self.save else { return Ok(()) };
        self.document
            .save(file)
            .map_err(|error| Trouble::Input(trouble::file(self.speech.words, "cli-unwritable", file, &error)))
    }

    fn progress(&mut self, standing: &Standing) -> Result<(), Trouble> {
        let minutes = pace::minutes(standing.pages + usize::from(standing.map), standing.open);
        let left = self.speech.with("minutes-left", &[("minutes", minutes.into())]);
        Ok(self.talk.say(&format!("\n[{left}]"))?)
    }

    fn ask_page(&mut self, page: usize, questions: &[QuestionId], standing: &Standing) -> Result<(), Trouble> {
        if self.page != Some(page) {
            self.new_page(Some(page))?;
            self.progress(standing)?;
            if let Some(page) = self.knowledge().pages.get(page) {
                let mut paper = Paper::default();
                paper.heading(&self.speech.k(&page.title));
                paper.say(&self.speech.k(&page.lead));
                self.talk.say(&paper.text())?;
            }
        }
        let no: Vec<(QuestionId, Answer)> =
            questions.iter().filter_map(|id| Some((*id, self.plain_no(*id)?))).collect();
        if !self.one_by_one && no.len() > 1 {
            return self.no_to_all(&no);
        }
        self.one_by_one = true;
        let Some(id) = questions.first() else { return Ok(()) };
        let reply = ask::question(self, *id)?;
        self.record(reply, |document, set| set(document));
        Ok(())
    }

    /// The answer that "no to all of these" gives to a question: to a risk alone.
    fn plain_no(&self, id: QuestionId) -> Option<Answer> {
        let question = self.knowledge().question(id)?;
        match (&question.kind, question.polarity) {
            (Kind::YesNo, Polarity::Risk) => Some(Answer::No),
            (Kind::Choice(_), Polarity::Risk) => Some(Answer::Choice(0)),
            _ => None,
        }
    }

    fn no_to_all(&mut self, no: &[(QuestionId, Answer)]) -> Result<(), Trouble> {
        let mut paper = Paper::default();
        paper.gap();
        for question in no.iter().filter_map(|(id, _)| self.knowledge().question(*id)) {
            paper.entry(&self.speech.k(&question.ask));
        }
        self.talk.say(&paper.text())?;
        // The first line is "yes" wherever a question is asked: whoever types it here must not pass over all of them.
        let options = [self.speech.t("interview-one-by-one"), self.speech.t("ask-no-to-all")];
        match self.talk.one(&options)? {
            Reply::Given(1) => {
                let knowledge = self.knowledge();
                self.record(Reply::Given(()), |document, ()| {
                    for (id, answer) in no {
                        document.set(knowledge, *id, *answer);
                    }
                });
            }
            Reply::Given(_) => self.one_by_one = true,
            Reply::Back => {
                self.record(Reply::Back, |_, (): ()| ());
                self.page = None;
            }
        }
        Ok(())
    }

    /// Help first, then on with the questions: it hides nothing.
    fn crisis(&mut self) -> Result<(), Trouble> {
        self.crisis_told = true;
        let mut paper = Paper::default();
        help::crisis_in(&self.speech, self.document.country(), &mut paper);
        self.talk.say(&paper.text())?;
        self.talk.one(&[self.speech.t("interview-go-on")])?;
        Ok(())
    }

    /// The number and what to say, at once; then the question whose answer alone would take it back.
    fn emergency(&mut self, exceptions: &[QuestionId]) -> Result<(), Trouble> {
        if !self.emergency_told {
            self.emergency_told = true;
            let mut paper = Paper::default();
            paper.title(&self.speech.t("result-emergency"));
            help::emergency_in(&self.speech, self.document.country(), &[], &mut paper);
            self.talk.say(&paper.text())?;
        }
        let mut paper = Paper::default();
        paper.heading(&self.speech.t("exception-title"));
        paper.say(&self.speech.t("exception-offer"));
        self.talk.say(&paper.text())?;
        for id in exceptions {
            let reply = ask::question(self, *id)?;
            self.record(reply, |document, set| set(document));
        }
        Ok(())
    }

    /// Two answers that cannot both be true: asked again, once.
    fn fit(&mut self, index: usize) -> Result<(), Trouble> {
        self.fitted.push(index);
        let Some(contradiction) = self.knowledge().contradictions.get(index) else { return Ok(()) };
        let mut paper = Paper::default();
        paper.heading(&self.speech.t("result-contradiction-title"));
        paper.say(&self.speech.k(&contradiction.say));
        self.talk.say(&paper.text())?;
        for id in &contradiction.ask {
            let reply = ask::question(self, *id)?;
            self.record(reply, |document, set| set(document));
        }
        if contradiction.unmarked {
            let pain = map::ask(self)?;
            self.record(pain, |document, pain| document.set_pain(pain));
        }
        Ok(())
    }

    /// Where a massage is allowed: what may play a part, for whoever wants to say it.
    fn after(&mut self, sheet: &Sheet) -> Result<(), Trouble> {
        let mut decision = Decision::default();
        screen_into(self.knowledge(), sheet, Reading::Shown, &mut decision);
        let baseline: Vec<QuestionId> = (0u16..)
            .zip(&self.knowledge().questions)
            .filter(|(_, question)| question.purpose == Purpose::Baseline)
            .map(|(index, _)| QuestionId(index))
            .filter(|id| sheet.get(*id) == Answer::NotAsked)
            .collect();
        if !decision.disposition.permits_massage() || baseline.is_empty() {
            return Ok(());
        }
        let mut paper = Paper::default();
        paper.heading(&self.speech.t("result-life-title"));
        paper.say(&self.speech.t("result-life"));
        self.talk.say(&paper.text())?;
        let options = [self.speech.t("check-result"), self.speech.t("result-life-link")];
        if self.talk.one(&options)? != Reply::Given(1) {
            return Ok(());
        }
        let mut at = 0;
        while let Some(id) = baseline.get(at) {
            let reply = ask::question(self, *id)?;
            at = match reply {
                Reply::Given(_) => at + 1,
                Reply::Back => at.saturating_sub(1),
            };
            self.record(reply, |document, set| set(document));
        }
        self.keep()?;
        let (request, ..) = self.read()?;
        if request.sheet.mention && !self.crisis_told { self.crisis() } else { Ok(()) }
    }

    /// Tells the result, and what an early end leaves open.
    fn tell(&mut self, ended: bool) -> Result<(), Trouble> {
        let (request, sheet, _) = self.read()?;
        let assessment = assess(self.knowledge(), &request);
        let mut text = String::new();
        if ended {
            let standing = standing(self.knowledge(), &sheet);
            let mut paper = Paper::default();
            paper.gap();
            paper.say(&self.speech.n("interview-ended", "count", standing.open + usize::from(standing.map)));
            text.push_str(&paper.text());
            text.push('\n');
        }
        text.push_str(&report::text(self.speech, &request, &assessment, None, self.today));
        if let Some(file) = &self.save {
            let file = printable(&file.display().to_string());
            self.talk.say(&format!("\n{text}"))?;
            Ok(self.talk.tell(&self.speech.s("interview-saved", "file", &file))?)
        } else {
            Ok(self.talk.say(&format!("\n{text}"))?)
        }
    }
}
