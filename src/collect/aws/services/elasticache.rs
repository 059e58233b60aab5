//! `ElastiCache`: clusters, replication groups, serverless caches, and the groups and users that they refer to.
//!
//! Tokens and passwords are not in any answer. Sources:
//! <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CacheCluster.html>,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html>

mod clusters;
mod groups;
#[cfg(test)]
mod tests;

use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Building, Made};

pub(in crate::collect::aws) const DESCRIBE_CLUSTERS: &str = "elasticache:DescribeCacheClusters";
pub(in crate::collect::aws) const DESCRIBE_REPLICATION_GROUPS: &str = "elasticache:DescribeReplicationGroups";
pub(in crate::collect::aws) const DESCRIBE_SERVERLESS: &str = "elasticache:DescribeServerlessCaches";
pub(in crate::collect::aws) const DESCRIBE_SUBNET_GROUPS: &str = "elasticache:DescribeCacheSubnetGroups";
pub(in crate::collect::aws) const DESCRIBE_PARAMETER_GROUPS: &str =
    "elasticache:DescribeCacheParameterGroups";
pub(in crate::collect::aws) const DESCRIBE_PARAMETERS: &str = "elasticache:DescribeCacheParameters";
pub(in crate::collect::aws) const DESCRIBE_USERS: &str = "elasticache:DescribeUsers";
pub(in crate::collect::aws) const DESCRIBE_USER_GROUPS: &str = "elasticache:DescribeUserGroups";
pub(in crate::collect::aws) const LIST_TAGS: &str = "elasticache:ListTagsForResource";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "ElastiCache",
    rate: 20,
    is_global: false,
    calls: &[
        // The version and the groups of a replication group are told by its members.
        Call::new("DescribeCacheClusters", DESCRIBE_CLUSTERS)
            .of(&["aws_elasticache_cluster"])
            .told_by("CacheClusters", ""),
        Call::new("DescribeReplicationGroups", DESCRIBE_REPLICATION_GROUPS)
            .of(&["aws_elasticache_replication_group"])
            .told_by("ReplicationGroups", ""),
        Call::new("DescribeServerlessCaches", DESCRIBE_SERVERLESS)
            .of(&["aws_elasticache_serverless_cache"])
            .told_by("ServerlessCaches", ""),
        Call::new("DescribeCacheSubnetGroups", DESCRIBE_SUBNET_GROUPS)
            .of(&["aws_elasticache_subnet_group"])
            .told_by("CacheSubnetGroups", ""),
        Call::new("DescribeCacheParameterGroups", DESCRIBE_PARAMETER_GROUPS)
            .of(&["aws_elasticache_parameter_group"])
            .told_by("CacheParameterGroups", ""),
        Call::new("DescribeCacheParameters", DESCRIBE_PARAMETERS),
        Call::new("DescribeUsers", DESCRIBE_USERS)
            .of(&["aws_elasticache_user"])
            .told_by("Users", "AccessString"),
        Call::new("DescribeUserGroups", DESCRIBE_USER_GROUPS)
            .of(&["aws_elasticache_user_group"])
            .told_by("UserGroups", "UserIds"),
        Call::new("ListTagsForResource", LIST_TAGS),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    clusters::shape(answers, made);
    groups::shape(answers, made);
}

/// Begins what has an ARN under which its tags are listed.
fn begin<'m>(kind: &str, id: &str, of: Node<'_>, answers: &Answers, made: &'m mut Made) -> Building<'m> {
    let arn = of.get("ARN");
    let building = made.resource(kind, id).called(id).copy_known("arn", arn);
    match answers.about(LIST_TAGS, arn.str()) {
        tags if tags.is_there() => building.tags(tags.get("TagList")),
        _ => building,
    }
}
