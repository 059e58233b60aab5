//! Roles, policies, keys, secrets, parameters.

use serde_json::{Value, json};

use super::build::Builder;
use super::mark::{allow, default, document, no_list, no_map, no_text, policy, set};

/// A role.
pub(super) struct Role {
    pub(super) name: String,
    pub(super) arn: String,
}

/// A key of KMS.
pub(super) struct EncryptionKey {
    pub(super) arn: String,
}

impl Builder<'_> {
    /// Adds a role that a service of AWS assumes.
    pub(super) fn role(&mut self, name: &str, called: &str, service: &str) -> Role {
        let role = Role { name: self.name(called), arn: self.iam(&format!("role/{}", self.name(called))) };
        let trust = json!({
            "Effect": "Allow",
            "Action": super::mark::members(["sts:AssumeRole"]),
            "Principal": { "Service": super::mark::members([service]) },
            "Condition": { "StringEquals": { "aws:SourceAccount": self.world.account } },
        });
        let attributes = json!({
            "arn": role.arn,
            "assume_role_policy": policy([trust]),
            "create_date": self.moment(),
            "description": format!("assumed by {service}"),
            "force_detach_policies": default(false),
            "id": role.name,
            "inline_policy": no_list(),
            "max_session_duration": default(3600),
            "name": role.name,
            "name_prefix": no_text(),
            "path": default("/"),
            "permissions_boundary": no_text(),
            "tags": no_map(),
            "unique_id": self.capitals("AROA", 17),
        });
        self.add("aws_iam_role", name, attributes);
        role
    }

    /// Adds a policy and gives it to a role.
    pub(super) fn policy(&mut self, name: &str, called: &str, role: &Role, statements: Vec<Value>) {
        let arn = self.iam(&format!("policy/{}", self.name(called)));
        let attributes = json!({
            "arn": arn,
            "attachment_count": 1,
            "description": no_text(),
            "id": arn,
            "name": self.name(called),
            "name_prefix": no_text(),
            "path": default("/"),
            "policy": policy(statements),
            "policy_id": self.capitals("ANPA", 17),
            "tags": no_map(),
        });
        self.add("aws_iam_policy", name, attributes);
        self.attachment(name, role, &arn);
    }

    /// Gives a policy to a role.
    pub(super) fn attachment(&mut self, name: &str, role: &Role, policy: &str) {
        let id = format!("{}-20250708{}", role.name, self.digits(18));
        let attributes = json!({ "id": id, "policy_arn": policy, "role": role.name });
        self.add("aws_iam_role_policy_attachment", name, attributes);
    }

    /// Adds a policy inside a role.
    pub(super) fn role_policy(&mut self, name: &str, called: &str, role: &Role, statements: Vec<Value>) {
        let attributes = json!({
            "id": format!("{}:{called}", role.name),
            "name": called,
            "name_prefix": no_text(),
            "policy": policy(statements),
            "role": role.name,
        });
        self.add("aws_iam_role_policy", name, attributes);
    }

    /// Adds a profile by which instances get a role, and returns its name.
    pub(super) fn instance_profile(&mut self, name: &str, called: &str, role: &Role) -> String {
        let profile = self.name(called);
        let attributes = json!({
            "arn": self.iam(&format!("instance-profile/{profile}")),
            "create_date": self.moment(),
            "id": profile,
            "name": profile,
            "name_prefix": no_text(),
            "path": default("/"),
            "role": role.name,
            "tags": no_map(),
            "unique_id": self.capitals("AIPA", 17),
        });
        self.add("aws_iam_instance_profile", name, attributes);
        profile
    }

    /// Adds a key and its alias.
    pub(super) fn encryption_key(&mut self, name: &str, called: &str) -> EncryptionKey {
        let id = self.uuid();
        let arn = self.arn("kms", &format!("key/{id}"));
        let mut account = allow("Account", &["kms:*"], ["*"]);
        account["Principal"] = json!({ "AWS": super::mark::members([self.iam("root")]) });
        let attributes = json!({
            "arn": arn,
            "bypass_policy_lockout_safety_check": default(false),
            "custom_key_store_id": no_text(),
            "customer_master_key_spec": default("SYMMETRIC_DEFAULT"),
            "deletion_window_in_days": 30,
            "description": format!("Storage of {called}"),
            "enable_key_rotation": true,
            "id": id,
            "is_enabled": default(true),
            "key_id": id,
            "key_usage": default("ENCRYPT_DECRYPT"),
            "multi_region": default(false),
            "policy": policy([account]),
            "rotation_period_in_days": 365,
            "tags": self.tags(called, called),
            "timeouts": null,
            "xks_key_id": no_text(),
        });
        self.add("aws_kms_key", name, attributes);
        let alias = format!("alias/{}", self.name(called));
        let attributes = json!({
            "arn": self.arn("kms", &alias),
            "id": alias,
            "name": alias,
            "name_prefix": no_text(),
            "target_key_arn": arn,
            "target_key_id": id,
        });
        self.add("aws_kms_alias", name, attributes);
        EncryptionKey { arn }
    }

    /// Adds a secret with its value, and returns its ARN.
    pub(super) fn secret(&mut self, name: &str, called: &str, key: &EncryptionKey, value: &str) -> String {
        let named = format!("{}/{called}", self.name("secret"));
        let rest = format!("secret:{named}-{}", self.letters(6));
        let arn = self.arn("secretsmanager", &rest);
        let attributes = json!({
            "arn": arn,
            "description": format!("what {called} needs"),
            "force_overwrite_replica_secret": default(false),
            "id": arn,
            "kms_key_id": key.arn,
            "name": named,
            "name_prefix": no_text(),
            "policy": no_text(),
            "recovery_window_in_days": 30,
            "replica": no_list(),
            "tags": no_map(),
        });
        self.add("aws_secretsmanager_secret", name, attributes);
        let version = self.completed("terraform-");
        let attributes = json!({
            "arn": arn,
            "has_secret_string_wo": null,
            "id": format!("{arn}|{version}"),
            "secret_binary": no_text(),
            "secret_id": arn,
            "secret_string": value,
            "version_id": version,
            "version_stages": set(["AWSCURRENT"]),
        });
        self.add("aws_secretsmanager_secret_version", name, attributes);
        arn
    }

    /// Adds a parameter of Systems Manager.
    pub(super) fn parameter(&mut self, name: &str, path: &str, value: &str) {
        let path = format!("/{}/{}/{path}", self.world.product, self.world.word);
        let attributes = json!({
            "allowed_pattern": no_text(),
            "arn": self.arn("ssm", &format!("parameter{path}")),
            "data_type": default("text"),
            "description": no_text(),
            "has_value_wo": null,
            "id": path,
            "insecure_value": null,
            "key_id": no_text(),
            "name": path,
            "overwrite": null,
            "tags": no_map(),
            "tier": "Standard",
            "type": "String",
            "value": value,
            "version": self.octet(),
        });
        self.add("aws_ssm_parameter", name, attributes);
    }

    /// Adds a log group and returns its ARN.
    pub(super) fn log_group(&mut self, name: &str, called: &str, days: usize) -> String {
        let arn = self.arn("logs", &format!("log-group:{called}"));
        let attributes = json!({
            "arn": arn,
            "id": called,
            "kms_key_id": no_text(),
            "log_group_class": default("STANDARD"),
            "name": called,
            "name_prefix": no_text(),
            "retention_in_days": days,
            "skip_destroy": default(false),
            "tags": no_map(),
        });
        self.add("aws_cloudwatch_log_group", name, attributes);
        arn
    }

    /// Returns a dead letter policy of a queue.
    pub(super) fn redrive(target: &str) -> Value {
        document(json!({ "deadLetterTargetArn": target, "maxReceiveCount": super::mark::loose(5) }))
    }
}
