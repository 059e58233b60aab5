//! Which kinds the ARNs of AWS name, so that it can be told what is there and not read.
//!
//! Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

use std::collections::BTreeSet;

/// A sort of resources: the service and the type in an ARN.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::collect::aws) struct Sort {
    service: String,
    kind: String,
}

impl Sort {
    /// Returns `1 cloudfront distribution` or `2 kinesis streams`.
    pub(super) fn counted(&self, count: usize) -> String {
        let Self { service, kind } = self;
        let many = if count == 1 || kind.ends_with('s') { "" } else { "s" };
        format!("{count} {service} {kind}{many}")
    }
}

/// Services whose ARNs do not say what they name, since there is only one thing that they can.
const WITHOUT_TYPE: [(&str, &str); 3] = [("s3", "bucket"), ("sns", "topic"), ("sqs", "queue")];

/// Returns the sort that an ARN names: `kinesis`, `stream` for `arn:aws:kinesis:eu-west-1:…:stream/clicks`.
pub(super) fn sort_of(arn: &str) -> Option<Sort> {
    let ["arn", _, service, _, _, resource] = *arn.splitn(6, ':').collect::<Vec<_>>() else { return None };
    if let Some((_, kind)) = WITHOUT_TYPE.iter().find(|(of, _)| *of == service) {
        return Some(Sort { service: service.to_owned(), kind: (*kind).to_owned() });
    }
    let mut parts = resource.split(['/', ':']).filter(|part| !part.is_empty());
    let mut kind = parts.next()?;
    // WAF says first where it holds.
    if service == "wafv2" && matches!(kind, "regional" | "global") {
        kind = parts.next()?;
    }
    let is_classic = service == "elasticloadbalancing"
        && kind == "loadbalancer"
        && !parts.next().is_some_and(|next| matches!(next, "app" | "net" | "gwy"));
    let kind = if is_classic { "classic loadbalancer" } else { kind };
    Some(Sort { service: service.to_owned(), kind: kind.to_owned() })
}

/// The kinds of which one stands for each sort. What is not in this table is not read.
const KINDS: &[(&str, &str, &[&str])] = &[
    ("autoscaling", "autoScalingGroup", &["aws_autoscaling_group"]),
    ("cloudtrail", "trail", &["aws_cloudtrail"]),
    ("cloudwatch", "alarm", &["aws_cloudwatch_metric_alarm"]),
    ("cloudwatch", "dashboard", &["aws_cloudwatch_dashboard"]),
    ("dynamodb", "table", &["aws_dynamodb_table"]),
    ("ec2", "customer-gateway", &["aws_customer_gateway"]),
    ("ec2", "dhcp-options", &["aws_vpc_dhcp_options"]),
    ("ec2", "egress-only-internet-gateway", &["aws_egress_only_internet_gateway"]),
    ("ec2", "elastic-ip", &["aws_eip"]),
    ("ec2", "image", &["aws_ami"]),
    ("ec2", "instance", &["aws_instance"]),
    ("ec2", "internet-gateway", &["aws_internet_gateway"]),
    ("ec2", "key-pair", &["aws_key_pair"]),
    ("ec2", "launch-template", &["aws_launch_template"]),
    ("ec2", "natgateway", &["aws_nat_gateway"]),
    ("ec2", "network-acl", &["aws_network_acl"]),
    ("ec2", "network-interface", &["aws_network_interface"]),
    ("ec2", "placement-group", &["aws_placement_group"]),
    ("ec2", "prefix-list", &["aws_ec2_managed_prefix_list"]),
    ("ec2", "route-table", &["aws_route_table"]),
    ("ec2", "security-group", &["aws_security_group"]),
    (
        "ec2",
        "security-group-rule",
        &["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule", "aws_security_group"],
    ),
    ("ec2", "snapshot", &["aws_ebs_snapshot"]),
    ("ec2", "subnet", &["aws_subnet"]),
    ("ec2", "transit-gateway", &["aws_ec2_transit_gateway"]),
    ("ec2", "transit-gateway-attachment", &["aws_ec2_transit_gateway_vpc_attachment"]),
    ("ec2", "transit-gateway-route-table", &["aws_ec2_transit_gateway_route_table"]),
    ("ec2", "volume", &["aws_ebs_volume"]),
    ("ec2", "vpc", &["aws_vpc"]),
    ("ec2", "vpc-endpoint", &["aws_vpc_endpoint"]),
    ("ec2", "vpc-endpoint-service", &["aws_vpc_endpoint_service"]),
    ("ec2", "vpc-flow-log", &["aws_flow_log"]),
    ("ec2", "vpc-peering-connection", &["aws_vpc_peering_connection"]),
    ("ec2", "vpn-connection", &["aws_vpn_connection"]),
    ("ec2", "vpn-gateway", &["aws_vpn_gateway"]),
    ("ecr", "repository", &["aws_ecr_repository"]),
    ("ecs", "capacity-provider", &["aws_ecs_capacity_provider"]),
    ("ecs", "cluster", &["aws_ecs_cluster"]),
    // They come and go with the cluster and its services.
    ("ecs", "container-instance", &["aws_ecs_cluster"]),
    ("ecs", "service", &["aws_ecs_service"]),
    ("ecs", "task", &["aws_ecs_service"]),
    ("ecs", "task-definition", &["aws_ecs_task_definition"]),
    ("eks", "addon", &["aws_eks_addon"]),
    ("eks", "cluster", &["aws_eks_cluster"]),
    ("eks", "fargateprofile", &["aws_eks_fargate_profile"]),
    ("eks", "nodegroup", &["aws_eks_node_group"]),
    ("eks", "access-entry", &["aws_eks_access_entry"]),
    ("eks", "podidentityassociation", &["aws_eks_pod_identity_association"]),
    ("elasticache", "cluster", &["aws_elasticache_cluster"]),
    ("elasticache", "parametergroup", &["aws_elasticache_parameter_group"]),
    ("elasticache", "replicationgroup", &["aws_elasticache_replication_group"]),
    ("elasticache", "serverlesscache", &["aws_elasticache_serverless_cache"]),
    ("elasticache", "subnetgroup", &["aws_elasticache_subnet_group"]),
    ("elasticache", "user", &["aws_elasticache_user"]),
    ("elasticache", "usergroup", &["aws_elasticache_user_group"]),
    ("elasticloadbalancing", "classic loadbalancer", &["aws_elb"]),
    ("elasticloadbalancing", "listener", &["aws_lb_listener"]),
    ("elasticloadbalancing", "listener-rule", &["aws_lb_listener_rule"]),
    ("elasticloadbalancing", "loadbalancer", &["aws_lb"]),
    ("elasticloadbalancing", "targetgroup", &["aws_lb_target_group"]),
    ("iam", "instance-profile", &["aws_iam_instance_profile"]),
    ("iam", "oidc-provider", &["aws_iam_openid_connect_provider"]),
    ("iam", "policy", &["aws_iam_policy"]),
    ("iam", "role", &["aws_iam_role"]),
    ("iam", "saml-provider", &["aws_iam_saml_provider"]),
    ("iam", "server-certificate", &["aws_iam_server_certificate"]),
    ("iam", "user", &["aws_iam_user"]),
    ("kms", "key", &["aws_kms_key"]),
    ("lambda", "event-source-mapping", &["aws_lambda_event_source_mapping"]),
    ("lambda", "function", &["aws_lambda_function"]),
    ("logs", "log-group", &["aws_cloudwatch_log_group"]),
    ("rds", "cluster", &["aws_rds_cluster"]),
    ("rds", "cluster-pg", &["aws_rds_cluster_parameter_group"]),
    ("rds", "db", &["aws_db_instance"]),
    ("rds", "es", &["aws_db_event_subscription"]),
    ("rds", "global-cluster", &["aws_rds_global_cluster"]),
    ("rds", "og", &["aws_db_option_group"]),
    ("rds", "pg", &["aws_db_parameter_group"]),
    ("rds", "proxy", &["aws_db_proxy"]),
    ("rds", "subgrp", &["aws_db_subnet_group"]),
    ("route53", "healthcheck", &["aws_route53_health_check"]),
    ("route53", "hostedzone", &["aws_route53_zone"]),
    ("s3", "bucket", &["aws_s3_bucket"]),
    ("secretsmanager", "secret", &["aws_secretsmanager_secret"]),
    ("sns", "topic", &["aws_sns_topic"]),
    ("sqs", "queue", &["aws_sqs_queue"]),
    ("ssm", "document", &["aws_ssm_document"]),
    ("ssm", "maintenancewindow", &["aws_ssm_maintenance_window"]),
    ("ssm", "parameter", &["aws_ssm_parameter"]),
];

