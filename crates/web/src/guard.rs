//! What keeps other sites and other machines out, and health data out of caches.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::access::Mode;

/// Whether the `Host` header is one that is answered: this very computer's, or the practice's.
pub(crate) fn host_is_ours(headers: &HeaderMap, mode: &Mode) -> bool {
    match mode.host() {
        None => host_is_here(headers),
        Some(ours) => {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
            host.is_some_and(|host| host.eq_ignore_ascii_case(ours))
        }
    }
}

/// Where a request came from. A proxy adds the sender to the end of a list; what stands before it may be made up.
pub(crate) fn sender(headers: &HeaderMap, peer: Option<IpAddr>, mode: &Mode) -> Option<IpAddr> {
    if mode.behind_proxy() {
        let all = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let last = all.flat_map(|value| value.split(',')).last().map(str::trim);
        if let Some(address) = last.and_then(|text| text.parse().ok()) {
            return Some(address);
        }
    }
    peer
}

/// Whether the `Host` header names this very computer: a site that points its own name here is not answered.
pub(crate) fn host_is_here(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "::1"
}

/// Whether a request that changes something comes from our own pages. Browsers that say where it comes from are
/// believed; for those that say nothing the token in the form has to do.
pub(crate) fn same_origin(headers: &HeaderMap, mode: &Mode) -> bool {
    let scheme = if mode.signs_in() { "https://" } else { "http://" };
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    match (text("origin"), text("host")) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.strip_prefix(scheme).is_some_and(|from| from == host),
        (Some(_), None) => false,
    }
}

/// Whether a script asked and no person went there, as far as the browser says.
pub(crate) fn fetched_by_script(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-dest").is_some_and(|wanted| wanted != "document")
}

/// Whether a person followed a link of another site here, as far as the browser says.
pub(crate) fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let says = |name: &str, what: &[&str]| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| what.contains(&value))
    };
    says("sec-fetch-site", &["cross-site", "same-site"]) && says("sec-fetch-dest", &["document"])
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The headers of every answer.
pub(crate) fn headers(policy: &str, mode: &Mode) -> Vec<(HeaderName, HeaderValue)> {
    let fixed = [
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ];
    let mut headers: Vec<(HeaderName, HeaderValue)> = fixed
        .into_iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect();
    if mode.signs_in() {
        // A year, as preload lists ask for; only this host: others are not ours.
        headers.push((header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000")));
    }
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.push((header::CONTENT_SECURITY_POLICY, policy));
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::{cookie, host_is_here, host_is_ours, same_origin, sender};
    use crate::access::Mode;
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_names_of_this_computer_are_answered() {
        for host in ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:80", "LOCALHOST"] {
            assert!(host_is_here(&headers(&[("host", host)])), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "[::2]:80", ""] {
            assert!(!host_is_here(&headers(&[("host", host)])), "{host}");
        }
        assert!(!host_is_here(&HeaderMap::new()));
    }

    #[test]
    fn other_sites_cannot_send_forms() {
        let from = |pairs: &[(&'static str, &'static str)]| same_origin(&headers(pairs), &Mode::Alone);
        assert!(from(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(!from(&[("sec-fetch-site", "cross-site"), ("host", "localhost")]));
        assert!(!from(&[("sec-fetch-site", "same-site"), ("host", "localhost")]));
        assert!(from(&[("origin", "http://localhost:1"), ("host", "localhost:1")]));
        assert!(!from(&[("origin", "http://localhost:2"), ("host", "localhost:1")]));
        assert!(!from(&[("origin", "null"), ("host", "localhost:1")]));
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let headers = headers(&[("cookie", "a=1; supple=abc; supplex=2")]);
        assert_eq!(cookie(&headers, "supple"), Some("abc"));
        assert_eq!(cookie(&headers, "none"), None);
    }

    fn practice(behind_proxy: bool) -> Mode {
        Mode::Practice { host: "care.example".to_owned(), behind_proxy, setup: None }
    }

    #[test]
    fn a_practice_is_answered_under_its_name_alone() {
        let ours = |host: &'static str| host_is_ours(&headers(&[("host", host)]), &practice(false));
        assert!(ours("care.example") && ours("CARE.example"));
        assert!(!ours("localhost") && !ours("care.example:80") && !ours("evil.example"));
        let from = |origin: &'static str| {
            same_origin(&headers(&[("origin", origin), ("host", "care.example")]), &practice(false))
        };
        assert!(from("https://care.example"));
        assert!(!from("http://care.example"), "not what came unprotected");
    }

    #[test]
    fn a_sender_is_what_the_nearest_proxy_says_and_nothing_made_up() {
        let peer = Some([10, 0, 0, 1].into());
        let told = headers(&[("x-forwarded-for", "203.0.113.9, 198.51.100.7")]);
        assert_eq!(sender(&told, peer, &practice(true)), Some([198, 51, 100, 7].into()));
        assert_eq!(sender(&told, peer, &practice(false)), Some([10, 0, 0, 1].into()));
        assert_eq!(sender(&headers(&[("x-forwarded-for", "?")]), peer, &practice(true)), Some([10, 0, 0, 1].into()));
    }
}
