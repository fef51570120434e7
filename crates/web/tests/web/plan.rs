//! The plan in the browser: shown, redrawn, refused, taken, and carried into the week.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

use crate::{
    api::fits,
    common::{Browser, Home, Page, fields, finished, knowledge, text_of, value_of},
};

async fn planner(otherwise: &[(&str, &str)]) -> (Home, Browser) {
    let home = Home::new();
    let browser = finished(&home, "Ada", otherwise).await;
    (home, browser)
}

/// A page with one heading, every key with its sentence, and nothing that is promised.
fn whole(page: &Page) {
    let path = &page.path;
    assert_eq!(page.html.matches("<h1").count(), 1, "{path}");
    assert!(!page.html.contains('«'), "a key without a sentence on {path}: {}", text_of(&page.html));
    assert!(!page.html.contains("style=\""), "{path}");
    let said = text_of(&page.html).to_lowercase();
    for word in ["safe", "cure", "proven", "realign", "toxins"] {
        assert!(!said.split(|letter: char| !letter.is_alphabetic()).any(|other| other == word), "`{word}` on {path}");
    }
}

#[tokio::test]
async fn the_result_leads_to_the_plan_and_the_plan_says_everything() {
    let (_home, mut browser) = planner(&[]).await;
    assert!(browser.get("/result").await.says("href=\"/plan\""));
    let plan = browser.get("/plan").await;
    assert_eq!(plan.status, StatusCode::OK);
    whole(&plan);
    for part in ["Gentle massage at home", "Where, and how hard", "Together with it", "Before it", "When to stop"] {
        assert!(plan.says(part), "no `{part}`: {}", text_of(&plan.html));
    }
    assert!(
        plan.says("Nowhere firmer than light") && !plan.says("Nowhere firmer than strong"),
        "a partner at home is gentle"
    );
    assert!(plan.says(">active<"), "something active goes with it");
    assert!(plan.html.len() < 70_000, "{} bytes", plan.html.len());
    let why = browser.get("/plan/why").await;
    whole(&why);
    assert!(why.says("From memory; not read yet.") || why.says("We read the source itself."));
}

#[tokio::test]
async fn a_wish_redraws_the_plan() {
    let (_home, mut browser) = planner(&[]).await;
    let home = browser.get("/plan?giver=partner&minutes=10").await;
    let gone = browser.get("/plan?giver=therapist&firmness=firm").await;
    whole(&gone);
    assert!(home.says("10 minutes") && home.says("a partner at home"));
    assert!(gone.says("Given by a trained therapist") && home.html != gone.html);
    assert!(gone.says("value=\"therapist\" checked"), "the form keeps what was wished for");
}

#[tokio::test]
async fn impossible_wishes_are_said_all_at_once_and_kept() {
    let (_home, mut browser) = planner(&[]).await;
    let page = browser.get("/plan?giver=partner&firmness=firm&minutes=500&position=seated&surface=floor").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    whole(&page);
    for part in ["Nothing firm is allowed", "at most 60 minutes", "cannot be taken on the place"] {
        assert!(page.says(part), "no `{part}`: {}", text_of(&page.html));
    }
    assert!(page.says("value=\"500\""), "what was typed stands there again");
    assert!(page.says("What is left"));
    let typo = browser.get("/plan?giver=partner&minutes=ten").await;
    assert_eq!(typo.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(typo.says("href=\"#w-minutes\"") && typo.says("value=\"ten\""), "{}", text_of(&typo.html));
}

#[tokio::test]
async fn what_the_plan_refuses_is_no_session_either() {
    let (_home, mut browser) = planner(&[]).await;
    for wishes in ["giver=partner&firmness=firm", "giver=self&course=daily-10-14", "giver=self&minutes=500"] {
        let plan = browser.get(&format!("/plan?{wishes}")).await;
        assert_eq!(plan.status, StatusCode::UNPROCESSABLE_ENTITY, "{wishes}");
        let session = browser.get(&format!("/session?{wishes}")).await;
        assert!(session.path.starts_with("/plan") && session.says("There is no plan like this"), "{}", session.path);
    }
    let nobody = browser.get("/session?giver=nobody").await;
    assert!(
        nobody.says("name=\"giver\""),
        "whoever is not known is asked for: {} {}",
        nobody.path,
        text_of(&nobody.html)
    );
}

#[tokio::test]
async fn without_a_clearance_there_is_no_plan() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    assert_eq!(browser.get("/plan").await.path, "/map", "nothing is answered yet");
    browser.hurts(&[("mid-back-left", "4")]).await;
    let open = browser.get("/plan").await;
    whole(&open);
    assert!(open.says("There is no plan for now") && open.says("Some questions are still open"));
    let mut feverish = finished(&home, "Ben", &[("fever", "yes")]).await;
    let stopped = feverish.get("/plan").await;
    assert!(stopped.says("does not allow a massage"), "{}", text_of(&stopped.html));
}

