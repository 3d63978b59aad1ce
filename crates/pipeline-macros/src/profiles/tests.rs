//! Which profiles are checked, and what they set.

#![allow(clippy::unwrap_used)]

use super::*;

const FILE: &str = r#"[profile.local]
master = "local[*]"

[profile.base]
java_version = 17
executor_memory = "2g"
conf = { "spark.sql.shuffle.partitions" = 8, custom = { "my.own" = true } }
jars = ["a.jar", "b.jar"]

[profile.base.task.Delays]
executor_memory = "8g"
driver_memory = "3g"

[profile.prod]
inherits = "base"
checked = true
executor_memory = "4g"

[profile.prod.task.Delays]
conf."spark.sql.shuffle.partitions" = 80
params = { month = 3 }

[profile.canary]
inherits = "prod"

[profile.test]
inherits = "prod"
checked = false
"#;

fn read(text: &str) -> Vec<Profile> {
    profiles(text, "pipeline.toml").unwrap()
}

fn get<'p>(profile: &'p Profile, task: &str, key: &str) -> (String, usize) {
    let setting: &'p Setting = profile.get(task, key).unwrap();
    (setting.value.text(), setting.line)
}

#[test]
fn a_profile_is_checked_where_it_or_the_nearest_that_it_inherits_says_so() {
    let names: Vec<String> = read(FILE).into_iter().map(|profile| profile.name).collect();
    assert_eq!(names, ["canary", "prod"]);
}

#[test]
fn of_two_settings_the_nearer_profile_counts_and_in_it_the_task() {
    let profiles = read(FILE);
    for profile in &profiles {
        assert_eq!(
            get(profile, "Other", "executor_memory"),
            ("4g".to_owned(), 17)
        );
        // As at run time: the parent's word for the task is below the child's for all.
        assert_eq!(
            get(profile, "Delays", "executor_memory"),
            ("4g".to_owned(), 17)
        );
        assert_eq!(
            get(profile, "Delays", "driver_memory"),
            ("3g".to_owned(), 12)
        );
        assert_eq!(profile.get("Other", "driver_memory"), None);
        assert_eq!(get(profile, "Other", "java_version"), ("17".to_owned(), 5));
        assert_eq!(get(profile, "Other", "jars"), ("a.jar,b.jar".to_owned(), 8));
        let partitions = "conf.spark.sql.shuffle.partitions";
        assert_eq!(get(profile, "Delays", partitions), ("80".to_owned(), 20));
        assert_eq!(get(profile, "Other", partitions), ("8".to_owned(), 7));
        assert!(profile.get("Other", "conf.my.own").unwrap().own);
        assert_eq!(profile.get("Delays", "params"), None);
    }
}

#[test]
fn a_setting_says_where_it_stands() {
    let profiles = read(FILE);
    assert_eq!(
        profiles[0].get("Delays", "driver_memory").unwrap().place(),
        "`driver_memory` of [profile.base.task.Delays] (pipeline.toml, line 12)"
    );
}

#[test]
fn a_circle_ends_and_an_unknown_parent_is_none() {
    let circle =
        "[profile.a]\ninherits = 'b'\nchecked = true\n[profile.b]\ninherits = 'a'\nqueue = 'q'\n";
    let profiles = read(circle);
    assert_eq!(profiles.len(), 2);
    assert_eq!(get(&profiles[0], "X", "queue"), ("q".to_owned(), 6));
    assert_eq!(
        read("[profile.a]\ninherits = 'none'\nchecked = true\n").len(),
        1
    );
}

#[test]
fn what_is_no_toml_is_one_error_and_what_has_another_shape_is_left_out() {
    assert!(profiles("[profile.a]\nchecked = true\nx = = 1", "pipeline.toml").is_err());
    assert_eq!(read("profile = 3 # checked"), []);
    assert_eq!(read("[profile]\na = 3 # checked"), []);
    assert_eq!(read("[profile.a]\nchecked = 'true'\n"), []);
    let odd = read(
        "[profile.a]\nchecked = true\ntask = 1\ninherits = 2\nwhen = 2024-01-01\nx = { y = 1 }\nconf = 4\n",
    );
    assert_eq!(odd[0].of_task("T").len(), 1, "{odd:?}");
}

#[test]
fn the_file_is_that_of_the_nearest_folder() {
    let root = tempfile::tempdir().unwrap();
    let krate = root.path().join("crates/etl");
    std::fs::create_dir_all(&krate).unwrap();
    std::fs::write(root.path().join(FILE_NAME), FILE).unwrap();
    let (file, shown) = find(&krate).unwrap();
    assert_eq!(file, root.path().join(FILE_NAME));
    assert_eq!(shown, "../../pipeline.toml");
    let surroundings = crate::surroundings::Surroundings::of(&krate);
    assert_eq!(surroundings.profiles().len(), 2);
    let place = surroundings.profiles()[1]
        .get("T", "java_version")
        .unwrap()
        .place();
    assert!(place.ends_with("(../../pipeline.toml, line 5)"), "{place}");
    std::fs::write(krate.join(FILE_NAME), "").unwrap();
    let surroundings = crate::surroundings::Surroundings::of(&krate);
    assert_eq!(surroundings.profiles(), []);
}
