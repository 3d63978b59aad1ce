//! Rules of a module with `main(spark, task)`, each test named after its rule.
#![cfg(feature = "parser")]

use pipeline_python::{Entry, Module, Unused, examine_module};

const FIELDS: [&str; 4] = ["month", "at_least", "from", "out"];

fn module(text: &str) -> Module {
    examine_module(text, Entry::Session, &FIELDS, None)
}

/// Problems as `word: problem | help`.
fn problems(text: &str) -> Vec<String> {
    module(text)
        .problems
        .into_iter()
        .map(|found| {
            let word = found.at.map_or("", |at| &text[at]);
            format!("{word}: {} | {}", found.problem, found.help)
        })
        .collect()
}

#[track_caller]
fn one(text: &str) -> String {
    let found = problems(text);
    assert_eq!(found.len(), 1, "{found:?}\n{text}");
    found.into_iter().next().expect("one")
}

#[track_caller]
fn fine(text: &str) -> Module {
    let module = module(text);
    assert_eq!(module.problems, [], "{text}");
    module
}

/// The body of a `main` that uses nothing else.
fn main_of(body: &str) -> String {
    let body = body.replace('\n', "\n    ");
    format!("def main(spark, task):\n    {body}\n")
}

fn unused(text: &str) -> Unused {
    fine(text).unused
}

fn known(names: &[&str]) -> Unused {
    Unused::Known(names.iter().map(|&name| name.to_owned()).collect())
}

#[test]
fn a_field_that_is_none_is_told_with_the_nearest() {
    let told = one(&main_of("print(task.atleast)"));
    assert_eq!(
        told,
        "atleast: the task has no field `atleast` | did you mean `at_least`?"
    );
    let told = one(&main_of("x = f\"{task.zzz}\""));
    assert!(
        told.ends_with("its fields are `month`, `at_least`, `from_` and `out`"),
        "{told}"
    );
}

#[test]
fn a_keyword_of_python_is_a_field_with_an_underscore() {
    fine(&main_of("task.from_"));
    assert!(one(&main_of("task.fron")).contains("did you mean `from_`?"));
}

#[test]
fn a_field_is_looked_for_wherever_the_task_goes() {
    for body in [
        "t = task\nt.atleast",
        "t: object = task\nt.atleast",
        "t = task\nu = t\nu.atleast",
        "lambda row: row + task.atleast",
        "[row.x for row in rows if row > task.atleast]",
        "[x for x in task.atleast]",
        "def inner():\n    return task.atleast",
        "class C:\n    x = task.atleast",
        "class C:\n    def f(self):\n        return task.atleast",
        "rows[task.atleast](task.month)",
        "with open(task.atleast) as f: pass",
        "getattr(task, 'atleast')",
        "print(task)\ntask.atleast",
        "try:\n    task.atleast\nexcept ValueError:\n    pass",
        "try:\n    task.atleast\nexcept Exception as e:\n    print(e)\n    raise",
    ] {
        assert!(one(&main_of(body)).contains("`atleast`"), "{body}");
    }
}

#[test]
fn a_function_of_the_module_that_always_gets_the_task_is_followed() {
    let text = "def helper(spark, job):\n    job.atleast\n\ndef main(spark, task):\n    helper(spark, task)\n";
    assert!(one(text).starts_with("atleast"));
    let by_name = text.replace("helper(spark, task)", "helper(spark, job=task)");
    assert!(one(&by_name).starts_with("atleast"));
    let twice = "def a(t):\n    return t.month\ndef b(t):\n    a(t)\n    return t.nope\ndef main(spark, task):\n    b(task)\n    rows.map(lambda r: a(task))\n";
    assert!(one(twice).starts_with("nope"));
}

#[test]
fn what_may_be_something_else_than_the_task_is_not_held_against_it() {
    for text in [
        main_of("task = other(task)\ntask.atleast"),
        main_of("for task in rows:\n    task.atleast"),
        main_of("[task.atleast for task in rows]"),
        main_of("lambda task: task.atleast"),
        main_of("def inner(task):\n    return task.atleast"),
        main_of("def inner():\n    task = 1\n    return task.atleast"),
        main_of("t = task if x else other\nt.atleast"),
        main_of("t = task\nt = other\nt.atleast"),
        main_of("def inner():\n    nonlocal task\n    task = 1\ntask.atleast"),
        main_of("with x as task:\n    task.atleast"),
        main_of("if hasattr(task, 'atleast'):\n    task.atleast"),
        main_of("getattr(task, 'atleast', 1)"),
        main_of("try:\n    task.atleast\nexcept AttributeError:\n    pass"),
        main_of("try:\n    task.atleast\nexcept:\n    pass"),
        main_of("try:\n    task.atleast\nexcept (KeyError, AttributeError):\n    pass"),
        main_of("import contextlib\nwith contextlib.suppress(AttributeError):\n    task.atleast"),
        main_of("if isinstance(task, dict):\n    task.items()"),
        main_of("if isinstance(task, dict):\n    task['month']"),
        main_of("try:\n    task['month']\nexcept TypeError:\n    task.month"),
        main_of("if hasattr(task, '__getitem__'):\n    task['month']"),
        main_of("task = vars(task)\ntask['month']"),
        main_of("[task['a'] for task in rows]"),
        main_of("task.month['a']"),
        // Another caller gives it something else.
        "def f(x):\n    return x.foo\ndef main(spark, task):\n    f(task)\n    f(spark)\n"
            .to_owned(),
        "def f(x):\n    return x.foo\ndef main(spark, task):\n    f(task)\n    g(f)\n".to_owned(),
        "def main(spark, task):\n    pass\ndef other(task):\n    task.nope\n".to_owned(),
    ] {
        fine(&text);
    }
}