#[tokio::test]
async fn a_plan_that_is_taken_is_recorded_and_comes_back() {
    let (home, mut browser) = planner(&[]).await;
    let plan = browser.get("/plan?giver=therapist&minutes=30").await;
    let wishes = value_of(&plan.html, "wishes").unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let week = browser.post("/plan", &fields(&[("wishes", &wishes)])).await;
    assert_eq!(week.path, "/plan/week");
    whole(&week);
    assert!(week.says("Massage, session 1"));
    let record = browser.get("/record").await;
    assert!(record.says("Plan taken:"), "{}", text_of(&record.html));
    let again = browser.get("/plan").await;
    assert!(again.says("You took this plan on 21 November 2026.") && again.says("Given by a trained therapist"));
    // Another day asks what is new first.
    home.later(1);
    let mut later = home.browser();
    later.reopen().await;
    assert!(later.get("/plan").await.says("Some questions are still open"));
}

#[tokio::test]
async fn a_trained_partner_needs_a_finished_lesson() {
    let (_home, mut browser) = planner(&[]).await;
    let untrained = browser.get("/plan?giver=partner-trained").await;
    whole(&untrained);
    assert!(untrained.says("href=\"/lesson\"") && untrained.says("Given by a partner at home"));
    assert!(
        untrained.says("giver=partner&") && !untrained.says("giver=partner-trained&"),
        "nor does a link go on with it"
    );
    assert!(!browser.get("/plan?giver=partner").await.says("href=\"/lesson\""));
}

#[tokio::test]
async fn the_first_card_holds_the_answer_and_the_rest_is_folded() {
    let (_home, mut browser) = planner(&[]).await;
    let page = browser.get("/plan").await;
    let card = page.html.split_once("class=\"card answer\"").unwrap().1.split_once("</section>").unwrap().0;
    for part in [
        "Gentle massage at home",
        "3 times a week",
        "Mid back",
        "min</span>",
        "Nowhere firmer than light",
        "stop there",
        "Start the session",
    ] {
        assert!(card.contains(part), "no `{part}`: {}", text_of(card));
    }
    let rest = page.html.split_once("class=\"card answer\"").unwrap().1.split_once("</section>").unwrap().1;
    let rest = rest.split_once("</aside>").unwrap().0;
    assert!(!rest.contains("<details open") && rest.matches("<details class=\"fold").count() >= 8);
    let therapist = browser.get("/plan?giver=therapist").await;
    assert!(therapist.says("Take it to a therapist"), "{}", text_of(&therapist.html));
}

/// One session of the plan, a week after the one before, with the same pain before and after.
async fn one_session(home: &Home, pain: &str) -> Browser {
    let mut browser = home.browser();
    browser.reopen().await;
    browser.get("/next").await;
    browser.answer(&[]).await;
    let page = browser.get("/session?giver=therapist").await;
    assert!(page.says("s-pain-before"), "{} {}", page.path, text_of(&page.html));
    let form = [("giver", "therapist"), ("s-pain-before", pain), ("s-tension-before", "5"), ("s-stress-before", "4")];
    let player = browser.post("/session?giver=therapist", &fields(&form)).await;
    assert_eq!(player.path, "/player", "{}", text_of(&player.html));
    let form = [("s-pain-after", pain), ("s-tension-after", "5"), ("s-stress-after", "4"), ("s-signs-after", "no")];
    assert_eq!(browser.post("/player/end", &fields(&form)).await.path, "/player/ended");
    home.later(3);
    let mut browser = home.browser();
    browser.reopen().await;
    browser.get("/next").await;
    browser.answer(&[]).await;
    browser
}

