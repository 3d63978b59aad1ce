//! What Python's own compiler accepts is accepted here, and what it refuses is refused.
#![cfg(feature = "parser")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use pipeline_python::{KEYWORDS, Version, examine_script};

/// Compiles every text and says of each whether it is Python; the version comes first.
const COMPILE: &str = r#"
import sys, warnings
warnings.simplefilter("ignore")
print("%d.%d" % sys.version_info[:2])
for text in sys.stdin.buffer.read().decode("utf-8").split("\x1e"):
    try:
        compile(text, "corpus", "exec", dont_inherit=True)
        print("fine")
    except (SyntaxError, ValueError) as error:
        print(str(error).replace("\n", " "))
"#;

fn python(program: &str, input: &str) -> Option<Vec<String>> {
    let mut child = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let said = child.wait_with_output().ok()?;
    Some(
        String::from_utf8_lossy(&said.stdout)
            .lines()
            .map(str::to_owned)
            .collect(),
    )
}

/// Texts of Python, one after a line `# ---`.
fn corpus() -> Vec<&'static str> {
    include_str!("corpus.txt").split("# ---\n").collect()
}

#[test]
fn python_and_we_agree_on_every_text_of_the_corpus() {
    let corpus = corpus();
    let Some(said) = python(COMPILE, &corpus.join("\x1e")) else {
        println!("skipped: there is no python3 here");
        return;
    };
    let version: Version = said[0].parse().expect("a version");
    assert_eq!(said.len(), corpus.len() + 1, "one answer for each text");
    let mut differ = Vec::new();
    let mut refused = 0;
    for (text, said) in corpus.iter().zip(&said[1..]) {
        let problems = examine_script(text, Some(version)).problems;
        refused += usize::from(said != "fine");
        if (said == "fine") != problems.is_empty() {
            differ.push(format!(
                "{text}\nPython {version}: {said}\nwe: {problems:?}\n"
            ));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert!(
        refused > 40 && corpus.len() - refused > 40,
        "a corpus of both"
    );
}

#[test]
fn the_keywords_are_pythons() {
    let Some(said) = python("import keyword; print(*keyword.kwlist, sep='\\n')", "") else {
        println!("skipped: there is no python3 here");
        return;
    };
    assert_eq!(said, KEYWORDS);
}

/// What the compiler says of a text is found wherever it stands: no text of the standard
/// library of the Python at hand is refused.
#[test]
fn no_program_of_the_standard_library_is_refused() {
    let list = "
import sys, sysconfig, pathlib
print('%d.%d' % sys.version_info[:2])
root = pathlib.Path(sysconfig.get_paths()['stdlib'])
for path in sorted(root.glob('*.py')):
    print(path)
";
    let Some(said) = python(list, "") else {
        println!("skipped: there is no python3 here");
        return;
    };
    let version: Version = said[0].parse().expect("a version");
    for path in &said[1..] {
        let Ok(text) = std::fs::read_to_string(path) else {
            continue;
        };
        assert_eq!(examine_script(&text, Some(version)).problems, [], "{path}");
    }
}
