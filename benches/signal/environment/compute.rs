//! Load balancers, instances, launch templates, autoscaling groups, alarms.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Key;
use super::build::Builder;
use super::containers::Platform;
use super::mark::{allow, base64, default, no_list, no_map, no_text, set};
use super::network::{Network, Source};

/// A load balancer.
pub(super) struct LoadBalancer {
    pub(super) arn: String,
    pub(super) suffix: String,
    pub(super) host: String,
    pub(super) zone: String,
    pub(super) group: String,
}

/// A target group.
pub(super) struct TargetGroup {
    pub(super) arn: String,
    pub(super) suffix: String,
}

impl Builder<'_> {
    pub(super) fn load_balancer(&mut self, called: &str, network: &Network, logs: &str) -> LoadBalancer {
        let world = [Source::Blocks(vec!["0.0.0.0/0".into()]), Source::Blocks(vec!["0.0.0.0/0".into()])];
        let [http, https] = world;
        let rules = [(80, http, "http from everywhere"), (443, https, "https from everywhere")];
        let group = self.security_group("lb", &format!("{called}-lb"), &network.vpc, &rules);
        let name = self.name(called);
        let suffix = format!("app/{name}/{}", self.hex(16));
        let arn = self.arn("elasticloadbalancing", &format!("loadbalancer/{suffix}"));
        let host = format!("{name}-{}.{}.elb.amazonaws.com", self.digits(10), self.world.region);
        let zone = self.capitals("Z", 13);
        let mapping = |subnet: &String| json!({ "allocation_id": "", "ipv6_address": "", "outpost_id": "", "private_ipv4_address": "", "subnet_id": subnet });
        let attributes = json!({
            "access_logs": [{ "bucket": logs, "enabled": true, "prefix": called }],
            "arn": arn,
            "arn_suffix": suffix,
            "client_keep_alive": default(3600),
            "connection_logs": [{ "bucket": "", "enabled": false, "prefix": "" }],
            "customer_owned_ipv4_pool": no_text(),
            "desync_mitigation_mode": default("defensive"),
            "dns_name": host,
            "drop_invalid_header_fields": true,
            "enable_cross_zone_load_balancing": true,
            "enable_deletion_protection": true,
            "enable_http2": default(true),
            "enable_tls_version_and_cipher_suite_headers": default(false),
            "enable_waf_fail_open": default(false),
            "enable_xff_client_port": default(false),
            "id": arn,
            "idle_timeout": 120,
            "internal": false,
            "ip_address_type": "ipv4",
            "load_balancer_type": default("application"),
            "name": name,
            "name_prefix": no_text(),
            "preserve_host_header": default(false),
            "security_groups": set([group.clone()]),
            "subnet_mapping": set(network.public.iter().map(mapping).collect::<Vec<Value>>()),
            "subnets": set(network.public.clone()),
            "tags": self.tags(called, called),
            "timeouts": null,
            "vpc_id": network.vpc,
            "xff_header_processing_mode": default("append"),
            "zone_id": zone,
        });
        self.add("aws_lb", "this", attributes);
        LoadBalancer { arn, suffix, host, zone, group }
    }

    pub(super) fn listener(&mut self, balancer: &LoadBalancer, certificate: &str, target: &str) -> String {
        let rest = format!("listener/{}/{}", balancer.suffix, self.letters(16));
        let arn = self.arn("elasticloadbalancing", &rest);
        let action = |forward: Value, kind: &str| {
            json!({
                "authenticate_cognito": [], "authenticate_oidc": [], "fixed_response": [], "forward": [],
                "order": 1, "redirect": forward, "target_group_arn": if kind == "forward" { target } else { "" },
                "type": kind,
            })
        };
        let secure = json!({
            "alpn_policy": null,
            "arn": arn,
            "certificate_arn": certificate,
            "default_action": [action(json!([]), "forward")],
            "id": arn,
            "load_balancer_arn": balancer.arn,
            "mutual_authentication": no_list(),
            "port": 443,
            "protocol": "HTTPS",
            "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "tags": no_map(),
            "timeouts": null,
        });
        self.add("aws_lb_listener", "https", secure);
        let rest = format!("listener/{}/{}", balancer.suffix, self.letters(16));
        let plain_arn = self.arn("elasticloadbalancing", &rest);
        let redirect = json!([{
            "host": "#{host}", "path": "/#{path}", "port": "443", "protocol": "HTTPS", "query": "#{query}",
            "status_code": "HTTP_301",
        }]);
        let plain = json!({
            "alpn_policy": null,
            "arn": plain_arn,
            "certificate_arn": null,
            "default_action": [action(redirect, "redirect")],
            "id": plain_arn,
            "load_balancer_arn": balancer.arn,
            "mutual_authentication": no_list(),
            "port": 80,
            "protocol": "HTTP",
            "ssl_policy": no_text(),
            "tags": no_map(),
            "timeouts": null,
        });
        self.add("aws_lb_listener", "http", plain);
        arn
    }

    pub(super) fn listener_rule(&mut self, called: &str, priority: usize, target: &str, platform: &Platform) {
        let host = format!("{called}.{}", platform.domain);
        let arn = platform.listener.replace(":listener/", ":listener-rule/") + "/" + &self.hex(16);
        let condition = |host: Vec<String>, path: Vec<&str>| {
            let values = |values: Value| json!([{ "values": values }]);
            json!({
                "host_header": if host.is_empty() { json!([]) } else { values(set(host)) },
                "http_header": [], "http_request_method": [],
                "path_pattern": if path.is_empty() { json!([]) } else { values(set(path)) },
                "query_string": [], "source_ip": [],
            })
        };
        let attributes = json!({
            "action": [{
                "authenticate_cognito": [], "authenticate_oidc": [], "fixed_response": [], "forward": [],
                "order": 1, "redirect": [], "target_group_arn": target, "type": "forward",
            }],
            "arn": arn,
            "condition": set([condition(vec![host], vec![]), condition(vec![], vec!["/v1/*", "/v2/*", "/health"])]),
            "id": arn,
            "listener_arn": platform.listener,
            "priority": priority,
            "tags": no_map(),
        });
        self.add("aws_lb_listener_rule", "this", attributes);
    }

    pub(super) fn target_group(
        &mut self,
        called: &str,
        kind: &str,
        network: &Network,
        balancer: &str,
    ) -> TargetGroup {
        let name = self.name(called);
        let suffix = format!("targetgroup/{name}/{}", self.hex(16));
        let arn = self.arn("elasticloadbalancing", &suffix);
        let attributes = json!({
            "arn": arn,
            "arn_suffix": suffix,
            "connection_termination": null,
            "deregistration_delay": "30",
            "health_check": [{
                "enabled": default(true), "healthy_threshold": 3, "interval": 30, "matcher": "200-299",
                "path": "/health", "port": "traffic-port", "protocol": "HTTP", "timeout": 5,
                "unhealthy_threshold": 3,
            }],
            "id": arn,
            "ip_address_type": "ipv4",
            "lambda_multi_value_headers_enabled": default(false),
            "load_balancer_arns": set([balancer]),
            "load_balancing_algorithm_type": "least_outstanding_requests",
            "name": name,
            "name_prefix": no_text(),
            "port": 8080,
            "preserve_client_ip": null,
            "protocol": "HTTP",
            "protocol_version": "HTTP1",
            "proxy_protocol_v2": default(false),
            "slow_start": 0,
            "stickiness": [{ "cookie_duration": 86400, "cookie_name": "", "enabled": false, "type": "lb_cookie" }],
            "tags": self.tags(called, called),
            "target_failover": no_list(),
            "target_type": kind,
            "vpc_id": network.vpc,
        });
        self.add("aws_lb_target_group", "this", attributes);
        TargetGroup { arn, suffix }
    }

    /// Adds some instances that are reached one by one.
    pub(super) fn instances(
        &mut self,
        called: &str,
        count: usize,
        group: &str,
        network: &Network,
        script: &str,
        profile: &str,
    ) {
        for index in 0..count {
            let id = self.id("i");
            let subnet = index % network.private.len();
            let inside = self.host(&format!("{}.{}", network.octets, 100 + subnet));
            let region = self.world.region;
            let volume_tags = json!({ "Name": self.name(called) });
            let attributes = json!({
                "ami": self.image("al2023"),
                "arn": self.arn("ec2", &format!("instance/{id}")),
                "associate_public_ip_address": false,
                "availability_zone": self.zone(subnet),
                "cpu_options": [{ "amd_sev_snp": "", "core_count": 2, "threads_per_core": 2 }],
                "credit_specification": no_list(),
                "disable_api_stop": default(false),
                "disable_api_termination": true,
                "ebs_block_device": no_list(),
                "ebs_optimized": true,
                "enclave_options": [{ "enabled": false }],
                "get_password_data": default(false),
                "hibernation": default(false),
                "host_id": no_text(),
                "iam_instance_profile": profile,
                "id": id,
                "instance_initiated_shutdown_behavior": "stop",
                "instance_lifecycle": no_text(),
                "instance_state": "running",
                "instance_type": "m6i.large",
                "ipv6_address_count": 0,
                "ipv6_addresses": no_list(),
                "key_name": no_text(),
                "metadata_options": [{
                    "http_endpoint": "enabled", "http_protocol_ipv6": "disabled",
                    "http_put_response_hop_limit": 2, "http_tokens": "required", "instance_metadata_tags": "disabled",
                }],
                "monitoring": true,
                "primary_network_interface_id": self.id("eni"),
                "private_dns": format!("ip-{}.{region}.compute.internal", inside.replace('.', "-")),
                "private_ip": inside,
                "public_dns": no_text(),
                "public_ip": no_text(),
                "root_block_device": [{
                    "delete_on_termination": true, "device_name": "/dev/xvda", "encrypted": true, "iops": 3000,
                    "kms_key_id": "", "tags": volume_tags, "tags_all": volume_tags, "throughput": 125,
                    "volume_id": self.id("vol"), "volume_size": 40, "volume_type": "gp3",
                }],
                "secondary_private_ips": no_list(),
                "security_groups": no_list(),
                "source_dest_check": default(true),
                "subnet_id": network.private[subnet],
                "tags": self.tags(&format!("{called}-{index}"), called),
                "tenancy": default("default"),
                "timeouts": null,
                "user_data": script,
                "user_data_base64": null,
                "user_data_replace_on_change": default(false),
                "vpc_security_group_ids": set([group]),
            });
            self.put("aws_instance", "node", Some(Key::Index(index)), attributes);
            let volume = self.id("vol");
            let attributes = json!({
                "arn": self.arn("ec2", &format!("volume/{volume}")),
                "availability_zone": self.zone(subnet),
                "create_time": self.moment(),
                "encrypted": true,
                "final_snapshot": false,
                "id": volume,
                "iops": 3000,
                "multi_attach_enabled": false,
                "size": 200,
                "snapshot_id": no_text(),
                "tags": self.tags(&format!("{called}-data-{index}"), called),
                "throughput": 125,
                "timeouts": null,
                "type": "gp3",
            });
            self.put("aws_ebs_volume", "data", Some(Key::Index(index)), attributes);
        }
    }

    /// Adds a launch template and the group that starts instances from it; returns the name of the group.
    pub(super) fn fleet(
        &mut self,
        called: &str,
        group: &str,
        target: &str,
        network: &Network,
        script: &str,
        profile: &str,
    ) -> String {
        let template = self.id("lt");
        let name = self.name(called);
        let version = self.octet() % 40;
        let tags = json!({ "Name": name, "Service": called });
        let attributes = json!({
            "arn": self.arn("ec2", &format!("launch-template/{template}")),
            "block_device_mappings": [{
                "device_name": "/dev/xvda",
                "ebs": [{ "delete_on_termination": "true", "encrypted": "true", "iops": 0, "kms_key_id": "",
                          "snapshot_id": "", "throughput": 0, "volume_size": 30, "volume_type": "gp3" }],
                "no_device": "", "virtual_name": "",
            }],
            "default_version": version,
            "description": no_text(),
            "disable_api_stop": false,
            "disable_api_termination": false,
            "ebs_optimized": "true",
            "iam_instance_profile": [{ "arn": "", "name": profile }],
            "id": template,
            "image_id": self.image("al2023"),
            "instance_type": "c6i.large",
            "key_name": no_text(),
            "latest_version": version,
            "metadata_options": [{
                "http_endpoint": "enabled", "http_protocol_ipv6": "", "http_put_response_hop_limit": 2,
                "http_tokens": "required", "instance_metadata_tags": "",
            }],
            "monitoring": [{ "enabled": true }],
            "name": name,
            "name_prefix": no_text(),
            "network_interfaces": no_list(),
            "tag_specifications": [{ "resource_type": "instance", "tags": tags }, { "resource_type": "volume", "tags": tags }],
            "tags": self.tags(called, called),
            "update_default_version": true,
            "user_data": base64(script),
            "vpc_security_group_ids": set([group]),
        });
        self.add("aws_launch_template", "this", attributes);
        let tag = |key: &str, value: &str| json!({ "key": key, "propagate_at_launch": true, "value": value });
        let arn = format!("autoScalingGroup:{}:autoScalingGroupName/{name}", self.uuid());
        let attributes = json!({
            "arn": self.arn("autoscaling", &arn),
            "availability_zones": set((0..network.private.len()).map(|index| self.zone(index)).collect::<Vec<_>>()),
            "capacity_rebalance": false,
            "default_cooldown": 300,
            "default_instance_warmup": 0,
            "desired_capacity": 3,
            "enabled_metrics": set(["GroupDesiredCapacity", "GroupInServiceInstances", "GroupTotalInstances"]),
            "force_delete": default(false),
            "health_check_grace_period": 90,
            "health_check_type": "ELB",
            "id": name,
            "launch_configuration": no_text(),
            "launch_template": [{ "id": template, "name": name, "version": version.to_string() }],
            "load_balancers": no_list(),
            "max_size": 6,
            "metrics_granularity": default("1Minute"),
            "min_size": 2,
            "name": name,
            "name_prefix": no_text(),
            "placement_group": no_text(),
            "protect_from_scale_in": default(false),
            "service_linked_role_arn": self.iam("role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"),
            "suspended_processes": no_list(),
            "tag": set([tag("Name", &name), tag("Service", called), tag("Patch", "weekly")]),
            "target_group_arns": set([target]),
            "termination_policies": ["OldestLaunchTemplate", "Default"],
            "timeouts": null,
            "vpc_zone_identifier": set(network.private.clone()),
            "wait_for_capacity_timeout": default("10m"),
        });
        self.add("aws_autoscaling_group", "this", attributes);
        name
    }

    /// Adds an alarm that tells the platform's topic.
    pub(super) fn alarm(
        &mut self,
        called: &str,
        key: Option<Key>,
        namespace: &str,
        metric: (&str, usize),
        dimensions: &Value,
        topic: &str,
    ) {
        let suffix = match &key {
            Some(Key::Index(index)) => format!("-{index}"),
            _ => String::new(),
        };
        let name = self.name(&format!("{called}-{}{suffix}", metric.0.to_lowercase()));
        let attributes = json!({
            "actions_enabled": default(true),
            "alarm_actions": set([topic]),
            "alarm_description": format!("{} of {called} is too high", metric.0),
            "alarm_name": name,
            "arn": self.arn("cloudwatch", &format!("alarm:{name}")),
            "comparison_operator": "GreaterThanThreshold",
            "datapoints_to_alarm": 0,
            "dimensions": dimensions,
            "evaluate_low_sample_count_percentiles": no_text(),
            "evaluation_periods": 3,
            "extended_statistic": no_text(),
            "id": name,
            "insufficient_data_actions": no_list(),
            "metric_name": metric.0,
            "metric_query": no_list(),
            "namespace": namespace,
            "ok_actions": set([topic]),
            "period": 60,
            "statistic": "Average",
            "tags": no_map(),
            "threshold": metric.1,
            "threshold_metric_id": no_text(),
            "treat_missing_data": default("missing"),
            "unit": no_text(),
        });
        self.put("aws_cloudwatch_metric_alarm", &metric.0.to_lowercase(), key, attributes);
    }

    /// Returns the script with which a machine starts: it names what the service needs.
    pub(super) fn script(&self, called: &str, settings: &[(&str, String)]) -> String {
        let mut script =
            format!("#!/bin/bash\nset -euo pipefail\nhostnamectl set-hostname {}\n", self.name(called));
        script += "cat > /etc/app.env <<ENV\n";
        let _ = writeln!(script, "ENVIRONMENT={}\nAWS_REGION={}", self.world.word, self.world.region);
        for (name, value) in settings {
            let _ = writeln!(script, "{name}={value}");
        }
        script += "LOG_LEVEL=info\nENV\nmount /dev/xvdf /var/lib/app\nsystemctl enable --now app.service\n";
        script
    }

    /// Returns what a service may do at run time.
    pub(super) fn run_time(bucket: &str, queue: &str, secret: &str, key: &str) -> Vec<Value> {
        vec![
            allow("Objects", &["s3:GetObject", "s3:PutObject"], [format!("arn:aws:s3:::{bucket}/*")]),
            allow("Bucket", &["s3:ListBucket"], [format!("arn:aws:s3:::{bucket}")]),
            allow("Queue", &["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"], [queue]),
            allow("Secret", &["secretsmanager:GetSecretValue"], [secret]),
            allow("Decrypt", &["kms:Decrypt", "kms:GenerateDataKey"], [key]),
        ]
    }
}
