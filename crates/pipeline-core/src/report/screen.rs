//! Where text for a person goes.

use std::io::Write;

/// Where text for a person goes: with colours only if whoever reads it sees colours.
pub struct Screen {
    out: Box<dyn Write + Send>,
    colours: bool,
}

impl Screen {
    /// Standard output; with colours if it is a terminal and neither `NO_COLOR` nor `TERM`
    /// nor the like say otherwise.
    #[must_use]
    pub fn stdout() -> Self {
        let stdout = std::io::stdout();
        let choice = anstream::AutoStream::choice(&stdout);
        Self::new(stdout, choice != anstream::ColorChoice::Never)
    }

    /// Any other place.
    #[must_use]
    pub fn new(out: impl Write + Send + 'static, colours: bool) -> Self {
        Self {
            out: Box::new(out),
            colours,
        }
    }

    /// Whether it shows colours.
    pub(super) const fn has_colours(&self) -> bool {
        self.colours
    }

    /// Writes a text whole. Whoever does not read it any more (a closed pipe) misses it.
    pub(super) fn write(&mut self, text: &str) {
        let _ = if self.colours {
            self.out.write_all(text.as_bytes())
        } else {
            let plain = anstream::adapter::strip_str(text).to_string();
            self.out.write_all(plain.as_bytes())
        };
        let _ = self.out.flush();
    }
}
