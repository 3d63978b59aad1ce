//! A plan that stands and grows.

use super::*;
use crate::plan::SharedTask;

/// What must be true of every plan.
fn is_sound(plan: &Plan) {
    for (this, node) in (0_u32..).zip(plan.nodes()) {
        assert_eq!(plan.find(node.id), Some(this));
        for dependency in &node.dependencies {
            assert!(*dependency < this, "{plan:?}");
            let back = &plan.node(*dependency).dependents;
            let count = back.iter().filter(|it| **it == this).count();
            assert_eq!(count, 1, "{plan:?}");
        }
        assert!(node.dependents.is_sorted(), "{plan:?}");
        let edges = node.dependents.iter();
        for dependent in edges {
            assert!(plan.node(*dependent).dependencies.contains(&this));
        }
    }
}

#[test]
fn what_is_added_shares_what_is_there_and_comes_at_the_end() {
    let world = world(&[&[1], &[], &[1, 3, 3], &[4, 0], &[]]);
    let mut plan = world.plan(&[0]);
    assert_eq!(plan.add(world.task(2)).expect("added"), 4);
    assert_eq!(
        labels(&plan),
        ["Toy(n=1)", "Toy(n=0)", "Toy(n=4)", "Toy(n=3)", "Toy(n=2)"]
    );
    assert_eq!(plan.roots(), [1]);
    assert_eq!(*plan.node(4).dependencies, [0, 3]);
    assert_eq!(plan.node(0).dependents, [1, 4]);
    is_sound(&plan);
    // What is there already is only named.
    assert_eq!(plan.add(world.task(3)).expect("there"), 3);
    assert_eq!(plan.len(), 5);
}

#[test]
fn a_plan_that_was_built_and_one_that_grew_have_the_same_edges() {
    let world = world(&[&[5, 1], &[2, 3], &[3], &[4], &[], &[4, 3]]);
    let built = world.plan(&[0, 1, 2, 3, 4, 5]);
    let mut grown = Plan::default();
    for n in [3, 5, 0, 4] {
        grown.add(world.task(n)).expect("added");
        is_sound(&grown);
    }
    assert_eq!(grown.len(), built.len());
    for node in grown.nodes() {
        let same = built.node(built.find(node.id).expect("the same"));
        let ids = |plan: &Plan, numbers: &[u32]| -> Vec<_> {
            numbers.iter().map(|it| plan.node(*it).id).collect()
        };
        let of_built = ids(&built, &same.dependencies);
        assert_eq!(ids(&grown, &node.dependencies), of_built);
    }
}

#[test]
fn after_an_error_the_plan_is_as_it_was() {
    // 1 and 2 need each other, by way of 3, which is fine; 4 writes where 0 does.
    let mut specs = vec![Spec::default(); 6];
    specs[0].output = Some("out/a".to_owned());
    specs[1].needs = vec![3, 2];
    specs[2].needs = vec![1];
    specs[4].output = Some("out/./a".to_owned());
    specs[4].needs = vec![5];
    specs[5].output = Some("out/b".to_owned());
    let world = World::new(specs);
    let mut plan = world.plan(&[0]);
    for _ in 0..2 {
        let error = plan.add(world.task(1)).expect_err("a circle");
        assert_eq!(
            error.to_string(),
            "a task depends on itself: Toy(n=1) → Toy(n=2) → Toy(n=1)"
        );
        let error = plan.add(world.task(4)).expect_err("one place");
        assert_eq!(
            error.to_string(),
            "output `out` of Toy(n=0) and output `out` of Toy(n=4) are one place: out/a"
        );
        assert_eq!(labels(&plan), ["Toy(n=0)"]);
        is_sound(&plan);
    }
    // What was added before the error and taken back can be added by itself.
    plan.add(world.task(3)).expect("added");
    plan.add(world.task(5)).expect("added");
    assert_eq!(labels(&plan), ["Toy(n=0)", "Toy(n=3)", "Toy(n=5)"]);
    is_sound(&plan);
}

/// What comes of adding the second task to a plan of the first.
fn added(outputs: &[(&str, Kind)]) -> Result<usize, String> {
    let world = writing(outputs);
    let mut plan = world.plan(&[0]);
    for n in 1..outputs.len() {
        if let Err(error) = plan.add(world.task(n as u32)) {
            assert_eq!(plan.len(), n);
            return Err(error.to_string());
        }
    }
    Ok(plan.len())
}

#[test]
fn places_are_held_against_those_of_the_plan_both_ways() {
    let nested = "output `out` of Toy(n=1) lies inside output `out` of Toy(n=0): \
                  out/all/a is below out/all";
    let folder = ("directory out/all", Kind::Rust);
    let inner = ("out/all/a", Kind::Rust);
    assert_eq!(added(&[folder, inner]), Err(nested.to_owned()));
    // The folder may be the one that comes later.
    let other_way = nested.replace("n=1", "n=9").replace("n=0", "n=1");
    let other_way = other_way.replace("n=9", "n=0");
    assert_eq!(added(&[inner, folder]), Err(other_way));
    let beside = ("out/all.md", Kind::Rust);
    assert_eq!(added(&[folder, beside]), Ok(2));
    let given = ("directory out/all", Kind::External);
    assert_eq!(added(&[inner, given]), Ok(2));
    let also_given = ("directory out/all", Kind::External);
    assert_eq!(added(&[given, also_given]), Ok(2));
}

#[test]
fn a_folder_is_held_against_what_was_added_before_it() {
    let (file, folder) = (("a", Kind::Rust), ("parquet b", Kind::Rust));
    let inner = ("c/deep/down", Kind::Rust);
    let outer = ("directory c", Kind::Rust);
    // The first folder makes the plan remember what is above its outputs; the second is held
    // against those that came after.
    let error = added(&[file, folder, inner, outer]).expect_err("nested");
    assert!(error.contains("c/deep/down is below c"), "{error}");
    let error = added(&[folder, file, outer, inner]).expect_err("nested");
    assert!(error.contains("c/deep/down is below c"), "{error}");
}

#[test]
fn a_task_that_outlives_its_plan_drops_its_inputs_one_after_the_other() {
    const LENGTH: u32 = 200_000;
    let world = World::new((0..LENGTH).map(|n| Spec {
        needs: (n + 1 < LENGTH).then_some(n + 1).into_iter().collect(),
        ..Spec::default()
    }));
    let plan = world.plan(&[0]);
    let last: SharedTask = plan.share(LENGTH - 1);
    let also = last.clone();
    drop(plan);
    assert_eq!(last.label(), "Toy(n=0)");
    drop(last);
    assert_eq!(also.label(), "Toy(n=0)");
    // In a thread with a small stack: one inside the other it would be used up.
    let thread = std::thread::Builder::new().stack_size(64 * 1024);
    let thread = thread.spawn(move || drop(also)).expect("a thread");
    thread.join().expect("dropped");
}