/// Returns whether what has such ARNs is read, given all kinds that are.
pub(super) fn is_read(sort: &Sort, read: &BTreeSet<&str>) -> bool {
    KINDS
        .iter()
        .filter(|(service, kind, _)| *service == sort.service && *kind == sort.kind)
        .any(|(_, _, kinds)| kinds.iter().any(|kind| read.contains(kind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_say_what_they_name_in_many_ways() {
        for (resource, sort) in [
            ("s3:::assets", "1 s3 bucket"),
            ("sqs:eu-west-1:1:orders", "1 sqs queue"),
            ("rds:eu-west-1:1:db:shop", "1 rds db"),
            ("apigateway:eu-west-1::/restapis/x", "1 apigateway restapis"),
            ("wafv2:eu-west-1:1:regional/webacl/shop/x", "1 wafv2 webacl"),
            (
                "elasticloadbalancing:eu-west-1:1:loadbalancer/app/shop/x",
                "1 elasticloadbalancing loadbalancer",
            ),
            (
                "elasticloadbalancing:eu-west-1:1:loadbalancer/old",
                "1 elasticloadbalancing classic loadbalancer",
            ),
            ("logs:eu-west-1:1:log-group:/shop/web", "1 logs log-group"),
        ] {
            assert_eq!(
                sort_of(&format!("arn:aws:{resource}")).map(|sort| sort.counted(1)).as_deref(),
                Some(sort)
            );
        }
        assert_eq!(sort_of("shop"), None);
    }

    #[test]
    fn what_is_read_follows_from_the_kinds_that_are() {
        let queue = sort_of("arn:aws:sqs:eu-west-1:1:orders").expect("an ARN");
        assert!(is_read(&queue, &BTreeSet::from(["aws_sqs_queue"])));
        assert!(!is_read(&queue, &BTreeSet::from(["aws_sns_topic"])));
    }

    #[test]
    fn the_table_names_each_sort_once_and_none_that_cannot_be_met() {
        let sorts: BTreeSet<_> = KINDS.iter().map(|(service, kind, _)| (service, kind)).collect();
        assert_eq!(sorts.len(), KINDS.len());
        for (service, kind, _) in KINDS {
            let end = match *kind {
                "loadbalancer" => "loadbalancer/app/x".to_owned(),
                "classic loadbalancer" => "loadbalancer/x".to_owned(),
                kind => format!("{kind}/x"),
            };
            let sort = sort_of(&format!("arn:aws:{service}:eu-west-1:1:{end}")).expect("an ARN");
            assert_eq!((sort.service.as_str(), sort.kind.as_str()), (*service, *kind));
        }
    }
}
