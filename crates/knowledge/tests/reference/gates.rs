//! Which question is shown only after another: the applicability that the question files declare.

use super::reader::Reader;
use super::tri::{Tri, any, both};

/// Whether the question applies; `None` where it is asked of everybody.
pub(crate) fn gate(person: &Reader<'_>, id: &str) -> Option<Tri> {
    let yes = |id: &'static str| person.yes(id);
    let strain = || person.reached("strain_when", "3-to-14-days");
    let over_50 = || person.from("age", 50);
    Some(match id {
        "upper_tummy_severe" | "yellow_skin" | "tummy_after_meals" | "greasy_stools" => yes("upper_tummy_pain"),
        "pregnant" | "birth_when" => both(person.sex_in(&["female", "another"]), person.below("age", 60)),
        "pregnancy_weeks" | "pregnancy_danger" | "shoulder_tip_pain" | "pregnancy_high_risk" => yes("pregnant"),
        "pregnancy_pressure_signs" => any(&[yes("pregnant"), person.reached("birth_when", "6-to-12-weeks")]),
        "caesarean" | "birth_bleeding" => person.reached("birth_when", "6-to-12-weeks"),
        "angina_known_usual" => any(&[yes("effort_pain"), yes("chest_pain")]),
        "clot_risk_recent" => any(&[yes("sharp_on_breathing"), yes("leg_swollen"), yes("sudden_breathless_or_blood")]),
        "deep_steady_pain" => any(&[
            both(person.sex_in(&["male", "another"]), person.from("age", 66)),
            person.from("age", 70),
            yes("aneurysm_known"),
        ]),
        "aneurysm_family" => yes("deep_steady_pain"),
        "heart_failure" | "heart_event_when" | "heart_symptoms" | "heart_unstable" => yes("heart_condition"),
        "heart_failure_worse" => yes("heart_failure"),
        "bp_180" | "bp_160" | "bp_treated" => yes("high_bp"),
        "lung_flare" | "copd" => yes("lung_disease"),
        "breathless_flat" => any(&[yes("heart_condition"), yes("lung_disease")]),
        "clot_known" => yes("clot_ever"),
        "bleeding_severe" => yes("bleeding_disorder"),
        "platelets" => any(&[yes("bleeding_disorder"), yes("chemo_recent")]),
        "cancer_now" | "bone_cancer" | "nodes_removed" => yes("cancer_ever"),
        "chemo_recent" | "cancer_where" => yes("cancer_now"),
        "nodes_where" => yes("nodes_removed"),
        "insulin" | "diabetes_poor" => yes("diabetes"),
        "insulin_where" => yes("insulin"),
        "numb_where" => yes("numb_skin"),
        "fit_last_year" => yes("fits_ever"),
        "dialysis" => yes("kidney_disease"),
        "fistula_where" => yes("dialysis"),
        "varicose_where" | "vein_inflamed" => yes("varicose"),
        "unrelenting_pain"
        | "worsening_weeks"
        | "band_pain"
        | "worse_on_cough"
        | "long_before_45"
        | "pain_new"
        | "cannot_self_care"
        | "pain_duration"
        | "pain_assessed"
        | "no_better_month"
        | "massage_without_help" => person.pain_from(1),
        "spa_under_care" | "spa_before_35" | "spa_night" | "spa_buttock" | "spa_movement" | "spa_nsaid"
        | "spa_family" | "spa_arthritis" | "spa_heel" | "spa_psoriasis" | "spa_eye_bowel" => yes("long_before_45"),
        "headache_different" | "migraine_sick" => yes("headache_now"),
        "scalp_sore" | "jaw_chewing" | "morning_stiff_both" => over_50(),
        "sight_change" => {
            let told = [yes("headache_now"), yes("bp_180"), yes("head_injury"), yes("pregnant")];
            any(&[over_50(), any(&told), person.reached("birth_when", "6-to-12-weeks")])
        }
        "head_injury_danger" | "head_injury_fresh" => yes("head_injury"),
        "patch_where" => yes("patch_injection"),
        "device_where" => any(&[yes("device_electronic"), yes("device_other")]),
        "ces_old_assessed" => any(&[
            yes("saddle_numbness"),
            yes("bladder_change"),
            yes("bowel_change"),
            yes("genital_numbness"),
            yes("sexual_change"),
            yes("both_legs"),
        ]),
        "major_injury" | "spine_bruise" => yes("any_injury"),
        "neck_crash" | "tingling_after_injury" | "cannot_turn_head" => {
            any(&[yes("any_injury"), yes("head_injury"), strain()])
        }
        "arm_numb_injury" | "cannot_lift_arm" => any(&[yes("any_injury"), strain()]),
        "joint_deformed" => any(&[yes("any_injury"), yes("fits_ever"), strain()]),
        "strain_where" | "neck_whiplash" => person.reached("strain_when", "3-to-14-days"),
        "fracture_where" => yes("fracture_recent"),
        "joint_hot_where" => yes("joint_hot"),
        "wound_where" | "wound_infected" => yes("wound"),
        "bruise_where" | "bruise_large" | "bruise_growing" => yes("bruise"),
        "rash_where" | "rash_unexplained" => yes("rash"),
        "shingles_crusted" | "shingles_face" | "shingles_where" => yes("shingles"),
        "lump_where" | "lump_hot" => yes("lump"),
        "operation_general" => person.reached("operation_when", "under-6-weeks"),
        "operation_major" | "operation_where" => person.reached("operation_when", "6-months-to-2-years"),
        "spine_surgery_when" | "surgeon_agrees" | "spine_metal" | "spine_surgery_where" => yes("spine_surgery"),
        "spine_injection_where" => yes("spine_injection"),
        "mind_unstable" => yes("touch_difficult"),
        _ => return None,
    })
}
