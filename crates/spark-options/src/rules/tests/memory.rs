use super::*;

fn capped(program: Program, settings: &[&str], memory: u64) -> Vec<String> {
    let mut job = job(program, settings);
    job.target.max_container_memory_mib = Some(memory);
    job.target.max_container_cores = Some(4);
    found(&job)
}

#[test]
fn memory_with_its_overhead_is_held_against_the_cap() {
    let yarn = |settings: &[&'static str], cap| {
        let mut all = vec!["master=yarn"];
        all.extend_from_slice(settings);
        capped(Program::Python, &all, cap)
    };
    let too_much = |name: &str| vec![format!("memory_above_the_cap Error {name}")];
    let fits = Vec::<String>::new;
    // 10240 + 1024 = 11264, and 1024 + 384 = 1408.
    assert_eq!(
        yarn(&["executor_memory=10g"], 11263),
        too_much("executor_memory")
    );
    assert_eq!(yarn(&["executor_memory=10g"], 11264), fits());
    assert_eq!(
        yarn(&["executor_memory=1g"], 1407),
        too_much("executor_memory")
    );
    assert_eq!(yarn(&["executor_memory=1g"], 1408), fits());
    let overhead = "spark.executor.memoryOverhead=2048";
    assert_eq!(
        yarn(&[overhead], 3071),
        too_much("spark.executor.memoryOverhead")
    );
    assert_eq!(yarn(&[overhead], 3072), fits());
    let python = "spark.executor.pyspark.memory=1g";
    assert_eq!(
        yarn(&[python], 2431),
        too_much("spark.executor.pyspark.memory")
    );
    assert_eq!(capped(Program::Jar, &["master=yarn", python], 2431), fits());
    let off_heap = [
        "spark.memory.offHeap.size=1g",
        "spark.memory.offHeap.enabled=true",
    ];
    assert_eq!(yarn(&off_heap, 2431), too_much("spark.memory.offHeap.size"));
    assert_eq!(yarn(&off_heap[..1], 2431), fits());
    // The driver has a container in cluster mode; in client mode it is the application master's.
    let driver = ["driver_memory=10g", "deploy_mode=cluster"];
    assert_eq!(yarn(&driver, 11263), too_much("driver_memory"));
    assert_eq!(yarn(&driver[..1], 11263), fits());
    let am = ["spark.yarn.am.memory=2g", "deploy_mode=client"];
    assert_eq!(yarn(&am, 2431), too_much("spark.yarn.am.memory"));
    // 40 % for Python in a cluster of Kubernetes: 10240 + 4096.
    let k8s = [
        "master=k8s://h",
        "executor_memory=10g",
        "deploy_mode=cluster",
    ];
    assert_eq!(
        capped(Program::Python, &k8s, 14335),
        too_much("executor_memory")
    );
    assert_eq!(capped(Program::Python, &k8s, 14336), fits());
    assert_eq!(capped(Program::Python, &k8s[..2], 11264), fits());
    assert_eq!(capped(Program::Jar, &k8s, 11264), fits());
    // No overhead on standalone clusters, no container on a local master, and no guess where
    // the manager or an amount is not known.
    assert_eq!(
        capped(
            Program::Jar,
            &["master=spark://h:1", "executor_memory=10g"],
            10240
        ),
        fits()
    );
    assert_eq!(
        capped(Program::Jar, &["master=local", "driver_memory=10g"], 1024),
        fits()
    );
    assert_eq!(capped(Program::Jar, &["executor_memory=10g"], 1024), fits());
    assert_eq!(yarn(&["executor_memory=?"], 1024), fits());
    assert_eq!(
        capped(
            Program::Jar,
            &["master=spark://h:1", off_heap[0], off_heap[1]],
            1024
        ),
        fits()
    );
    // In client mode no pod says that the program is Python.
    let client = ["master=k8s://h", "deploy_mode=client", python];
    assert_eq!(capped(Program::Python, &client, 1408), fits());
}

#[test]
fn cores_are_held_against_the_cap_where_a_container_has_them() {
    let of = |settings: &[&'static str]| capped(Program::Jar, settings, 1 << 20);
    assert_eq!(
        of(&["master=yarn", "executor_cores=8"]),
        ["cores_above_the_cap Error executor_cores"]
    );
    assert_eq!(
        of(&["master=yarn", "deploy_mode=cluster", "driver_cores=8"]),
        ["cores_above_the_cap Error driver_cores"]
    );
    for fits in [
        &["executor_cores=8"][..],
        &["master=yarn", "executor_cores=4"],
        &["master=yarn", "driver_cores=8"],
        &[
            "master=k8s://h",
            "executor_cores=8",
            "spark.kubernetes.executor.request.cores=2",
        ],
    ] {
        assert_eq!(of(fits), [""; 0], "{fits:?}");
    }
}

#[test]
fn what_is_above_the_cap_is_added_up_and_what_fits_is_a_round_amount() {
    let told = |settings: &[&str], cap| {
        let mut job = job(Program::Jar, settings);
        job.target.max_container_memory_mib = Some(cap);
        let found = check(&job);
        let one = found.first().unwrap();
        (one.problem.clone(), one.help.clone())
    };
    let (problem, help) = told(&["master=spark://h:1", "executor_memory=8g"], 4096);
    assert!(
        problem.starts_with("one executor would take 8192 MiB, and `max"),
        "{problem}"
    );
    assert_eq!(help, "write `executor_memory = \"4g\"` or less");
    let (problem, help) = told(&["master=yarn", "executor_memory=8g"], 4096);
    assert!(
        problem.contains("8192 MiB + 819 MiB overhead = 9011 MiB, and"),
        "{problem}"
    );
    // 3584 + 384 fit, and 3712 + 384 do as well: half a GiB is what a person writes.
    assert_eq!(help, "write `executor_memory = \"3584m\"` or less");
    let overhead = "spark.executor.memoryOverhead=2g";
    let (_, help) = told(&["master=yarn", "executor_memory=64g", overhead], 24576);
    assert_eq!(help, "write `executor_memory = \"22g\"` or less");
    let (_, help) = told(&["master=yarn", "executor_memory=64g"], 24576);
    assert_eq!(help, "write `executor_memory = \"21g\"` or less");
    let (_, help) = told(&["master=yarn", "executor_memory=8g"], 512);
    assert!(help.contains("a container must be larger"), "{help}");
}
