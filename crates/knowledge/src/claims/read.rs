//! From files to [`Claims`].

use serde::de::DeserializeOwned;
use supple_care::{
    Knowledge, PlaceSet,
    claim::{Article, Beside, Claim, Claims, Lays, Stand, Use, UseKind, Verdict},
    claim_guideline::{Benefit, Guideline, Line, Phase, Region, Stance, Truth},
    knowledge::Passage,
    question::Question,
    source::Evidence,
};
use toml::Spanned;

use super::raw;
use crate::{
    Errors, Files,
    diagnostic::{Sink, unknown},
    raw::Text,
    tables,
};

/// The files, the knowledge that they speak of, and every mistake found so far.
pub(super) struct Shelf<'a> {
    pub(super) files: &'a Files,
    pub(super) knowledge: &'a Knowledge,
    pub(super) errors: Errors,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(files: &'a Files, knowledge: &'a Knowledge) -> Self {
        Self { files, knowledge, errors: Errors::default() }
    }

    /// Everything, in the order of the files' names.
    pub(super) fn all(&mut self) -> Claims {
        let mut claims = Claims::default();
        for file in self.folder("articles") {
            self.article(file, &mut claims);
        }
        for file in self.folder("claims") {
            if file == "claims/pages.toml" {
                let pages = self.parse::<raw::PageFile>(file).map(|raw| raw.page).unwrap_or_default();
                claims.pages.extend(pages.into_iter().map(|page| Passage { id: page.id, say: page.say, then: None }));
            } else {
                self.claims(file, &mut claims);
            }
        }
        for file in self.folder("articles") {
            self.besides(file, &mut claims);
        }
        for file in self.folder("benefits") {
            if file == "benefits/averages.toml" {
                claims.truths = self.truths(file);
            } else {
                claims.benefits.extend(self.benefit(file));
            }
        }
        for file in self.folder("guidelines") {
            if file == "guidelines/complaints.toml" {
                self.complaints(file, &mut claims);
            } else {
                claims.guidelines.extend(self.guideline(file));
            }
        }
        for file in self.folder("checklists") {
            if file == "checklists/authorities.toml" {
                claims.authorities = self.authorities(file);
            } else {
                claims.checklists.extend(self.checklist(file));
            }
        }
        claims
    }

    fn folder(&self, folder: &str) -> Vec<&'a str> {
        let files: &'a Files = self.files;
        let inside = |path: &&str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        files.iter().map(|(path, _)| path).filter(inside).filter(|path| path.ends_with(".toml")).collect()
    }

    pub(super) fn parse<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let parsed = self.files.parse(file).unwrap_or_else(|| tables::parse(""));
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                let text = self.files.get(file).unwrap_or("");
                let message = error.message().to_owned();
                Sink { file, text, errors: &mut self.errors }.at(error.span().unwrap_or(0..0), message);
                None
            }
        }
    }

    /// Records a mistake.
    pub(super) fn at<T>(&mut self, file: &str, name: &Spanned<T>, message: impl Into<String>) {
        let text = self.files.get(file).unwrap_or("");
        Sink { file, text, errors: &mut self.errors }.at(name.span(), message);
    }

    /// The word that a name stands for, or the mistake with what was expected.
    pub(super) fn word<T: Copy>(&mut self, file: &str, name: &Text, all: &[T], id: fn(T) -> &'static str) -> Option<T> {
        let found = all.iter().copied().find(|word| id(*word) == name.get_ref());
        if found.is_none() {
            let ids: Vec<&str> = all.iter().map(|word| id(*word)).collect();
            self.at(file, name, format!("expected one of: {}", ids.join(", ")));
        }
        found
    }

    fn words<T: Copy>(&mut self, file: &str, names: &[Text], all: &[T], id: fn(T) -> &'static str) -> Vec<T> {
        names.iter().filter_map(|name| self.word(file, name, all, id)).collect()
    }

    pub(super) fn evidence(&mut self, file: &str, name: &Text) -> Evidence {
        self.word(file, name, &Evidence::ALL, Evidence::id).unwrap_or(Evidence::Tradition)
    }

    pub(super) fn sources(&mut self, file: &str, names: &[Text]) -> Vec<usize> {
        names.iter().filter_map(|name| self.source(file, name)).collect()
    }

    fn source(&mut self, file: &str, name: &Text) -> Option<usize> {
        let sources = &self.knowledge.sources;
        let found = sources.iter().position(|source| source.id == *name.get_ref());
        if found.is_none() {
            let message = unknown("source", name.get_ref(), sources.iter().map(|source| source.id.as_str()));
            self.at(file, name, message);
        }
        found
    }

    fn uses(&mut self, file: &str, names: &[Text]) -> Vec<Use> {
        let mut uses = Vec::new();
        for name in names {
            let (kind, id) = name.get_ref().split_once(':').unwrap_or(("", ""));
            match UseKind::from_id(kind) {
                Some(kind) if !id.is_empty() => uses.push(Use { kind, id: id.to_owned() }),
                _ => {
                    let kinds: Vec<&str> = UseKind::ALL.iter().map(|kind| kind.id()).collect();
                    self.at(file, name, format!("expected `kind:id` with a kind of: {}", kinds.join(", ")));
                }
            }
        }
        uses
    }

    /// Whether an id is the name of its file; else the mistake.
    pub(super) fn named(&mut self, file: &str, folder: &str, id: &Text) {
        if format!("{folder}/{}.toml", id.get_ref()) != file {
            self.at(file, id, crate::files::misnamed(file));
        }
    }

    fn article(&mut self, file: &str, claims: &mut Claims) {
        let Some(raw) = self.parse::<raw::Article>(file) else { return };
        self.named(file, "articles", &raw.id);
        claims.articles.push(Article { id: raw.id.into_inner(), title: raw.title, note: raw.note });
    }

    fn claims(&mut self, file: &str, claims: &mut Claims) {
        let Some(raw) = self.parse::<raw::ClaimFile>(file) else { return };
        let id = file.trim_start_matches("claims/").trim_end_matches(".toml");
        let Some(article) = claims.article(id) else {
            let text = self.files.get(file).unwrap_or("");
            Sink { file, text, errors: &mut self.errors }.whole(format!("there is no article `{id}`"));
            return;
        };
        for raw in raw.claim {
            let expected = format!("S{}.", id.trim_start_matches('A'));
            if !raw.id.get_ref().starts_with(&expected) {
                self.at(file, &raw.id, format!("expected an id that begins with `{expected}`"));
            }
            if claims.claim(raw.id.get_ref()).is_some() {
                self.at(file, &raw.id, format!("`{}` stands twice", raw.id.get_ref()));
            }
            let verdict = self.word(file, &raw.verdict, &Verdict::ALL, Verdict::id);
            let evidence = raw.evidence.as_ref().map(|name| self.evidence(file, name));
            let up_to = raw.up_to.as_ref().map(|name| self.evidence(file, name));
            if up_to.is_some_and(|up_to| evidence.is_none_or(|evidence| evidence >= up_to)) {
                self.at(file, &raw.id, "`up_to` is above `evidence`, or is left out");
            }
            if raw.sources.is_empty() {
                self.at(file, &raw.id, "a verdict without a source");
            }
            claims.claims.push(Claim {
                article,
                quote: raw.quote,
                must: raw.must,
                verdict: verdict.unwrap_or(Verdict::Unsupported),
                part: raw.part,
                evidence,
                up_to,
                fact: raw.fact,
                why: raw.why,
                lays: self.words(file, &raw.lays, &Lays::ALL, Lays::id),
                used_in: self.uses(file, &raw.used_in),
                sources: self.sources(file, &raw.sources),
                id: raw.id.into_inner(),
            });
        }
    }

    fn besides(&mut self, file: &str, claims: &mut Claims) {
        let Some(raw) = self.parse::<raw::Article>(file) else { return };
        let Some(article) = claims.article(raw.id.get_ref()) else { return };
        for raw in raw.beside {
            if claims.beside.iter().any(|known| known.id == *raw.id.get_ref()) {
                self.at(file, &raw.id, format!("`{}` stands twice", raw.id.get_ref()));
            }
            let mut belongs = Vec::new();
            for name in &raw.claims {
                match claims.claims.iter().position(|claim| claim.id == *name.get_ref()) {
                    Some(index) => belongs.push(index),
                    None => {
                        let ids = claims.claims.iter().map(|claim| claim.id.as_str());
                        let message = unknown("claim", name.get_ref(), ids);
                        self.at(file, name, message);
                    }
                }
            }
            if raw.sources.is_empty() || raw.at.is_empty() || raw.tests.is_empty() {
                self.at(file, &raw.id, "expected sources, the places in Supple and the tests that show it");
            }
            claims.beside.push(Beside {
                article,
                lays: self.words(file, &raw.lays, &Lays::ALL, Lays::id),
                quote: raw.quote,
                stand: self.word(file, &raw.stand, &Stand::ALL, Stand::id).unwrap_or(Stand::Refused),
                advises: raw.advises,
                why: raw.why,
                evidence: self.evidence(file, &raw.evidence),
                claims: belongs,
                at: self.uses(file, &raw.at),
                tests: raw.tests.into_iter().map(Spanned::into_inner).collect(),
                sources: self.sources(file, &raw.sources),
                id: raw.id.into_inner(),
            });
        }
    }

    fn benefit(&mut self, file: &str) -> Option<Benefit> {
        let raw: raw::Benefit = self.parse(file)?;
        self.named(file, "benefits", &raw.id);
        let evidence = self.evidence(file, &raw.evidence);
        if evidence > Evidence::Moderate {
            self.at(file, &raw.evidence, "no benefit is surer than `moderate`");
        }
        Some(Benefit {
            title: raw.title,
            short: raw.short,
            known: raw.known,
            unknown: raw.unknown,
            evidence,
            against: raw.against,
            sources: self.sources(file, &raw.sources),
            id: raw.id.into_inner(),
        })
    }

    fn guideline(&mut self, file: &str) -> Option<Guideline> {
        let raw: raw::Guideline = self.parse(file)?;
        self.named(file, "guidelines", &raw.id);
        let source = self.source(file, &raw.source)?;
        let mut lines = Vec::new();
        for line in raw.line {
            let stance = self.word(file, &line.stance, &Stance::ALL, Stance::id);
            lines.extend(stance.map(|stance| Line {
                regions: self.words(file, &line.regions, &Region::ALL, Region::id),
                phases: self.words(file, &line.phases, &Phase::ALL, Phase::id),
                stance,
                say: line.say,
            }));
        }
        Some(Guideline {
            id: raw.id.into_inner(),
            body: raw.body,
            country: raw.country,
            year: raw.year,
            note: raw.note,
            lines,
            source,
        })
    }

    fn complaints(&mut self, file: &str, claims: &mut Claims) {
        let Some(raw) = self.parse::<raw::Complaints>(file) else { return };
        let knowledge = self.knowledge;
        let asked = knowledge.question_id(raw.question.get_ref()).and_then(|id| knowledge.question(id));
        let options: Vec<&str> =
            asked.map(Question::options).unwrap_or_default().iter().map(|option| option.id.as_str()).collect();
        for entry in &raw.phase {
            if !options.contains(&entry.option.get_ref().as_str()) {
                let message = unknown("option", entry.option.get_ref(), options.iter().copied());
                self.at(file, &entry.option, message);
            }
            if let Some(phase) = self.word(file, &entry.id, &Phase::ALL, Phase::id) {
                claims.phases.push((entry.option.get_ref().clone(), phase));
            }
        }
        for entry in &raw.region {
            let mut places = PlaceSet::NONE;
            for name in &entry.places {
                match knowledge.group(name.get_ref()) {
                    Some(group) => places = places.or(group.places),
                    None => {
                        let groups = knowledge.groups.iter().map(|group| group.id.as_str());
                        let message = unknown("group of places", name.get_ref(), groups);
                        self.at(file, name, message);
                    }
                }
            }
            if let Some(region) = self.word(file, &entry.id, &Region::ALL, Region::id) {
                claims.regions.push((region, places));
            }
        }
    }

    fn truths(&mut self, file: &str) -> Vec<Truth> {
        let raw = self.parse::<raw::Truths>(file).map(|raw| raw.truth).unwrap_or_default();
        let mut all = Vec::new();
        for truth in raw {
            all.push(Truth {
                title: truth.title,
                say: truth.say,
                why: truth.why,
                phases: self.words(file, &truth.phases, &Phase::ALL, Phase::id),
                sources: self.sources(file, &truth.sources),
                id: truth.id.into_inner(),
            });
        }
        all
    }
}
