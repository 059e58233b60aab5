//! When a request is tried again, and after how long.
//!
//! This file must not sleep, send or know what was asked for: it decides.

use std::time::Duration;

/// The first pause; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// No pause of our own choice is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// A server that asks for more than this is not waited for.
const LONGEST_ASKED: Duration = Duration::from_mins(1);

/// Why a request gave no answer that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The server answered with this code, and may have said how long to wait.
    Status {
        /// The HTTP code.
        code: u16,
        /// What `Retry-After` said.
        retry_after: Option<Duration>,
    },
    /// There was no answer.
    Connection,
    /// The answer broke off.
    Cut,
}

/// Returns how long to wait before the next attempt; `None` means that there is none.
///
/// `attempts` is how many were made, at least 1; `chance` is a random number from 0 to 1, so that many who
/// were refused at once do not come back at once.
pub(super) fn pause(failure: Failure, attempts: u32, chance: f64) -> Option<Duration> {
    let most = match failure {
        // A server that says when to come back means to answer.
        Failure::Status { code: 429, .. } | Failure::Status { code: 503, retry_after: Some(_) } => 10,
        // An extension of the API that is down stays down for longer than anybody wants to wait.
        Failure::Status { code: 503, .. } | Failure::Connection => 4,
        Failure::Status { code: 500 | 502 | 504, .. } => 3,
        Failure::Status { .. } => return None,
        Failure::Cut => 8,
    };
    if attempts >= most {
        return None;
    }
    match failure {
        Failure::Status { retry_after: Some(asked), .. } if asked > LONGEST_ASKED => None,
        Failure::Status { retry_after: Some(asked), .. } => Some(asked + FIRST_PAUSE.mul_f64(chance)),
        _ => {
            let doubled = FIRST_PAUSE.saturating_mul(1 << (attempts - 1).min(16));
            Some(doubled.min(LONGEST_PAUSE).mul_f64(0.5 + chance / 2.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Failure; 8] = [
        Failure::Status { code: 429, retry_after: None },
        Failure::Status { code: 429, retry_after: Some(Duration::from_secs(1)) },
        Failure::Status { code: 503, retry_after: None },
        Failure::Status { code: 503, retry_after: Some(Duration::from_secs(2)) },
        Failure::Status { code: 500, retry_after: None },
        Failure::Status { code: 504, retry_after: None },
        Failure::Connection,
        Failure::Cut,
    ];

    #[test]
    fn what_may_pass_is_tried_again_and_not_for_ever() {
        for failure in ALL {
            assert!(pause(failure, 1, 0.5).is_some(), "{failure:?}");
            assert!((1..20).any(|attempts| pause(failure, attempts, 0.5).is_none()), "{failure:?}");
        }
    }

    #[test]
    fn a_refusal_is_final() {
        for code in [400, 401, 403, 404, 405, 410, 501] {
            assert_eq!(pause(Failure::Status { code, retry_after: None }, 1, 0.5), None, "{code}");
        }
    }

    #[test]
    fn the_server_is_never_asked_sooner_than_it_wants() {
        for seconds in [0, 1, 7, 60] {
            let asked = Duration::from_secs(seconds);
            let failure = Failure::Status { code: 429, retry_after: Some(asked) };
            for chance in [0.0, 0.5, 1.0] {
                let pause = pause(failure, 3, chance).unwrap();
                assert!(pause >= asked && pause <= asked + FIRST_PAUSE, "{pause:?} for {asked:?}");
            }
        }
        let hour = Failure::Status { code: 429, retry_after: Some(Duration::from_hours(1)) };
        assert_eq!(pause(hour, 1, 0.5), None, "nobody waits for an hour");
    }

    #[test]
    fn pauses_grow_within_bounds() {
        let mut before = Duration::ZERO;
        for attempts in 1..10 {
            let pause = pause(ALL[0], attempts, 1.0).unwrap();
            assert!(pause >= before && pause <= LONGEST_PAUSE);
            assert!(super::pause(ALL[0], attempts, 0.0).unwrap() >= pause / 2);
            before = pause;
        }
    }
}
