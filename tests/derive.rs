//! The derives on tasks as a user writes them: what `new`, the setters and the traits give.

use spark_pipeline::__private::{AnyTask, Dependencies, SparkTask as _, Task as _, TaskKind};
use spark_pipeline::prelude::*;

/// Flights that left New York in one month.
#[derive(ExternalTask)]
struct Flights {
    month: u8,
    #[task(output = "data/flights-{month:02}.csv.gz")]
    csv: Output<File>,
}

/// Mean departure delay per carrier.
#[derive(SparkTask)]
#[spark(app = "jobs/delays.py", driver_memory = "1g", conf("spark.sql.shuffle.partitions" = 8))]
struct Delays {
    /// The month.
    #[spark(arg = "--month")]
    month: u8,
    /// Fewest flights.
    #[spark(arg = "--min-flights", default = 10)]
    min_flights: u64,
    #[spark(arg = "--flights", input = Flights::new(month))]
    flights: Input<Flights>,
    #[spark(arg = "--out", output = "out/delays/{month:02}/{min_flights}")]
    delays: Output<Directory>,
}

#[derive(Task)]
struct Report {
    #[task(input = (1..=12).map(Delays::new))]
    months: Inputs<Delays>,
    #[task(output = "out/report.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

#[test]
fn a_task_is_made_of_its_required_parameters_and_setters_change_its_paths() {
    let task = Delays::new(3);
    assert_eq!(task.delays.location(), "out/delays/03/10");
    let task = task.min_flights(20);
    assert_eq!(task.delays.location(), "out/delays/03/20");
    let mut found = Dependencies::default();
    (&task as &dyn AnyTask).dependencies(&mut found);
    assert_eq!(found.groups.len(), 1);
    assert_eq!(found.groups[0][0].label(), "Flights(month=3)");
}
