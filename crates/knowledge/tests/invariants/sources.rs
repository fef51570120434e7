//! Every statement that a person can read says where it comes from, and how sure it is.

use supple_care::{Knowledge, source::Evidence};

use crate::people::base;

/// Complains about a statement without a source, or with one that is not kept up to date.
fn sourced(knowledge: &Knowledge, what: &str, sources: &[usize], problems: &mut Vec<String>) {
    if sources.is_empty() {
        problems.push(format!("{what} has no source"));
    }
    for index in sources {
        match knowledge.sources.get(*index) {
            None => problems.push(format!("{what} names a source that is not there")),
            Some(source) => {
                let dated = [&source.checked, &source.review_by].iter().all(|date| date.len() == 10);
                if source.says.is_empty() || source.read.is_empty() || !dated || source.checked > source.review_by {
                    problems.push(format!("{what}: source `{}` is not complete", source.id));
                }
            }
        }
    }
}

#[test]
fn every_statement_has_a_source() {
    let knowledge = base();
    let mut problems = Vec::new();
    for rule in &knowledge.rules {
        sourced(knowledge, &rule.id, &rule.sources, &mut problems);
        if rule.say.is_empty() || rule.why.is_empty() {
            problems.push(format!("{} does not say what to do, or why", rule.id));
        }
    }
    for limit in &knowledge.limits {
        sourced(knowledge, &limit.id, &limit.sources, &mut problems);
    }
    for restriction in &knowledge.restrictions {
        if restriction.say.is_empty() {
            problems.push(format!("a restriction of {:?} says nothing", restriction.owner));
        }
    }
    let claims = knowledge
        .self_care
        .iter()
        .map(|care| (care.id.as_str(), &care.sources, care.evidence))
        .chain(knowledge.session.parts.iter().map(|part| (part.id.as_str(), &part.sources, part.evidence)))
        .chain([
            ("the session", &knowledge.session.sources, knowledge.session.evidence),
            ("the lesson", &knowledge.session.lesson.sources, knowledge.session.lesson.evidence),
        ]);
    for (id, sources, evidence) in claims {
        sourced(knowledge, id, sources, &mut problems);
        if evidence > Evidence::Moderate {
            problems.push(format!("{id} claims a benefit more surely than anybody knows"));
        }
    }
    for fear in &knowledge.fears {
        sourced(knowledge, &fear.id, &fear.sources, &mut problems);
    }
    for watch in &knowledge.watches {
        sourced(knowledge, &watch.id, &watch.sources, &mut problems);
    }
    for next in &knowledge.session.next {
        sourced(knowledge, &next.id, &next.sources, &mut problems);
    }
    let dose = &knowledge.courses;
    let stops = dose.courses.iter().flat_map(|course| &course.stops).chain(&dose.planning.stops);
    let claims = dose
        .courses
        .iter()
        .map(|one| (one.id.as_str(), &one.sources, one.evidence))
        .chain(stops.map(|one| (one.id.as_str(), &one.sources, one.evidence)))
        .chain(dose.activities.iter().map(|one| (one.id.as_str(), &one.sources, one.evidence)))
        .chain(dose.routines.iter().map(|one| (one.id.as_str(), &one.sources, one.evidence)))
        .chain(dose.preparations.iter().map(|one| (one.id.as_str(), &one.sources, one.evidence)))
        .chain(dose.devices.iter().map(|one| (one.id.as_str(), &one.sources, one.evidence)))
        .chain(dose.refused.iter().map(|one| (one.id.as_str(), &one.sources, one.evidence)))
        .chain(dose.notes.iter().map(|one| (one.id.as_str(), &one.sources, one.evidence)));
    for (id, sources, evidence) in claims {
        sourced(knowledge, id, sources, &mut problems);
        if evidence > Evidence::Moderate {
            problems.push(format!("{id} claims a benefit more surely than anybody knows"));
        }
    }
    for country in
        knowledge.countries.iter().filter(|country| country.emergency.is_some() || !country.crisis.is_empty())
    {
        sourced(knowledge, &country.code, &country.sources, &mut problems);
    }
    sourced(knowledge, "the crisis page", &knowledge.crisis_page.sources, &mut problems);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
