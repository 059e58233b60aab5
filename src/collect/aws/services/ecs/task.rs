//! Task definitions: one of each family, the one that a service uses, else the newest.
//!
//! Source: <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html>

use std::collections::BTreeMap;

use super::{DESCRIBE_TASK_DEFINITION, containers};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields};
use crate::collect::aws::services::blocks::{count, flag, has_members, many, object, once, set};
use crate::model::{Key, Value};

pub(super) fn shape(answers: &Answers, made: &mut Made) {
    // Two services may use two revisions of one family; the newest of them has the name of the family alone.
    let mut newest: BTreeMap<&str, i64> = BTreeMap::new();
    for (_, answer) in answers.all(DESCRIBE_TASK_DEFINITION) {
        let (family, revision) = name(answer.get("taskDefinition"));
        let newest = newest.entry(family).or_insert(revision);
        *newest = revision.max(*newest);
    }
    for (_, answer) in answers.all(DESCRIBE_TASK_DEFINITION) {
        let (family, revision) = name(answer.get("taskDefinition"));
        let is_newest = newest.get(family) == Some(&revision);
        let called = if is_newest { family.to_owned() } else { format!("{family}:{revision}") };
        task(answer, &called, made);
    }
}

fn name(definition: Node<'_>) -> (&str, i64) {
    (definition.get("family").str(), definition.get("revision").int().unwrap_or_default())
}

fn task(answer: Node<'_>, called: &str, made: &mut Made) {
    let item = answer.get("taskDefinition");
    let arn = item.get("taskDefinitionArn").str();
    let text = |member: &str| Value::from(item.get(member).str());
    let mut task = made
        .resource("aws_ecs_task_definition", item.get("family").str())
        .called(called)
        .set("arn", arn)
        .set("arn_without_revision", arn.rsplit_once(':').map_or(arn, |(family, _)| family))
        .copy("family", item.get("family"))
        .copy("revision", item.get("revision"))
        .set("container_definitions", containers::text(item.get("containerDefinitions")))
        .set("cpu", text("cpu"))
        .set("memory", text("memory"))
        .set("network_mode", text("networkMode"))
        .set("execution_role_arn", text("executionRoleArn"))
        .set("task_role_arn", text("taskRoleArn"))
        .set("ipc_mode", text("ipcMode"))
        .set("pid_mode", text("pidMode"))
        .set("requires_compatibilities", set(item.get("requiresCompatibilities")))
        .copy_known("enable_fault_injection", item.get("enableFaultInjection"))
        .set(
            "placement_constraints",
            many(item.get("placementConstraints"), &[("expression", "expression"), ("type", "type")]),
        )
        .block("proxy_configuration", proxy(item.get("proxyConfiguration")))
        .block(
            "runtime_platform",
            once(
                item.get("runtimePlatform"),
                &[
                    ("cpu_architecture", "cpuArchitecture"),
                    ("operating_system_family", "operatingSystemFamily"),
                ],
            ),
        )
        .block("ephemeral_storage", once(item.get("ephemeralStorage"), &[("size_in_gib", "sizeInGiB")]))
        .set("volume", Value::list(item.get("volumes").items().map(volume)));
    if answer.get("tags").is_there() {
        task = task.tags(answer.get("tags"));
    }
    task.done();
}

fn proxy(of: Node<'_>) -> Option<Value> {
    let properties = of.get("properties").items().filter_map(|property| {
        Some((Key::new(property.get("name").text()?), Value::from(property.get("value").str())))
    });
    has_members(of).then(|| {
        fields([
            ("container_name", of.get("containerName").value()),
            ("properties", Value::map(properties)),
            ("type", of.get("type").text().unwrap_or("APPMESH").into()),
        ])
    })
}

fn volume(of: Node<'_>) -> Value {
    let docker = once(
        of.get("dockerVolumeConfiguration"),
        &[
            ("autoprovision", "autoprovision"),
            ("driver", "driver"),
            ("driver_opts", "driverOpts"),
            ("labels", "labels"),
            ("scope", "scope"),
        ],
    );
    fields([
        ("configure_at_launch", flag(of.get("configuredAtLaunch"))),
        ("docker_volume_configuration", Value::list(docker)),
        ("efs_volume_configuration", Value::list(efs(of.get("efsVolumeConfiguration")))),
        (
            "fsx_windows_file_server_volume_configuration",
            Value::list(fsx(of.get("fsxWindowsFileServerVolumeConfiguration"))),
        ),
        ("host_path", of.get("host").get("sourcePath").str().into()),
        ("name", of.get("name").value()),
    ])
}

fn efs(of: Node<'_>) -> Option<Value> {
    let access = once(of.get("authorizationConfig"), &[("access_point_id", "accessPointId"), ("iam", "iam")]);
    has_members(of).then(|| {
        fields([
            ("authorization_config", Value::list(access)),
            ("file_system_id", of.get("fileSystemId").value()),
            ("root_directory", of.get("rootDirectory").value()),
            ("transit_encryption", of.get("transitEncryption").str().into()),
            ("transit_encryption_port", count(of.get("transitEncryptionPort"))),
        ])
    })
}

fn fsx(of: Node<'_>) -> Option<Value> {
    let access = object(
        of.get("authorizationConfig"),
        &[("credentials_parameter", "credentialsParameter"), ("domain", "domain")],
    );
    has_members(of).then(|| {
        fields([
            ("authorization_config", Value::list([access])),
            ("file_system_id", of.get("fileSystemId").value()),
            ("root_directory", of.get("rootDirectory").value()),
        ])
    })
}
