//! S3, against moto's server.

mod servers;

use std::sync::Arc;

use pipeline_core::target::location::Location;
use pipeline_core::target::store::conformance::{Fixture, run};
use pipeline_core::target::store::{Store, Stores};
use pipeline_core::target::{AnyTarget, File, Parquet, Target};
use pipeline_stores::Options;
use servers::{Server, moto};

fn store(server: &Server) -> Arc<dyn Store> {
    let options = Options::new()
        .with("AWS_ENDPOINT_URL", server.address())
        .with("AWS_ACCESS_KEY_ID", "id")
        .with("AWS_SECRET_ACCESS_KEY", "secret")
        .with("AWS_REGION", "us-east-1");
    pipeline_stores::s3(&options)
}

/// How many requests of a method, with a word in their line, the server has answered.
fn requests(server: &Server, method: &str, word: &str) -> usize {
    let method = format!("\"{method} ");
    let said = server.said();
    said.lines()
        .filter(|line| line.contains(&method) && line.contains(word))
        .count()
}

#[test]
fn s3_conforms() {
    let server = moto();
    let fixture = Fixture {
        refused: Some("s3://no-such-bucket/x".to_owned()),
        ..Fixture::at("s3://pipeline/suite")
    };
    let broken = run(store(&server), &fixture);
    assert!(broken.is_empty(), "{broken:#?}");
}

fn complete(store: &Arc<dyn Store>, targets: &[Box<dyn AnyTarget>]) -> usize {
    let all: Vec<&dyn AnyTarget> = targets.iter().map(|target| &**target).collect();
    let stores = Stores::default().with(Arc::clone(store));
    let answers = stores.are_complete(&all).into_iter();
    answers
        .filter(|answer| *answer.as_ref().expect("an answer"))
        .count()
}

fn put_all(store: &Arc<dyn Store>, paths: &[String]) {
    std::thread::scope(|scope| {
        for first in 0..8 {
            scope.spawn(move || {
                for path in paths.iter().skip(first).step_by(8) {
                    let at = Location::parse(&format!("s3a://pipeline/{path}"));
                    pipeline_core::target::store::write(&**store, &at, b"").expect("written");
                }
            });
        }
    });
}

#[test]
fn one_listing_answers_for_a_folder_of_outputs() {
    let server = moto();
    let store = store(&server);
    let mut paths = Vec::new();
    let mut put = |path: String| paths.push(path);
    // 300 datasets of four files each, of which every third is not finished and every third missing.
    let mut datasets: Vec<Box<dyn AnyTarget>> = Vec::new();
    let mut files: Vec<Box<dyn AnyTarget>> = Vec::new();
    for number in 0..300 {
        if number % 3 < 2 {
            (0..3).for_each(|part| put(format!("sets/{number:04}/part-{part}")));
        }
        if number % 3 == 0 {
            put(format!("sets/{number:04}/_SUCCESS"));
        }
        let at = format!("s3a://pipeline/sets/{number:04}");
        datasets.push(Box::new(<Parquet>::at(at)));
        if number % 2 == 0 {
            put(format!("files/{number:04}.csv"));
        }
        files.push(Box::new(File::at(format!(
            "s3a://pipeline/files/{number:04}.csv"
        ))));
    }
    put_all(&store, &std::mem::take(&mut paths));
    let before = (
        requests(&server, "GET", "list-type"),
        requests(&server, "HEAD", ""),
    );
    assert_eq!(complete(&store, &datasets), 100);
    assert_eq!(complete(&store, &files), 150);
    let lists = requests(&server, "GET", "list-type") - before.0;
    let heads = requests(&server, "HEAD", "") - before.1;
    // 700 keys of datasets and 150 of files: a page each.
    assert_eq!((lists, heads), (2, 0), "600 targets");

    let mut put = |path: String| paths.push(path);
    // Datasets of many files: a limited number of pages, then one request for each that is there.
    for number in 0..30 {
        if number % 2 == 0 {
            (0..200).for_each(|part| put(format!("big/{number:02}/part-{part:03}")));
            put(format!("big/{number:02}/_SUCCESS"));
        }
    }
    put_all(&store, &paths);
    let datasets = (0..30).map(|number| {
        let at = format!("s3a://pipeline/big/{number:02}");
        Box::new(<Parquet>::at(at)) as Box<dyn AnyTarget>
    });
    let before = (
        requests(&server, "GET", "list-type"),
        requests(&server, "HEAD", ""),
    );
    assert_eq!(complete(&store, &datasets.collect::<Vec<_>>()), 15);
    let lists = requests(&server, "GET", "list-type") - before.0;
    let heads = requests(&server, "HEAD", "") - before.1;
    assert!(lists <= 3 && heads <= 15, "{lists} listings, {heads} looks");
}

#[test]
fn a_folder_that_only_has_a_marker_is_removed() {
    let server = moto();
    let store = store(&server);
    // So Hadoop's S3A keeps an empty folder.
    let made = server.request("PUT", "/pipeline/out/x/", &[], "");
    assert!(made.starts_with("HTTP/1.1 200"), "{made}");
    let at = |text: &str| Location::parse(text);
    let look = |text: &str| store.look(&at(text)).expect("looked");
    assert!(look("s3://pipeline/out/x").is_some());
    let shown = pipeline_core::target::store::entries(&*store, &at("s3://pipeline/out/x"));
    assert_eq!(shown.expect("listed"), Some(vec![]));
    store.remove(&at("s3://pipeline/out/x")).expect("removed");
    assert!(look("s3://pipeline/out/x").is_none());
}