#[tokio::test]
async fn sessions_of_the_record_turn_the_plan_and_then_stop_it() {
    let (home, mut browser) = planner(&[]).await;
    let plan = browser.get("/plan?giver=therapist").await;
    let wishes = value_of(&plan.html, "wishes").unwrap().replace("&#38;", "&").replace("&amp;", "&");
    browser.post("/plan", &fields(&[("wishes", &wishes)])).await;
    let mut plans = Vec::new();
    for _ in 0..4 {
        let mut browser = one_session(&home, "4").await;
        plans.push(browser.get("/plan?giver=therapist").await);
    }
    let [one, two, _, four] = plans.as_slice() else { panic!("four sessions") };
    let turned = "think of another treatment first";
    assert!(!one.says(turned), "{}", text_of(&one.html));
    assert!(two.says(turned), "{}", text_of(&two.html));
    assert_eq!(four.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(four.says("Several sessions have changed nothing"), "{}", text_of(&four.html));
    assert!(four.says("What is left"));
    let mut browser = home.browser();
    browser.reopen().await;
    let session = browser.get("/session?giver=therapist").await;
    assert!(session.says("End this course and see a doctor"), "{}", text_of(&session.html));
    let tonight = browser.get("/tonight").await;
    assert!(tonight.says("End this course and see a doctor"), "{}", text_of(&tonight.html));
    assert!(!browser.get("/routines").await.says("End this course"), "moving goes on");
}

#[tokio::test]
async fn the_calendar_file_is_neutral() {
    let (_home, mut browser) = planner(&[]).await;
    let file = browser.get("/plan/week.ics?giver=partner").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.headers.get(header::CONTENT_TYPE).unwrap().to_str().unwrap().starts_with("text/calendar"));
    assert!(file.html.contains("SUMMARY:Session 1") && file.html.contains("SUMMARY:Walk"), "{}", file.html);
    // The week comes with its check-ins, from today to the review.
    for title in ["SUMMARY:Weekly check-in", "SUMMARY:Morning check-in", "SUMMARY:Review"] {
        assert!(file.html.contains(title), "no `{title}`: {}", file.html);
    }
    for word in ["back", "pain", "Ada", "massage", "knee"] {
        assert!(!file.html.to_lowercase().contains(&word.to_lowercase()), "`{word}` is in the file");
    }
    // The whole course is in it: its sessions, the weekly questions, and the weeks in which more is asked.
    let sessions = |file: &str| file.matches("SUMMARY:Session").count();
    let mornings = file.html.matches("SUMMARY:Morning check-in").count();
    assert!(sessions(&file.html) > 3 && mornings >= 1, "{}", file.html);
    for day in ["20261219", "20270130", "20270522"] {
        let questions = format!("DTSTART;VALUE=DATE:{day}\r\n");
        assert!(file.html.contains(&questions), "{day}: {}", file.html);
    }
    assert_eq!(file.html.matches("SUMMARY:Longer check-in").count(), 3);
    assert!(!file.html.contains("BEGIN:VALARM"), "nobody asked to be reminded");
    let rings = browser.get("/plan/week.ics?giver=partner&remind").await.html;
    assert_eq!(sessions(&rings), sessions(&file.html));
    let bells = rings.matches("BEGIN:VALARM").count();
    let quiet =
        ["Walk", "Exercise", "Stretch", "Break"].iter().map(|one| rings.matches(&format!("SUMMARY:{one}")).count());
    assert!(
        bells > sessions(&rings) && bells <= rings.matches("BEGIN:VEVENT").count() - quiet.sum::<usize>(),
        "{rings}"
    );
    let same = browser.get("/plan/week.ics?giver=partner").await;
    assert_eq!(same.html, file.html);
}

#[tokio::test]
async fn every_course_stands_on_one_page_with_what_is_known_of_it() {
    let (_home, mut browser) = planner(&[]).await;
    let page = browser.get("/plan/courses").await;
    whole(&page);
    for course in &knowledge().courses.courses {
        assert!(page.says(&format!("id=\"{}\"", course.id)), "{}", course.id);
    }
    assert!(page.says("knees") && page.says("Article A4 has this course."));
    let chosen = browser.get("/plan?giver=therapist&course=daily-10-14").await;
    assert!(chosen.says("Ten to fourteen days in a row"), "{}", text_of(&chosen.html));
}

