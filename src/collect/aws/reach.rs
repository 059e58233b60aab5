//! What a source of AWS says of how far it reaches: which kinds, in which account and regions.
//!
//! That is told by the format of the source, which stored snapshots keep, too. This file must not know any kind.

use std::collections::BTreeSet;

use super::{Call, FORMAT, services};

/// How far a source reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The account; empty where a file does not say.
    pub account: String,
    /// The regions; empty where a file does not say.
    pub regions: Vec<String>,
    /// Kinds of which all resources are in the source, as far as they were not refused.
    pub kinds: BTreeSet<&'static str>,
}

/// What the format of a folder of answers ends in.
const ANSWERS: &str = "answers";

/// Returns the format of an account that was read in these regions.
#[cfg(any(feature = "aws", test))]
pub(super) fn format(account: &str, regions: &[String]) -> String {
    format!("{FORMAT} account {account} in {}", regions.join(", "))
}

/// Returns the format of a folder of answers; which kinds these leave out is told by the scope of the source.
pub(super) fn format_of_answers() -> String {
    format!("{FORMAT} {ANSWERS}")
}

/// Returns how far a source of this format reaches; `None` for one that is not of AWS.
pub fn of(format: &str) -> Option<Reach> {
    let rest = match format.strip_prefix(FORMAT)? {
        "" => return Some(Reach::default()),
        rest => rest.strip_prefix(' ')?,
    };
    if let Some(account) = rest.strip_prefix("account ") {
        let (account, regions) = account.split_once(" in ").unwrap_or((account, ""));
        let regions = regions.split(", ").filter(|region| !region.is_empty()).map(str::to_owned).collect();
        return Some(Reach { account: account.to_owned(), regions, kinds: all_kinds() });
    }
    if rest == ANSWERS {
        return Some(Reach { kinds: all_kinds(), ..Reach::default() });
    }
    // A file with the answer of one call. What is asked of one resource at a time says nothing of others.
    let call = services::call(rest)
        .filter(|call| ["Describe", "List"].iter().any(|start| call.operation.starts_with(start)));
    Some(Reach { kinds: call.map(told_by).unwrap_or_default(), ..Reach::default() })
}

/// All kinds that are read of accounts.
pub(super) fn all_kinds() -> BTreeSet<&'static str> {
    services::calls().flat_map(|(_, call)| call.kinds.iter().copied()).collect()
}

/// Returns the kinds of which a list tells all that there are: those that take a second call are asked for one by
/// one, as the listeners of each load balancer.
pub(super) fn told_by(call: &Call) -> BTreeSet<&'static str> {
    let calls = |kind: &str| services::calls().filter(|(_, call)| call.kinds.contains(&kind)).count();
    call.kinds.iter().copied().filter(|kind| calls(kind) == 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for regions in
            [vec![], vec!["eu-west-1".to_owned()], vec!["eu-west-1".to_owned(), "us-east-1".to_owned()]]
        {
            let reach = of(&format("111122223333", &regions)).unwrap();
            assert_eq!((reach.account.as_str(), reach.regions), ("111122223333", regions));
            assert!(reach.kinds.contains("aws_sqs_queue"));
        }
    }

    #[test]
    fn a_file_reaches_as_far_as_its_call() {
        assert!(of("aws ec2:DescribeVpcs").unwrap().kinds.contains("aws_vpc"));
        let of_balancers = of("aws elasticloadbalancing:DescribeLoadBalancers").unwrap().kinds;
        assert!(of_balancers.contains("aws_lb"));
        assert!(!of_balancers.contains("aws_lb_listener"), "they are asked for by load balancer");
        assert_eq!(of("aws kms:DescribeKey"), Some(Reach::default()), "one key is not all keys");
        assert_eq!(of("aws sqs:GetQueueAttributes"), Some(Reach::default()), "one queue is not all queues");
        for other in ["terraform state v4", "awsome", ""] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
