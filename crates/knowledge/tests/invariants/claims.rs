//! The articles' claims: all of them, as the evidence paper judges them, and nothing promised outside a quotation.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::OnceLock,
};

use supple_care::{
    claim::{Claims, Lays, Stand, UseKind, Verdict},
    claim_guideline::{Phase, Region, Stance},
    source::Evidence,
};
use supple_knowledge::{Files, Library, claims, compile};

use crate::people::base;

/// The verdicts of the paper: id, verdict, lowest and highest level.
const PAPER: &str = include_str!("claims-of-the-paper.txt");

/// The courses of the paper.
const COURSES: [&str; 20] = [
    "relax-10w",
    "structural-10w",
    "neck-60x2",
    "neck-60x3",
    "neck-booster",
    "comprehensive-6",
    "deep-neck-6",
    "spasm-4in6",
    "daily-10-14",
    "weekly-8",
    "maint-1-2",
    "maint-monthly",
    "partner-30x3",
    "home-gentle",
    "home-gentle-daily",
    "chair-15",
    "self-ball",
    "self-roller",
    "self-acupressure",
    "gun",
];

/// The techniques of the paper.
const TECHNIQUES: [&str; 18] = [
    "effleurage",
    "kneading",
    "friction",
    "tapotement",
    "rocking",
    "compression",
    "myofascial",
    "stripping",
    "structural",
    "relaxation",
    "acupressure",
    "shiatsu",
    "thai",
    "chair",
    "ball",
    "roller",
    "gun",
    "circles",
];

fn all() -> &'static Claims {
    static CLAIMS: OnceLock<Claims> = OnceLock::new();
    CLAIMS.get_or_init(|| claims(&Files::embedded(), base()).unwrap_or_else(|errors| panic!("{errors}")))
}

/// What is found wrong when one text of a file is replaced.
fn mistakes(file: &str, old: &str, new: &str) -> String {
    let mut files: Vec<(String, String)> =
        Files::embedded().iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let (_, text) = files.iter_mut().find(|(path, _)| path == file).unwrap();
    assert!(text.contains(old), "{file} has no `{old}`");
    *text = text.replacen(old, new, 1);
    claims(&Files::new(files), base()).err().map(|errors| errors.to_string()).unwrap_or_default()
}

#[test]
fn the_claims_are_those_of_the_paper() {
    let rows: Vec<Vec<&str>> =
        PAPER.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), 98);
    assert_eq!(all().claims.len(), rows.len());
    for (claim, row) in all().claims.iter().zip(&rows) {
        let level = |evidence: Option<Evidence>| evidence.map_or("-", Evidence::id);
        let found =
            [claim.id.as_str(), claim.verdict.id(), level(claim.evidence), level(claim.up_to.or(claim.evidence))];
        assert_eq!(found.as_slice(), row.as_slice());
    }
    let tally: BTreeMap<&str, usize> =
        all().tally().into_iter().map(|(verdict, count)| (verdict.id(), count)).collect();
    let paper = [
        ("partly", 45),
        ("procedural", 23),
        ("unsupported", 11),
        ("supported", 8),
        ("contradicted", 6),
        ("mixed", 3),
        ("no-claim", 1),
        ("mis-attributed", 1),
    ];
    assert_eq!(tally, paper.into_iter().collect());
}

#[test]
fn every_claim_says_why_from_where_and_how_it_was_read() {
    for claim in &all().claims {
        assert!(!claim.quote.is_empty() && !claim.must.is_empty() && !claim.why.is_empty(), "{}", claim.id);
        assert!(!claim.sources.is_empty(), "{}", claim.id);
        for source in claim.sources.iter().map(|index| &base().sources[*index]) {
            assert!(!source.read.is_empty() && !source.says.is_empty(), "{}: {}", claim.id, source.id);
        }
        let judged = !matches!(claim.verdict, Verdict::Procedural | Verdict::NoClaim);
        assert!(claim.evidence.is_some() || !judged, "{} says nothing about how sure it is", claim.id);
    }
}

