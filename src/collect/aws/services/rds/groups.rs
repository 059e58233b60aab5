//! What instances and clusters refer to: groups of subnets, parameters and options; subscriptions and proxies.

use super::{
    DESCRIBE_CLUSTER_PARAMETER_GROUPS, DESCRIBE_CLUSTER_PARAMETERS, DESCRIBE_EVENT_SUBSCRIPTIONS,
    DESCRIBE_OPTION_GROUPS, DESCRIBE_PARAMETER_GROUPS, DESCRIBE_PARAMETERS, DESCRIBE_PROXIES,
    DESCRIBE_SUBNET_GROUPS, LIST_TAGS, is_default,
};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Building, Made, fields, texts};
use crate::collect::aws::services::blocks::count;
use crate::model::Value;

/// Puts all groups of one region into the model.
pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for group in answers.items(DESCRIBE_SUBNET_GROUPS, "DBSubnetGroups") {
        subnet_group(group, answers, made);
    }
    for group in answers.items(DESCRIBE_PARAMETER_GROUPS, "DBParameterGroups") {
        let kind = match group.get("DBParameterGroupFamily").str() {
            family if family.starts_with("neptune") => "aws_neptune_parameter_group",
            _ => "aws_db_parameter_group",
        };
        let name = group.get("DBParameterGroupName").str();
        parameter_group(
            (kind, name, group.get("DBParameterGroupArn")),
            group,
            DESCRIBE_PARAMETERS,
            answers,
            made,
        );
    }
    for group in answers.items(DESCRIBE_CLUSTER_PARAMETER_GROUPS, "DBClusterParameterGroups") {
        let kind = match group.get("DBParameterGroupFamily").str() {
            family if family.starts_with("neptune") => "aws_neptune_cluster_parameter_group",
            family if family.starts_with("docdb") => "aws_docdb_cluster_parameter_group",
            _ => "aws_rds_cluster_parameter_group",
        };
        let name = group.get("DBClusterParameterGroupName").str();
        let arn = group.get("DBClusterParameterGroupArn");
        parameter_group((kind, name, arn), group, DESCRIBE_CLUSTER_PARAMETERS, answers, made);
    }
    for group in answers.items(DESCRIBE_OPTION_GROUPS, "OptionGroupsList") {
        option_group(group, answers, made);
    }
    for subscription in answers.items(DESCRIBE_EVENT_SUBSCRIPTIONS, "EventSubscriptionsList") {
        event_subscription(subscription, answers, made);
    }
    for proxy in answers.items(DESCRIBE_PROXIES, "DBProxies") {
        self::proxy(proxy, answers, made);
    }
}

/// Begins what is known by its name and has an ARN under which its tags are listed.
fn named<'m>(
    (kind, name, arn): (&str, &str, Node<'_>),
    answers: &Answers,
    made: &'m mut Made,
) -> Building<'m> {
    let building = made.resource(kind, name).called(name).set("name", name).copy_known("arn", arn);
    match answers.about(LIST_TAGS, arn.str()) {
        tags if tags.is_there() => building.tags(tags.get("TagList")),
        _ => building,
    }
}

fn subnet_group(group: Node<'_>, answers: &Answers, made: &mut Made) {
    let name = group.get("DBSubnetGroupName").str();
    let subnets = group.get("Subnets").items().filter_map(|subnet| subnet.get("SubnetIdentifier").text());
    named(("aws_db_subnet_group", name, group.get("DBSubnetGroupArn")), answers, made)
        .copy("description", group.get("DBSubnetGroupDescription"))
        .set("subnet_ids", texts(subnets))
        .copy_known("vpc_id", group.get("VpcId"))
        .by_aws(name == "default" || name.starts_with("default-vpc-"))
        .done();
}

