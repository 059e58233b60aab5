//! RDS: instances, clusters, and the groups they refer to; also those of `DocumentDB` and Neptune, which come
//! through the same API and are other kinds to Terraform.
//!
//! Passwords are not in any answer. Sources:
//! <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html>,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html>

mod clusters;
mod groups;
mod instances;
#[cfg(test)]
mod tests;

use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Made, fields, texts};
use crate::model::Value;

pub(in crate::collect::aws) const DESCRIBE_INSTANCES: &str = "rds:DescribeDBInstances";
pub(in crate::collect::aws) const DESCRIBE_CLUSTERS: &str = "rds:DescribeDBClusters";
pub(in crate::collect::aws) const DESCRIBE_SUBNET_GROUPS: &str = "rds:DescribeDBSubnetGroups";
pub(in crate::collect::aws) const DESCRIBE_PARAMETER_GROUPS: &str = "rds:DescribeDBParameterGroups";
pub(in crate::collect::aws) const DESCRIBE_PARAMETERS: &str = "rds:DescribeDBParameters";
pub(in crate::collect::aws) const DESCRIBE_CLUSTER_PARAMETER_GROUPS: &str =
    "rds:DescribeDBClusterParameterGroups";
pub(in crate::collect::aws) const DESCRIBE_CLUSTER_PARAMETERS: &str = "rds:DescribeDBClusterParameters";
pub(in crate::collect::aws) const DESCRIBE_OPTION_GROUPS: &str = "rds:DescribeOptionGroups";
pub(in crate::collect::aws) const DESCRIBE_EVENT_SUBSCRIPTIONS: &str = "rds:DescribeEventSubscriptions";
pub(in crate::collect::aws) const DESCRIBE_PROXIES: &str = "rds:DescribeDBProxies";
pub(in crate::collect::aws) const LIST_TAGS: &str = "rds:ListTagsForResource";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "RDS",
    rate: 20,
    is_global: false,
    calls: &[
        Call::new("DescribeDBInstances", DESCRIBE_INSTANCES)
            .of(&[
                "aws_db_instance",
                "aws_rds_cluster_instance",
                "aws_docdb_cluster_instance",
                "aws_neptune_cluster_instance",
            ])
            .told_by("DBInstances", ""),
        Call::new("DescribeDBClusters", DESCRIBE_CLUSTERS)
            .of(&["aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"])
            .told_by("DBClusters", ""),
        Call::new("DescribeDBSubnetGroups", DESCRIBE_SUBNET_GROUPS)
            .of(&["aws_db_subnet_group"])
            .told_by("DBSubnetGroups", ""),
        Call::new("DescribeDBParameterGroups", DESCRIBE_PARAMETER_GROUPS)
            .of(&["aws_db_parameter_group", "aws_neptune_parameter_group"])
            .told_by("DBParameterGroups", ""),
        Call::new("DescribeDBParameters", DESCRIBE_PARAMETERS),
        Call::new("DescribeDBClusterParameterGroups", DESCRIBE_CLUSTER_PARAMETER_GROUPS)
            .of(&[
                "aws_rds_cluster_parameter_group",
                "aws_docdb_cluster_parameter_group",
                "aws_neptune_cluster_parameter_group",
            ])
            .told_by("DBClusterParameterGroups", ""),
        Call::new("DescribeDBClusterParameters", DESCRIBE_CLUSTER_PARAMETERS),
        Call::new("DescribeOptionGroups", DESCRIBE_OPTION_GROUPS)
            .of(&["aws_db_option_group"])
            .told_by("OptionGroupsList", ""),
        Call::new("DescribeEventSubscriptions", DESCRIBE_EVENT_SUBSCRIPTIONS)
            .of(&["aws_db_event_subscription"])
            .told_by("EventSubscriptionsList", "EventSubscriptionArn"),
        Call::new("DescribeDBProxies", DESCRIBE_PROXIES).of(&["aws_db_proxy"]).told_by("DBProxies", ""),
        Call::new("ListTagsForResource", LIST_TAGS),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    for instance in answers.items(DESCRIBE_INSTANCES, "DBInstances") {
        instances::instance(instance, made);
    }
    for cluster in answers.items(DESCRIBE_CLUSTERS, "DBClusters") {
        clusters::cluster(cluster, made);
    }
    groups::shape(answers, made);
}

/// Returns whether a group of parameters or options is one that AWS made for an engine.
pub(in crate::collect::aws) fn is_default(group: &str) -> bool {
    // Option groups of AWS are called `default:mysql-8-0`, parameter groups `default.mysql8.0`.
    group.starts_with("default.") || group.starts_with("default:")
}

/// The ids of the security groups of an instance or a cluster.
fn security_groups(of: Node<'_>) -> Value {
    texts(of.get("VpcSecurityGroups").items().filter_map(|group| group.get("VpcSecurityGroupId").text()))
}

/// The secret in which AWS keeps the password: where it is, not what it is.
fn master_user_secret(of: Node<'_>) -> Option<Value> {
    let secret = of.get("MasterUserSecret");
    secret.get("SecretArn").text().map(|arn| {
        fields([
            ("kms_key_id", secret.get("KmsKeyId").value()),
            ("secret_arn", Value::string(arn)),
            ("secret_status", secret.get("SecretStatus").value()),
        ])
    })
}
