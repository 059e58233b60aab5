//! ECS: clusters, what runs in them, and of what it is made.
//!
//! Source: <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/Welcome.html>

mod cluster;
mod containers;
mod service;
mod task;
#[cfg(test)]
mod tests;

use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::{Made, fields};
use crate::collect::aws::services::blocks::count;
use crate::model::Value;

pub(in crate::collect::aws) const LIST_CLUSTERS: &str = "ecs:ListClusters";
pub(in crate::collect::aws) const DESCRIBE_CLUSTERS: &str = "ecs:DescribeClusters";
pub(in crate::collect::aws) const LIST_SERVICES: &str = "ecs:ListServices";
pub(in crate::collect::aws) const DESCRIBE_SERVICES: &str = "ecs:DescribeServices";
pub(in crate::collect::aws) const LIST_FAMILIES: &str = "ecs:ListTaskDefinitionFamilies";
pub(in crate::collect::aws) const DESCRIBE_TASK_DEFINITION: &str = "ecs:DescribeTaskDefinition";
pub(in crate::collect::aws) const DESCRIBE_PROVIDERS: &str = "ecs:DescribeCapacityProviders";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "ECS",
    rate: 15,
    is_global: false,
    calls: &[
        Call::new("ListClusters", LIST_CLUSTERS)
            .of(&["aws_ecs_cluster", "aws_ecs_cluster_capacity_providers"]),
        Call::new("DescribeClusters", DESCRIBE_CLUSTERS)
            .of(&["aws_ecs_cluster", "aws_ecs_cluster_capacity_providers"])
            .told_by("clusters", "clusterArn"),
        Call::new("ListServices", LIST_SERVICES).of(&["aws_ecs_service"]),
        Call::new("DescribeServices", DESCRIBE_SERVICES)
            .of(&["aws_ecs_service"])
            .told_by("services", "serviceArn"),
        Call::new("ListTaskDefinitionFamilies", LIST_FAMILIES).of(&["aws_ecs_task_definition"]),
        Call::new("DescribeTaskDefinition", DESCRIBE_TASK_DEFINITION)
            .of(&["aws_ecs_task_definition"])
            .told_by("taskDefinition", "taskDefinitionArn"),
        Call::new("DescribeCapacityProviders", DESCRIBE_PROVIDERS)
            .of(&["aws_ecs_capacity_provider"])
            .told_by("capacityProviders", "capacityProviderArn"),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    cluster::shape(answers, made);
    service::shape(answers, made);
    task::shape(answers, made);
}

/// Returns how tasks are spread over capacity providers.
fn strategy(items: Node<'_>) -> Value {
    Value::list(items.items().map(|item| {
        fields([
            ("base", count(item.get("base"))),
            ("capacity_provider", item.get("capacityProvider").value()),
            ("weight", count(item.get("weight"))),
        ])
    }))
}
