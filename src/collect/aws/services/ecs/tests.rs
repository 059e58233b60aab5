//! Clusters, services, task definitions and capacity.

use serde_json::json;

use super::*;
use crate::collect::aws::services::testing::{find, has, lacks, resources};

const CLUSTER: &str = "arn:aws:ecs:eu-west-1:111111111111:cluster/shop";

#[test]
fn a_cluster_and_what_gives_it_capacity() {
    let all = resources(
        &SERVICE,
        &[
            (
                DESCRIBE_CLUSTERS,
                "",
                json!({"clusters": [
            {"clusterArn": CLUSTER, "clusterName": "shop", "status": "ACTIVE", "settings": [{"name": "containerInsights", "value": "enabled"}],
             "capacityProviders": ["FARGATE"], "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}],
             "configuration": {"executeCommandConfiguration": {"logging": "DEFAULT"}}, "tags": [{"key": "Team", "value": "shop"}]},
            {"clusterArn": "gone", "clusterName": "gone", "status": "INACTIVE"}]}),
            ),
            (
                DESCRIBE_PROVIDERS,
                "",
                json!({"capacityProviders": [
            {"capacityProviderArn": "arn:f", "name": "FARGATE", "status": "ACTIVE"},
            {"capacityProviderArn": "arn:c", "name": "spot", "status": "ACTIVE", "autoScalingGroupProvider": {"autoScalingGroupArn": "arn:asg",
                "managedScaling": {"status": "ENABLED", "targetCapacity": 90}, "managedTerminationProtection": "DISABLED"}}]}),
            ),
        ],
    );
    assert_eq!(all.len(), 4);
    has(
        find(&all, "aws_ecs_cluster.shop"),
        &json!({"id": CLUSTER, "name": "shop", "tags": {"Team": "shop"},
        "setting": [{"name": "containerInsights", "value": "enabled"}],
        "configuration": [{"execute_command_configuration": [{"kms_key_id": null, "log_configuration": [], "logging": "DEFAULT"}],
                           "managed_storage_configuration": []}]}),
    );
    has(
        find(&all, "aws_ecs_cluster_capacity_providers.shop"),
        &json!({"cluster_name": "shop", "capacity_providers": ["FARGATE"],
        "default_capacity_provider_strategy": [{"base": 0, "capacity_provider": "FARGATE", "weight": 1}]}),
    );
    assert_eq!(find(&all, "aws_ecs_capacity_provider.FARGATE").owner.as_deref(), Some("AWS"));
    let spot = find(&all, "aws_ecs_capacity_provider.spot");
    has(
        spot,
        &json!({"id": "arn:c", "auto_scaling_group_provider": [{"auto_scaling_group_arn": "arn:asg", "managed_draining": null,
        "managed_termination_protection": "DISABLED", "managed_scaling": [{"instance_warmup_period": null, "maximum_scaling_step_size": null,
        "minimum_scaling_step_size": null, "status": "ENABLED", "target_capacity": 90}]}]}),
    );
    lacks(spot, &["tags"]);
}

#[test]
fn a_service_is_what_the_provider_writes() {
    let all = resources(
        &SERVICE,
        &[(
            DESCRIBE_SERVICES,
            "",
            json!({"services": [{
        "serviceArn": "arn:aws:ecs:eu-west-1:111111111111:service/shop/api", "serviceName": "api", "clusterArn": CLUSTER, "status": "ACTIVE",
        "taskDefinition": "arn:td:5", "launchType": "FARGATE", "desiredCount": 3, "schedulingStrategy": "REPLICA",
        "roleArn": "arn:aws:iam::111111111111:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
        "enableECSManagedTags": true, "enableExecuteCommand": false, "propagateTags": "NONE",
        "loadBalancers": [{"targetGroupArn": "arn:tg", "containerName": "api", "containerPort": 8080}],
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["b", "a"], "securityGroups": ["sg"], "assignPublicIp": "DISABLED"}},
        "deploymentConfiguration": {"maximumPercent": 200, "minimumHealthyPercent": 100, "strategy": "ROLLING", "bakeTimeInMinutes": 0,
            "deploymentCircuitBreaker": {"enable": true, "rollback": true}, "alarms": {"alarmNames": [], "enable": false, "rollback": false}},
        "deployments": [{"status": "ACTIVE", "serviceConnectConfiguration": {"enabled": true}}, {"status": "PRIMARY"}]}]}),
        )],
    );
    has(
        find(&all, "aws_ecs_service.shop/api"),
        &json!({"cluster": CLUSTER, "desired_count": 3,
        "enable_ecs_managed_tags": true, "task_definition": "arn:td:5", "alarms": [], "service_connect_configuration": [],
        "load_balancer": [{"advanced_configuration": [], "container_name": "api", "container_port": 8080, "elb_name": "", "target_group_arn": "arn:tg"}],
        "network_configuration": [{"assign_public_ip": false, "security_groups": ["sg"], "subnets": ["a", "b"]}],
        "deployment_circuit_breaker": [{"enable": true, "rollback": true}], "deployment_controller": [{"type": "ECS"}],
        "deployment_configuration": [{"bake_time_in_minutes": "0", "strategy": "ROLLING"}], "deployment_maximum_percent": 200}),
    );
    lacks(
        find(&all, "aws_ecs_service.shop/api"),
        &["iam_role", "wait_for_steady_state", "force_new_deployment"],
    );
}

