//! What caches refer to: groups of subnets and parameters, users and their groups.

use super::{
    DESCRIBE_PARAMETER_GROUPS, DESCRIBE_PARAMETERS, DESCRIBE_SUBNET_GROUPS, DESCRIBE_USER_GROUPS,
    DESCRIBE_USERS, begin,
};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Made, fields, texts};
use crate::model::Value;

/// Puts all groups and users of one region into the model.
pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for group in answers.items(DESCRIBE_SUBNET_GROUPS, "CacheSubnetGroups") {
        let name = group.get("CacheSubnetGroupName").str();
        let subnets = group.get("Subnets").items().filter_map(|subnet| subnet.get("SubnetIdentifier").text());
        begin("aws_elasticache_subnet_group", name, group, answers, made)
            .set("name", name)
            .copy("description", group.get("CacheSubnetGroupDescription"))
            .set("subnet_ids", texts(subnets))
            .copy_known("vpc_id", group.get("VpcId"))
            .by_aws(name == "default")
            .done();
    }
    for group in answers.items(DESCRIBE_PARAMETER_GROUPS, "CacheParameterGroups") {
        parameter_group(group, answers, made);
    }
    for user in answers.items(DESCRIBE_USERS, "Users") {
        self::user(user, answers, made);
    }
    for group in answers.items(DESCRIBE_USER_GROUPS, "UserGroups") {
        let id = group.get("UserGroupId").str();
        begin("aws_elasticache_user_group", id, group, answers, made)
            .set("user_group_id", id)
            .copy("engine", group.get("Engine"))
            .set("user_ids", texts(group.get("UserIds").texts()))
            .done();
    }
}

fn parameter_group(group: Node<'_>, answers: &Answers, made: &mut Made) {
    let name = group.get("CacheParameterGroupName").str();
    let building = begin("aws_elasticache_parameter_group", name, group, answers, made)
        .set("name", name)
        .copy("description", group.get("Description"))
        .copy("family", group.get("CacheParameterGroupFamily"))
        .by_aws(name.starts_with("default."));
    let told: Vec<Node<'_>> = answers
        .all(DESCRIBE_PARAMETERS)
        .filter(|(group, _)| *group == name)
        .map(|(_, answer)| answer)
        .collect();
    if told.is_empty() {
        building.done();
        return;
    }
    let parameters =
        told.iter().flat_map(|answer| answer.get("Parameters").items()).filter_map(|parameter| {
            let value = parameter.get("ParameterValue").text()?;
            let name = parameter.get("ParameterName").str().to_lowercase();
            Some(fields([("name", Value::string(name)), ("value", Value::string(value))]))
        });
    building.set("parameter", Value::list(parameters)).done();
}

fn user(user: Node<'_>, answers: &Answers, made: &mut Made) {
    let id = user.get("UserId").str();
    let authentication = user.get("Authentication");
    let mode = authentication.get("Type").text().map(|kind| {
        fields([
            ("password_count", Value::int(authentication.get("PasswordCount").int().unwrap_or_default())),
            ("type", Value::string(kind)),
        ])
    });
    let building = begin("aws_elasticache_user", id, user, answers, made)
        .set("user_id", id)
        .copy("user_name", user.get("UserName"))
        .copy("access_string", user.get("AccessString"))
        .copy("engine", user.get("Engine"))
        // Each region has this user from the beginning.
        .by_aws(id == "default");
    match mode {
        Some(mode) => building.block("authentication_mode", Some(mode)).done(),
        None => building.done(),
    }
}
