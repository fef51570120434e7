//! Conditions: from text to [`Expr`].
//!
//! ```text
//! or   = and { "or" and }
//! and  = unit { "and" unit }
//! unit = "not" id | "(" or ")" | N "of" "(" or { "," or } ")" | "no" "(" id ")"
//!      | ("pain" | "numb") "at" list | "spreads" "to" list | "pain_max" ">=" N
//!      | id [ (">=" | "<") (N | "option") | "in" list ]
//! ```

use std::ops::Range;

use supple_care::{
    PlaceSet, QuestionId,
    expr::{Atom, Expr},
    question::{Kind, Polarity, Question},
};

use crate::{diagnostic::unknown, vocabulary::Places};

/// What ids mean.
pub(crate) struct Scope<'a> {
    pub(crate) questions: &'a [Question],
    pub(crate) find: &'a dyn Fn(&str) -> Option<QuestionId>,
    pub(crate) facts: &'a [(String, Expr)],
    pub(crate) places: &'a Places,
    /// Whether this is a contradiction, which reads answers raw.
    pub(crate) raw: bool,
}

/// A mistake: where in the text, and what was expected.
pub(crate) type Mistake = (Range<usize>, String);

/// Words in quotes, each with its place.
type Words = Vec<(String, Range<usize>)>;

#[derive(Clone, Debug, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    Number(i32),
    Text(&'a str),
    Mark(&'a str),
}

/// How deep brackets may be nested.
const DEEPEST: usize = 32;

pub(crate) fn parse(text: &str, scope: &Scope<'_>) -> Result<Expr, Mistake> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, end: text.len(), scope, depth: 0 };
    let expr = parser.or()?;
    match parser.next() {
        None => Ok(expr),
        Some((_, span)) => Err((span, "expected `and`, `or` or the end".to_owned())),
    }
}

fn tokens(text: &str) -> Result<Vec<(Token<'_>, Range<usize>)>, Mistake> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut at = 0;
    let skip = |rest: &str, keep: &dyn Fn(char) -> bool| rest.find(|letter| !keep(letter)).unwrap_or(rest.len());
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            letter if letter.is_whitespace() => letter.len_utf8(),
            letter if letter.is_ascii_alphabetic() => {
                let length = skip(rest, &|letter| letter.is_ascii_alphanumeric() || letter == '_');
                tokens.push((Token::Word(rest.get(..length).unwrap_or("")), at..at + length));
                length
            }
            letter if letter.is_ascii_digit() => {
                let length = skip(rest, &|letter| letter.is_ascii_digit());
                let number = rest.get(..length).and_then(|digits| digits.parse().ok());
                let number = number.ok_or((at..at + length, "number out of range".to_owned()))?;
                tokens.push((Token::Number(number), at..at + length));
                length
            }
            '"' => {
                let inner = rest.get(1..).and_then(|inner| inner.split_once('"')).map(|(inner, _)| inner);
                let inner = inner.ok_or((at..at + 1, "expected a closing `\"`".to_owned()))?;
                let length = inner.len() + 2;
                tokens.push((Token::Text(inner), at..at + length));
                length
            }
            _ => {
                let mark = [">=", "<", "(", ")", "[", "]", ","].into_iter().find(|mark| rest.starts_with(mark));
                let mark = mark.ok_or_else(|| (at..at + letter.len_utf8(), format!("unexpected `{letter}`")))?;
                tokens.push((Token::Mark(mark), at..at + mark.len()));
                mark.len()
            }
        };
        at += length;
        rest = rest.get(length..).unwrap_or("");
    }
    Ok(tokens)
}

struct Parser<'a, 's> {
    tokens: Vec<(Token<'a>, Range<usize>)>,
    at: usize,
    end: usize,
    scope: &'s Scope<'s>,
    depth: usize,
}

impl<'a> Parser<'a, '_> {
    fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn next(&mut self) -> Option<(Token<'a>, Range<usize>)> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn here(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.end..self.end, |(_, span)| span.clone())
    }

    fn eat(&mut self, token: &Token<'_>) -> bool {
        let found = self.peek() == Some(token);
        if found {
            self.at += 1;
        }
        found
    }

    fn expect(&mut self, mark: &'static str) -> Result<(), Mistake> {
        let here = self.here();
        if self.eat(&Token::Mark(mark)) { Ok(()) } else { Err((here, format!("expected `{mark}`"))) }
    }

    fn or(&mut self) -> Result<Expr, Mistake> {
        self.chain("or", Expr::Or, Self::and)
    }

    fn and(&mut self) -> Result<Expr, Mistake> {
        self.chain("and", Expr::And, Self::unit)
    }

