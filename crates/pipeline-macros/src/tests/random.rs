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
    let printed = expand(
        derive,
        tokens,
        &crate::surroundings::Surroundings::default(),
    );
    if let Err(error) = syn::parse2::<syn::File>(printed.clone()) {
        panic!("{}: {error}\n{item}\n{printed}", derive.name());
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
    fn no_template_panics_and_a_good_one_keeps_its_text(text in "[a-z{}:/%0-9ö\\n]{0,24}") {
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
            &format!("struct Job {{ a: u8, #[task(output = {text:?})] out: Output<File> }}"),
        );
    }
}
