//! Moments as people name them: `2.hours.ago`, `yesterday`, `2026-11-01`, `2026-11-01T12:00:00Z`.
//!
//! Days begin at midnight UTC, so that a name means the same on every machine. This file must not read the clock:
//! what is relative stays so until somebody says what time it is.

use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// So long ago.
    Ago {
        /// Months of the calendar.
        months: i32,
        /// Seconds beside them.
        seconds: i64,
    },
    /// Seconds since 1970-01-01 UTC.
    At(i64),
}

/// The text names no moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no time; expected 2.hours.ago, yesterday, 2026-11-01 or 2026-11-01T12:00:00Z")]
pub struct MomentError(String);

impl Moment {
    /// Returns seconds since 1970-01-01 UTC, where `now` is that of the present.
    pub fn seconds(self, now: i64) -> i64 {
        match self {
            Self::At(seconds) => seconds,
            Self::Ago { months, seconds } => {
                let earlier = || {
                    let now = Timestamp::from_second(now).ok()?.to_zoned(TimeZone::UTC);
                    Some(now.checked_sub(Span::new().try_months(months).ok()?).ok()?.timestamp().as_second())
                };
                earlier().unwrap_or(i64::MIN).saturating_sub(seconds)
            }
        }
    }

    fn ago(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(['.', ' ', '_']).filter(|word| !word.is_empty()).collect();
        let (last, counted) = words.split_last()?;
        let (pairs, rest) = counted.as_chunks::<2>();
        if *last != "ago" || !rest.is_empty() || pairs.is_empty() {
            return None;
        }
        let (mut months, mut seconds) = (0i32, 0i64);
        for [count, unit] in pairs {
            let count: u32 = count.parse().ok()?;
            let (in_months, in_seconds) = match unit.strip_suffix('s').unwrap_or(unit) {
                "second" | "sec" => (0, 1),
                "minute" | "min" => (0, 60),
                "hour" => (0, 3_600),
                "day" => (0, 86_400),
                "week" => (0, 7 * 86_400),
                "month" => (1, 0),
                "year" => (12, 0),
                _ => return None,
            };
            months = months.checked_add(i32::try_from(count).ok()?.checked_mul(in_months)?)?;
            seconds = seconds.checked_add(i64::from(count) * in_seconds)?;
        }
        Some(Self::Ago { months, seconds })
    }
}

impl FromStr for Moment {
    type Err = MomentError;
    fn from_str(text: &str) -> Result<Self, MomentError> {
        let trimmed = text.trim();
        let lower = trimmed.to_ascii_lowercase();
        match lower.as_str() {
            "now" => return Ok(Self::Ago { months: 0, seconds: 0 }),
            "yesterday" => return Ok(Self::Ago { months: 0, seconds: 86_400 }),
            _ => {}
        }
        let utc = |time: DateTime| time.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp());
        let at = || -> Option<Timestamp> {
            // A time that names a zone is no civil time, and the other way round.
            if let Ok(at) = trimmed.parse::<Timestamp>() {
                return Some(at);
            }
            if let Ok(date) = trimmed.parse::<Date>() {
                // The parser of days takes a time behind it, and drops it.
                let time =
                    trimmed.parse::<DateTime>().unwrap_or(date.to_datetime(jiff::civil::Time::midnight()));
                return utc(time);
            }
            None
        };
        Self::ago(&lower)
            .or_else(|| at().map(|at| Self::At(at.as_second())))
            .ok_or_else(|| MomentError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-31T12:00:00Z.
    const NOW: i64 = 1_774_958_400;

    fn seconds(text: &str) -> i64 {
        text.parse::<Moment>().unwrap().seconds(NOW)
    }

    #[test]
    fn relative_times_count_back_from_now() {
        for (text, before) in [
            ("now", 0),
            ("2.hours.ago", 7_200),
            ("1.hour.ago", 3_600),
            ("90 minutes ago", 5_400),
            ("yesterday", 86_400),
            ("1.week.2.days.ago", 9 * 86_400),
            // The 31st of March has no counterpart in February.
            ("1.month.ago", 31 * 86_400),
            ("1.year.ago", 365 * 86_400),
        ] {
            assert_eq!(NOW - seconds(text), before, "{text}");
        }
    }

    #[test]
    fn one_moment_has_many_names() {
        for text in [
            "2026-03-31T12:00:00Z",
            "2026-03-31T14:00:00+02:00",
            "2026-03-31T12:00:00",
            "2026-03-31 12:00",
            "now",
        ] {
            assert_eq!(seconds(text), NOW, "{text}");
        }
        assert_eq!(NOW - seconds("2026-03-31"), 12 * 3_600);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "ago",
            "2.ago",
            "hours.ago",
            "2.fortnights.ago",
            "2.hours",
            "-1.hours.ago",
            "2026-13-01",
            "5",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
        assert!("2000000000.hours.ago".parse::<Moment>().unwrap().seconds(NOW) < 0);
    }
}
