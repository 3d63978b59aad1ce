//! The manifest of a jar.

/// What a jar's manifest says of the jar as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The class to start.
    pub main_class: Option<String>,
    /// Whether a newer Java may find other classes in it: `META-INF/versions/N/`.
    pub is_multi_release: bool,
    /// Other jars that belong to it, relative to it.
    pub class_path: Vec<String>,
}

impl Manifest {
    /// Reads the main section. A line that begins with a blank goes on with the one before.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let whole = text.replace("\n ", "");
        let mut manifest = Self::default();
        for line in whole.split('\n').take_while(|line| !line.is_empty()) {
            let Some((name, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "main-class" if !value.is_empty() => manifest.main_class = Some(value.to_owned()),
                "multi-release" => manifest.is_multi_release = value.eq_ignore_ascii_case("true"),
                "class-path" => {
                    manifest.class_path = value.split_whitespace().map(str::to_owned).collect();
                }
                _ => {}
            }
        }
        manifest
    }
}