#[test]
fn nothing_is_promised_outside_a_quotation() {
    let quoted = mistakes("claims/A1.toml", "Back pain is common.", "Massage is a safe cure.");
    assert_eq!(quoted, "", "a quotation is shown as the article's");
    for (file, old) in [
        ("claims/A1.toml", "must = \"Say so, without alarm."),
        ("claims/A1.toml", "why = \"In 2020 about"),
        ("articles/A0.toml", "advises = \"The same."),
        ("benefits/sleep.toml", "short = \"Perhaps."),
        ("guidelines/kngf-2021.toml", "say = \"Do not use it"),
        ("checklists/therapist.toml", "say = \"Are you insured"),
        ("benefits/averages.toml", "say = \"On average"),
    ] {
        let found = mistakes(file, old, &old.replacen('"', "\"It is safe. ", 1));
        assert!(found.contains(file) && found.contains("`safe` promises what nobody knows"), "{file}: {found}");
    }
}

#[test]
fn a_number_that_no_source_of_a_claim_gives_is_refused() {
    let found = mistakes("claims/A1.toml", "In 2020 about 619 million", "In 2020 about 620 million");
    assert!(found.contains("the number 620 stands in none of its sources"), "{found}");
}

#[test]
fn every_place_in_supple_that_a_claim_names_is_there() {
    for (file, old, new, expected) in [
        ("claims/A4.toml", "limit:ES-SPINE", "limit:ES-SPINES", "unknown limit `ES-SPINES`; did you mean `ES-SPINE`?"),
        ("claims/A0.toml", "rule:ESC-6-1", "rule:ESC-6-9", "unknown rule `ESC-6-9`"),
        ("articles/A0.toml", "care:walk", "care:walks", "unknown care `walks`; did you mean `walk`?"),
        ("claims/A3.toml", "page:/see-therapist", "page:/see", "unknown page `/see`"),
        ("claims/A0.toml", "benefit:stress", "benefits:stress", "expected `kind:id`"),
    ] {
        let found = mistakes(file, old, new);
        assert!(found.starts_with(file) && found.contains(expected), "{found}");
    }
    let uses = all().claims.iter().flat_map(|claim| &claim.used_in).chain(all().beside.iter().flat_map(|row| &row.at));
    for used in uses {
        match used.kind {
            UseKind::Course => assert!(COURSES.contains(&used.id.as_str()), "no course `{}`", used.id),
            UseKind::Technique => assert!(TECHNIQUES.contains(&used.id.as_str()), "no technique `{}`", used.id),
            _ => {}
        }
    }
}

#[test]
fn no_benefit_is_surer_than_moderate() {
    for benefit in &all().benefits {
        assert!(benefit.evidence <= Evidence::Moderate, "{}", benefit.id);
    }
    for claim in all().claims.iter().filter(|claim| claim.up_to.or(claim.evidence) > Some(Evidence::Moderate)) {
        assert!(claim.fact, "{} is no fact about the world", claim.id);
    }
    let found = mistakes("claims/A3.toml", "up_to = \"moderate\"", "up_to = \"high\"");
    assert!(found.contains("none is surer than `moderate`"), "{found}");
    let found = mistakes("benefits/mood.toml", "evidence = \"low\"", "evidence = \"high\"");
    assert!(found.contains("no benefit is surer than `moderate`"), "{found}");
}

#[test]
fn every_benefit_people_seek_has_its_text() {
    let ids: BTreeSet<&str> = all().benefits.iter().map(|benefit| benefit.id.as_str()).collect();
    let sought = [
        "blood-flow",
        "relaxation",
        "range-of-motion",
        "sleep",
        "mood",
        "stress",
        "endorphins",
        "recovery",
        "posture",
        "fewer-episodes",
        "work",
    ];
    assert_eq!(ids, sought.into_iter().collect());
    for benefit in &all().benefits {
        assert!(!benefit.known.is_empty() && !benefit.unknown.is_empty() && !benefit.sources.is_empty());
        assert!(all().used_by(UseKind::Benefit, &benefit.id).next().is_some(), "no claim leads to {}", benefit.id);
    }
}