#[tokio::test]
async fn nothing_hurts_and_there_is_a_plan_to_relax() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d2").await;
    browser.hurts(&[]).await;
    browser.answer(&[]).await;
    assert!(browser.get("/result").await.says("a plan to relax"));
    let plan = browser.get("/plan").await;
    whole(&plan);
    assert!(plan.says("Your plan to relax") && !plan.says("pain 4 of 10"));
}

#[tokio::test]
async fn devices_are_told_with_their_limits_and_what_is_refused() {
    let mut browser = Home::new().browser();
    let page = browser.get("/devices").await;
    assert_eq!(page.status, StatusCode::OK);
    whole(&page);
    assert!(page.says("45 dB(A)") && page.says("Traction") && page.says("Cracking"));
}

#[tokio::test]
async fn the_api_plans_as_it_is_described() {
    let home = Home::new();
    let mut browser = home.browser();
    let ask = async |browser: &mut Browser, value: &Value| -> (StatusCode, Value) {
        let request = Request::post("/api/v1/plan")
            .header("host", "localhost:8080")
            .header("content-type", "application/json")
            .body(Body::from(value.to_string()))
            .unwrap();
        let page = browser.raw(request).await;
        (page.status, serde_json::from_str(&page.html).unwrap())
    };
    let mut all = serde_json::Map::new();
    for question in &knowledge().questions {
        use supple_care::question::{Kind, Purpose};
        match &question.kind {
            Kind::YesNo if question.purpose != Purpose::Baseline => all.insert(question.id.clone(), json!("no")),
            Kind::Choice(options) if question.purpose != Purpose::Baseline => {
                all.insert(question.id.clone(), json!(options[0].id))
            }
            _ => None,
        };
    }
    all.insert("age".to_owned(), json!(44));
    let pain = json!([{ "site": "low-back", "side": "left", "intensity": 5 }]);
    let requests = [
        json!({}),
        json!({ "answers": all, "pain": pain, "wishes": { "giver": "therapist" }, "history": { "sessions": 0 } }),
        json!({ "answers": all, "pain": pain, "wishes": { "giver": "partner", "firmness": "firm", "minutes": 0 } }),
        json!({ "answers": all, "pain": pain, "wishes": { "giver": "partner", "course": "gun" } }),
        json!({ "answers": all, "pain": [] }),
    ];
    for request in requests {
        fits("PlanRequest", &request);
        let (status, value) = ask(&mut browser, &request).await;
        assert_eq!(status, StatusCode::OK, "{value}");
        fits("PlanDocument", &value);
        assert_eq!(value["plan"].is_null(), !value["problems"].as_array().unwrap().is_empty());
    }
    let (status, value) = ask(&mut browser, &json!({ "wishes": { "giver": "nobody", "minuts": 3 } })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(value["problems"].as_array().unwrap().len(), 2, "{value}");
}

#[tokio::test]
async fn help_stands_before_the_plan_of_somebody_who_thinks_of_dying() {
    let (_home, mut browser) = planner(&[("thoughts_of_dying", "yes")]).await;
    let plan = browser.get("/plan").await;
    whole(&plan);
    let (help, session) = (plan.html.find("href=\"/crisis\""), plan.html.find("href=\"/session"));
    assert!(help.is_some() && help < session, "{}", text_of(&plan.html));
    let told = "You told us about thoughts of ending your life";
    for path in ["/tonight", "/session?giver=partner", "/plan/week", "/plan/courses", "/routines"] {
        let page = browser.get(path).await;
        assert!(page.says(told) && page.status == StatusCode::OK, "{path}: {}", text_of(&page.html));
    }
    let form = [
        ("giver", "partner"),
        ("s-pain-before", "4"),
        ("s-tension-before", "5"),
        ("s-stress-before", "4"),
        ("later", "yes"),
    ];
    let player = browser.post("/tonight", &fields(&form)).await;
    assert_eq!(player.path, "/player");
    assert!(player.says("class=\"helpline\""), "help stands above the player");
    let file = browser.get("/player/file").await;
    assert!(
        !file.html.contains("helpline\"") && !file.html.contains(told),
        "the file to take along says nothing of it"
    );
    assert!(!browser.get("/plan/week.ics?giver=partner").await.html.contains("ending"), "nor does a calendar");
}
