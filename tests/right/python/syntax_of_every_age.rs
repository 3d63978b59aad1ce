use crate::prelude::*;

#[derive(SparkTask)]
#[spark(python = r#"
from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Limits:
    low: int = 0
    high: int | None = None


def main(spark, task):
    if (n := task.month) > 3:
        print(f"{n=} {n!r:>{10}} {'a' 'b'} {{}}")
    spark.range(task.month).write.parquet(task.out)
"#)]
struct JobA {
    month: u8,
    #[spark(output = "out/a/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def main(spark, task):
    match task.month:
        case 1 | 2:
            name = "winter"
        case n if n > 10:
            name = "late"
        case _:
            name = "other"
    print(f"{", ".join([name])}")
    spark.range(task.month).write.parquet(task.out)
"#)]
struct JobB {
    month: u8,
    #[spark(output = "out/b/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
type Rows = list[int]


def first[T](rows: list[T]) -> T:
    return rows[0]


def main(spark, task):
    try:
        first([])
    except* IndexError as group:
        print(group)
    spark.range(task.month).write.parquet(task.out)
"#)]
struct JobC {
    month: u8,
    #[spark(output = "out/c/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
async def fetch(task):
    return [n async for n in numbers(task)]


async def numbers(task):
    for n in range(task.month):
        yield n


def main(spark, task):
    import asyncio

    print(asyncio.run(fetch(task)))
    spark.range(task.month).write.parquet(task.out)
"#)]
struct JobD {
    month: u8,
    #[spark(output = "out/d/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
print = print
match = case = type = 1
_ = match, case, type

def main(spark, task):
    global total
    total = task.month
    spark.range(task.month).write.parquet(task.out)


total = 0
"#)]
struct JobE {
    month: u8,
    #[spark(output = "out/e/{month}")]
    out: Output<Directory>,
}

#[derive(SparkTask)]
#[spark(python = r#"
def rows(n):
    """A text with \N{BULLET}, \"quotes\" and
  less indentation."""
    yield from (i for i in range(n) if i % 2)


def main(spark, task):
    assert sum(rows(task.month)) >= 0, 'odd'; print('done')
    spark.range(task.month).write.parquet(task.out)
"#)]
struct JobF {
    month: u8,
    #[spark(output = "out/f/{month}")]
    out: Output<Directory>,
}

pub fn roots() -> Roots {
    roots![
        JobA::new(1),
        JobB::new(1),
        JobC::new(1),
        JobD::new(1),
        JobE::new(1),
        JobF::new(1)
    ]
}