#[test]
fn every_rule_dose_giver_and_limit_of_the_articles_is_answered() {
    let laid = all().claims.iter().filter(|claim| !claim.lays.is_empty()).count();
    assert!(laid > 40, "{laid}");
    let cut = mistakes("articles/A4.toml", "claims = [\"S4.18\"]", "claims = []");
    assert!(cut.contains("`S4.18` lays down a limit, and no row of its article answers it"), "{cut}");
    for stand in Stand::ALL {
        assert!(all().beside.iter().any(|row| row.stand == stand), "nothing is {}", stand.id());
    }
    for lays in Lays::ALL {
        assert!(all().beside.iter().any(|row| row.lays.contains(&lays)), "no {}", lays.id());
    }
    for row in &all().beside {
        assert!(row.claims.iter().all(|claim| all().claims[*claim].article == row.article), "{}", row.id);
        assert!(!row.why.is_empty() && !row.sources.is_empty() && !row.tests.is_empty(), "{}", row.id);
    }
}

#[test]
fn every_test_that_a_row_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut code = String::new();
    for folder in ["crates", "xtask"] {
        gather(&root.join(folder), &mut code);
    }
    for row in &all().beside {
        for test in &row.tests {
            assert!(code.contains(&format!("fn {test}()")), "{} names the test `{test}`, which is not there", row.id);
        }
    }
}

/// The text of all Rust files below a folder.
fn gather(folder: &Path, code: &mut String) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, code);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            code.push_str(&fs::read_to_string(&path).unwrap_or_default());
        }
    }
}

#[test]
fn each_course_of_the_articles_finds_its_row() {
    for (course, stand) in [
        ("daily-10-14", Stand::Kept),
        ("spasm-4in6", Stand::Kept),
        ("weekly-8", Stand::Softened),
        ("maint-1-2", Stand::Kept),
        ("home-gentle", Stand::Kept),
        ("self-ball", Stand::Tightened),
        ("chair-15", Stand::Softened),
        ("maint-monthly", Stand::Softened),
    ] {
        let rows: Vec<_> = all().beside(UseKind::Course, course).collect();
        assert!(rows.iter().any(|row| row.stand == stand && row.lays.contains(&Lays::Dose)), "{course}");
    }
    for course in &base().courses.courses {
        let from_an_article = course.article.is_some();
        let row = all().beside(UseKind::Course, &course.id).next();
        assert!(row.is_some() || !from_an_article, "{} is an article's course without a row", course.id);
    }
}

#[test]
fn the_knee_study_is_shown_as_knee_evidence() {
    let claim = all().claim("S3.8").unwrap();
    assert_eq!(claim.verdict, Verdict::MisAttributed);
    assert!(claim.why.contains("knees") && claim.why.contains("Nobody was treated for a back"), "{}", claim.why);
    let knee = base().sources.iter().position(|source| source.id == "perlman-2019").unwrap();
    assert!(all().benefits.iter().all(|benefit| !benefit.sources.contains(&knee)), "no benefit for backs rests on it");
    assert!(all().beside(UseKind::Course, "weekly-8").all(|row| row.evidence == Evidence::VeryLow));
    for claim in all().claims.iter().filter(|claim| claim.sources.contains(&knee)) {
        assert_eq!(claim.id, "S3.8");
    }
}

#[test]
fn guidelines_stand_side_by_side_and_are_not_averaged() {
    let rows = all().guidelines_for(Region::LowBack, Phase::Chronic);
    let stances: BTreeSet<&str> = rows.iter().map(|(_, line)| line.stance.id()).collect();
    for stance in [Stance::Offer, Stance::OnlyWith, Stance::Against, Stance::NotListed, Stance::Review, Stance::NotRead]
    {
        assert!(stances.contains(stance.id()), "{}", stance.id());
    }
    assert!(rows.is_sorted_by(|(a, _), (b, _)| a.year >= b.year), "newest first");
    let acute = all().guidelines_for(Region::LowBack, Phase::Acute);
    let says = |id: &str| acute.iter().find(|(guideline, _)| guideline.id == id).map(|(_, line)| line.stance);
    assert_eq!(says("acp-2017"), Some(Stance::Offer));
    assert_eq!(says("nice-ng59"), Some(Stance::OnlyWith));
    assert_eq!(says("who-2023"), None, "it speaks of long-lasting pain only");
    assert!(all().guidelines_for(Region::Neck, Phase::Acute).is_empty(), "none was read");
    assert!(all().guidelines_for(Region::UpperBack, Phase::Chronic).is_empty(), "none was read");
}