#[test]
fn what_is_not_held_against_it_is_said() {
    let text = main_of("try:\n    task.atleast\nexcept AttributeError:\n    pass");
    assert_eq!(fine(&text).unverified.len(), 1);
}

#[test]
fn the_task_is_no_dictionary() {
    assert_eq!(
        one(&main_of("print(task[\"month\"])")),
        "task[\"month\"]: the task is no dictionary: its fields are attributes | write `task.month`"
    );
    assert!(one(&main_of("task[name]")).ends_with("write `task.name`"));
    assert!(one(&main_of("with x:\n    pass\ntask['from'] = 1")).contains("no dictionary"));
}

#[test]
fn arguments_of_main_in_the_other_order_are_one_mistake() {
    assert_eq!(
        one(
            "def main(task, spark):\n    spark.range(1).write.parquet(task.out)\n    spark.stop()\n"
        ),
        "task: `main` has `task` first, and the runner gives it `spark` first | write `def main(spark, task):`"
    );
    // Somebody who calls the session `task` may.
    fine("def main(task, spark):\n    task.range(spark.month).write.parquet(spark.out)\n");
}

#[test]
fn the_task_is_read_only() {
    for body in [
        "task.month = 1",
        "task.month += 1",
        "del task.month",
        "for task.month in x: pass",
    ] {
        assert!(
            one(&main_of(body)).contains("the task is read-only"),
            "{body}"
        );
    }
    fine(&main_of("task.month[0] = 1\ntask.out.x = 1"));
}

#[test]
fn a_field_is_unused_where_nobody_reads_it() {
    assert_eq!(unused(&main_of("pass")), known(&FIELDS));
    assert_eq!(
        unused(&main_of(
            "task.month, task.from_\nlambda: f'{task.out:>{task.at_least}}'"
        )),
        known(&[])
    );
    assert_eq!(
        unused("def f(t):\n    t.month\ndef main(spark, task):\n    f(task)\n"),
        known(&["at_least", "from", "out"])
    );
    assert_eq!(
        unused(&main_of("getattr(task, 'month')\nhasattr(task, 'out')")),
        known(&["at_least", "from"])
    );
}

#[test]
fn nobody_knows_what_is_unused_where_the_task_goes_elsewhere() {
    for body in [
        "print(task)",
        "vars(task)",
        "f(**vars(task))",
        "task.__dict__",
        "getattr(task, name)",
        "return task",
        "x = [task]",
        "self.task = task",
        "global kept\nkept = task",
        "yield_ = lambda t=task: t",
        "unknown.function(task)",
        "str(task)",
        "f'{task}'",
        "match task:\n    case _:\n        pass",
        "helper(*[task])",
        "t = task if x else None",
    ] {
        assert_eq!(unused(&main_of(body)), Unused::Unknown, "{body}");
    }
    let decorated = "def f(spark, *tasks):\n    pass\ndef main(spark, task):\n    f(spark, task)\n";
    assert_eq!(unused(decorated), Unused::Unknown);
    assert_eq!(unused("def main(*args):\n    pass\n"), Unused::Unknown);
}

#[test]
fn a_module_has_a_main() {
    let told = one("x = 1\n");
    assert_eq!(
        told,
        ": the module has no function `main` | write `def main(spark, task):` and its body"
    );
    let told = one("def mian(spark, task):\n    pass\n");
    assert!(
        told.starts_with("mian: the module has no function `main`"),
        "{told}"
    );
    one("class C:\n    def main(self, task):\n        pass\n");
    let told = one("if __name__ == '__main__':\n    def main(spark, task):\n        pass\n");
    assert!(
        told.contains("only there when the file is run by itself"),
        "{told}"
    );
    let sc = examine_module("", Entry::Context, &[], None);
    assert_eq!(
        sc.problems[0].help,
        "write `def main(sc, task):` and its body"
    );
}

