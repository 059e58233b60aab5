//! Why a call gave no answer, in words that say what to do.
//!
//! This file must not decide what is missing for it.

use std::error::Error;
use std::fmt;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// Codes by which services refuse what the credentials are not allowed to do.
const REFUSALS: [&str; 8] = [
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "AuthorizationErrorException",
    "NotAuthorized",
    "UnauthorizedAccess",
    "UnauthorizedException",
    "UnauthorizedOperation",
];

/// Codes by which services say that the credentials themselves are no good.
const OF_CREDENTIALS: [&str; 11] = [
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidToken",
    "MissingAuthenticationToken",
    "RequestExpired",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
];

/// Codes by which services say that they were asked too often.
const THROTTLED: [&str; 8] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "SlowDown",
    "TooManyRequestsException",
    "PriorRequestNotComplete",
];

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The service said so: code and message.
    Said(String, String),
    /// No answer came in time.
    TimedOut,
    /// No connection, or it broke.
    Connection(String),
    /// There are no credentials, or getting them failed.
    Credentials(String),
    /// Something answered, and what it said is not of AWS.
    Garbled(String),
}

impl Trouble {
    /// Takes the reason out of an error of the SDK.
    pub(crate) fn new<E: ProvideErrorMetadata + Error + 'static>(error: &SdkError<E, HttpResponse>) -> Self {
        match error {
            SdkError::ServiceError(of_service) => {
                let meta = of_service.err().meta();
                match meta.code() {
                    Some(code) => Self::Said(code.to_owned(), meta.message().unwrap_or_default().to_owned()),
                    None => Self::Garbled(format!("status {}", of_service.raw().status().as_u16())),
                }
            }
            SdkError::TimeoutError(_) => Self::TimedOut,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => Self::TimedOut,
            SdkError::DispatchFailure(failure) => match chain(error) {
                // Credentials are looked for while a request is dispatched, and fail as it does.
                text if !failure.is_io() && text.contains("credential") => Self::Credentials(text),
                text => Self::Connection(text),
            },
            SdkError::ResponseError(_) => Self::Garbled(chain(error)),
            _ => Self::Connection(chain(error)),
        }
    }

    /// The code by which the service names it.
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Said(code, _) => Some(code),
            _ => None,
        }
    }

    /// Returns whether it was asked for more than the credentials allow.
    pub(crate) fn is_refusal(&self) -> bool {
        self.code().is_some_and(|code| REFUSALS.contains(&code))
    }

    /// Returns whether there are no credentials at all.
    pub(crate) fn is_lack(&self) -> bool {
        matches!(self, Self::Credentials(_))
    }

    /// Returns whether nothing can be read with these credentials.
    pub(crate) fn is_of_credentials(&self) -> bool {
        self.is_lack() || self.code().is_some_and(|code| OF_CREDENTIALS.contains(&code))
    }

    /// Returns whether the next request will most likely fail as this did.
    pub(crate) fn is_broken(&self) -> bool {
        matches!(self, Self::TimedOut | Self::Connection(_) | Self::Garbled(_))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(code, message) if self.is_refusal() => write!(f, "refused ({code}: {message})"),
            Self::Said(code, message) if code.starts_with("Expired") || code == "RequestExpired" => {
                write!(f, "the credentials have expired; log in again ({code}: {message})")
            }
            Self::Said(code, message) if self.is_of_credentials() => {
                write!(f, "the credentials are not accepted ({code}: {message})")
            }
            Self::Said(code, _) if THROTTLED.contains(&code.as_str()) => {
                write!(f, "throttled again and again ({code}); run it when less else asks AWS")
            }
            Self::Said(code, message) if message.is_empty() => f.write_str(code),
            Self::Said(code, message) => write!(f, "{code}: {message}"),
            Self::TimedOut => f.write_str("no answer in time"),
            Self::Connection(why) => write!(f, "no connection ({why})"),
            Self::Credentials(why) => write!(f, "no credentials ({why})"),
            Self::Garbled(why) => write!(f, "the answer is not one of AWS ({why}); is a proxy in between?"),
        }
    }
}

/// Puts an error and its causes into one line, without repeating what a cause says again.
fn chain(error: &dyn Error) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut next: Option<&dyn Error> = error.source();
    while let Some(cause) = next {
        let text = cause.to_string().replace('\n', " ");
        if !told.iter().any(|before| before.contains(&text)) {
            told.push(text);
        }
        next = cause.source();
    }
    told.join(": ")
}
