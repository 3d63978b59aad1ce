//! Runs a process and reads what it prints.
