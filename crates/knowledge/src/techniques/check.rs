//! Every sentence about hands: no promise, no number without a source; and what holds for all of them together.

use supple_care::{Knowledge, technique::Role};

use crate::{
    Errors, Files,
    check::{complain, sentences},
};

use super::{CONTACTS, MUSCLES, POINTS, SITES};

pub(crate) fn check(knowledge: &Knowledge, words: &[String], files: &Files, errors: &mut Errors) {
    techniques(knowledge, words, files, errors);
    strokes(knowledge, words, files, errors);
    parts(knowledge, words, files, errors);
}

fn techniques(knowledge: &Knowledge, words: &[String], files: &Files, errors: &mut Errors) {
    for (technique, index) in knowledge.techniques.techniques.iter().zip(0usize..) {
        let file = format!("techniques/{}.toml", technique.id);
        let mut texts = vec![
            ("say", Some(&technique.say)),
            ("feel", Some(&technique.feel)),
            ("ease_off", Some(&technique.ease_off)),
            ("pace", Some(&technique.pace)),
            ("not_by", technique.not_by.as_ref()),
            ("not_offered", technique.not_offered.as_ref()),
        ];
        texts.extend(technique.how.iter().map(|step| ("how", Some(step))));
        texts.extend(technique.cautions.iter().map(|caution| ("cautions", Some(caution))));
        sentences(knowledge, &file, &texts, &technique.sources, words, files, errors);
        let drawn = knowledge.techniques.strokes.iter().any(|stroke| stroke.technique == index);
        if !drawn && technique.not_offered.is_none() && technique.parts.is_empty() {
            let message = format!("`{}` is offered and has neither a stroke nor parts", technique.id);
            complain(files, errors, &file, "id", message);
        }
    }
}

fn strokes(knowledge: &Knowledge, words: &[String], files: &Files, errors: &mut Errors) {
    let hands = &knowledge.techniques;
    for stroke in &hands.strokes {
        let site = hands.sites.get(stroke.site).map_or("", |site| site.id.as_str());
        let file = format!("strokes/{site}.toml");
        let texts = [
            ("title", Some(&stroke.title)),
            ("direction", Some(&stroke.direction)),
            ("cue", Some(&stroke.cue)),
            ("caption", Some(&stroke.caption)),
            ("feel", Some(&stroke.feel)),
            ("ease_off", Some(&stroke.ease_off)),
            ("pace", Some(&stroke.pace)),
        ];
        let technique = hands.techniques.get(stroke.technique).map_or(&[][..], |technique| &technique.sources);
        let sources: Vec<usize> = stroke.sources.iter().chain(technique).copied().collect();
        sentences(knowledge, &file, &texts, &sources, words, files, errors);
    }
    for (site, index) in hands.sites.iter().zip(0usize..) {
        let main = hands.strokes.iter().any(|stroke| stroke.site == index && stroke.role == Role::Main);
        if !main && site.refused.is_none() {
            complain(files, errors, SITES, "id", format!("`{}` has no stroke of the role `main`", site.id));
        }
    }
    for (point, index) in hands.points.iter().zip(0usize..) {
        let held = hands.strokes.iter().any(|stroke| stroke.point == Some(index));
        if held == point.not_offered.is_some() {
            let message = format!("`{}` is held by a stroke, or `not_offered` says why not", point.id);
            complain(files, errors, POINTS, "id", message);
        }
    }
}

fn parts(knowledge: &Knowledge, words: &[String], files: &Files, errors: &mut Errors) {
    let hands = &knowledge.techniques;
    for muscle in &hands.muscles {
        let texts = [
            ("landmarks", Some(&muscle.landmarks)),
            ("referral", Some(&muscle.referral)),
            ("driver", Some(&muscle.driver)),
            ("beside", Some(&muscle.beside)),
        ];
        sentences(knowledge, MUSCLES, &texts, &muscle.sources, words, files, errors);
    }
    for point in &hands.points {
        let texts = [
            ("say", Some(&point.say)),
            ("caution", point.caution.as_ref()),
            ("not_offered", point.not_offered.as_ref()),
        ];
        sentences(knowledge, POINTS, &texts, &point.sources, words, files, errors);
    }
    for site in &hands.sites {
        sentences(knowledge, SITES, &[("refused", site.refused.as_ref())], &[], words, files, errors);
    }
    for contact in &hands.contacts {
        sentences(knowledge, CONTACTS, &[("say", Some(&contact.say))], &contact.sources, words, files, errors);
    }
}
