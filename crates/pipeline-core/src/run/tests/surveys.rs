//! What is looked for before a run.

use super::*;
use crate::run::{Completeness, Noted, OutputAt};
use crate::target::Completion;
use crate::target::partial::{Marker, Writing};

/// A world of one task whose dataset is complete as far as Spark says, with a note of it.
fn noted(temp: &std::path::Path) -> (Arc<World>, Marker, RunOptions) {
    let (state, dataset) = (temp.join("state"), temp.join("out/x"));
    let location = dataset.to_str().expect("UTF-8");
    let writing = Writing {
        completion: Completion::SuccessMarker,
        staged: None,
        outlives: false,
    };
    let marker = Marker::start(&state, location, writing).expect("a marker");
    std::fs::create_dir_all(&dataset).expect("made");
    std::fs::write(dataset.join("_SUCCESS"), "").expect("written");
    let world = World::new([Spec {
        format: Some("parquet"),
        ..writes(&[], location)
    }]);
    world.put(location);
    let options = RunOptions {
        state_dir: state,
        ..options(&world)
    };
    (world, marker, options)
}

#[tokio::test]
async fn what_a_killed_run_wrote_is_not_complete() {
    let temp = tempfile::tempdir().expect("a folder");
    let (world, marker, options) = noted(temp.path());
    drop(marker);
    let (report, lines) = run_with(&world, &[0], options).await;
    assert!(
        lines.contains(&"Toy(n=0) succeeded".to_owned()),
        "{lines:?}"
    );
    assert_eq!(report.view().count(State::Complete), 0);
}

#[tokio::test]
async fn what_another_run_is_still_writing_is_not_complete() {
    let temp = tempfile::tempdir().expect("a folder");
    let (world, marker, options) = noted(temp.path());
    let plan = Arc::new(world.plan(&[0]));
    let completeness: Arc<dyn Completeness> =
        Noted::new(Arc::clone(&options.completeness), &options.state_dir);
    let found = survey(&plan, &completeness, 2).await;
    assert_eq!(found.need(0), Need::Run);
    marker.finish().expect("removed");
    let (_, lines) = run_with(&world, &[0], options).await;
    assert!(lines.contains(&"Toy(n=0) complete".to_owned()), "{lines:?}");
}

#[tokio::test]
async fn an_external_output_that_is_in_doubt_is_told_with_the_note() {
    let temp = tempfile::tempdir().expect("a folder");
    let (world, marker, options) = noted(temp.path());
    let specs = world.specs.clone().into_iter();
    let external = World::new(specs.map(|spec| kind(Kind::External, spec)));
    external.put(world.specs[0].output.clone().expect("an output"));
    let options = RunOptions {
        completeness: external.clone(),
        ..options
    };
    let note = marker.path().display().to_string();
    drop(marker);
    let (report, _) = run_with(&external, &[0], options).await;
    let (_, failure) = report.failures().next().expect("a failure");
    assert_eq!(failure.kind, FailureKind::ExternalMissing);
    assert!(failure.context[0].contains(&note), "{failure:?}");
}

#[tokio::test]
async fn no_answer_about_an_output_is_no_success() {
    struct Silent;
    impl Completeness for Silent {
        fn are_complete(&self, _: &[OutputAt]) -> Vec<Result<bool, Failure>> {
            Vec::new()
        }
    }
    let world = World::new([writes(&[], "a")]);
    let options = RunOptions {
        completeness: Arc::new(Silent),
        ..options(&world)
    };
    let (report, _) = run_with(&world, &[0], options).await;
    let (_, failure) = report.failures().next().expect("a failure");
    assert_eq!(failure.kind, FailureKind::OutputMissing);
}

#[tokio::test]
async fn a_complete_root_costs_one_look() {
    let world = World::new((0..1000).map(|n| {
        let needs: &[u32] = if n < 999 { &[n + 1] } else { &[] };
        writes(needs, &format!("out/{n}"))
    }));
    world.put("out/0");
    let plan = Arc::new(world.plan(&[0]));
    let completeness: Arc<dyn crate::run::Completeness> = world.clone();
    let found = survey(&plan, &completeness, 2).await;
    assert_eq!(found.count(Need::Unneeded), 999);
    // The one that was asked for, and a batch at most with it.
    assert!(*world.looked.lock().expect("no poison") <= 512);
}

#[tokio::test]
async fn no_output_is_looked_for_twice_before_the_run() {
    let world = World::new((0..5000).map(|n| {
        let needs: &[u32] = if n < 4999 { &[n + 1] } else { &[] };
        writes(needs, &format!("out/{n}"))
    }));
    world.put("out/4000");
    let plan = Arc::new(world.plan(&[0]));
    let completeness: Arc<dyn crate::run::Completeness> = world.clone();
    let found = survey(&plan, &completeness, 2).await;
    assert_eq!(found.count(Need::Run), 4000);
    assert_eq!(found.count(Need::Complete), 1);
    assert_eq!(found.count(Need::Unneeded), 999);
    assert!(*world.looked.lock().expect("no poison") <= 5000);
}

/// Keeps how many outputs it was asked for at once.
struct Counting(Arc<World>, std::sync::Mutex<Vec<usize>>);

impl Completeness for Counting {
    fn are_complete(&self, outputs: &[OutputAt]) -> Vec<Result<bool, Failure>> {
        self.1.lock().expect("no poison").push(outputs.len());
        self.0.are_complete(outputs)
    }
}

#[tokio::test]
async fn outputs_that_share_a_folder_are_looked_for_together_however_many_they_are() {
    let world = World::new((0..3000).map(|n| match n {
        // Two thousand in one folder, among a thousand that have one each.
        n if n % 3 < 2 => writes(&[], &format!("out/all/{n}")),
        n => writes(&[], &format!("out/{n}/x")),
    }));
    let roots: Vec<u32> = (0..3000).collect();
    let counting = Arc::new(Counting(Arc::clone(&world), std::sync::Mutex::default()));
    let completeness: Arc<dyn Completeness> = Arc::clone(&counting) as _;
    let found = survey(&world.plan(&roots), &completeness, 4).await;
    assert_eq!(found.count(Need::Run), 3000);
    let mut asked = counting.1.lock().expect("no poison").clone();
    asked.sort_unstable();
    assert_eq!(asked.iter().sum::<usize>(), 3000);
    assert_eq!(asked.last(), Some(&2000), "{asked:?}");
    assert!(asked.len() <= 4, "{asked:?}");
}
