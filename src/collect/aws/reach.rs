//! How far a source of AWS reaches: which kinds, in which account and regions.
//!
//! It is said when a source is read, of the calls that are known then, and kept with it: a later version may know
//! more calls, which were not made. This file must not know any kind.

use std::collections::BTreeSet;

use compact_str::CompactString;

use super::{Call, services};
use crate::model::Cloud;

/// Returns the reach of an account that was read in these regions; of which kinds it was not, its scope says.
#[cfg(any(feature = "aws", test))]
pub(crate) fn of_account(account: &str, regions: &[String]) -> Cloud {
    let regions = regions.iter().map(CompactString::from).collect();
    Cloud { account: account.into(), regions, kinds: texts(all_kinds()) }
}

/// Returns the reach of a folder of answers; which kinds these leave out its scope says.
pub(super) fn of_answers() -> Cloud {
    Cloud { kinds: texts(all_kinds()), ..Cloud::default() }
}

/// Returns the reach of a file with the answer of one call. What is asked of one resource at a time says nothing of
/// others.
pub(crate) fn of_call(call: &Call) -> Cloud {
    let is_list = ["Describe", "List"].iter().any(|start| call.operation.starts_with(start));
    Cloud { kinds: if is_list { texts(told_by(call)) } else { Vec::new() }, ..Cloud::default() }
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

fn texts(kinds: BTreeSet<&'static str>) -> Vec<CompactString> {
    kinds.into_iter().map(CompactString::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_reaches_as_far_as_it_was_asked() {
        let cloud = of_account("111122223333", &["eu-west-1".to_owned()]);
        assert_eq!(
            (cloud.account.as_str(), cloud.regions.as_slice()),
            ("111122223333", &["eu-west-1".into()][..])
        );
        assert!(cloud.reads("aws_sqs_queue") && of_answers().reads("aws_sqs_queue"));
        assert!(!cloud.reads("aws_iot_thing"));
    }

    #[test]
    fn a_file_reaches_as_far_as_its_call() {
        let of = |action: &str| of_call(services::call(action).unwrap());
        assert!(of("ec2:DescribeVpcs").reads("aws_vpc"));
        let of_balancers = of("elasticloadbalancing:DescribeLoadBalancers");
        assert!(of_balancers.reads("aws_lb"));
        assert!(!of_balancers.reads("aws_lb_listener"), "they are asked for by load balancer");
        assert_eq!(of("kms:DescribeKey"), Cloud::default(), "one key is not all keys");
        assert_eq!(of("sqs:GetQueueAttributes"), Cloud::default(), "one queue is not all queues");
    }
}
