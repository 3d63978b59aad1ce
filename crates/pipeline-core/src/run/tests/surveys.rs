//! What is looked for before a run.

use super::*;

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
