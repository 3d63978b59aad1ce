//! No input, however wrong, makes a derive panic or print what is no Rust.

use proptest::prelude::*;

use super::*;
use crate::model::Template;

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "app",
            "python",
            "python_file",
            "entry",
            "conf",
            "env",
            "crate",
            "name",
            "arg",
            "of",
            "input",
            "output",
            "default",
            "insignificant",
            "secret",
            "rename",
            "reads",
            "allow",
            "later",
            "custom",
            "task_id",
            "priority",
            "retries",
            "backoff",
            "timeout",
            "resources",
            "on_success",
            "on_failure",
            "python_version",
            "files",
            "Self",
            "r#match",
            "größe",
            "driver_memory",
            "executor_cores",
            "verbose",
            "jars",
            "packages",
            "master",
            "deploy_mode",
            "class",
            "self",
            "month",
            "Some",
            "r#type",
            "x",
        ])
        .prop_map(str::to_owned),
        prop::sample::select(vec![
            "\"job.py\"",
            "\"x.jar\"",
            "\"1g\"",
            "\"{month:02}/{\"",
            "\"--flag\"",
            "\"\"",
            "\"{}\"",
            "\"local[*]\"",
            "\"cluster\"",
            "\"a,b\"",
            "\"größe\"",
            "r#\"def main\"#",
            "b\"x\"",
            "'c'",
            "1",
            "1.5",
            "0",
            "-1",
            "true",
            "18446744073709551616",
            "1u8",
            "c\"x\"",
            "\"{task_id}/{month:%Y}/../{}\"",
            "\"s3://b//{month}\"",
            "\"\\u{202e}{mönth:}\\u{0}\"",
            "\"{{}}{🦀}\"",
            "r\"\\d{month}\"",
        ])
        .prop_map(str::to_owned),
        // Values that mean something here or there.
        prop::sample::select(vec![
            "custom(\"spark.x\" = 1, \"y\" = 2)",
            "custom()",
            "conf(custom(\"a\" = later(\"b\")))",
            "later(\"target/job.jar\")",
            "later()",
            "later(\"\", 1)",
            "allow(unused_field, unknown_property)",
            "allow(,)",
            "resources(cluster = 2, gpu = n, \"a-b\" = f(1))",
            "resources(cluster, = 2, ,)",
            "\"1h30m\"",
            "\"99999999999999999999999999d1.5ns\"",
            "Self::new(month)",
            "Some(Job::new(month).x(x.clone()))",
            "vec![Self::new(), ]",
            "vec![Self::new(;",
            "m!{ month }",
            "m![]",
            "<T as X<u8>>::Y",
            "Pair<A, Vec<B>>",
            "Row<'a>",
            "|a: u8| -> u8 { a }",
            "if x { 1 } else { 2 }",
            "format!(\"{month}{task_id}\")",
            "task_id(month)",
            "()",
            "{}",
            "[]",
            "((((()))))",
            "[[[[]]]]",
            "r#type::<r#fn>",
        ])
        .prop_map(str::to_owned),
        prop::sample::select(vec![
            "=",
            ",",
            "=",
            ",",
            "==",
            ".",
            "::",
            ":",
            ";",
            "#",
            "!",
            "?",
            "|",
            "||",
            "&",
            "<",
            ">",
            "=>",
            "->",
            "..",
            "..=",
            "+",
            "'a",
            "self.month",
            "$",
            "@",
        ])
        .prop_map(str::to_owned),
    ]
}

fn tokens() -> impl Strategy<Value = String> {
    let leaf = prop::collection::vec(word(), 0..8).prop_map(|words| words.join(" "));
    leaf.prop_recursive(3, 32, 4, |inner| {
        (
            prop::collection::vec(prop_oneof![word(), inner.clone()], 0..6),
            prop::sample::select(vec![("(", ")"), ("[", "]"), ("{", "}"), ("", "")]),
            inner,
        )
            .prop_map(|(words, (open, close), after)| {
                format!("{open} {} {close} {after}", words.join(" "))
            })
    })
}

fn ty() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "u8",
        "String",
        "Input<Leaf>",
        "Inputs<Leaf>",
        "Option<Input<Leaf>>",
        "Output<File>",
        "Vec<Input<Leaf>>",
        "PhantomData<T>",
        "&'a str",
        "&str",
        "[u8; 3]",
        "(u8, u8)",
        "Output",
        "Input<>",
        "Option<Input>",
        "Inputs",
        "Input<Self>",
        "Option<Output<File>>",
        "Date",
        "Option<Month>",
        "r#type",
        "[u8; N]",
        "((((u8))))",
        "<T as X>::Y",
        "fn(u8) -> u8",
        "dyn X + 'a",
        "impl X",
        "_",
        "!",
        "m!(x)",
    ])
}

fn space() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["spark", "task", "row", "param"])
}

