//! A text as Python, and what every script is asked.

use ruff_python_ast::{ModModule, PythonVersion};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};

use crate::command_line::{self, CommandLine};
use crate::problem::Problem;
use crate::syntax;
use crate::version::Version;

/// What is known of a script that is a program of its own.
#[derive(Clone, Debug)]
pub struct Script {
    /// Syntax that no Python reads, or that the version given does not.
    pub problems: Vec<Problem>,
    /// Its command line, if there is no mistake.
    pub command_line: CommandLine,
}

/// Examines a Python program. `version` is the oldest Python that has to read it; without one
/// the newest known.
#[must_use]
pub fn examine_script(text: &str, version: Option<Version>) -> Script {
    on_a_big_stack(
        || {
            with_parsed(text, version, |parsed| {
                let problems = syntax::problems(text, parsed, version);
                let command_line = if problems.is_empty() {
                    command_line::read(parsed.suite())
                } else {
                    CommandLine::unknown("its syntax is wrong")
                };
                Script {
                    problems,
                    command_line,
                }
            })
        },
        || Script {
            problems: Vec::new(),
            command_line: CommandLine::unknown(TOO_DEEP),
        },
    )
}

/// Why a text was not looked at.
pub(crate) const TOO_DEEP: &str = "it has a statement that is too long to be looked at";

/// Tokens of one statement. Nesting cannot be deeper than that, and a walk over so deep a tree
/// fits the stack below.
const TOKENS_OF_A_STATEMENT: usize = 50_000;

/// Bytes of address space; only what is used becomes memory.
const STACK: usize = 512 << 20;

/// Calls `examine` where a deep tree does not overflow the stack of the compiler, which would
/// end it. Gives `otherwise` where there is no such place.
pub(crate) fn on_a_big_stack<T: Send>(
    examine: impl FnOnce() -> Option<T> + Send,
    otherwise: impl FnOnce() -> T,
) -> T {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, examine)
            .ok()
            .and_then(|thread| thread.join().ok())
            .flatten()
    })
    .unwrap_or_else(otherwise)
}

/// The newest Python whose syntax is known.
pub(crate) fn target(version: Option<Version>) -> PythonVersion {
    let newest = PythonVersion::latest();
    version.map_or(newest, |version| PythonVersion::from(version).min(newest))
}

/// Parses the text; nothing where a statement is so long that its tree may be too deep.
pub(crate) fn with_parsed<T>(
    text: &str,
    version: Option<Version>,
    examine: impl FnOnce(&Parsed<ModModule>) -> T,
) -> Option<T> {
    // The parser counts bytes in 32 bits.
    if u32::try_from(text.len()).is_err() {
        return None;
    }
    let options = ParseOptions::from(Mode::Module).with_target_version(target(version));
    let parsed = parse_unchecked(text, options).try_into_module()?;
    if longest_statement(&parsed) > TOKENS_OF_A_STATEMENT {
        // Freeing a tree is as deep as the tree.
        std::mem::forget(parsed);
        return None;
    }
    Some(examine(&parsed))
}

fn longest_statement(parsed: &Parsed<ModModule>) -> usize {
    parsed
        .tokens()
        .split(|token| token.kind() == ruff_python_ast::token::TokenKind::Newline)
        .map(<[_]>::len)
        .max()
        .unwrap_or(0)
}
