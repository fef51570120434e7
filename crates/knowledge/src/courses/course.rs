//! Courses.

use supple_care::{
    PlaceSet,
    course::{Course, Courses},
    technique::{Clothing, Firmness, Techniques},
};

use super::{Reader, raw};
use crate::{diagnostic::unknown, tables};

/// The articles there are.
const ARTICLES: [&str; 5] = ["A0", "A1", "A2", "A3", "A4"];

pub(super) fn read(
    reader: &mut Reader<'_, '_>,
    parsed: Vec<(&str, Result<raw::Course, tables::Error>)>,
    techniques: &Techniques,
    all: &mut Courses,
) {
    let mut raws = Vec::new();
    for (file, parsed) in parsed {
        raws.extend(reader.loader.parsed(file, parsed).map(|raw| (file, raw)));
    }
    // The stated order is the order of everything.
    raws.sort_by_key(|(_, raw)| *raw.rank.get_ref());
    let ids: Vec<String> = raws.iter().map(|(_, raw)| raw.id.get_ref().clone()).collect();
    let mut last = None;
    for (file, raw) in raws {
        if last == Some(*raw.rank.get_ref()) {
            reader.at(file, &raw.rank, "another course has this rank: the order must be told");
        }
        last = Some(*raw.rank.get_ref());
        if format!("courses/{}.toml", raw.id.get_ref()) != file {
            reader.at(file, &raw.id, crate::files::misnamed(file));
        }
        let course = course(reader, file, raw, techniques, &ids);
        all.courses.push(course);
    }
}

fn course(
    reader: &mut Reader<'_, '_>,
    file: &str,
    raw: raw::Course,
    techniques: &Techniques,
    ids: &[String],
) -> Course {
    let terms = reader.terms;
    let mut used = Vec::new();
    for name in &raw.techniques {
        used.extend(reader.find(file, name, "technique", techniques.techniques.iter().map(|known| known.id.as_str())));
    }
    let mut follows = Vec::new();
    for name in &raw.follows {
        match ids.iter().position(|id| id == name.get_ref()) {
            Some(at) => follows.push(at),
            None => reader.at(file, name, unknown("course", name.get_ref(), ids.iter().map(String::as_str))),
        }
    }
    if raw.sources.is_empty() {
        reader.at(file, &raw.id, "every statement has a source: `sources` is empty");
    }
    let times = reader.range(file, &raw.times);
    if !(times.0..=times.1).contains(raw.usual_times.get_ref()) || raw.in_days == 0 {
        reader.at(file, &raw.usual_times, "expected a number within `times`, and `in_days` above 0");
    }
    let firmness = match raw.firmness.get_ref().as_str() {
        "gentle" => Firmness::Gentle,
        "firm" => Firmness::Firm,
        word => {
            if word != "either" {
                reader.at(file, &raw.firmness, "expected `gentle`, `firm` or `either`");
            }
            Firmness::Either
        }
    };
    let clothing = match raw.clothing.as_ref().map(|word| word.get_ref().as_str()) {
        None | Some("either") => Clothing::Either,
        Some("on") => Clothing::On,
        Some("off") => Clothing::Off,
        Some(_) => {
            if let Some(word) = &raw.clothing {
                reader.at(file, word, "expected `on`, `off` or `either`");
            }
            Clothing::Either
        }
    };
    if let Some(article) = raw.article.as_ref().filter(|article| !ARTICLES.contains(&article.get_ref().as_str())) {
        reader.at(file, article, format!("expected one of: {}", ARTICLES.join(", ")));
    }
    Course {
        when: reader.condition(file, raw.when.as_ref()),
        givers: reader.mask(file, &terms.giver, Some(&raw.givers), "giver"),
        techniques: used,
        places: match &raw.places {
            Some(names) => reader.loader.place_set(file, names),
            None => PlaceSet::ALL,
        },
        tested_at: reader.loader.place_set(file, &raw.tested_at),
        devices: match &raw.devices {
            Some(names) => reader.mask(file, &terms.device, Some(names), "device"),
            None => 1,
        },
        positions: reader.mask(file, &terms.position, raw.positions.as_ref(), "position"),
        clothing,
        whole_body: raw.whole_body,
        sessions: raw.sessions.as_ref().map(|given| reader.range(file, given)),
        times,
        usual_times: *raw.usual_times.get_ref(),
        in_days: raw.in_days,
        follows,
        rest_after: raw.rest_after,
        minutes: reader.range(file, &raw.minutes),
        firmness,
        stops: reader.stops(file, raw.stop),
        sources: reader.loader.sources(file, &raw.sources),
        evidence: reader.evidence(file, &raw.evidence),
        id: raw.id.into_inner(),
        title: raw.title,
        say: raw.say,
        because: raw.because,
        review_days: raw.review_days,
        expect: raw.expect,
        below_best: raw.below_best,
        your_choice: raw.your_choice,
        indirect: raw.indirect,
        article: raw.article.map(toml::Spanned::into_inner),
        not_offered: raw.not_offered,
        rank: raw.rank.into_inner(),
        rank_because: raw.rank_because,
    }
}