#[track_caller]
fn is_rust(derive: Derive, item: &str) {
    // What does not even lex never reaches a macro.
    let Ok(tokens) = item.parse() else {
        return;
    };
    let of_nowhere = Surroundings::default();
    let of_a_crate = Surroundings::of(env!("CARGO_MANIFEST_DIR"));
    let tokens: TokenStream = tokens;
    for surroundings in [of_nowhere, of_a_crate] {
        let printed = expand(derive, tokens.clone(), &surroundings);
        if let Err(error) = syn::parse2::<syn::File>(printed.clone()) {
            panic!("{}: {error}\n{item}\n{printed}", derive.name());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_attribute_panics_a_derive(
        on_struct in (space(), tokens()),
        on_fields in prop::collection::vec((space(), tokens(), ty()), 0..4),
        generics in prop::sample::select(vec!["", "<T>", "<'a>", "<'a, T: X, const N: usize>"]),
    ) {
        let fields: String = on_fields
            .iter()
            .enumerate()
            .map(|(n, (space, tokens, ty))| format!("#[{space}({tokens})] f{n}: {ty}, "))
            .collect();
        let (space, attribute) = &on_struct;
        for derive in Derive::ALL {
            is_rust(derive, &format!("#[{space}({attribute})] struct Job{generics} {{ {fields} }}"));
            is_rust(derive, &format!("#[{space} {attribute}] enum Job{generics} {{ #[{space}({attribute})] A, B }}"));
        }
    }

    #[test]
    fn no_single_value_panics_a_derive(key in word(), value in tokens(), space in space()) {
        for derive in Derive::ALL {
            is_rust(derive, &format!(
                "#[{space}({key} = {value})] struct Job {{ month: u8, #[{space}({key} = {value})] out: Output<File> }}"
            ));
            is_rust(derive, &format!("#[{space}(app = \"x.py\", {key}({value}))] struct Job {{ month: u8 }}"));
        }
    }

    #[test]
    fn no_field_with_an_attribute_of_its_kind_panics_a_derive(
        fields in prop::collection::vec((ty(), tokens(), tokens(), word()), 1..5),
        generics in prop::sample::select(vec!["", "<T>", "<T: X, const N: usize>"]),
    ) {
        let fields = |attribute: &str| -> String {
            fields
                .iter()
                .enumerate()
                .map(|(n, (ty, input, more, row))| {
                    format!("#[{attribute}(input = {input}, reads = {row}, of = f, output = {more}, default = {row})] r#f{n}: {ty}, ")
                })
                .collect()
        };
        is_rust(Derive::SparkTask, &format!(
            "#[spark(python = \"def main(spark, task): pass\")] struct Job{generics} {{ month: u8, {} }}",
            fields("spark")
        ));
        for derive in [Derive::Task, Derive::ExternalTask, Derive::WrapperTask] {
            is_rust(derive, &format!("struct Job{generics} {{ month: u8, {} }}", fields("task")));
        }
    }

    #[test]
    fn no_input_panics_a_derive(expression in tokens(), row in tokens()) {
        is_rust(Derive::WrapperTask, &format!(
            "struct Job {{ month: u8, x: Option<u8>, #[task(input = {expression}, reads = {row})] a: Input<Job> }}"
        ));
    }

    #[test]
    fn no_text_in_quotes_panics_a_derive(text in "\\PC{0,24}", field in "\\PC{0,12}") {
        for (key, value) in [("output", &text), ("default", &text), ("arg", &field), ("of", &field)] {
            is_rust(Derive::SparkTask, &format!(
                "#[spark(app = {field:?}, name = {text:?}, jars = [{text:?}, later({field:?})],
                    conf({field:?} = {text:?}, custom({text:?} = 1)), env({field:?} = {text:?}))]
                struct Job {{ day: Date, r#type: u8, #[spark({key} = {value:?})] out: Output<Directory>,
                    #[spark({key} = {value:?})] b: u8 }}"
            ));
            is_rust(Derive::SparkTask, &format!(
                "#[spark(python = {text:?}, files = [{field:?}])] #[task(name = {text:?})] struct Job {{ a: u8 }}"
            ));
        }
        is_rust(Derive::Row, &format!("struct R {{ #[row(rename = {text:?})] a: u8 }}"));
        is_rust(Derive::Param, &format!("enum P {{ #[param(rename = {text:?})] A, B }}"));
    }

    #[test]
    fn no_template_panics_and_a_good_one_keeps_its_text(text in "[ab{}:/.%YmdF0-9ö\\n]{0,24}") {
        match Template::parse(&text) {
            Ok(template) => {
                for (name, _, at) in template.holes() {
                    prop_assert_eq!(&text[at.clone()], name);
                    let _ = crate::model::template::caret(&text, at);
                }
            }
            Err(mistakes) => {
                prop_assert!(!mistakes.is_empty());
                for mistake in mistakes {
                    let _ = crate::model::template::caret(&text, &mistake.at);
                }
            }
        }
        is_rust(
            Derive::ExternalTask,
            &format!("struct Job {{ a: u8, b: Date, #[task(output = {text:?})] out: Output<File>, #[task(output = \"a/{{a}}\")] b: Output<Text> }}"),
        );
    }
}

/// With the stack that rustc runs a macro on.
#[test]
fn nesting_does_not_panic_a_derive() {
    let deep = std::thread::Builder::new().stack_size(8 << 20).spawn(nest);
    deep.unwrap().join().unwrap();
}

fn nest() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("Some(", ")"),
        ("x![", "]"),
        ("-", ""),
    ] {
        let deep = format!("{}month{}", open.repeat(64), close.repeat(64));
        for key in ["input", "output", "default", "reads", "arg"] {
            is_rust(
                Derive::SparkTask,
                &format!(
                    "#[spark(app = {deep}, jars = {deep}, conf(\"spark.x\" = {deep}), allow({deep}))]
                    struct Job {{ month: u8, #[spark({key} = {deep})] a: Input<Job>,
                        #[spark({key} = {deep})] b: Output<File>, #[spark({key} = {deep})] c: u8 }}"
                ),
            );
        }
        let ty = format!("{}u8{}", "Option<".repeat(64), ">".repeat(64));
        is_rust(Derive::Row, &format!("struct R {{ a: {ty} }}"));
        is_rust(
            Derive::Task,
            &format!("struct T {{ a: {ty}, b: Option<{ty}> }}"),
        );
    }
}