    fn chain(
        &mut self,
        word: &'static str,
        join: fn(Vec<Expr>) -> Expr,
        part: fn(&mut Self) -> Result<Expr, Mistake>,
    ) -> Result<Expr, Mistake> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.eat(&Token::Word(word)) {
            parts.push(part(self)?);
        }
        Ok(match (parts.pop(), parts.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                parts.push(last);
                join(parts)
            }
            (None, _) => join(parts),
        })
    }

    fn unit(&mut self) -> Result<Expr, Mistake> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err((self.here(), format!("nested deeper than {DEEPEST}")));
        }
        let unit = self.unit_inner();
        self.depth -= 1;
        unit
    }

    fn unit_inner(&mut self) -> Result<Expr, Mistake> {
        let Some((token, span)) = self.next() else {
            return Err((self.end..self.end, "expected a condition".to_owned()));
        };
        match token {
            Token::Mark("(") => {
                let inner = self.or()?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Number(count) => self.count(count, span),
            Token::Word("not") => self.not(),
            Token::Word("no") if self.scope.raw => {
                self.expect("(")?;
                let (question, _) = self.question()?;
                self.expect(")")?;
                Ok(Expr::Atom(Atom::SaidNo(question)))
            }
            Token::Word("pain") => self.at_places("at", Atom::PainAt),
            Token::Word("numb") => self.at_places("at", Atom::NumbAt),
            Token::Word("spreads") => self.at_places("to", Atom::SpreadsTo),
            Token::Word("pain_max") => {
                self.expect(">=")?;
                let here = self.here();
                match self.next() {
                    Some((Token::Number(least @ 1..=10), _)) => {
                        Ok(Expr::Atom(Atom::PainMax(u8::try_from(least).unwrap_or(10))))
                    }
                    _ => Err((here, "expected a number from 1 to 10".to_owned())),
                }
            }
            Token::Word(word) => self.named(word, span),
            Token::Text(_) | Token::Mark(_) => Err((span, "expected a condition".to_owned())),
        }
    }

    fn count(&mut self, count: i32, span: Range<usize>) -> Result<Expr, Mistake> {
        let here = self.here();
        if !self.eat(&Token::Word("of")) {
            return Err((here, "expected `of` after the number".to_owned()));
        }
        self.expect("(")?;
        let mut parts = vec![self.or()?];
        while self.eat(&Token::Mark(",")) {
            parts.push(self.or()?);
        }
        self.expect(")")?;
        match u8::try_from(count) {
            Ok(least) if least >= 1 && usize::from(least) <= parts.len() => Ok(Expr::AtLeast(least, parts)),
            _ => Err((span, format!("expected a number from 1 to {}", parts.len()))),
        }
    }

    fn not(&mut self) -> Result<Expr, Mistake> {
        let (id, span) = self.question()?;
        let question = self.lookup(id);
        match question.map(|question| (question.polarity, &question.kind)) {
            Some((Polarity::Relief, Kind::YesNo)) => Ok(Expr::Atom(Atom::NotYes(id))),
            _ => Err((
                span,
                "`not` may stand only before a yes-no relief: a rule must not become milder because a risk was added"
                    .to_owned(),
            )),
        }
    }

    fn lookup(&self, id: QuestionId) -> Option<&Question> {
        self.scope.questions.get(usize::from(id.0))
    }

    fn question(&mut self) -> Result<(QuestionId, Range<usize>), Mistake> {
        let here = self.here();
        match self.next() {
            Some((Token::Word(word), span)) => match self.find(word) {
                Some(id) => Ok((id, span)),
                None => Err((span, self.unknown(word))),
            },
            _ => Err((here, "expected the id of a question".to_owned())),
        }
    }

    fn find(&self, word: &str) -> Option<QuestionId> {
        (self.scope.find)(word)
    }

    fn unknown(&self, word: &str) -> String {
        let known = self.scope.questions.iter().map(|question| question.id.as_str());
        unknown("question or fact", word, known.chain(self.scope.facts.iter().map(|(id, _)| id.as_str())))
    }

    fn named(&mut self, word: &str, span: Range<usize>) -> Result<Expr, Mistake> {
        let fact = self.scope.facts.iter().zip(0u16..).find(|((id, _), _)| id == word);
        if let Some((_, index)) = fact {
            return Ok(Expr::Fact(index));
        }
        let Some(id) = self.find(word) else { return Err((span, self.unknown(word))) };
        if self.eat(&Token::Word("in")) {
            let (options, list) = self.list()?;
            return self.one_of(id, &options, list);
        }
        if self.peek() == Some(&Token::Word("at")) {
            return self.named_at(id, span);
        }
        if self.eat(&Token::Mark(">=")) {
            return self.at_least(id);
        }
        if self.eat(&Token::Mark("<")) {
            return self.below(id);
        }
        match self.lookup(id).map(|question| (&question.kind, question.polarity)) {
            Some((Kind::YesNo, Polarity::Relief)) if !self.scope.raw => Err((
                span,
                format!("`{word}` is a relief: write `not {word}`, so that more relief is never more caution"),
            )),
            Some((Kind::YesNo, _)) => Ok(Expr::Atom(Atom::Yes(id))),
            _ => Err((span, format!("`{word}` is no yes-no question: expected `>=`, `<`, `in` or `at` after it"))),
        }
    }

    fn at_least(&mut self, id: QuestionId) -> Result<Expr, Mistake> {
        let here = self.here();
        let token = self.next().map(|(token, _)| token);
        let Some(question) = self.lookup(id) else { return Err((here, "unknown question".to_owned())) };
        match (&question.kind, token) {
            (Kind::Number { min, max, .. }, Some(Token::Number(least))) if (min + 1..=*max).contains(&least) => {
                Ok(Expr::Atom(Atom::AtLeast(id, least)))
            }
            (Kind::Number { min, max, .. }, _) => Err((here, format!("expected a number from {} to {max}", min + 1))),
            (Kind::Choice(options), Some(Token::Text(word))) if question.polarity == Polarity::Risk => {
                let from = options.iter().position(|option| option.id == word);
                let from = from
                    .ok_or_else(|| (here, unknown("option", word, options.iter().map(|option| option.id.as_str()))))?;
                let mask = (from..options.len()).fold(0u32, |mask, index| mask | 1 << index);
                Ok(Expr::Atom(Atom::OneOf(id, mask)))
            }
            _ => Err((
                here,
                "expected a number question, or a choice ordered by risk with an option in quotes".to_owned(),
            )),
        }
    }

    fn below(&mut self, id: QuestionId) -> Result<Expr, Mistake> {
        let here = self.here();
        let token = self.next().map(|(token, _)| token);
        let Some(question) = self.lookup(id) else { return Err((here, "unknown question".to_owned())) };
        match (&question.kind, question.polarity, token) {
            (Kind::Number { min, max, .. }, Polarity::Neutral, Some(Token::Number(limit)))
                if (min + 1..=*max).contains(&limit) =>
            {
                Ok(Expr::Atom(Atom::Below(id, limit)))
            }
            _ => Err((here, "`<` needs a neutral number question and a number within its range".to_owned())),
        }
    }

    fn one_of(&self, id: QuestionId, words: &[(String, Range<usize>)], list: Range<usize>) -> Result<Expr, Mistake> {
        let Some(question) = self.lookup(id) else { return Err((list, "unknown question".to_owned())) };
        let options = question.options();
        let mut mask = 0u32;
        for (word, span) in words {
            match options.iter().position(|option| option.id == *word) {
                Some(index) => mask |= 1 << index,
                None => {
                    return Err((
                        span.clone(),
                        unknown("option", word, options.iter().map(|option| option.id.as_str())),
                    ));
                }
            }
        }
        let lowest = mask.trailing_zeros();
        let upward = (0..options.len()).filter(|index| *index >= usize::try_from(lowest).unwrap_or(0));
        // A contradiction reads what was said: it can only make a sheet more cautious.
        let ordered = question.polarity == Polarity::Risk && !self.scope.raw;
        if ordered && mask != upward.fold(0u32, |mask, index| mask | 1 << index) {
            return Err((
                list,
                "a choice ordered by risk must take every option above the first one named: use `>=`".to_owned(),
            ));
        }
        Ok(Expr::Atom(Atom::OneOf(id, mask)))
    }

    fn list(&mut self) -> Result<(Words, Range<usize>), Mistake> {
        let start = self.here();
        self.expect("[")?;
        let mut words = Vec::new();
        loop {
            let here = self.here();
            match self.next() {
                Some((Token::Text(word), span)) => words.push((word.to_owned(), span)),
                _ => return Err((here, "expected a word in quotes".to_owned())),
            }
            if !self.eat(&Token::Mark(",")) {
                break;
            }
        }
        let end = self.here().end;
        self.expect("]")?;
        Ok((words, start.start..end))
    }

    fn named_at(&mut self, id: QuestionId, span: Range<usize>) -> Result<Expr, Mistake> {
        match self.lookup(id).map(|question| (&question.kind, question.polarity)) {
            Some((Kind::Places, Polarity::Risk)) => self.at_places("at", |places| Atom::NamedAt(id, places)),
            _ => Err((span, "`at` needs a question of risk that is answered with places".to_owned())),
        }
    }

    fn at_places(&mut self, word: &'static str, atom: impl Fn(PlaceSet) -> Atom) -> Result<Expr, Mistake> {
        let here = self.here();
        if !self.eat(&Token::Word(word)) {
            return Err((here, format!("expected `{word}` and a list of places")));
        }
        let (names, _) = self.list()?;
        let mut places = PlaceSet::NONE;
        for (name, span) in names {
            match self.scope.places.find(&name) {
                Some(found) => places = places.or(found),
                None => return Err((span, self.scope.places.unknown(&name))),
            }
        }
        Ok(Expr::Atom(atom(places)))
    }
}
