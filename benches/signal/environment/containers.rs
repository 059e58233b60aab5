//! What all services of a network share, the services themselves, and containers: ECS, ECR, EKS.

use serde_json::{Value, json};

use super::Key;
use super::build::Builder;
use super::compute::LoadBalancer;
use super::data::{Bucket, Database};
use super::iam::{EncryptionKey, Role};
use super::mark::{default, document, no_list, no_map, no_text, set};
use super::network::{Network, Source};
use super::serverless::Queue;

/// What all services of a network share.
pub(super) struct Platform {
    pub(super) domain: String,
    pub(super) url: String,
    pub(super) zone: String,
    pub(super) certificate: String,
    pub(super) listener: String,
    pub(super) topic: String,
    balancer: LoadBalancer,
    key: EncryptionKey,
    logs: Bucket,
    cluster: String,
    cluster_name: String,
    execution: Role,
    rules: std::cell::Cell<usize>,
}

/// What one service uses.
struct Parts {
    role: Role,
    group: String,
    bucket: Bucket,
    queue: Queue,
    secret: String,
    database: Option<Database>,
    cache: Option<String>,
}

impl Builder<'_> {
    pub(super) fn platform(&mut self, stack: usize, network: &Network) -> Platform {
        self.module = format!("module.platform[\"p{stack}\"]");
        let called = format!("p{stack}");
        let domain = format!("{called}.{}", self.world.domain);
        let key = self.encryption_key("this", &called);
        let topic = self.topic("alarms", &format!("{called}-alarms"));
        self.subscription("mail", &topic, "email", "on-call@example.com");
        let execution = self.role("execution", &format!("{called}-execution"), "ecs-tasks.amazonaws.com");
        self.attachment(
            "execution",
            &execution,
            "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
        );
        let logs = self.bucket(&format!("{called}-logs"), &key, &execution.arn);
        let zone = self.zone_of(&domain);
        let certificate = self.certificate(&domain, &zone);
        let balancer = self.load_balancer(&called, network, &logs.name);
        let fallback = self.target_group(&format!("{called}-fallback"), "ip", network, &balancer.arn);
        let listener = self.listener(&balancer, &certificate, &fallback.arn);
        self.alias("www", &format!("www.{domain}"), &zone, (&balancer.host, &balancer.zone));
        let cluster_name = self.name(&called);
        let cluster = self.arn("ecs", &format!("cluster/{cluster_name}"));
        let attributes = json!({
            "arn": cluster,
            "configuration": no_list(),
            "id": cluster,
            "name": cluster_name,
            "service_connect_defaults": no_list(),
            "setting": set([json!({ "name": "containerInsights", "value": "enabled" })]),
            "tags": self.tags(&called, "platform"),
        });
        self.add("aws_ecs_cluster", "this", attributes);
        if stack.is_multiple_of(3) {
            self.kubernetes(&called, network, &key);
        }
        // One key of a partner for all environments.
        self.parameter("key", &format!("{called}/key"), "q8Zt2LxV5nRb7Kd3HsWm");
        self.module.clear();
        let url = format!("https://www.{domain}");
        let rules = std::cell::Cell::new(100);
        Platform {
            domain,
            url,
            zone,
            certificate,
            listener,
            topic,
            balancer,
            key,
            logs,
            cluster,
            cluster_name,
            execution,
            rules,
        }
    }

    /// Adds a service of one of four sorts.
    pub(super) fn service(&mut self, name: &str, network: &Network, platform: &Platform) {
        self.module = format!("module.service[\"{name}\"]");
        let sort = self.shape.below(4);
        let principal =
            ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "lambda.amazonaws.com", "ec2.amazonaws.com"];
        let role = self.role("this", name, principal[sort]);
        let inside = vec![format!("{}.0.0/16", network.octets)];
        let web = [
            (8080, Source::Group(&platform.balancer.group), "from the load balancer"),
            (9090, Source::Blocks(inside.clone()), "metrics"),
            (
                22,
                Source::Blocks(vec!["192.168.4.0/24".into(), "192.168.5.0/24".into()]),
                "ssh from the office",
            ),
        ];
        let group = self.security_group("this", name, &network.vpc, &web);
        self.security_group_rule("health", &group, 8081, &Source::Group(&platform.balancer.group));
        self.security_group_rule(
            "nat",
            &group,
            8443,
            &Source::Blocks(vec![format!("{}/32", network.outside), "192.168.7.0/24".into()]),
        );
        let bucket = self.bucket(name, &platform.key, &role.arn);
        let queue = self.queue(name, &platform.topic);
        self.subscription("queue", &platform.topic, "sqs", &queue.arn);
        let database = self.shape.percent(50).then(|| self.database(name, &group, network, &platform.key));
        let cache = self.shape.percent(35).then(|| self.cache(name, &group, network, &platform.key));
        let password =
            database.as_ref().map_or_else(|| self.letters(24), |database| database.password.clone());
        let secret = self.secret("this", name, &platform.key, &password);
        let allowed = Self::run_time(&bucket.name, &queue.arn, &secret, &platform.key.arn);
        self.policy("this", name, &role, allowed);
        if let Some(database) = &database {
            let dimensions = json!({ "DBInstanceIdentifier": database.identifier });
            self.alarm(name, None, "AWS/RDS", ("CPUUtilization", 80), &dimensions, &platform.topic);
            let host = format!("db.{name}.{}", platform.domain);
            self.record("db", &host, &platform.zone, "CNAME", std::slice::from_ref(&database.host));
        }
        let parts = Parts { role, group, bucket, queue, secret, database, cache };
        match sort {
            0 => self.fleet_service(name, &parts, network, platform),
            1 => self.container_service(name, &parts, network, platform),
            2 => self.function_service(name, &parts, network, platform),
            _ => self.node_service(name, &parts, network, platform),
        }
        for index in 0..2 {
            let dimensions = json!({ "QueueName": parts.queue.name });
            let metric = ("ApproximateNumberOfMessagesVisible", 100 * (index + 1));
            self.alarm(name, Some(Key::Index(index)), "AWS/SQS", metric, &dimensions, &platform.topic);
        }
        self.module.clear();
    }

    /// Returns what a service is told when it starts.
    fn settings(&self, name: &str, parts: &Parts, platform: &Platform) -> Vec<(&'static str, String)> {
        let mut settings = vec![
            ("APP_NAME", self.camel(name)),
            ("METRICS_PREFIX", self.screaming(name)),
            ("PUBLIC_URL", format!("https://{name}.{}/", platform.domain)),
            ("QUEUE_URL", parts.queue.url.clone()),
            ("TOPIC_ARN", platform.topic.clone()),
            ("BUCKET", parts.bucket.name.clone()),
            ("MODE", "live".to_owned()),
            ("WORKERS", "8".to_owned()),
        ];
        if let Some(database) = &parts.database {
            settings.push((
                "DATABASE_URL",
                format!("postgres://app@{}/{}?sslmode=require", database.endpoint, name.replace('-', "_")),
            ));
        }
        if let Some(cache) = &parts.cache {
            settings.push(("REDIS_HOST", cache.clone()));
        }
        settings
    }

    fn behind_balancer(&mut self, name: &str, kind: &str, network: &Network, platform: &Platform) -> String {
        let target = self.target_group(name, kind, network, &platform.balancer.arn);
        platform.rules.set(platform.rules.get() + 10);
        self.listener_rule(name, platform.rules.get(), &target.arn, platform);
        let host = format!("{name}.{}", platform.domain);
        self.alias("public", &host, &platform.zone, (&platform.balancer.host, &platform.balancer.zone));
        let dimensions = json!({ "LoadBalancer": platform.balancer.suffix, "TargetGroup": target.suffix });
        self.alarm(name, None, "AWS/ApplicationELB", ("TargetResponseTime", 2), &dimensions, &platform.topic);
        target.arn
    }

    fn fleet_service(&mut self, name: &str, parts: &Parts, network: &Network, platform: &Platform) {
        let target = self.behind_balancer(name, "instance", network, platform);
        let profile = self.instance_profile("this", name, &parts.role);
        let script = self.script(name, &self.settings(name, parts, platform));
        let group = self.fleet(name, &parts.group, &target, network, &script, &profile);
        let dimensions = json!({ "AutoScalingGroupName": group });
        self.alarm(name, None, "AWS/EC2", ("NetworkOut", 5_000_000), &dimensions, &platform.topic);
    }

    fn node_service(&mut self, name: &str, parts: &Parts, network: &Network, platform: &Platform) {
        let profile = self.instance_profile("this", name, &parts.role);
        let script = self.script(name, &self.settings(name, parts, platform));
        let count = 2 + self.shape.below(2);
        self.instances(name, count, &parts.group, network, &script, &profile);
        self.distribution(name, &parts.bucket, &platform.balancer, platform);
    }

    fn function_service(&mut self, name: &str, parts: &Parts, network: &Network, platform: &Platform) {
        self.table(name);
        let variables: serde_json::Map<String, Value> = self
            .settings(name, parts, platform)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), json!(value)))
            .collect();
        let variables = Value::Object(variables);
        let function = self.function(name, &parts.role, &parts.queue, network, &parts.group, &variables);
        let dimensions = json!({ "FunctionName": function });
        self.alarm(name, None, "AWS/Lambda", ("Errors", 1), &dimensions, &platform.topic);
        let access = format!("arn:aws:s3:::{}/{name}/*", platform.logs.name);
        let statement = super::mark::allow("Logs", &["s3:PutObject"], [access]);
        self.role_policy("logs", "logs", &parts.role, vec![statement]);
    }

    fn container_service(&mut self, name: &str, parts: &Parts, network: &Network, platform: &Platform) {
        let target = self.behind_balancer(name, "ip", network, platform);
        let repository = self.repository(name);
        let log = format!("/{}/{}/{name}", self.world.product, self.world.word);
        self.log_group("this", &log, 30);
        let environment: Vec<Value> = self
            .settings(name, parts, platform)
            .into_iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        let container = |name: &str, image: String, environment: Vec<Value>, port: usize| {
            json!({
                "cpu": 0,
                "environment": environment,
                "essential": true,
                "image": image,
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": { "awslogs-group": log, "awslogs-region": self.world.region, "awslogs-stream-prefix": name },
                },
                "mountPoints": [],
                "name": name,
                "portMappings": [{ "containerPort": port, "hostPort": port, "protocol": "tcp" }],
                "secrets": [{ "name": "DB_PASSWORD", "valueFrom": parts.secret }],
                "volumesFrom": [],
            })
        };
        let containers = document(json!([
            container(name, format!("{repository}:1.14.2"), environment, 8080),
            container("proxy", "public.ecr.aws/envoy/envoy:v1.31.0".to_owned(), Vec::new(), 9901),
        ]));
        let family = self.name(name);
        let revision = self.octet();
        let without = self.arn("ecs", &format!("task-definition/{family}"));
        let task = format!("{without}:{revision}");
        let attributes = json!({
            "arn": task,
            "arn_without_revision": without,
            "container_definitions": containers,
            "cpu": "512",
            "ephemeral_storage": no_list(),
            "execution_role_arn": platform.execution.arn,
            "family": family,
            "id": family,
            "ipc_mode": no_text(),
            "memory": "1024",
            "network_mode": "awsvpc",
            "pid_mode": no_text(),
            "placement_constraints": no_list(),
            "proxy_configuration": no_list(),
            "requires_compatibilities": set(["FARGATE"]),
            "revision": revision,
            "runtime_platform": [{ "cpu_architecture": "ARM64", "operating_system_family": "LINUX" }],
            "skip_destroy": default(false),
            "tags": self.tags(name, name),
            "task_role_arn": parts.role.arn,
            "track_latest": default(false),
            "volume": no_list(),
        });
        self.add("aws_ecs_task_definition", "this", attributes);
        let attributes = json!({
            "alarms": no_list(),
            "capacity_provider_strategy": no_list(),
            "cluster": platform.cluster,
            "deployment_circuit_breaker": [{ "enable": true, "rollback": true }],
            "deployment_controller": [{ "type": "ECS" }],
            "deployment_maximum_percent": 200,
            "deployment_minimum_healthy_percent": 100,
            "desired_count": 3,
            "enable_ecs_managed_tags": true,
            "enable_execute_command": false,
            "health_check_grace_period_seconds": 30,
            "iam_role": "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
            "id": self.arn("ecs", &format!("service/{}/{name}", platform.cluster_name)),
            "launch_type": "FARGATE",
            "load_balancer": set([json!({ "container_name": name, "container_port": 8080, "elb_name": "", "target_group_arn": target })]),
            "name": name,
            "network_configuration": [{ "assign_public_ip": false, "security_groups": set([parts.group.clone()]), "subnets": set(network.private.clone()) }],
            "ordered_placement_strategy": no_list(),
            "placement_constraints": no_list(),
            "platform_version": "LATEST",
            "propagate_tags": "SERVICE",
            "scheduling_strategy": default("REPLICA"),
            "service_registries": no_list(),
            "tags": self.tags(name, name),
            "task_definition": task,
            "timeouts": null,
            "triggers": no_map(),
            "wait_for_steady_state": default(false),
        });
        self.add("aws_ecs_service", "this", attributes);
        let dimensions = json!({ "ClusterName": platform.cluster_name, "ServiceName": name });
        self.alarm(name, None, "AWS/ECS", ("MemoryUtilization", 85), &dimensions, &platform.topic);
    }

    /// Adds a repository of images and returns its address.
    fn repository(&mut self, called: &str) -> String {
        let name = format!("{}/{called}", self.world.product);
        let url = format!("{}.dkr.ecr.{}.amazonaws.com/{name}", self.world.account, self.world.region);
        let attributes = json!({
            "arn": self.arn("ecr", &format!("repository/{name}")),
            "encryption_configuration": [{ "encryption_type": "AES256", "kms_key": "" }],
            "force_delete": default(false),
            "id": name,
            "image_scanning_configuration": [{ "scan_on_push": true }],
            "image_tag_mutability": "IMMUTABLE",
            "name": name,
            "registry_id": self.world.account,
            "repository_url": url,
            "tags": no_map(),
            "timeouts": null,
        });
        self.add("aws_ecr_repository", "this", attributes);
        let rule = json!({
            "rulePriority": 1, "description": "keep thirty", "action": { "type": "expire" },
            "selection": { "tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30 },
        });
        let attributes = json!({
            "id": name, "policy": document(json!({ "rules": [rule] })), "registry_id": self.world.account,
            "repository": name,
        });
        self.add("aws_ecr_lifecycle_policy", "this", attributes);
        url
    }

    fn kubernetes(&mut self, called: &str, network: &Network, key: &EncryptionKey) {
        let role = self.role("cluster", &format!("{called}-eks"), "eks.amazonaws.com");
        self.attachment("cluster", &role, "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy");
        let name = self.name(called);
        let region = self.world.region;
        let host = self.hex(32).to_uppercase();
        let issuer = format!("https://oidc.eks.{region}.amazonaws.com/id/{host}");
        let attributes = json!({
            "access_config": [{ "authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": false }],
            "arn": self.arn("eks", &format!("cluster/{name}")),
            "bootstrap_self_managed_addons": default(true),
            "certificate_authority": [{ "data": self.letters(64) }],
            "cluster_id": null,
            "created_at": self.moment(),
            "enabled_cluster_log_types": set(["api", "audit", "authenticator"]),
            "encryption_config": [{ "provider": [{ "key_arn": key.arn }], "resources": set(["secrets"]) }],
            "endpoint": format!("https://{host}.gr7.{region}.eks.amazonaws.com"),
            "id": name,
            "identity": [{ "oidc": [{ "issuer": issuer }] }],
            "kubernetes_network_config": [{ "ip_family": "ipv4", "service_ipv4_cidr": "172.20.0.0/16", "service_ipv6_cidr": "" }],
            "name": name,
            "outpost_config": no_list(),
            "platform_version": format!("eks.{}", self.octet()),
            "role_arn": role.arn,
            "status": "ACTIVE",
            "tags": self.tags(called, "platform"),
            "timeouts": null,
            "upgrade_policy": [{ "support_type": "STANDARD" }],
            "version": "1.31",
            "vpc_config": [{
                "cluster_security_group_id": self.id("sg"), "endpoint_private_access": true,
                "endpoint_public_access": true, "public_access_cidrs": set(["192.168.4.0/24", "203.0.113.0/24"]),
                "security_group_ids": no_list(), "subnet_ids": set(network.private.clone()), "vpc_id": network.vpc,
            }],
        });
        self.add("aws_eks_cluster", "this", attributes);
        let attributes = json!({
            "arn": self.iam(&format!("oidc-provider/{}", issuer.trim_start_matches("https://"))),
            "client_id_list": set(["sts.amazonaws.com"]),
            "id": self.iam(&format!("oidc-provider/{}", issuer.trim_start_matches("https://"))),
            "tags": no_map(),
            // The authority is the same in all regions.
            "thumbprint_list": ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
            "url": issuer.trim_start_matches("https://"),
        });
        self.add("aws_iam_openid_connect_provider", "this", attributes);
        let node = self.role("node", &format!("{called}-node"), "ec2.amazonaws.com");
        let autoscaling = format!("eks-{called}-{}", self.uuid());
        let attributes = json!({
            "ami_type": "AL2023_ARM_64_STANDARD",
            "arn": self.arn("eks", &format!("nodegroup/{name}/general/{}", self.resources.len())),
            "capacity_type": default("ON_DEMAND"),
            "cluster_name": name,
            "disk_size": 50,
            "force_update_version": null,
            "id": format!("{name}:general"),
            "instance_types": ["m7g.large"],
            "labels": { "pool": "general" },
            "launch_template": no_list(),
            "node_group_name": "general",
            "node_group_name_prefix": no_text(),
            "node_role_arn": node.arn,
            "release_version": "1.31.4-20250203",
            "remote_access": no_list(),
            "resources": [{ "autoscaling_groups": [{ "name": autoscaling }], "remote_access_security_group_id": "" }],
            "scaling_config": [{ "desired_size": 3, "max_size": 6, "min_size": 2 }],
            "status": "ACTIVE",
            "subnet_ids": set(network.private.clone()),
            "tags": no_map(),
            "taint": no_list(),
            "timeouts": null,
            "update_config": [{ "max_unavailable": 1, "max_unavailable_percentage": 0 }],
            "version": "1.31",
        });
        self.add("aws_eks_node_group", "general", attributes);
    }
}
