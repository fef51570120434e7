//! The checklists for a visit, and who looks after massage where.

use supple_care::claim_visit::{Authority, Checklist, Guarded, Item, Part};
use toml::Spanned;

use super::{raw, read::Shelf};

impl Shelf<'_> {
    pub(super) fn checklist(&mut self, file: &str) -> Option<Checklist> {
        let raw: raw::Checklist = self.parse(file)?;
        self.named(file, "checklists", &raw.id);
        let mut parts = Vec::new();
        for part in raw.part {
            let mut items = Vec::new();
            for item in part.item {
                if item.sources.is_empty() {
                    self.at(file, &item.evidence, "a line without a source");
                }
                items.push(Item {
                    say: item.say,
                    why: item.why,
                    evidence: self.evidence(file, &item.evidence),
                    sources: self.sources(file, &item.sources),
                });
            }
            parts.push(Part { id: part.id.into_inner(), title: part.title, lead: part.lead, items });
        }
        Some(Checklist { id: raw.id.into_inner(), title: raw.title, lead: raw.lead, parts })
    }

    pub(super) fn authorities(&mut self, file: &str) -> Vec<Authority> {
        let raw = self.parse::<raw::Authorities>(file).map(|raw| raw.authority).unwrap_or_default();
        let mut all: Vec<Authority> = Vec::new();
        for authority in raw {
            if all.iter().any(|known| known.code == *authority.code.get_ref()) {
                self.at(file, &authority.code, format!("`{}` stands twice", authority.code.get_ref()));
            }
            for (name, expected) in
                [(&authority.read, ["read", "mixed", "memory"]), (&authority.confidence, ["high", "medium", "low"])]
            {
                if !expected.contains(&name.get_ref().as_str()) {
                    self.at(file, name, format!("expected one of: {}", expected.join(", ")));
                }
            }
            let guarded = self.word(file, &authority.guarded, &Guarded::ALL, Guarded::id).unwrap_or(Guarded::Unknown);
            all.push(Authority {
                code: authority.code.into_inner(),
                name: authority.name,
                guarded,
                title: authority.title,
                body: authority.body,
                address: authority.address,
                note: authority.note,
                read: Spanned::into_inner(authority.read),
                confidence: Spanned::into_inner(authority.confidence),
                dated: authority.dated,
                from: authority.from,
            });
        }
        all
    }
}