#[test]
fn main_takes_two_arguments() {
    for (parameters, word) in [
        ("", "main: `main` takes nothing, and"),
        ("spark", "main: `main` takes `spark` only, and"),
        ("spark, task, date", "date: `main` needs `date`, and"),
        (
            "spark, task, *, date",
            "date: `main` needs `date` by name, and",
        ),
        ("*, spark, task", "spark: `main` needs `spark` by name, and"),
        ("**kw", "main: `main` takes nothing, and"),
    ] {
        let told = one(&format!("def main({parameters}):\n    pass\n"));
        assert!(told.starts_with(word), "{told}");
        assert!(told.contains("write `def main(spark, task):`"), "{told}");
    }
    for parameters in [
        "spark, task",
        "a, b",
        "spark, task, /",
        "spark, task, date=None",
        "spark, task, *, date=None",
        "*args",
        "spark, *rest",
        "spark: SparkSession, task: 'Task', **kw",
        "spark=None, task=None",
    ] {
        fine(&format!("def main({parameters}) -> None:\n    pass\n"));
    }
}

#[test]
fn main_may_be_there_in_any_way() {
    for text in [
        "async def main(spark, task):\n    await task.month\n",
        "@decorated\ndef main(spark):\n    pass\n",
        "main = other\n",
        "from other import main\n",
        "from other import *\n",
        "import main\n",
        "if x:\n    def main(spark, task): pass\nelse:\n    def main(spark, task): pass\n",
        "try:\n    from a import main\nexcept ImportError:\n    def main(spark, task): pass\n",
        "class main:\n    def __init__(self, spark, task): pass\n",
        "main = lambda spark, task: None\n",
        "globals()['main'] = f\n",
        "exec(text)\n",
        "def make():\n    global main\n    main = f\nmake()\n",
        "def main(a): pass\ndef main(spark, task): pass\n",
    ] {
        fine(text);
    }
    fine("def main(spark, task): pass\nif __name__ == '__main__':\n    main(None, None)\n");
}

#[test]
fn a_generator_as_main_runs_nothing() {
    assert!(one(&main_of("yield 1")).contains("runs none of its lines"));
    assert!(one("async def main(spark, task):\n    yield 1\n").contains("runs none of its lines"));
    fine(&main_of("def rows():\n    yield task.month"));
}

#[test]
fn setup_takes_the_conf() {
    let main = main_of("pass");
    assert!(one(&format!("def setup():\n    pass\n{main}")).contains("`def setup(conf):`"));
    assert!(one(&format!("def setup(conf, task):\n    pass\n{main}")).contains("needs `task`"));
    assert!(
        one(&format!("async def setup(conf):\n    pass\n{main}")).contains("none of its lines")
    );
    fine(&format!("def setup(c):\n    return c\n{main}"));
    fine(&format!("@x\ndef setup():\n    pass\n{main}"));
}

#[test]
fn syntax_is_wrong_before_anything_else() {
    let told = one("def main(spark, task)\n    task.nope\n");
    assert!(told.contains("expected `:`, found newline"), "{told}");
    assert_eq!(module("x = (").unused, Unused::Unknown);
}

#[test]
fn syntax_that_is_too_new_says_which_python_reads_it() {
    let text = "def main(spark, task):\n    match task.month:\n        case 1:\n            pass\n";
    let old = examine_module(text, Entry::Session, &FIELDS, "3.9".parse().ok());
    assert_eq!(old.problems.len(), 1);
    assert_eq!(
        old.problems[0].problem,
        "Python 3.9 cannot read `match` statement: syntax was added in Python 3.10"
    );
    assert_eq!(
        examine_module(text, Entry::Session, &FIELDS, "3.10".parse().ok()).problems,
        []
    );
    fine(text);
}

#[test]
fn each_mistake_is_told_once() {
    let found = problems("x = 1 +\ny = (1,\nz = 2\n");
    assert!(found.len() <= 2, "{found:?}");
    let two = problems(
        "def f(:\n    pass\n\ndef g(x):\n    return 1 +\n\ndef main(spark, task):\n    pass\n",
    );
    assert_eq!(two.len(), 2, "{two:?}");
}

#[test]
fn a_bracket_that_is_left_open_is_the_mistake_not_what_follows_it() {
    for (text, word) in [
        ("rows = f(1,\n    g(2)\nprint(rows)\n", "("),
        ("rows = [1, 2\nprint(rows)\n", "["),
        ("rows = {1: (2, 3)\n", "{"),
        ("f(rows[1)\n", "["),
        ("x = 1\nf(\n", "("),
    ] {
        let told = one(text);
        assert!(
            told.starts_with(&format!("{word}: this `{word}` is never closed")),
            "{told}"
        );
    }
    assert!(!one("x = (1 +)\n").contains("never closed"));
}
