//! What a derive would otherwise print for each field: the loops are here, compiled once.

use pipeline_core::param::AnyParam;
use pipeline_core::target::AnyTarget;
use pipeline_core::task::{AnyTask, InputSchema, OutputSchema, ParamSchema};

/// Shows each parameter with its schema.
pub fn visit_params(
    schema: &'static [ParamSchema],
    params: &[&dyn AnyParam],
    visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam),
) {
    for (schema, param) in schema.iter().zip(params) {
        visit(schema, *param);
    }
}

/// Shows the tasks of each input with its schema.
pub fn visit_inputs(
    schema: &'static [InputSchema],
    inputs: &[Vec<&dyn AnyTask>],
    visit: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask]),
) {
    for (schema, tasks) in schema.iter().zip(inputs) {
        visit(schema, tasks);
    }
}

/// Shows each output with its schema.
pub fn visit_outputs(
    schema: &'static [OutputSchema],
    outputs: &[&dyn AnyTarget],
    visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget),
) {
    for (schema, output) in schema.iter().zip(outputs) {
        visit(schema, *output);
    }
}
