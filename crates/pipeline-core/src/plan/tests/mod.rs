mod grow;

use std::sync::Arc;

use super::{DrawOptions, Plan, PlanError, draw};
use crate::run::testing::{Kind, Spec, World};

/// A task for each list: the tasks that it needs.
fn world(needs: &[&[u32]]) -> Arc<World> {
    World::new(needs.iter().map(|needs| Spec {
        needs: needs.to_vec(),
        ..Spec::default()
    }))
}

fn labels(plan: &Plan) -> Vec<String> {
    plan.nodes().iter().map(|node| node.task.label()).collect()
}

fn error(world: &Arc<World>, roots: &[u32]) -> PlanError {
    Plan::build(roots.iter().map(|n| world.task(*n)).collect()).expect_err("no plan")
}

fn writing(outputs: &[(&str, Kind)]) -> Arc<World> {
    World::new(outputs.iter().map(|(output, kind)| {
        let (format, output) = output.split_once(' ').unwrap_or(("file", output));
        let format = ["file", "parquet", "directory"]
            .into_iter()
            .find(|it| *it == format);
        Spec {
            output: Some(output.to_owned()),
            format,
            kind: *kind,
            ..Spec::default()
        }
    }))
}

#[test]
fn dependencies_stand_before_dependents_and_each_task_once() {
    // 0 needs 1 and 2, both need 3; 1 names 3 twice.
    let plan = world(&[&[1, 2], &[3, 3], &[3], &[]]).plan(&[0, 2, 0]);
    assert_eq!(
        labels(&plan),
        ["Toy(n=3)", "Toy(n=1)", "Toy(n=2)", "Toy(n=0)"]
    );
    assert_eq!(plan.roots(), [3, 2]);
    let edges: Vec<_> = plan
        .nodes()
        .iter()
        .map(|it| it.dependencies.to_vec())
        .collect();
    assert_eq!(edges, [vec![], vec![0], vec![0], vec![1, 2]]);
    let back: Vec<_> = plan
        .nodes()
        .iter()
        .map(|it| it.dependents.to_vec())
        .collect();
    assert_eq!(back, [vec![1, 2], vec![3], vec![3], vec![]]);
    for (number, node) in (0..).zip(plan.nodes()) {
        assert_eq!(plan.find(node.id), Some(number));
    }
}

#[test]
fn a_cycle_of_instances_is_printed() {
    let world = world(&[&[1], &[2], &[3], &[1]]);
    let error = error(&world, &[0]);
    assert_eq!(
        error.to_string(),
        "a task depends on itself: Toy(n=1) → Toy(n=2) → Toy(n=3) → Toy(n=1)"
    );
}

#[test]
fn a_task_that_needs_itself_is_a_cycle() {
    let error = error(&world(&[&[0]]), &[0]);
    assert_eq!(
        error.to_string(),
        "a task depends on itself: Toy(n=0) → Toy(n=0)"
    );
}

#[test]
fn a_long_cycle_is_shown_by_its_ends() {
    let specs = (0..1000_u32).map(|n| Spec {
        needs: vec![(n + 1) % 1000],
        ..Spec::default()
    });
    let text = error(&World::new(specs), &[0]).to_string();
    assert!(
        text.contains("Toy(n=7) → … 985 more … → Toy(n=993)"),
        "{text}"
    );
}

#[test]
fn an_expansion_without_an_end_is_an_error_that_shows_where() {
    let specs = (0..100_u32).map(|n| Spec {
        needs: if n < 99 { vec![n + 1] } else { vec![] },
        ..Spec::default()
    });
    let world = World::new(specs);
    let error = Plan::build_up_to(vec![world.task(0)], 50).expect_err("too many");
    assert_eq!(
        error.to_string(),
        "more than 50 tasks, and no end yet: … → Toy(n=46) → Toy(n=47) → Toy(n=48) → \
         Toy(n=49) → Toy(n=50)"
    );
    assert_eq!(
        Plan::build_up_to(vec![world.task(0)], 100)
            .expect("fits")
            .len(),
        100
    );
}