fn parameter_group(
    of: (&str, &str, Node<'_>),
    group: Node<'_>,
    parameters: &'static str,
    answers: &Answers,
    made: &mut Made,
) {
    let building = named(of, answers, made)
        .copy("description", group.get("Description"))
        .copy("family", group.get("DBParameterGroupFamily"))
        .by_aws(is_default(of.1));
    let told: Vec<Node<'_>> =
        answers.all(parameters).filter(|(group, _)| *group == of.1).map(|(_, a)| a).collect();
    if told.is_empty() {
        building.done();
        return;
    }
    // As the provider does: names and methods in lower case.
    let parameters = told.iter().flat_map(|answer| answer.get("Parameters").items()).map(|parameter| {
        fields([
            ("apply_method", Value::string(parameter.get("ApplyMethod").str().to_lowercase())),
            ("name", Value::string(parameter.get("ParameterName").str().to_lowercase())),
            ("value", Value::string(parameter.get("ParameterValue").str())),
        ])
    });
    building.set("parameter", Value::list(parameters)).done();
}

fn option_group(group: Node<'_>, answers: &Answers, made: &mut Made) {
    let name = group.get("OptionGroupName").str();
    named(("aws_db_option_group", name, group.get("OptionGroupArn")), answers, made)
        .copy("engine_name", group.get("EngineName"))
        .copy("major_engine_version", group.get("MajorEngineVersion"))
        .copy("option_group_description", group.get("OptionGroupDescription"))
        .set("option", Value::list(group.get("Options").items().map(option)))
        .by_aws(is_default(name))
        .done();
}

fn option(option: Node<'_>) -> Value {
    // All settings of an option are listed; those that still are as the engine has them were not made by anybody.
    let settings = option.get("OptionSettings").items().filter(|setting| {
        setting.get("Value").text().is_some() && setting.get("Value").0 != setting.get("DefaultValue").0
    });
    let settings = settings.map(|setting| {
        fields([("name", setting.get("Name").value()), ("value", Value::string(setting.get("Value").str()))])
    });
    let of_vpc = option.get("VpcSecurityGroupMemberships").items();
    let of_db = option.get("DBSecurityGroupMemberships").items();
    fields([
        ("option_name", option.get("OptionName").value()),
        ("port", count(option.get("Port"))),
        ("version", option.get("OptionVersion").value()),
        ("option_settings", Value::list(settings)),
        (
            "vpc_security_group_memberships",
            texts(of_vpc.filter_map(|group| group.get("VpcSecurityGroupId").text())),
        ),
        (
            "db_security_group_memberships",
            texts(of_db.filter_map(|group| group.get("DBSecurityGroupName").text())),
        ),
    ])
}

fn event_subscription(of: Node<'_>, answers: &Answers, made: &mut Made) {
    let name = of.get("CustSubscriptionId").str();
    named(("aws_db_event_subscription", name, of.get("EventSubscriptionArn")), answers, made)
        .bool("enabled", of.get("Enabled"))
        .set("event_categories", texts(of.get("EventCategoriesList").texts()))
        .copy("sns_topic", of.get("SnsTopicArn"))
        .set("source_ids", texts(of.get("SourceIdsList").texts()))
        .copy("source_type", of.get("SourceType"))
        .done();
}

fn proxy(of: Node<'_>, answers: &Answers, made: &mut Made) {
    let name = of.get("DBProxyName").str();
    let auth = of.get("Auth").items().map(|auth| {
        fields([
            ("auth_scheme", auth.get("AuthScheme").value()),
            ("client_password_auth_type", auth.get("ClientPasswordAuthType").value()),
            ("description", Value::string(auth.get("Description").str())),
            ("iam_auth", auth.get("IAMAuth").value()),
            ("secret_arn", auth.get("SecretArn").value()),
            ("username", Value::string(auth.get("UserName").str())),
        ])
    });
    named(("aws_db_proxy", name, of.get("DBProxyArn")), answers, made)
        .set("auth", Value::list(auth))
        .bool("debug_logging", of.get("DebugLogging"))
        .copy_known("default_auth_scheme", of.get("DefaultAuthScheme"))
        .copy("endpoint", of.get("Endpoint"))
        .copy_known("endpoint_network_type", of.get("EndpointNetworkType"))
        .copy("engine_family", of.get("EngineFamily"))
        .copy("idle_client_timeout", of.get("IdleClientTimeout"))
        .bool("require_tls", of.get("RequireTLS"))
        .copy("role_arn", of.get("RoleArn"))
        .copy_known("target_connection_network_type", of.get("TargetConnectionNetworkType"))
        .set("vpc_security_group_ids", texts(of.get("VpcSecurityGroupIds").texts()))
        .set("vpc_subnet_ids", texts(of.get("VpcSubnetIds").texts()))
        .done();
}
