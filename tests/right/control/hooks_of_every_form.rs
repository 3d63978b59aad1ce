use crate::prelude::*;

mod hooks {
    use crate::prelude::*;

    /// For any task.
    pub(super) async fn any<T: Task>(_: &T, _: &Context) -> Result<()> {
        Ok(())
    }

    pub(super) async fn told<T: Task>(_: &T, cx: &Context, failure: &Failure) -> Result<()> {
        let text = format!("{failure:?}");
        std::future::ready(()).await;
        drop((cx, text));
        Ok(())
    }
}

#[derive(SparkTask)]
#[spark(app = "tests/right/files/job.py", on_success = hooks::any, on_failure = hooks::told)]
struct OfAModule;

#[derive(Task)]
#[task(on_success = Self::succeeded, on_failure = InRust::failed)]
struct InRust;

impl InRust {
    async fn succeeded(&self, _: &Context) -> Result<()> {
        Ok(())
    }

    fn failed(&self, _: &Context, _: &Failure) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }
}

impl Run for InRust {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

#[derive(Task)]
#[task(on_success = Self::done, on_failure = hooks::told::<Self>)]
struct Generic<T: Param> {
    value: T,
}

impl<T: Param> Generic<T> {
    async fn done(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

impl<T: Param> Run for Generic<T> {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

pub fn roots() -> Roots {
    roots![OfAModule::new(), InRust::new(), Generic::<u8>::new(1)]
}