#[test]
fn a_panic_in_an_input_expression_names_the_task() {
    // Task 0 needs task 7, which the world does not have.
    let error = error(&world(&[&[7]]), &[0]);
    let text = error.to_string();
    assert!(
        text.starts_with("the inputs of Toy(n=0) could not be worked out:"),
        "{text}"
    );
}

#[test]
fn a_chain_of_any_length_is_planned_and_dropped_without_recursion() {
    // In a thread of 128 KiB, a tenth of it would overflow a recursion.
    let count = 50_000_u32;
    let thread = std::thread::Builder::new().stack_size(128 * 1024);
    let done = thread.spawn(move || {
        let world = World::new((0..count).map(|n| Spec {
            needs: if n + 1 < count { vec![n + 1] } else { vec![] },
            ..Spec::default()
        }));
        let plan = world.plan(&[0]);
        assert_eq!(plan.len(), count as usize);
        drop(plan);
    });
    done.expect("a thread").join().expect("no overflow");
}

#[test]
fn two_tasks_that_write_one_place_are_an_error_that_names_both() {
    let world = writing(&[("out/a", Kind::Rust), ("./out//b/../a", Kind::Rust)]);
    let error = error(&world, &[0, 1]);
    assert_eq!(
        error.to_string(),
        "output `out` of Toy(n=0) and output `out` of Toy(n=1) are one place: out/a"
    );
}

#[test]
fn external_tasks_may_share_a_place_but_not_with_a_task_that_writes_it() {
    let world = writing(&[
        ("in", Kind::External),
        ("in", Kind::External),
        ("in", Kind::Rust),
    ]);
    assert_eq!(world.plan(&[0, 1]).len(), 2);
    let error = error(&world, &[0, 1, 2]);
    assert!(
        error.hint().contains("depend on the task"),
        "{}",
        error.hint()
    );
}

#[test]
fn an_output_inside_a_folder_that_another_task_writes_is_an_error() {
    for folder in ["parquet", "directory"] {
        let world = writing(&[
            (&format!("{folder} out/all"), Kind::Rust),
            ("out/all/deep/inside.md", Kind::Rust),
        ]);
        assert_eq!(
            error(&world, &[0, 1]).to_string(),
            "output `out` of Toy(n=1) lies inside output `out` of Toy(n=0): \
             out/all/deep/inside.md is below out/all"
        );
    }
    let beside = writing(&[("parquet out/all", Kind::Rust), ("out/all.md", Kind::Rust)]);
    assert_eq!(beside.plan(&[0, 1]).len(), 2);
    let given = writing(&[("directory in", Kind::External), ("in/x", Kind::Rust)]);
    assert_eq!(given.plan(&[0, 1]).len(), 2);
}

#[test]
fn the_drawing_marks_what_was_drawn_before() {
    let plan = world(&[&[1, 2], &[3], &[3, 4], &[5], &[], &[]]).plan(&[0]);
    let text = draw(&plan, &DrawOptions::default(), &|number| {
        (number == 0).then(|| "done".to_owned())
    });
    insta::assert_snapshot!(text, @r"
    Toy(n=0)
    ├─ Toy(n=1)
    │  └─ Toy(n=3)
    │     └─ Toy(n=5)  done
    └─ Toy(n=2)
       ├─ Toy(n=3)  (above)
       └─ Toy(n=4)
    ");
}

#[test]
fn the_drawing_of_a_big_graph_is_short() {
    let needs: Vec<u32> = (1..1000).collect();
    let world = World::new((0..1000).map(|n| Spec {
        needs: if n == 0 { needs.clone() } else { vec![] },
        ..Spec::default()
    }));
    let plan = world.plan(&[0]);
    let options = DrawOptions {
        max_children: 4,
        max_lines: 100,
    };
    insta::assert_snapshot!(draw(&plan, &options, &|_| None), @r"
    Toy(n=0)
    ├─ Toy(n=1)
    ├─ Toy(n=2)
    ├─ Toy(n=3)
    ├─ … 995 more
    └─ Toy(n=999)
    ");
    let options = DrawOptions {
        max_lines: 3,
        max_children: usize::MAX,
    };
    insta::assert_snapshot!(draw(&plan, &options, &|_| None), @r"
    Toy(n=0)
    ├─ Toy(n=1)
    ├─ Toy(n=2)
    … 997 more of 1000 tasks
    ");
}
