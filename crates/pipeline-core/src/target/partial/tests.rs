use super::*;
use crate::target::{File, Parquet, Target, Text};

const DATASET: Writing<'_> = Writing {
    completion: Completion::SuccessMarker,
    staged: None,
    outlives: false,
};

const IN_CLUSTER: Writing<'_> = Writing {
    outlives: true,
    ..DATASET
};

const PLAIN: Writing<'_> = Writing {
    completion: Completion::Exists,
    ..DATASET
};

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

    fn try_start(&self) -> Result<Marker, StoreError> {
        Marker::start(&self.state, self.location(), DATASET)
    }

    fn start(&self) -> Marker {
        self.try_start().expect("a marker")
    }

    fn write(&self, name: &str) {
        let path = self.dataset.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        // Another file each time, so that the clock of the file system does not matter.
        let new = path.with_extension("new");
        fs::write(&new, "x").expect("written");
        fs::rename(new, path).expect("renamed");
    }

    fn is_doubted(&self) -> bool {
        let notes = Notes::list(&self.state).expect("listed");
        notes
            .doubt(&Parquet::<crate::target::Undeclared>::at(
                self.location().to_owned(),
            ))
            .is_some()
    }

    fn notes(&self) -> usize {
        fs::read_dir(note::folder(&self.state))
            .expect("listed")
            .count()
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
    assert!(matches!(place.try_start(), Err(StoreError::InUse { .. })));
    drop(marker);
    let marker = place.start();
    assert!(marker.has_cleared() && marker.is_claimed());
    assert!(!place.dataset.exists());
    drop(marker);
    assert!(!place.start().has_cleared(), "nothing is left to do");
}

#[test]
fn a_place_is_recognised_however_it_is_written() {
    let place = Place::new();
    drop(place.start());
    place.write("part-0");
    let other = format!("file://{}/out/.//x/", place.temp.path().display());
    let marker = Marker::start(&place.state, &other, DATASET).expect("a marker");
    assert!(marker.has_cleared());
}

#[test]
fn a_folder_that_was_there_before_is_never_ours() {
    let place = Place::new();
    place.write("part-0");
    for _ in 0..2 {
        let marker = place.start();
        assert!(!marker.is_claimed() && !marker.has_cleared());
        drop(marker);
        assert!(place.dataset.join("part-0").exists());
    }
    place.start().abandon().expect("noted");
    assert!(place.dataset.join("part-0").exists());
    assert_eq!(place.notes(), 0);
}

#[test]
fn a_success_of_spark_is_none_before_the_programs_own() {
    let place = Place::new();
    let marker = place.start();
    assert!(!place.is_doubted(), "nothing is there to be doubted");
    place.write("_SUCCESS");
    assert!(place.is_doubted(), "the program is still at work");
    marker.finish().expect("removed");
    assert!(!place.is_doubted());
    assert_eq!(place.notes(), 0);
}

#[test]
fn what_a_killed_run_completed_is_doubted_and_made_again() {
    let place = Place::new();
    drop({
        let marker = place.start();
        place.write("part-0");
        place.write("_SUCCESS");
        marker
    });
    assert!(place.is_doubted());
    assert!(place.start().has_cleared());
    assert!(!place.dataset.exists());
}

#[test]
fn a_failed_program_leaves_no_success_behind() {
    let place = Place::new();
    let marker = place.start();
    for name in ["part-0", "_SUCCESS", "._SUCCESS.crc"] {
        place.write(name);
    }
    marker.abandon().expect("noted");
    let left: Vec<_> = fs::read_dir(&place.dataset).expect("listed").collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(place.start().has_cleared());
}

#[test]
fn what_somebody_wrote_after_the_failure_is_believed_and_kept() {
    let place = Place::new();
    let marker = place.start();
    place.write("_SUCCESS");
    marker.abandon().expect("noted");
    place.write("_SUCCESS");
    assert!(!place.is_doubted());
    let marker = place.start();
    assert!(!marker.has_cleared() && !marker.is_claimed());
    assert!(place.dataset.join("_SUCCESS").exists());
}

#[test]
fn what_was_complete_before_is_believed_until_a_failed_program_writes_it_again() {
    let place = Place::new();
    place.write("_SUCCESS");
    let marker = place.start();
    assert!(!place.is_doubted());
    marker.abandon().expect("noted");
    assert!(!place.is_doubted());
    assert_eq!(place.notes(), 0, "it did not touch it");

    let marker = place.start();
    place.write("_SUCCESS");
    marker.abandon().expect("noted");
    assert!(place.is_doubted());
    assert!(
        place.dataset.join("_SUCCESS").exists(),
        "it is not ours to remove"
    );
    // Nor does it become good because another program fails without touching it.
    place.start().abandon().expect("noted");
    assert!(place.is_doubted());
    place.start().finish().expect("removed");
    assert!(!place.is_doubted());
}

