//! What the tests of this crate share.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // each test uses a part of it

pub mod cluster;
pub mod spark;
pub mod stand_in;

use std::process::Command;
use std::time::Duration;

/// The living processes of a group, zombies left out.
pub fn members(group: u32) -> Vec<u32> {
    processes()
        .into_iter()
        .filter(|(_, of, _)| *of == group)
        .map(|(id, _, _)| id)
        .collect()
}

/// Every living process: id, group, and command line.
pub fn processes() -> Vec<(u32, u32, String)> {
    let output = Command::new("ps")
        .args(["-A", "-ww", "-o", "pid=,pgid=,stat=,args="])
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let id = words.next()?.parse().ok()?;
            let group = words.next()?.parse().ok()?;
            let state = words.next()?;
            (!state.starts_with('Z')).then(|| (id, group, words.collect::<Vec<_>>().join(" ")))
        })
        .collect()
}

/// Waits for something that comes by itself. The bound only turns a hang into a failure.
pub fn eventually(what: &str, mut is: impl FnMut() -> bool) {
    for _ in 0..1200 {
        if is() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("it did not come about: {what}");
}

/// The same, from inside a runtime.
pub async fn eventually_async(what: &str, mut is: impl FnMut() -> bool) {
    for _ in 0..1200 {
        if is() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it did not come about: {what}");
}

/// A process and everything that it has started, down to the last grandchild.
pub fn tree(root: u32) -> Vec<u32> {
    let output = Command::new("ps")
        .args(["-A", "-o", "pid=,ppid="])
        .output()
        .unwrap();
    let pairs: Vec<(u32, u32)> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
        })
        .collect();
    let mut tree = vec![root];
    let mut at = 0;
    while let Some(parent) = tree.get(at).copied() {
        tree.extend(
            pairs
                .iter()
                .filter(|(_, of)| *of == parent)
                .map(|(id, _)| *id),
        );
        at += 1;
    }
    tree
}

/// Those of some processes that still live.
pub fn living(ids: &[u32]) -> Vec<(u32, u32, String)> {
    let mut living = processes();
    living.retain(|(id, _, _)| ids.contains(id));
    living
}
