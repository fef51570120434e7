//! What is wrong with an input.

/// One problem: where, which, and with what. The sentence stands in a language file under `problem-<code>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the input, such as `answers.fever` or `pain[2].intensity`.
    pub path: String,
    /// Which problem: one of [`codes::ALL`].
    pub code: &'static str,
    /// Values for the sentence, by name.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    pub(crate) fn new(path: impl Into<String>, code: &'static str, args: Vec<(&'static str, String)>) -> Self {
        Self { path: path.into(), code, args }
    }

    pub(crate) fn plain(path: impl Into<String>, code: &'static str) -> Self {
        Self::new(path, code, Vec::new())
    }
}

/// The codes of all problems. A test of the language files asks for a sentence for each.
pub mod codes {
    /// Not readable as JSON or TOML: `line`, `column`, and `example`, the smallest input.
    pub const SYNTAX: &str = "syntax";
    /// Not a number that can be read, such as NaN: `value`, `line`, `column`.
    pub const NO_NUMBER: &str = "no-number";
    /// Nothing at all: `example`.
    pub const EMPTY: &str = "empty";
    /// A name that stands twice: `name`, `line`, `column`.
    pub const REPEATED: &str = "repeated";
    /// Not UTF-8.
    pub const UTF8: &str = "utf8";
    /// Nested too deeply.
    pub const DEPTH: &str = "depth";
    /// Not an object of named fields: `example`.
    pub const OBJECT: &str = "object";
    /// A field that is not known: `name`.
    pub const FIELD: &str = "field";
    /// A field that is not known, with the nearest one: `name`, `nearest`.
    pub const FIELD_NEAR: &str = "field-near";
    /// A question that is not known: `name`.
    pub const QUESTION: &str = "question";
    /// A question that is not known, with the nearest one: `name`, `nearest`.
    pub const QUESTION_NEAR: &str = "question-near";
    /// Expected yes, no or unknown.
    pub const YES_NO: &str = "yes-no";
    /// Expected one of the options: `options`.
    pub const OPTION: &str = "option";
    /// Expected a list of options: `options`.
    pub const OPTIONS: &str = "options";
    /// Expected a whole number in a range: `min`, `max`.
    pub const NUMBER: &str = "number";
    /// Expected a whole number in a range, and it has to be known: `min`, `max`.
    pub const COUNT: &str = "count";
    /// Expected a list of places.
    pub const PLACES: &str = "places";
    /// A place that is not known: `name`.
    pub const PLACE: &str = "place";
    /// A place that is not known, with the nearest one: `name`, `nearest`.
    pub const PLACE_NEAR: &str = "place-near";
    /// The site has two sides: `name`.
    pub const SIDE: &str = "side";
    /// The place lies in the middle, or its name says its side: `name`.
    pub const NO_SIDE: &str = "no-side";
    /// Expected a text.
    pub const TEXT: &str = "text";
    /// Expected an intensity from 0 to 10, or unknown.
    pub const INTENSITY: &str = "intensity";
    /// Expected a list.
    pub const LIST: &str = "list";
    /// Expected true or false.
    pub const TRUTH: &str = "truth";
    /// Expected a record as it is taken along: `why`.
    pub const RECORD: &str = "record";
    /// A letter holds letters that no font of the machine has: `letters`.
    pub const LETTERS: &str = "letters";
    /// Expected a date as year-month-day.
    pub const DATE: &str = "date";
    /// A date in the future.
    pub const FUTURE: &str = "future";
    /// A day that nothing is assessed for: `day`, `earliest`, `latest`.
    pub const TODAY: &str = "today";
    /// An agreement that ends before it begins.
    pub const ORDER: &str = "order";
    /// An agreement that is to hold longer than any does: `latest`.
    pub const AGREED_LONG: &str = "agreed-long";
    /// A rule that is not known: `name`.
    pub const RULE: &str = "rule";
    /// Missing: `name`.
    pub const MISSING: &str = "missing";
    /// Expected a country code of two letters.
    pub const COUNTRY: &str = "country";
    /// A country that is not known, with the nearest ones: `name`, `nearest`.
    pub const COUNTRY_NEAR: &str = "country-near";
    /// A text that is too long: `most` characters.
    pub const LONG: &str = "long";
    /// The same place marked twice: `name`.
    pub const TWICE: &str = "twice";

    /// Not a QuestionnaireResponse, or one that was entered in error.
    pub const RESPONSE: &str = "response";
    /// An extension that may change the meaning of what it stands on.
    pub const MODIFIER: &str = "modifier";

    /// A record of somebody else than the call is about.
    pub const OTHER_PERSON: &str = "other-person";
    /// A record from elsewhere that is no text.
    pub const CHART_TEXT: &str = "chart-text";
    /// A record from elsewhere in XML.
    pub const CHART_XML: &str = "chart-xml";
    /// A record from elsewhere that is no JSON: `line`, `column`.
    pub const CHART_SYNTAX: &str = "chart-syntax";
    /// A record from elsewhere that ends too early.
    pub const CHART_CUT: &str = "chart-cut";
    /// A record from elsewhere in which nothing stands.
    pub const CHART_EMPTY: &str = "chart-empty";
    /// A file in JSON that is no FHIR.
    pub const CHART_NONE: &str = "chart-none";
    /// A resource of which no record is made: `name`.
    pub const CHART_TYPE: &str = "chart-type";
    /// A record from elsewhere that is about more than one person.
    pub const CHART_TWO: &str = "chart-two";
    /// A record from elsewhere of somebody who has died.
    pub const CHART_DEAD: &str = "chart-dead";
    /// All codes.
    pub const ALL: [&str; 50] = [
        SYNTAX,
        NO_NUMBER,
        EMPTY,
        REPEATED,
        UTF8,
        DEPTH,
        OBJECT,
        FIELD,
        FIELD_NEAR,
        QUESTION,
        QUESTION_NEAR,
        YES_NO,
        OPTION,
        OPTIONS,
        NUMBER,
        COUNT,
        PLACES,
        PLACE,
        PLACE_NEAR,
        SIDE,
        NO_SIDE,
        TEXT,
        INTENSITY,
        LIST,
        TRUTH,
        RECORD,
        LETTERS,
        DATE,
        FUTURE,
        TODAY,
        ORDER,
        AGREED_LONG,
        RULE,
        MISSING,
        COUNTRY,
        COUNTRY_NEAR,
        LONG,
        TWICE,
        RESPONSE,
        MODIFIER,
        OTHER_PERSON,
        CHART_TEXT,
        CHART_XML,
        CHART_SYNTAX,
        CHART_CUT,
        CHART_EMPTY,
        CHART_NONE,
        CHART_TYPE,
        CHART_TWO,
        CHART_DEAD,
    ];
}
