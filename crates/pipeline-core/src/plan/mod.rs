//! Expands tasks into a graph: deduplicated, acyclic, checked, a plain value.