#[test]
fn a_service_keeps_the_role_that_it_was_given_and_the_letters_that_it_was_asked_with() {
    const ROLE: &str = "arn:aws:iam::111111111111:role/balance";
    let service = json!({"serviceArn": "arn:s", "serviceName": "api", "clusterArn": CLUSTER, "status": "ACTIVE", "roleArn": ROLE,
        "placementStrategy": [{"type": "binpack", "field": "MEMORY"}, {"type": "spread", "field": "attribute:Rack"}, {"type": "random"}],
        "deployments": [{"status": "PRIMARY", "serviceConnectConfiguration": {"enabled": true, "namespace": "arn:ns",
            "services": [{"portName": "http"}]}}]});
    let all = resources(&SERVICE, &[(DESCRIBE_SERVICES, "", json!({"services": [service]}))]);
    has(
        find(&all, "aws_ecs_service.shop/api"),
        &json!({"iam_role": ROLE,
        "ordered_placement_strategy": [{"field": "memory", "type": "binpack"}, {"field": "attribute:Rack", "type": "spread"},
            {"field": "", "type": "random"}],
        "service_connect_configuration": [{"enabled": true, "service": [{"client_alias": [], "discovery_name": "",
            "ingress_port_override": 0, "port_name": "http"}]}]}),
    );
}

#[test]
fn containers_are_one_text_in_either_spelling() {
    let definition = |revision: i64| {
        json!({"taskDefinition": {"taskDefinitionArn": format!("arn:aws:ecs:eu-west-1:1:task-definition/api:{revision}"),
        "family": "api", "revision": revision, "cpu": "256", "memory": "512", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
        "volumes": [{"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "rootDirectory": "/", "transitEncryption": "ENABLED"}}],
        "ephemeralStorage": {"sizeInGiB": 30},
        "containerDefinitions": [
            {"name": "web", "image": "web:1", "cpu": 0, "readonlyRootFilesystem": true},
            {"name": "api", "image": "api:1", "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}],
             "environment": [{"name": "Z", "value": "1"}, {"name": "A", "value": "2"}],
             "dockerLabels": {"my_label": "x"},
             "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "g", "max_size": "1"}}}]},
        "tags": []})
    };
    let all = resources(
        &SERVICE,
        &[
            (DESCRIBE_TASK_DEFINITION, "arn:5", definition(5)),
            (DESCRIBE_TASK_DEFINITION, "arn:4", definition(4)),
        ],
    );
    let api = find(&all, "aws_ecs_task_definition.api");
    find(&all, "aws_ecs_task_definition.api:4");
    has(
        api,
        &json!({"id": "api", "family": "api", "revision": 5, "arn_without_revision": "arn:aws:ecs:eu-west-1:1:task-definition/api",
        "requires_compatibilities": ["FARGATE"], "ephemeral_storage": [{"size_in_gib": 30}], "execution_role_arn": "", "tags": {},
        "volume": [{"configure_at_launch": false, "docker_volume_configuration": [], "fsx_windows_file_server_volume_configuration": [],
            "efs_volume_configuration": [{"authorization_config": [], "file_system_id": "fs-1", "root_directory": "/",
                "transit_encryption": "ENABLED", "transit_encryption_port": 0}], "host_path": "", "name": "data"}]}),
    );
    let text = api.attributes.get("container_definitions").and_then(Value::as_str).unwrap();
    let containers: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        containers,
        json!([
        {"name": "api", "image": "api:1", "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}],
         "environment": [{"name": "A", "value": "2"}, {"name": "Z", "value": "1"}], "dockerLabels": {"my_label": "x"},
         "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "g", "max_size": "1"}}},
        {"name": "web", "image": "web:1", "cpu": 0, "readonlyRootFilesystem": true}])
    );
}
