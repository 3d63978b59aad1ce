use crate::prelude::*;

#[derive(Task)]
struct Desugared {
    #[task(output = "out/desugared")]
    out: Output<File>,
}

impl Run for Desugared {
    #[allow(clippy::manual_async_fn)]
    fn run(&self, _cx: &Context) -> impl std::future::Future<Output = Result<()>> + Send {
        async move { Ok(self.out.write("text").await?) }
    }
}

#[derive(Task)]
struct Boxed {
    n: u8,
    #[task(output = "out/boxed/{n}")]
    out: Output<File>,
}

impl Run for Boxed {
    #[allow(refining_impl_trait)]
    fn run(
        &self,
        cx: &Context,
    ) -> std::pin::Pin<Box<dyn std::future::Future<Output = Result<()>> + Send>> {
        let _ = cx;
        Box::pin(async { Err(TaskError::msg("not today")) })
    }
}

pub fn roots() -> Roots {
    roots![Desugared::new(), Boxed::new(1)]
}
