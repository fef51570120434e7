//! Fracture of the spine, spondyloarthritis, joints.

use super::super::limit::{Limit, ban, cap, careful};
use super::super::row::Row;
use super::super::tri::{any, at_least, both, unless};

/// Trauma alone, or new pain with two signs of a brittle spine.
pub(super) fn fracture(row: &mut Row<'_>) {
    let person = row.person;
    let [neck, spine] = [person.pain_at(&["neck"]), person.pain_at(&["back", "neck"])];
    let closed = || vec![ban().on(&["neck"])];
    let [injury, major, crash] = row.each(["any_injury", "major_injury", "neck_crash"]);
    let [tingling, stuck] = row.each(["tingling_after_injury", "cannot_turn_head"]);
    let [bruise, sudden, stooped] = row.each(["spine_bruise", "sudden_severe_start", "stooped"]);
    let [steroids, thin, fragile] = row.each(["steroids_long", "osteoporosis", "fragility_fracture"]);
    let new = row.yes("pain_new");

    // A crash at high speed is a serious accident, whatever was said of the accident before.
    row.emergency(both(any(&[major, crash]), spine));
    // The neck's own signs count after a blow to the head and a strain, too: whiplash comes here first (CI-32).
    let [hit, thrown] = row.each(["head_injury", "neck_whiplash"]);
    let old_hurt = both(any(&[injury, hit, thrown]), person.from("age", 65));
    for sign in [crash, old_hurt] {
        row.emergency_within(both(sign, neck), closed());
    }
    // Tingling and a stuck head speak of an injury of head, neck or upper back, wherever it hurts most; after another they are urgent.
    let of_neck = any(&[hit, thrown, crash]);
    let high = person.pain_at(&["neck", "upper-back"]);
    row.emergency_within(both(tingling, any(&[high, of_neck, major])), closed());
    row.emergency_within(both(stuck, any(&[high, of_neck])), closed());
    let any_hurt = any(&[injury, of_neck, major]);
    row.urgent_within(both(any(&[tingling, stuck]), any_hurt), closed());
    // A serious accident without pain of the spine; a strain of whatever beside a sore neck that is old.
    row.until_agreed(any(&[major, crash]), careful());
    let strained = both(person.reached("strain_when", "3-to-14-days"), person.from("age", 65));
    row.until_agreed(both(strained, neck), closed());

    let woman = both(person.sex_in(&["female", "another"]), person.from("age", 65));
    let old = any(&[person.from("age", 70), woman]);
    let brittle = [old, steroids, any(&[thin, fragile]), any_hurt, bruise, sudden, stooped];
    let new_here = both(new, spine);
    row.urgent_within(both(new_here, at_least(2, &brittle)), careful());
    let mut brittle_limits = careful();
    brittle_limits.push(ban().devices(&["ball", "roller", "massage-chair"]));
    row.until_agreed(both(new_here, any(&[steroids, fragile])), brittle_limits);
    row.modified(both(new_here, person.from("age", 70)), vec![cap(3)]);
}

/// Back pain that began before 45 and has lasted, with four of nine signs, or three.
pub(super) fn spondyloarthritis(row: &mut Row<'_>) {
    let entry = row.yes("long_before_45");
    let [young, night, buttock, movement, nsaid] =
        row.each(["spa_before_35", "spa_night", "spa_buttock", "spa_movement", "spa_nsaid"]);
    let [family, arthritis, heel, psoriasis] = row.each(["spa_family", "spa_arthritis", "spa_heel", "spa_psoriasis"]);
    let signs = [young, night, buttock, movement, nsaid, family, arthritis, heel, psoriasis];
    let known = row.yes("spa_known");
    let under_care = row.person.relief("spa_under_care");
    // No thrust, no forced range, moderate pressure.
    let limits = || -> Vec<Limit> { vec![cap(3), ban().techniques(&["traction", "stretching"])] };
    row.until_agreed(unless(both(entry, at_least(4, &signs)), under_care), limits());
    row.modified(any(&[both(entry, at_least(3, &signs)), known]), limits());
}

/// A hot joint with fever, a joint out of place, a numb arm; the arm that cannot be lifted.
pub(super) fn joint(row: &mut Row<'_>) {
    let hot = both(row.yes("joint_hot"), row.yes("fever"));
    let [deformed, numb] = row.each(["joint_deformed", "arm_numb_injury"]);
    row.emergency(any(&[hot, deformed, numb]));
    let powerless = row.yes("cannot_lift_arm");
    row.urgent(powerless);
}
