//! The pages and the API from outside: the router called directly, as a browser or a program would.

#[cfg(test)]
mod access;
#[cfg(test)]
mod again;
#[cfg(test)]
mod agreements;
#[cfg(test)]
mod answers;
#[cfg(test)]
mod api;
#[cfg(test)]
mod away;
#[cfg(test)]
mod busy;
#[cfg(test)]
mod cds;
#[cfg(test)]
mod clash;
#[cfg(test)]
mod common;
#[cfg(test)]
mod entered;
#[cfg(test)]
mod feed;
#[cfg(test)]
mod fetch;
#[cfg(test)]
mod fhir;
#[cfg(test)]
mod find;
#[cfg(test)]
mod given;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod help;
#[cfg(test)]
mod holidays;
#[cfg(test)]
mod hooks;
#[cfg(test)]
mod import;
#[cfg(test)]
mod keep;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod know;
#[cfg(test)]
mod letter;
#[cfg(test)]
mod made_up;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod mentions;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod money;
#[cfg(test)]
mod no_massage;
#[cfg(test)]
mod noted;
#[cfg(test)]
mod oauth;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod practice;
#[cfg(test)]
mod programs;
#[cfg(test)]
mod programs_write;
#[cfg(test)]
mod reviews;
#[cfg(test)]
mod sentences;
#[cfg(test)]
mod session;
#[cfg(test)]
mod slow;
#[cfg(test)]
mod taken;
#[cfg(test)]
mod track;
mod track_bad;
mod track_holds;
mod track_says;
mod track_severe;
mod track_told;
mod track_waits;
#[cfg(test)]
mod unfinished;
#[cfg(test)]
mod wait;
#[cfg(test)]
mod weight;