#[test]
fn a_plain_file_that_a_failed_program_wrote_is_doubted_and_never_removed() {
    let place = Place::new();
    let file = place.temp.path().join("report.md");
    let location = file.to_str().expect("UTF-8");
    let target = File::at(location.to_owned());
    let is_doubted = || {
        let notes = Notes::list(&place.state).expect("listed");
        notes.doubt(&target).is_some()
    };
    let start = || Marker::start(&place.state, location, PLAIN).expect("a marker");
    let marker = start();
    fs::write(&file, "half").expect("written");
    assert!(is_doubted());
    marker.abandon().expect("noted");
    assert!(is_doubted());
    let marker = start();
    assert!(file.exists() && is_doubted());
    marker.finish().expect("removed");
    assert!(!is_doubted());
}

#[test]
fn what_a_killed_run_left_under_a_temporary_name_goes() {
    let place = Place::new();
    let (out, target) = (
        place.temp.path(),
        place.temp.path().join("report.md").display().to_string(),
    );
    let staged = staging::Staging::new(&target, 1).expect("a place");
    fs::write(staged.path(), "half").expect("written");
    let stranger = out.join("stranger").display().to_string();
    fs::write(&stranger, "").expect("written");
    for (noted, goes) in [(staged.location(), true), (stranger.as_str(), false)] {
        let writing = Writing {
            staged: Some(noted),
            ..PLAIN
        };
        drop(Marker::start(&place.state, &target, writing).expect("a marker"));
        let marker = Marker::start(&place.state, &target, PLAIN).expect("a marker");
        assert_eq!(!Path::new(noted).exists(), goes, "{noted}");
        marker.finish().expect("removed");
    }
}

#[test]
fn what_a_driver_that_outlived_us_writes_is_left_to_a_person() {
    let place = Place::new();
    let mut marker = Marker::start(&place.state, place.location(), IN_CLUSTER).expect("a marker");
    marker.name_driver("driver-7").expect("noted");
    let note = marker.path().to_owned();
    drop(marker);
    for written in [None, Some("part-0"), Some("_SUCCESS")] {
        if let Some(name) = written {
            place.write(name);
        }
        let error = place.try_start().expect_err("it may be at work");
        assert!(error.to_string().contains("driver-7"), "{error}");
        let hint = error.hint().expect("a hint");
        assert!(hint.contains(note.to_str().expect("UTF-8")), "{hint}");
    }
    assert!(place.dataset.join("part-0").exists());
    assert!(place.is_doubted());
    // The person has looked: it is good.
    fs::remove_file(note).expect("removed");
    assert!(!place.is_doubted());
    assert!(!place.start().has_cleared());
}

#[test]
fn a_driver_whose_end_we_have_seen_is_like_any_program() {
    let place = Place::new();
    let marker = Marker::start(&place.state, place.location(), IN_CLUSTER).expect("a marker");
    place.write("part-0");
    marker.abandon().expect("noted");
    assert!(place.start().has_cleared());
}

#[test]
fn what_is_lost_from_sight_is_left_to_a_person_too() {
    let place = Place::new();
    let marker = place.start();
    place.write("part-0");
    marker.leave().expect("noted");
    assert!(matches!(
        place.try_start(),
        Err(StoreError::OutOfSight { .. })
    ));
    assert!(place.dataset.join("part-0").exists());
}

#[test]
fn a_program_that_wrote_nothing_leaves_no_note() {
    let place = Place::new();
    place.start().abandon().expect("removed");
    assert_eq!(place.notes(), 0);
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
        for _ in 0..2 {
            let error = place.try_start().expect_err("a stranger's file");
            assert!(
                error.to_string().contains("is nothing that Spark writes"),
                "{error}"
            );
        }
        assert!(place.dataset.join(name).exists() && place.dataset.join("part-0").exists());
    }
}

#[test]
fn a_link_is_not_followed() {
    let place = Place::new();
    let elsewhere = place.temp.path().join("elsewhere");
    let marker = place.start();
    fs::create_dir_all(&elsewhere).expect("made");
    for name in ["part-0", "_SUCCESS"] {
        fs::write(elsewhere.join(name), "x").expect("written");
    }
    fs::create_dir_all(place.dataset.parent().expect("a folder")).expect("made");
    std::os::unix::fs::symlink(&elsewhere, &place.dataset).expect("linked");
    marker.abandon().expect("noted");
    assert!(place.is_doubted());
    assert!(matches!(place.try_start(), Err(StoreError::Refused { .. })));
    assert!(elsewhere.join("part-0").exists() && elsewhere.join("_SUCCESS").exists());
}

#[test]
fn what_holds_our_own_state_or_is_a_root_is_kept() {
    let temp = tempfile::tempdir().expect("a folder");
    let state = temp.path().join("x/state");
    fs::create_dir_all(&state).expect("made");
    let reason = |folder: &Path| keep::reason_to_keep(folder, &state).expect("a reason");
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
fn a_note_cut_short_by_a_crash_claims_nothing() {
    let place = Place::new();
    let marker = place.start();
    let path = marker.path().to_owned();
    drop(marker);
    place.write("part-0");
    fs::write(path, "{\"locat").expect("written");
    let marker = place.start();
    assert!(!marker.has_cleared() && !marker.is_claimed());
    assert!(place.dataset.exists());
}

#[test]
fn a_place_that_nobody_can_look_at_is_an_error_and_leaves_no_claim() {
    let place = Place::new();
    let error = Marker::start(&place.state, "s3://b/x", DATASET).expect_err("no store");
    assert!(matches!(error, StoreError::UnknownScheme { .. }), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("\"s3\"")));
    assert_eq!(
        place.notes(),
        0,
        "an empty note would cast doubt on what is there"
    );
}

