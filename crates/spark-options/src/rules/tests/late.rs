use super::*;

#[test]
fn what_the_driver_would_die_of_is_found() {
    for (settings, expected) in [
        (
            &[
                "spark.network.timeout=5000ms",
                "spark.executor.heartbeatInterval=10000ms",
            ][..],
            "heartbeat_longer_than_the_timeout Error spark.network.timeout",
        ),
        (
            &["spark.network.timeout=5"],
            "heartbeat_longer_than_the_timeout Warning spark.network.timeout",
        ),
        (
            &["spark.executor.heartbeatInterval=3min"],
            "heartbeat_longer_than_the_timeout Warning spark.executor.heartbeatInterval",
        ),
        (
            &["spark.memory.fraction=1.5"],
            "fraction_out_of_range Error spark.memory.fraction",
        ),
        (
            &[
                "spark.network.crypto.enabled=true",
                "spark.authenticate=false",
            ],
            "encryption_without_authentication Error spark.network.crypto.enabled",
        ),
        (
            &[
                "master=spark://h:7077",
                "total_executor_cores=2",
                "executor_cores=4",
            ],
            "executor_larger_than_all_cores Error total_executor_cores",
        ),
        (
            &["total_executor_cores=2", "executor_cores=4"],
            "executor_larger_than_all_cores Warning total_executor_cores",
        ),
        (
            &["total_executor_cores=10", "executor_cores=4"],
            "cores_left_over Warning total_executor_cores",
        ),
        (
            &["master=yarn", "executor_cores=1", "spark.task.cpus=2"],
            "task_larger_than_an_executor Error spark.task.cpus",
        ),
        (
            &[
                "master=yarn",
                "spark.dynamicAllocation.enabled=true",
                "spark.dynamicAllocation.minExecutors=4",
                "spark.dynamicAllocation.maxExecutors=2",
            ],
            "fewest_executors_above_the_most Error spark.dynamicAllocation.maxExecutors",
        ),
        (
            &[
                "spark.dynamicAllocation.enabled=true",
                "spark.dynamicAllocation.minExecutors=4",
                "spark.dynamicAllocation.maxExecutors=2",
            ],
            "fewest_executors_above_the_most Warning spark.dynamicAllocation.maxExecutors",
        ),
        (
            &[
                "1:master=k8s://h",
                "spark.dynamicAllocation.enabled=true",
                "spark.dynamicAllocation.maxExecutors=0",
            ],
            "no_executor_ever Error spark.dynamicAllocation.maxExecutors",
        ),
        (
            &["spark.dynamicAllocation.enabled=true", "num_executors=2"],
            "executors_to_begin_with Note num_executors",
        ),
        (
            &["driver_memory=300m"],
            "memory_too_small_to_start Error driver_memory",
        ),
        (
            &["executor_memory=449m"],
            "memory_too_small_to_start Error executor_memory",
        ),
    ] {
        assert_eq!(of_jar(settings), [expected], "{settings:?}");
    }
}

#[test]
fn what_the_driver_starts_with_is_right() {
    for settings in [
        &[
            "spark.network.timeout=300",
            "spark.executor.heartbeatInterval=20s",
        ][..],
        &[
            "spark.network.timeout=?",
            "spark.executor.heartbeatInterval=10min",
        ],
        &[
            "spark.memory.fraction=0.6",
            "spark.memory.storageFraction=0.9",
        ],
        &["spark.memory.fraction=NaN"],
        &["spark.network.crypto.enabled=true"],
        &[
            "spark.network.crypto.enabled=true",
            "spark.authenticate=true",
        ],
        &["total_executor_cores=8", "executor_cores=4"],
        &["total_executor_cores=?", "executor_cores=4"],
        &["master=yarn", "executor_cores=4", "spark.task.cpus=2"],
        &["master=local[8]", "spark.task.cpus=2"],
        &[
            "spark.dynamicAllocation.minExecutors=2",
            "spark.dynamicAllocation.maxExecutors=2",
        ],
        &["driver_memory=450m"],
        &["driver_memory=300m", "spark.testing.reservedMemory=1"],
        // A local master has no executors to count.
        &[
            "master=local[2]",
            "spark.dynamicAllocation.enabled=true",
            "spark.dynamicAllocation.minExecutors=4",
            "spark.dynamicAllocation.maxExecutors=2",
        ],
        // A client of a Spark Connect server has no SparkContext.
        &["remote=sc://h", "spark.memory.fraction=1.5"],
        &["remote=sc://h", "spark.network.timeout=5"],
    ] {
        assert_eq!(of_jar(settings), [""; 0], "{settings:?}");
    }
    // Of the memory nothing is said.
    assert_eq!(
        of_jar(&["driver_memory=300m", "spark.testing=true"]),
        ["unknown_property Warning spark.testing"]
    );
}
