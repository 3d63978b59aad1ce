//! Lays the settings of profiles over an application.
