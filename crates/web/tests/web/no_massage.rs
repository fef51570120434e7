//! What somebody reads whose answers allow no massage: no first, and nothing that reads as a permission.

use crate::common::{Home, finished, text_of};

/// Answers that end in each kind of no.
const NO: [&[(&str, &str)]; 3] = [&[("fever", "yes")], &[("ill_today", "yes")], &[("fever", "unknown")]];

/// The sentences of limits that leave something of a massage.
fn milder() -> Vec<String> {
    let knowledge = crate::common::knowledge();
    let limits = knowledge.restrictions.iter().filter(|limit| limit.max_pressure.is_some() || !limit.ban);
    limits.map(|limit| limit.say.clone()).collect()
}

#[tokio::test]
async fn nothing_milder_comes_before_a_no() {
    let home = Home::new();
    for (answers, name) in NO.iter().zip(["Ada", "Ben", "Cleo"]) {
        let mut browser = finished(&home, name, answers).await;
        let page = browser.get("/result").await;
        let fold = page.html.find("What will hold then").unwrap_or_else(|| panic!("{}", text_of(&page.html)));
        let first = &page.html[..fold];
        for say in milder() {
            assert!(!first.contains(&format!("<b>{say}</b>")), "{answers:?}: {say}");
        }
        for tag in ["Leads to: Within limits", "Leads to: Nothing stops"] {
            assert!(!page.says(tag), "{answers:?}: {}", text_of(&page.html));
        }
        if let Some(all) = page.html.find("No massage of any kind") {
            assert!(all < fold, "what forbids every massage is not folded away");
        }
        let plan = browser.get("/plan").await;
        let said = text_of(&plan.html);
        assert!(said.contains("There is no plan for now") && said.contains("does not allow a massage"), "{said}");
        assert!(!said.contains("Change one"), "{said}");
    }
}

#[tokio::test]
async fn how_sure_it_is_never_stands_beside_how_urgent_it_is() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("fever", "yes")]).await;
    for path in ["/result", "/why"] {
        let page = browser.get(path).await;
        let reasons = page.html.split("<li><h3>").skip(1);
        let calling: Vec<&str> = reasons.filter(|reason| reason.contains("Leads to: See a doctor today")).collect();
        assert!(!calling.is_empty(), "{path}: {}", text_of(&page.html));
        for reason in calling {
            for sure in ["certainty</span>", "Expert opinion</span>"] {
                assert!(!reason.contains(sure), "{path}: {reason}");
            }
            assert!(reason.contains("<a href=\"/rules/"), "its rule says what it rests on");
        }
    }
    let page = browser.get("/morning").await;
    let said = text_of(&page.html);
    assert!(said.contains("Call the emergency number") && page.says("href=\"/always\""), "{said}");
    assert!(!said.contains("certainty") && !said.contains("Expert opinion"), "{said}");
}

#[tokio::test]
async fn who_only_has_to_wait_is_sent_to_nobody_on_any_page() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("ill_today", "yes")]).await;
    for path in ["/", "/progress", "/check-in"] {
        let page = browser.get(path).await;
        assert!(page.says("Not today. Come back in 24 hours"), "{path}: {}", text_of(&page.html));
        assert!(!page.says("See a clinician first"), "{path}: {}", text_of(&page.html));
    }
}

#[tokio::test]
async fn where_help_is_to_be_called_every_page_says_so_and_promises_nothing() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("thunderclap", "yes")]).await;
    for path in ["/plan", "/tonight"] {
        let page = browser.get(path).await;
        let said = text_of(&page.html);
        assert!(page.html.contains("href=\"/emergency\"") && page.html.contains("btn stop"), "{path}: {said}");
        assert!(!said.contains("Here is what you can do instead"), "{path}: {said}");
    }
}
