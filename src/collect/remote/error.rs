//! Why there is no state: one message that is complete beside the name of the input.
//!
//! No message shows a password. This file must not ask anything.

use super::address::AddressError;
use crate::collect::input::InputError;
use crate::collect::terraform::config::ConfigError;

/// Why there is no state. What the message says is complete beside the name of the input.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    /// A mistake in an address.
    #[error("{0}")]
    Address(#[from] AddressError),
    /// A mistake in a configuration or in a file of settings.
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// The settings of a backend do not lead anywhere.
    #[error("{0}")]
    Settings(String),
    /// Nothing is kept there.
    #[error("{0}")]
    Nothing(String),
    /// Who asks may not have it.
    #[error("{0}")]
    Refused(String),
    /// It could not be had.
    #[error("{0}")]
    Broken(String),
    /// What was kept cannot be read, or a file of a local backend.
    #[error("{0}")]
    Input(#[from] InputError),
    /// This build cannot ask.
    #[error("this driftgate was built without {0}; build it with the feature `{1}`")]
    NotBuilt(&'static str, &'static str),
    /// A web page.
    #[error(
        "the answer is a web page and no state; does the address need a login, or is a proxy in between?"
    )]
    Page,
    /// The same, of something that the name of the input does not tell.
    #[error("{place}: {error}")]
    At {
        /// What was asked.
        place: String,
        /// Why there is no state.
        error: Box<RemoteError>,
    },
}

impl RemoteError {
    /// Names what was asked, where the input does not.
    pub(super) fn at(self, place: impl Into<String>) -> Self {
        Self::At { place: place.into(), error: Box::new(self) }
    }
}
