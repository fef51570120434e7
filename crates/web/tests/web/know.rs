//! What people can read up on: claims, what Supple does instead, benefits, guidelines, rules, and before a visit.

use std::sync::OnceLock;

use supple_care::claim::{Claims, UseKind, Verdict};
use supple_knowledge::Library;

use crate::{
    common::{Home, Page, finished, knowledge, text_of},
    pages::{whole, without_quotes},
};

fn claims() -> &'static Claims {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    let library = LIBRARY.get_or_init(Library::embedded);
    library.claims(&knowledge()).unwrap_or_else(|errors| panic!("{errors}"))
}

/// The part of an article's page that shows one claim.
fn part<'a>(page: &'a Page, id: &str) -> &'a str {
    let start = format!("<article class=\"claim\" id=\"{id}\">");
    let (_, rest) = page.html.split_once(&start).unwrap_or_else(|| panic!("no {id} on {}", page.path));
    rest.split_once("</article>").unwrap().0
}

#[tokio::test]
async fn every_claim_is_answered_in_words_with_its_level_and_how_its_sources_were_read() {
    let (home, known) = (Home::new(), knowledge());
    let mut browser = home.browser();
    for (index, article) in claims().articles.iter().enumerate() {
        let page = browser.get(&format!("/claims/{}", article.id.to_lowercase())).await;
        whole(&mut browser, &page).await;
        for claim in claims().matching(Some(index), None) {
            let shown = part(&page, &claim.id);
            let verdict = home.app.words.get(&format!("verdict-{}", claim.verdict.id()), &[]);
            assert!(shown.contains(&verdict) && shown.contains("<svg"), "{}: {shown}", claim.id);
            assert!(shown.contains("How sure") || claim.evidence.is_none(), "{}", claim.id);
            for source in claim.sources.iter().map(|index| &known.sources[*index]) {
                let read = home.app.words.get(&format!("read-{}", source.read.replace(' ', "-")), &[]);
                assert!(shown.contains(&format!("href=\"#{}\"", source.id)), "{}: {}", claim.id, source.id);
                assert!(shown.contains(&read), "{}: {}", claim.id, source.id);
                assert!(page.html.contains(&format!("<li id=\"{}\">", source.id)), "{}", source.id);
            }
        }
    }
}

#[tokio::test]
async fn claims_are_chosen_by_article_and_answer_without_script() {
    let home = Home::new();
    let mut browser = home.browser();
    let page = browser.get("/claims").await;
    whole(&mut browser, &page).await;
    assert!(page.says("98 claims") && page.html.contains("<form method=\"get\" action=\"/claims"));
    for verdict in Verdict::ALL {
        let page = browser.get(&format!("/claims?article=&verdict={}", verdict.id())).await;
        whole(&mut browser, &page).await;
        let shown = page.html.matches("<li><a href=\"/claims/a").count();
        assert_eq!(shown, claims().matching(None, Some(verdict)).count(), "{}", verdict.id());
    }
    let page = browser.get("/claims?article=A1&verdict=contradicted").await;
    for id in ["S1.3", "S1.7", "S1.15"] {
        assert!(page.html.contains(&format!("/claims/a1#{id}")), "{id}");
    }
    assert!(!page.html.contains("/claims/a4#S4.3"));
    let none = browser.get("/claims?article=A1&verdict=mis-attributed").await;
    assert!(none.says("No claim is like that."));
    assert!(browser.get("/claims?verdict=nonsense").await.says("By article"), "what is not known is not wished");
    assert_eq!(browser.get("/claims/a7").await.status.as_u16(), 404);
    let alone = browser.get("/claims/a3?verdict=mis-attributed").await;
    assert_eq!(alone.html.matches("<article").count(), 1);
    assert!(part(&alone, "S3.8").contains("Nobody was treated for a back"), "knee evidence is shown as what it is");
}

#[tokio::test]
async fn claims_and_rules_lead_to_each_other() {
    let home = Home::new();
    let mut browser = home.browser();
    let mut looked = 0;
    for claim in &claims().claims {
        for used in claim.used_in.iter().filter(|used| matches!(used.kind, UseKind::Rule | UseKind::Limit)) {
            let article = claims().articles[claim.article].id.to_lowercase();
            let page = browser.get(&format!("/rules/{}", used.id)).await;
            assert_eq!(page.status.as_u16(), 200, "{}", used.id);
            assert!(page.html.contains(&format!("/claims/{article}#{}", claim.id)), "{} on {}", claim.id, used.id);
            looked += 1;
        }
    }
    assert!(looked > 60, "{looked}");
    let page = browser.get("/claims/a4").await;
    assert!(part(&page, "S4.18").contains("href=\"/rules/ES-SPINE\""));
    assert!(part(&page, "S4.18").contains("href=\"/articles/a4#A4-spine\""));
    let row = browser.get("/articles/a4").await;
    assert!(part(&row, "A4-spine").contains("href=\"/claims/a4#S4.18\""));
    assert!(part(&row, "A4-spine").contains("nobody_presses_the_spine_or_the_tummy"), "the test that shows it");
    assert_eq!(browser.get("/rules/NONE").await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_result_leads_to_each_rule_that_spoke() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("antiplatelet", "yes")]).await;
    let page = browser.get("/result").await;
    let to = page.html.split("href=\"/rules/").nth(1).expect("a link to a rule").split('"').next().unwrap().to_owned();
    let rule = browser.get(&format!("/rules/{to}")).await;
    whole(&mut browser, &rule).await;
    assert!(rule.says("No clinician has signed this yet."));
}

