use super::*;

struct Place {
    temp: tempfile::TempDir,
    state: PathBuf,
    dataset: PathBuf,
}

impl Place {
    fn new() -> Self {
        let temp = tempfile::tempdir().expect("a folder");
        Self {
            state: temp.path().join("state"),
            dataset: temp.path().join("out/x"),
            temp,
        }
    }

    fn location(&self) -> &str {
        self.dataset.to_str().expect("UTF-8")
    }

    fn start(&self) -> Marker {
        Marker::start(&self.state, self.location()).expect("a marker")
    }

    fn write(&self, name: &str) {
        let path = self.dataset.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, "x").expect("written");
    }

    fn leftover(&self) -> bool {
        leftover(&self.state, self.location())
    }

    fn clear(&self) -> Result<bool, StoreError> {
        clear_leftover(&self.state, self.location())
    }
}

#[test]
fn what_a_dead_run_began_is_found_and_removed() {
    let place = Place::new();
    let marker = place.start();
    assert!(marker.is_claimed());
    place.write("_temporary/0/_temporary/attempt_1/part-0.parquet");
    place.write("k=1/part-00000.snappy.parquet");
    place.write("k=1/.part-00000.snappy.parquet.crc");
    assert!(!place.leftover(), "its writer still lives");
    assert!(matches!(
        Marker::start(&place.state, place.location()),
        Err(StoreError::InUse { .. })
    ));
    drop(marker);
    assert!(place.leftover());
    assert!(place.clear().expect("removed"));
    assert!(!place.dataset.exists());
    assert!(!place.leftover());
    assert!(!place.clear().expect("nothing to do"));
}

#[test]
fn a_place_is_recognised_however_it_is_written() {
    let place = Place::new();
    drop(place.start());
    place.write("part-0");
    let other = format!("file://{}/out/.//x/", place.temp.path().display());
    assert!(leftover(&place.state, &other));
}

#[test]
fn a_folder_that_was_there_before_is_never_ours() {
    let place = Place::new();
    place.write("part-0");
    let marker = place.start();
    assert!(!marker.is_claimed());
    drop(marker);
    assert!(!place.leftover());
    assert!(!place.clear().expect("nothing to do"));
    assert!(place.dataset.exists());
}

#[test]
fn what_no_run_of_ours_began_is_left_alone() {
    let place = Place::new();
    place.write("part-0");
    assert!(!place.leftover());
    assert!(!place.clear().expect("nothing to do"));
    assert!(place.dataset.exists());
}

#[test]
fn a_complete_dataset_is_no_leftover() {
    let place = Place::new();
    let marker = place.start();
    place.write("part-0");
    place.write("_SUCCESS");
    drop(marker);
    assert!(!place.leftover());
    assert!(!place.clear().expect("nothing to do"));
    place.start().finish().expect("removed");
    assert_eq!(
        fs::read_dir(place.state.join("partial"))
            .expect("listed")
            .count(),
        0
    );
    fs::remove_file(place.dataset.join("_SUCCESS")).expect("removed");
    assert!(!place.leftover(), "nothing is known of it any more");
}

#[test]
fn a_strangers_file_keeps_everything() {
    for name in [
        "notes.txt",
        "k=1/data.csv",
        "_delta_log/0.json",
        "sub/part-0",
    ] {
        let place = Place::new();
        drop(place.start());
        place.write("part-0");
        place.write(name);
        let error = place.clear().expect_err("a stranger's file");
        assert!(
            error.to_string().contains("is nothing that Spark writes"),
            "{error}"
        );
        assert!(place.dataset.join(name).exists() && place.dataset.join("part-0").exists());
        assert!(place.leftover(), "it is still told");
    }
}

#[test]
fn a_link_is_not_followed() {
    let place = Place::new();
    let elsewhere = place.temp.path().join("elsewhere");
    drop(place.start());
    fs::create_dir_all(&elsewhere).expect("made");
    fs::write(elsewhere.join("part-0"), "x").expect("written");
    fs::create_dir_all(place.dataset.parent().expect("a folder")).expect("made");
    std::os::unix::fs::symlink(&elsewhere, &place.dataset).expect("linked");
    assert!(matches!(place.clear(), Err(StoreError::Refused { .. })));
    assert!(elsewhere.join("part-0").exists());
}

#[test]
fn what_holds_our_own_state_or_is_a_root_is_kept() {
    let temp = tempfile::tempdir().expect("a folder");
    let state = temp.path().join("x/state");
    fs::create_dir_all(&state).expect("made");
    let reason = |folder: &Path| reason_to_keep(folder, &state).expect("a reason");
    assert_eq!(
        reason(&temp.path().join("x")),
        "it contains the state of the pipeline"
    );
    assert_eq!(
        reason(&std::env::current_dir().expect("a folder")),
        "it contains the current folder"
    );
    for root in ["/", "/tmp", "/usr"] {
        assert!(
            reason(Path::new(root)).contains("root of the file system"),
            "{root}"
        );
    }
}

#[test]
fn a_marker_cut_short_by_a_crash_claims_nothing() {
    let place = Place::new();
    let marker = place.start();
    let path = marker.path.clone();
    drop(marker);
    place.write("part-0");
    fs::write(path, "{\"locat").expect("written");
    assert!(!place.leftover());
}

#[test]
fn a_place_that_is_not_local_is_never_removed() {
    let place = Place::new();
    let marker = Marker::start(&place.state, "s3://b/x").expect("a marker");
    assert!(!marker.is_claimed());
    drop(marker);
    assert!(!leftover(&place.state, "s3://b/x"));
}
