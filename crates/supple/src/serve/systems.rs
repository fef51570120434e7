//! The clinical systems that may ask: a JSON file, in which keys may be named as a file beside it.

use std::{fs, path::Path};

use serde_json::Value;
use supple_web::Systems;
use supple_words::Words;

use crate::trouble::BadInput;

/// Reads the settings; nobody may ask where there are none.
///
/// # Errors
/// A file that cannot be read, or says something else.
pub(super) fn read(words: &Words, file: Option<&Path>) -> Result<Systems, BadInput> {
    let Some(file) = file else { return Ok(Systems::default()) };
    systems(file).map_err(|why| {
        BadInput(words.get("serve-systems", &[("file", file.display().to_string().into()), ("why", why.into())]))
    })
}

fn systems(file: &Path) -> Result<Systems, String> {
    let mut settings = parsed(file)?;
    let all = settings.get_mut("systems").and_then(Value::as_array_mut).into_iter().flatten();
    for keys in all.filter_map(|system| system.get_mut("keys")) {
        if let Some(name) = keys.as_str() {
            let beside = file.parent().unwrap_or(Path::new("")).join(name);
            *keys = parsed(&beside)?;
        }
    }
    Systems::read(settings.to_string().as_bytes())
}

fn parsed(file: &Path) -> Result<Value, String> {
    let text = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::systems;
    use std::fs;

    #[test]
    fn keys_lie_in_the_settings_or_beside_them() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("systems.json");
        let modulus = "q".repeat(342);
        let keys = format!("{{\"keys\":[{{\"kty\":\"RSA\",\"kid\":\"k\",\"e\":\"AQAB\",\"n\":\"{modulus}w\"}}]}}");
        fs::write(directory.path().join("keys.json"), &keys).unwrap();
        for keys in ["\"keys.json\"", &keys] {
            fs::write(&file, format!("{{\"systems\":[{{\"name\":\"A\",\"iss\":\"i\",\"keys\":{keys}}}]}}")).unwrap();
            assert!(systems(&file).is_ok(), "{:?}", systems(&file));
        }
        fs::write(&file, "{\"systems\":[{\"name\":\"A\",\"iss\":\"i\",\"keys\":\"none.json\"}]}").unwrap();
        assert!(systems(&file).unwrap_err().contains("none.json"));
    }
}