#[test]
fn a_complaint_is_found_by_answer_and_place() {
    assert_eq!(all().phase_of("under-6-weeks"), Some(Phase::Acute));
    assert_eq!(all().phase_of("6-to-12-weeks"), Some(Phase::Subacute));
    assert_eq!(all().phase_of("over-12-weeks"), Some(Phase::Chronic));
    assert_eq!(all().phase_of("nonsense"), None);
    let place = |id: &str| supple_care::PlaceSet::of(base().place_id(id).unwrap());
    assert_eq!(all().regions_of(place("low-back-left")), [Region::LowBack]);
    let both = place("neck-back-left").or(place("between-blades-right"));
    assert_eq!(all().regions_of(both), [Region::Neck, Region::UpperBack]);
}

#[test]
fn new_pain_is_told_that_it_mostly_gets_better_anyway() {
    let told = |phase| all().truths_for(phase).map(|truth| truth.id.as_str()).collect::<Vec<_>>();
    assert!(told(Some(Phase::Acute)).contains(&"better-anyway"));
    assert!(!told(Some(Phase::Chronic)).contains(&"better-anyway"));
    for phase in Phase::ALL {
        assert!(told(Some(phase)).contains(&"mean-below-one-person"), "{}", phase.id());
    }
    assert_eq!(told(None).len(), all().truths.len());
}

#[test]
fn no_page_of_claims_speaks_of_a_dose_of_medicine() {
    let texts = all()
        .beside
        .iter()
        .flat_map(|row| [&row.advises, &row.why])
        .chain(all().claims.iter().flat_map(|claim| [&claim.must, &claim.why]))
        .chain(all().checklists.iter().flat_map(|list| &list.parts).flat_map(|part| &part.items).map(|item| &item.say));
    for text in texts {
        let lower = text.to_lowercase();
        let medicine = ["milligram", " mg", "tablet", "pill", "ibuprofen", "paracetamol"];
        assert!(!medicine.iter().any(|word| lower.contains(word)), "{text}");
    }
}

#[test]
fn each_state_says_how_it_was_read() {
    let states = all().authorities.iter().filter(|authority| authority.code.starts_with("US-")).count();
    assert_eq!((states, all().authorities.len()), (56, 66));
    for authority in &all().authorities {
        assert!(!authority.from.is_empty(), "{}", authority.code);
        let looked_up = authority.body.is_some() || authority.address.is_none();
        assert!(looked_up, "{} has an address of nobody", authority.code);
        assert!(
            authority.confidence != "high" || authority.read == "read",
            "{} is sure of what was not read",
            authority.code
        );
    }
}

#[test]
fn a_changed_claim_is_another_version_of_the_knowledge_and_a_start_reads_none() {
    let broken: Vec<(String, String)> = Files::embedded()
        .iter()
        .map(|(path, text)| {
            (path.to_owned(), if path == "claims/A2.toml" { "broken".to_owned() } else { text.to_owned() })
        })
        .collect();
    let broken = Files::new(broken);
    assert_ne!(broken.version(), base().version);
    let library = Library::of(&broken);
    assert!(library.claims(base()).unwrap_err().to_string().starts_with("claims/A2.toml:1"));
    assert!(compile(&broken).unwrap_err().to_string().contains("claims/A2.toml:1"), "a check reads them all");
    let library = Library::embedded();
    assert_eq!(library.claims(base()).unwrap().claims.len(), all().claims.len());
}