#[test]
fn a_note_that_was_removed_while_we_waited_for_it_is_not_believed() {
    // Two threads take turns at one place: a note of the one, once gone, is nothing to the
    // other, so that a complete dataset is never taken for a leftover.
    let place = Place::new();
    let turns = |name: &str| {
        let location = place.dataset.join(name).display().to_string();
        for _ in 0..200 {
            let Ok(marker) = Marker::start(&place.state, &location, DATASET) else {
                continue;
            };
            if marker.is_claimed() {
                fs::create_dir_all(&location).expect("made");
                fs::write(Path::new(&location).join("_SUCCESS"), "").expect("written");
            }
            assert!(!marker.has_cleared());
            marker.finish().expect("removed");
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| turns("same"));
        }
    });
}

#[test]
fn where_there_is_no_note_nothing_is_doubted() {
    let place = Place::new();
    let notes = Notes::list(&place.state).expect("no folder is no note");
    assert_eq!(notes.doubt(&Text::at(place.location().to_owned())), None);
}

#[test]
fn whoever_finds_the_driver_again_owns_its_note() {
    for succeeds in [true, false] {
        let place = Place::new();
        let mut marker =
            Marker::start(&place.state, place.location(), IN_CLUSTER).expect("a marker");
        marker.name_driver("driver-1").expect("noted");
        place.write("part-0");
        // The run dies.
        drop(marker);
        assert!(matches!(
            place.try_start(),
            Err(StoreError::OutOfSight { .. })
        ));
        let resume = |names: &[&str]| {
            let completion = Completion::SuccessMarker;
            Marker::resume(&place.state, place.location(), completion, names)
        };
        let other = resume(&["driver-2"]);
        assert!(
            matches!(other, Err(StoreError::OutOfSight { .. })),
            "{other:?}"
        );
        let (marker, staged) = resume(&["app-1", "driver-1"])
            .expect("a note")
            .expect("it is that driver");
        assert_eq!(staged, None);
        assert!(matches!(
            resume(&["driver-1"]),
            Err(StoreError::InUse { .. })
        ));
        place.write("_SUCCESS");
        assert!(place.is_doubted(), "nobody has seen its end");
        if succeeds {
            marker.finish().expect("removed");
            assert!(!place.is_doubted());
        } else {
            marker.abandon().expect("noted");
            assert!(!place.dataset.join("_SUCCESS").exists());
        }
        assert!(
            resume(&["driver-1"])
                .expect("no note of a driver")
                .is_none()
        );
        // What it left is ours, and goes when the task runs again.
        drop(place.start());
    }
}

#[test]
fn what_a_driver_left_that_was_stopped_by_hand_is_taken_away_by_the_next_run() {
    let place = Place::new();
    let mut marker = Marker::start(&place.state, place.location(), IN_CLUSTER).expect("a marker");
    marker.name_driver("driver-1").expect("noted");
    place.write("part-0");
    place.write("_SUCCESS");
    drop(marker);
    let ended = |name: &str| super::ended(&place.state, &[name.to_owned()]).expect("noted");
    assert_eq!(ended("driver-2"), 0);
    assert!(matches!(
        place.try_start(),
        Err(StoreError::OutOfSight { .. })
    ));
    assert_eq!(ended("driver-1"), 1);
    assert!(
        place.is_doubted(),
        "it has not succeeded, whatever it wrote"
    );
    assert!(place.start().has_cleared());
}

#[test]
fn the_note_of_a_run_that_died_after_the_rename_is_tidied_away() {
    let place = Place::new();
    let target = place.location();
    let mut staging = staging::Staging::new(target, 1).expect("a place");
    staging.keep();
    fs::write(staging.path(), "x").expect("written");
    let writing = Writing {
        staged: Some(staging.location()),
        ..PLAIN
    };
    let tidy = || tidy(&place.state, target).expect("tidied");
    let notes = || {
        fs::read_dir(place.state.join("partial"))
            .expect("listed")
            .count()
    };
    tidy();
    let marker = Marker::start(&place.state, target, writing).expect("a marker");
    fs::rename(staging.path(), target).expect("renamed");
    tidy();
    assert_eq!(notes(), 1, "it is in use");
    drop(marker);
    tidy();
    assert_eq!(notes(), 0);
    // What has no name yet is not forgotten.
    fs::write(staging.path(), "x").expect("written");
    drop(Marker::start(&place.state, target, writing).expect("a marker"));
    fs::write(staging.path(), "x").expect("written");
    tidy();
    assert_eq!(notes(), 1);
}
