//! Types of EC2 that the answers of many calls hold.

use crate::collect::aws::live::tree::trees;

trees! {
    struct aws_sdk_ec2::types::Tag { key, value }
    struct aws_sdk_ec2::types::GroupIdentifier { group_id, group_name }
    enum aws_sdk_ec2::types::HostnameType
    enum aws_sdk_ec2::types::Tenancy
}
