//! Services: what keeps tasks running.
//!
//! How many tasks and deployments there are at the moment is left out, and so are hooks of a deployment.
//!
//! Source: <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html>

use super::{DESCRIBE_SERVICES, strategy};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::collect::aws::services::blocks::{count, flag, has_members, many, set};
use crate::model::Value;

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for item in answers.items(DESCRIBE_SERVICES, "services") {
        // A deleted service is told for a while.
        if item.get("status").str() != "INACTIVE" {
            service(item, made);
        }
    }
}

fn service(item: Node<'_>, made: &mut Made) {
    let (name, arn) = (item.get("serviceName").str(), item.get("serviceArn").str());
    let cluster = item.get("clusterArn").str();
    let cluster_name = cluster.rsplit('/').next().unwrap_or_default();
    let deployment = item.get("deploymentConfiguration");
    let controller = item.get("deploymentController").get("type").text().unwrap_or("ECS");
    let current = item.get("deployments").items().find(|of| of.get("status").str() == "PRIMARY");
    let mut service = made
        .resource("aws_ecs_service", arn)
        .called(&format!("{cluster_name}/{name}"))
        .set("arn", arn)
        .set("name", name)
        .set("cluster", cluster)
        .copy("task_definition", item.get("taskDefinition"))
        .set("launch_type", item.get("launchType").str())
        .set("platform_version", item.get("platformVersion").str())
        .copy("scheduling_strategy", item.get("schedulingStrategy"))
        .set("desired_count", count(item.get("desiredCount")))
        .known("iam_role", role(item.get("roleArn").str()))
        .bool("enable_ecs_managed_tags", item.get("enableECSManagedTags"))
        .bool("enable_execute_command", item.get("enableExecuteCommand"))
        .set("health_check_grace_period_seconds", count(item.get("healthCheckGracePeriodSeconds")))
        .copy_known("propagate_tags", item.get("propagateTags"))
        .copy_known("availability_zone_rebalancing", item.get("availabilityZoneRebalancing"))
        .set("capacity_provider_strategy", strategy(item.get("capacityProviderStrategy")))
        .set("load_balancer", Value::list(item.get("loadBalancers").items().map(load_balancer)))
        .set("service_registries", Value::list(item.get("serviceRegistries").items().map(registry)))
        .block("network_configuration", network(item.get("networkConfiguration")))
        .set("ordered_placement_strategy", Value::list(item.get("placementStrategy").items().map(placement)))
        .set(
            "placement_constraints",
            many(item.get("placementConstraints"), &[("expression", "expression"), ("type", "type")]),
        )
        .block("deployment_controller", Some(fields([("type", controller.into())])))
        .copy_known("deployment_maximum_percent", deployment.get("maximumPercent"))
        .copy_known("deployment_minimum_healthy_percent", deployment.get("minimumHealthyPercent"))
        .block("alarms", alarms(deployment.get("alarms")))
        .block("deployment_circuit_breaker", circuit_breaker(deployment.get("deploymentCircuitBreaker")));
    if let Some(strategy) = deployment.get("strategy").text() {
        let minutes = deployment.get("bakeTimeInMinutes").int().map(|minutes| minutes.to_string());
        let block = fields([
            ("bake_time_in_minutes", minutes.as_deref().map_or(Value::Null, Value::from)),
            ("strategy", strategy.into()),
        ]);
        service = service.block("deployment_configuration", Some(block));
    }
    if let Some(current) = current {
        let connect = current.get("serviceConnectConfiguration");
        service = service.block("service_connect_configuration", service_connect(connect));
    }
    if item.get("tags").is_there() {
        service = service.tags(item.get("tags"));
    }
    service.done();
}

/// The role that was asked for. That of ECS itself is used where none was, and then versions of the provider write it
/// in ways of their own, so it is left out.
fn role(arn: &str) -> Option<&str> {
    (!arn.contains(":role/aws-service-role/")).then_some(arn)
}

/// The API takes `memory` and `cpu` in small letters and answers large ones; the provider writes small ones.
///
/// Source: <https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/service.go>
fn placement(of: Node<'_>) -> Value {
    let field = of.get("field").str();
    let field = if matches!(field, "MEMORY" | "CPU") { field.to_ascii_lowercase() } else { field.to_owned() };
    fields([("field", Value::string(field)), ("type", of.get("type").value())])
}

fn load_balancer(of: Node<'_>) -> Value {
    let advanced = of.get("advancedConfiguration");
    let advanced = has_members(advanced).then(|| {
        fields([
            ("alternate_target_group_arn", advanced.get("alternateTargetGroupArn").value()),
            ("production_listener_rule", advanced.get("productionListenerRule").value()),
            ("role_arn", advanced.get("roleArn").value()),
            ("test_listener_rule", advanced.get("testListenerRule").str().into()),
        ])
    });
    fields([
        ("advanced_configuration", Value::list(advanced)),
        ("container_name", of.get("containerName").value()),
        ("container_port", count(of.get("containerPort"))),
        ("elb_name", of.get("loadBalancerName").str().into()),
        ("target_group_arn", of.get("targetGroupArn").str().into()),
    ])
}

fn registry(of: Node<'_>) -> Value {
    fields([
        ("container_name", of.get("containerName").str().into()),
        ("container_port", count(of.get("containerPort"))),
        ("port", count(of.get("port"))),
        ("registry_arn", of.get("registryArn").value()),
    ])
}

fn network(of: Node<'_>) -> Option<Value> {
    let vpc = of.get("awsvpcConfiguration");
    has_members(vpc).then(|| {
        fields([
            ("assign_public_ip", (vpc.get("assignPublicIp").str() == "ENABLED").into()),
            ("security_groups", set(vpc.get("securityGroups"))),
            ("subnets", set(vpc.get("subnets"))),
        ])
    })
}

/// Services without alarms are answered with alarms that have no name and are off.
fn alarms(of: Node<'_>) -> Option<Value> {
    let names = of.get("alarmNames");
    (names.texts().next().is_some() || of.get("enable").bool() == Some(true)).then(|| {
        fields([
            ("alarm_names", set(names)),
            ("enable", flag(of.get("enable"))),
            ("rollback", flag(of.get("rollback"))),
        ])
    })
}

fn circuit_breaker(of: Node<'_>) -> Option<Value> {
    has_members(of)
        .then(|| fields([("enable", flag(of.get("enable"))), ("rollback", flag(of.get("rollback")))]))
}

/// Which namespace it is in is left out: the API answers an ARN where a name was asked for.
fn service_connect(of: Node<'_>) -> Option<Value> {
    let services = of.get("services").items().map(|service| {
        fields([
            (
                "client_alias",
                many(service.get("clientAliases"), &[("dns_name", "dnsName"), ("port", "port")]),
            ),
            ("discovery_name", service.get("discoveryName").str().into()),
            ("ingress_port_override", count(service.get("ingressPortOverride"))),
            ("port_name", service.get("portName").value()),
        ])
    });
    has_members(of)
        .then(|| fields([("enabled", flag(of.get("enabled"))), ("service", Value::list(services))]))
}
