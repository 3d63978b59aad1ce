//! The drawings of a plan, held against the programs that are to read them.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use super::{Form, OutputPlanned, Planned, TaskPlanned};
use crate::task::TaskId;

fn task(n: usize, name: &'static str, label: &str, before: &[usize]) -> TaskPlanned {
    TaskPlanned {
        id: id(n),
        label: label.to_owned(),
        type_name: name,
        need: ["complete", "run", "fail", "unneeded"][n % 4],
        dependencies: before.iter().map(|n| id(*n)).collect(),
        params: BTreeMap::new(),
        outputs: vec![OutputPlanned {
            name: "out",
            format: "parquet",
            location: format!("s3://bucket/out/{n}/key=\"<a&b>\""),
        }],
        command: None,
        failure: None,
        findings: Vec::new(),
    }
}

fn id(n: usize) -> TaskId {
    format!("{n:032x}").parse().expect("an id")
}

fn planned(tasks: Vec<TaskPlanned>) -> Planned {
    Planned {
        profile: "local".to_owned(),
        file: None,
        roots: Vec::new(),
        tasks,
        engines: Vec::new(),
        graph: String::new(),
    }
}

/// Labels with all that a form might read as its own.
fn nasty() -> Planned {
    planned(vec![
        task(
            0,
            "Flights",
            r#"Flights(name="a \"b\" <c> & 'd' #quot; \\N")"#,
            &[],
        ),
        task(
            1,
            "Delays",
            "Delays(städte=数据 🚀, path=a/b[1]{2}|3|, code=`x` %% end)",
            &[0],
        ),
        task(
            2,
            "Report",
            "Report(text=*bold* _it_ ~~x~~ $$y$$ https://x.y/?a=1&b=2;)",
            &[0, 1],
        ),
        task(3, "end", "end", &[1, 2]),
        task(4, "Secret", "Secret(password=hunter2\"x)", &[3]),
    ])
}

fn wide(count: usize) -> Planned {
    let mut tasks = vec![task(0, "Flights", "Flights()", &[])];
    tasks.extend((1..count).map(|n| task(n, "Delays", &format!("Delays(n={n})"), &[0])));
    let all: Vec<usize> = (1..count).collect();
    tasks.push(task(count, "Report", "Report()", &all));
    planned(tasks)
}

fn masked(text: &str) -> String {
    text.replace("hunter2\"x", "***")
}

fn written(planned: &Planned, form: Form) -> String {
    planned.write(form, &masked).text
}

/// A program's answer to a text, or nothing where there is no such program.
fn ask(program: &str, arguments: &[&str], text: &str) -> Option<(bool, String)> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            eprintln!("SKIPPED: {program} is not here ({error}): nobody else has read this text");
            return None;
        }
    };
    let mut input = child.stdin.take().expect("piped");
    input.write_all(text.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("an end");
    let said = [output.stdout, output.stderr].concat();
    let clean = output.status.success();
    Some((clean, String::from_utf8_lossy(&said).into_owned()))
}

#[test]
fn secrets_are_masked_in_every_form() {
    for form in [Form::Mermaid, Form::Dot] {
        let text = written(&nasty(), form);
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[test]
fn graphviz_reads_any_label() {
    let text = written(&nasty(), Form::Dot);
    insta::assert_snapshot!(text);
    if let Some((clean, said)) = ask("dot", &["-Tplain"], &text) {
        assert!(clean && !said.contains("Warning"), "{said}");
        assert_eq!(
            said.lines()
                .filter(|line| line.starts_with("node "))
                .count(),
            5
        );
        assert_eq!(
            said.lines()
                .filter(|line| line.starts_with("edge "))
                .count(),
            6
        );
    }
}

#[test]
fn of_a_big_plan_the_types_are_drawn_and_it_says_so() {
    for (form, count) in [(Form::Dot, 5_000), (Form::Mermaid, 400)] {
        let written = wide(count).write(form, &masked);
        let cut = written.cut.expect("it is cut");
        assert!(cut.contains("grouped by type"), "{cut}");
        assert!(
            written.text.contains(&format!("Delays ×{}", count - 1)),
            "{}",
            written.text
        );
        assert!(written.text.len() < 2_000, "{}", written.text);
    }
    let whole = wide(200).write(Form::Mermaid, &masked);
    assert_eq!(whole.cut, None);
    let (clean, said) = match ask("dot", &["-Tplain"], &written(&wide(5_000), Form::Dot)) {
        Some(answer) => answer,
        None => return,
    };
    assert!(clean, "{said}");
}

/// Mermaid's own parser: from a folder with the npm packages `mermaid` and `jsdom`, which
/// `SPARK_PIPELINE_TEST_MERMAID` names.
#[test]
fn mermaid_reads_any_label() {
    const SCRIPT: &str = "
        const { JSDOM } = await import('jsdom');
        const { window } = new JSDOM('');
        globalThis.window = window;
        globalThis.document = window.document;
        const { default: mermaid } = await import('mermaid');
        let text = '';
        for await (const piece of process.stdin) text += piece;
        for (const one of text.split('\\u0000')) {
            await mermaid.parse(one);
            const found = await mermaid.mermaidAPI.getDiagramFromText(one);
            const nodes = [...found.db.getVertices().values()].map(it => it.text);
            console.log(JSON.stringify([nodes, found.db.getEdges().length]));
        }
    ";
    let text = written(&nasty(), Form::Mermaid);
    insta::assert_snapshot!(text);
    let Some(folder) = std::env::var_os("SPARK_PIPELINE_TEST_MERMAID") else {
        eprintln!(
            "SKIPPED: SPARK_PIPELINE_TEST_MERMAID names no folder with the npm packages mermaid \
             and jsdom: nobody else has read this text"
        );
        return;
    };
    let script = std::path::Path::new(&folder).join("read-diagrams.mjs");
    std::fs::write(&script, SCRIPT).expect("a script");
    let all = [
        text,
        written(&wide(200), Form::Mermaid),
        written(&wide(900), Form::Mermaid),
    ];
    let script = script.display().to_string();
    let Some((clean, said)) = ask("node", &[&script], &all.join("\0")) else {
        return;
    };
    assert!(clean, "{said}");
    let read: Vec<(Vec<String>, usize)> = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let counts: Vec<_> = read
        .iter()
        .map(|(nodes, edges)| (nodes.len(), *edges))
        .collect();
    assert_eq!(counts, [(5, 6), (201, 398), (4, 2)]);
}