#[tokio::test]
async fn every_page_that_a_claim_is_used_on_is_there() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    for page in &claims().pages {
        let shown = browser.get(&page.id).await;
        assert!(shown.status.is_success(), "{} is {}", page.id, shown.status);
    }
}

#[tokio::test]
async fn what_stands_beside_the_articles_is_chosen_without_script() {
    let home = Home::new();
    let mut browser = home.browser();
    let all = browser.get("/articles").await;
    whole(&mut browser, &all).await;
    assert_eq!(all.html.matches("<li><a href=\"/articles/a").count(), claims().beside.len());
    let refused = browser.get("/articles?stand=refused").await;
    whole(&mut browser, &refused).await;
    assert!(refused.html.contains("/articles/a0#A0-belly") && !refused.html.contains("#A4-spine"));
    for article in &claims().articles {
        let page = browser.get(&format!("/articles/{}", article.id.to_lowercase())).await;
        whole(&mut browser, &page).await;
    }
    assert_eq!(browser.get("/articles/a9").await.status.as_u16(), 404);
}

#[tokio::test]
async fn benefits_promise_nothing() {
    let home = Home::new();
    let mut browser = home.browser();
    let page = browser.get("/benefits").await;
    whole(&mut browser, &page).await;
    assert!(!page.html.contains("High certainty"));
    assert_eq!(page.html.matches("<article").count(), claims().benefits.len());
    let said = text_of(&without_quotes(&page.html));
    assert!(said.contains("Not shown. The one fair trial found no change."), "{said}");
}

#[tokio::test]
async fn guidelines_are_shown_for_a_pain_like_yours_and_for_all() {
    let home = Home::new();
    let mut browser = home.browser();
    let page = browser.get("/guidelines").await;
    whole(&mut browser, &page).await;
    assert!(!page.says("For a pain like yours"), "nobody has said where it hurts");
    assert!(
        page.says("Only together with something else") && page.says("Not in its list") && page.says("None was read.")
    );
    let mut browser = finished(&home, "Ada", &[]).await;
    let page = browser.get("/guidelines").await;
    whole(&mut browser, &page).await;
    assert!(page.says("For a pain like yours"));
}

#[tokio::test]
async fn before_a_visit_the_checklists_hold_the_own_answers() {
    let home = Home::new();
    let mut browser = home.browser();
    for path in ["/visit", "/see-therapist", "/see-doctor", "/see-therapist/places"] {
        let page = browser.get(path).await;
        whole(&mut browser, &page).await;
        assert!(!page.says("From your answers"), "no record is open on {path}");
    }
    let therapist = browser.get("/see-therapist").await;
    assert!(therapist.says("Nobody asked about your health before the first touch."));
    assert!(therapist.says("Germany"), "the country of the settings");
    let places = browser.get("/see-therapist/places").await;
    assert!(places.says("Oregon Board of Massage Therapists") && places.says("oregon.gov/obmt"));
    assert!(places.says("Kansas") && places.says("Nobody licenses it there."));

    let mut browser = home.browser();
    assert_eq!(browser.begin("Kim", "d4").await.path, "/visit");
    assert!(browser.get("/see-doctor").await.says("You have no result yet"));

    let old = [("pain_duration", "over-12-weeks"), ("pain_assessed", "yes")];
    let ada = [("blood_thinner", "yes"), ("cancer_ever", "yes"), old[0], old[1]];
    let mut browser = finished(&home, "Ada", &ada).await;
    let doctor = browser.get("/see-doctor").await;
    whole(&mut browser, &doctor).await;
    assert!(
        doctor.says("From your answers: say this") && doctor.html.contains("<blockquote>"),
        "{}",
        text_of(&doctor.html)
    );
    let therapist = browser.get("/see-therapist").await;
    whole(&mut browser, &therapist).await;
    assert!(therapist.says("From your answers: tell them this"));
    assert!(!therapist.says("Your answers set no limits"), "{}", text_of(&therapist.html));
}

#[tokio::test]
async fn the_first_page_and_the_foot_of_each_lead_to_the_claims() {
    let home = Home::new();
    let mut browser = home.browser();
    let start = browser.get("/").await;
    assert_eq!(start.html.matches("href=\"/claims\"").count(), 2);
    assert!(browser.get("/crisis").await.html.contains("href=\"/claims\""));
}
