//! The forms of input that are read, each with all secrets that it can hold.
//!
//! Names of attributes are neutral where the shape of the secret has to tell, and speak where nothing else can.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::planted::Secrets;

/// Writes a text as Go's JSON encoder does inside `jsonencode`, which escapes what HTML gives a meaning.
fn go_json(value: &Value) -> String {
    value.to_string().replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e")
}

/// Percent-encodes as `urlencode` does.
fn url_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            let plain = byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
            if plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
        })
        .collect()
}

/// One resource: kind, name, attributes, and which attributes the provider marks sensitive.
struct Planted {
    kind: &'static str,
    name: &'static str,
    attributes: Value,
    sensitive: &'static [&'static str],
}

fn containers(s: &Secrets) -> Value {
    json!([{
        "name": "web", "image": "shop/web:1.2", "essential": true,
        "environment": [
            {"name": "LOG_LEVEL", "value": "info"},
            {"name": "REDIS_PASSWORD", "value": s.get("password in container definitions")},
        ],
    }, {
        "name": "job", "image": "shop/job:1.2",
        "command": ["run", "--password", s.get("password of another container")],
        "environment": [{"name": "DB_PASSWORD", "value": s.get("password of another container")}],
    }])
}

/// Resources with every secret that the provider does not mark.
fn unmarked(s: &Secrets) -> Vec<Planted> {
    let plain = |kind, name, attributes| Planted { kind, name, attributes, sensitive: &[] };
    let script =
        format!("#!/bin/sh\nset -eu\nexport DB_PASSWORD={}\nrun\n", s.get("password in base64 user data"));
    vec![
        plain("aws_db_instance", "db", json!({"identifier": "db", "password": s.get("password")})),
        plain(
            "aws_elasticache_replication_group",
            "redis",
            json!({"auth_token": s.get("token"), "port": 6379}),
        ),
        plain("example_service", "maps", json!({"api_key": s.get("api key"), "zoom": 3})),
        plain("example_file", "pem", json!({"body": s.get("private key")})),
        plain(
            "aws_iam_access_key",
            "ci",
            json!({"id": s.get("AWS access key id"), "secret": s.get("AWS secret access key"), "user": "ci"}),
        ),
        plain("example_pipeline", "build", json!({"remote": s.get("GitHub token"), "branch": "main"})),
        plain("example_alarm", "ops", json!({"target": s.get("Slack webhook")})),
        plain("example_session", "web", json!({"value": s.get("JWT"), "lines": [s.get("Stripe key")]})),
        plain(
            "example_app",
            "api",
            json!({
                "dsn": format!(
                    "Server=tcp:db.example.com,1433;User ID=shop;Password={};Encrypt=true",
                    s.get("password in a connection string"),
                ),
                "url": format!("postgres://shop:{}@db.example.com:5432/votes", s.get("password in a URL")),
                "settings": format!("[db]\nuser = shop\npassword = {}\n", s.get("password in an INI file")),
                "command": format!("migrate --password {} --yes", s.get("password option of a command")),
                "headers": [format!("Authorization: Bearer {}", s.get("bearer header"))],
            }),
        ),
        plain("aws_launch_template", "app", json!({"name": "app", "user_data": STANDARD.encode(script)})),
        plain(
            "aws_ecs_task_definition",
            "web",
            json!({"family": "web", "container_definitions": containers(s).to_string()}),
        ),
        plain(
            "aws_instance",
            "app",
            json!({"ami": "ami-1", "user_data": format!("#!/bin/sh\nexport API_TOKEN=\"{}\"\n", s.get("export in a script"))}),
        ),
        plain(
            "example_storage",
            "blob",
            json!({"connection": format!(
                "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={};EndpointSuffix=core.windows.net",
                s.get("Azure account key"),
            )}),
        ),
    ]
}

/// Resources with secrets that are marked, and with copies of them that are not.
fn marked(s: &Secrets) -> Vec<Planted> {
    let (plain, awkward) = (s.get("sensitive attribute"), s.get("sensitive text that JSON and URLs escape"));
    vec![
        Planted {
            kind: "example_vault",
            name: "a",
            attributes: json!({"content": plain, "blob": awkward}),
            sensitive: &["content", "blob"],
        },
        Planted {
            kind: "example_copy",
            name: "b",
            attributes: json!({
                "plain": plain, "inside": format!("a {plain} b"), "list": [plain, awkward],
                "link": format!("https://api.example.com/?p={plain}&x=1"),
                "document": go_json(&json!({"a": plain, "b": awkward})),
                "encoded": STANDARD.encode(plain),
                "awkward_link": format!("https://api.example.com/?p={}&x=1", url_encoded(awkward)),
            }),
            sensitive: &[],
        },
    ]
}

fn outputs(s: &Secrets) -> Value {
    let output = s.get("sensitive output");
    json!({
        "marked": {"value": output, "type": "string", "sensitive": true},
        "copy": {"value": output, "type": "string"},
        "link": {"value": format!("redis://cache:6379/0?auth={output}"), "type": "string"},
        "document": {"value": go_json(&json!({"inner": output})), "type": "string"},
    })
}

fn all(s: &Secrets) -> Vec<Planted> {
    marked(s).into_iter().chain(unmarked(s)).collect()
}

pub(crate) fn state_v4(s: &Secrets) -> String {
    let resources: Vec<Value> = all(s)
        .into_iter()
        .map(|p| {
            let paths: Vec<Value> =
                p.sensitive.iter().map(|name| json!([{"type": "get_attr", "value": name}])).collect();
            json!({"mode": "managed", "type": p.kind, "name": p.name,
                "provider": "provider[\"registry.terraform.io/hashicorp/example\"]",
                "instances": [{"schema_version": 0, "attributes": p.attributes, "sensitive_attributes": paths}]})
        })
        .collect();
    let state = json!({"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "a",
        "outputs": outputs(s), "resources": resources});
    serde_json::to_string_pretty(&state).unwrap()
}

/// Flattens attributes as version 3 keeps them.
fn flat(prefix: &str, value: &Value, into: &mut Map<String, Value>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            flat(&path, value, into);
        }),
        Value::Array(items) => {
            into.insert(format!("{prefix}.#"), json!(items.len().to_string()));
            items.iter().enumerate().for_each(|(at, item)| flat(&format!("{prefix}.{at}"), item, into));
        }
        Value::String(text) => drop(into.insert(prefix.to_owned(), json!(text))),
        other => drop(into.insert(prefix.to_owned(), json!(other.to_string()))),
    }
}

pub(crate) fn state_v3(s: &Secrets) -> String {
    // Version 3 marks outputs only, so what copies repeat is marked by an output.
    let mut outputs = outputs(s);
    for (name, what) in
        [("vault", "sensitive attribute"), ("awkward", "sensitive text that JSON and URLs escape")]
    {
        outputs[name] = json!({"value": s.get(what), "type": "string", "sensitive": true});
    }
    let resources: Map<String, Value> = all(s)
        .into_iter()
        .map(|p| {
            let mut attributes = Map::new();
            flat("", &p.attributes, &mut attributes);
            let primary = json!({"id": "x", "attributes": attributes, "meta": {}, "tainted": false});
            let resource = json!({"type": p.kind, "depends_on": [], "primary": primary, "deposed": [],
                "provider": "provider.example"});
            (format!("{}.{}", p.kind, p.name), resource)
        })
        .collect();
    let modules = json!([{"path": ["root"], "outputs": outputs, "resources": resources, "depends_on": []}]);
    let state = json!({"version": 3, "terraform_version": "0.11.14", "serial": 1, "lineage": "a", "modules": modules});
    serde_json::to_string_pretty(&state).unwrap()
}

fn shown_values(s: &Secrets) -> Value {
    let resources: Vec<Value> = all(s)
        .into_iter()
        .map(|p| {
            let sensitive: Map<String, Value> =
                p.sensitive.iter().map(|name| ((*name).to_owned(), json!(true))).collect();
            json!({"address": format!("{}.{}", p.kind, p.name), "mode": "managed", "type": p.kind, "name": p.name,
                "provider_name": "registry.terraform.io/hashicorp/example", "schema_version": 0,
                "values": p.attributes, "sensitive_values": sensitive})
        })
        .collect();
    json!({"outputs": outputs(s), "root_module": {"resources": resources}})
}

pub(crate) fn show_json(s: &Secrets) -> String {
    let shown = json!({"format_version": "1.0", "terraform_version": "1.11.4", "values": shown_values(s)});
    serde_json::to_string_pretty(&shown).unwrap()
}

pub(crate) fn plan_json(s: &Secrets) -> String {
    let variable = s.get("sensitive variable");
    let mut planned = shown_values(s);
    planned["outputs"]["variable_copy"] = json!({"value": variable, "type": "string", "sensitive": false});
    planned["outputs"]["variable_link"] = json!({"value": format!("https://api.example.com/?k={variable}"), "type": "string", "sensitive": false});
    let changes: Vec<Value> = all(s)
        .into_iter()
        .map(|p| {
            let sensitive: Map<String, Value> =
                p.sensitive.iter().map(|name| ((*name).to_owned(), json!(true))).collect();
            json!({"address": format!("{}.{}", p.kind, p.name), "mode": "managed", "type": p.kind, "name": p.name,
                "provider_name": "registry.terraform.io/hashicorp/example",
                "change": {"actions": ["update"], "before": {}, "after": p.attributes, "after_unknown": {},
                    "before_sensitive": {}, "after_sensitive": sensitive}})
        })
        .collect();
    let plan = json!({
        "format_version": "1.2", "terraform_version": "1.11.4",
        "variables": {
            "marked": {"value": variable},
            "db_password": {"value": s.get("password in a file of values")},
        },
        "planned_values": planned, "resource_changes": changes,
        "resource_drift": changes,
        "prior_state": {"format_version": "1.0", "terraform_version": "1.11.4", "values": shown_values(s)},
        "configuration": {"root_module": {"variables": {
            "marked": {"sensitive": true},
            "db_password": {"default": s.get("default of a password variable"), "sensitive": true},
        }}},
    });
    serde_json::to_string_pretty(&plan).unwrap()
}

/// Writes a value in HCL; texts of several lines become heredocs, as `terraform show` prints them.
fn hcl(value: &Value, indent: usize) -> String {
    let pad = " ".repeat(indent);
    match value {
        Value::String(text) if text.contains('\n') => {
            let lines = text.lines().map(|line| format!("{pad}    {line}\n")).collect::<Vec<_>>().concat();
            format!("<<-EOT\n{lines}{pad}EOT")
        }
        Value::String(text) => json!(text).to_string(),
        Value::Array(items) => {
            let items = items
                .iter()
                .map(|item| format!("{pad}    {},\n", hcl(item, indent + 4)))
                .collect::<Vec<_>>()
                .concat();
            format!("[\n{items}{pad}]")
        }
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(key, value)| format!("{pad}    {key} = {}\n", hcl(value, indent + 4)))
                .collect::<Vec<_>>()
                .concat();
            format!("{{\n{members}{pad}}}")
        }
        other => other.to_string(),
    }
}

fn hcl_attributes(attributes: &Value, s: &Secrets) -> String {
    let mut text = String::new();
    for (name, value) in attributes.as_object().unwrap() {
        let value = match name.as_str() {
            "container_definitions" => format!("jsonencode({})", hcl(&containers(s), 4)),
            _ => hcl(value, 4),
        };
        text += &format!("    {name} = {value}\n");
    }
    text
}

pub(crate) fn show_text(s: &Secrets) -> String {
    let mut text = String::new();
    for p in unmarked(s) {
        let attributes = hcl_attributes(&p.attributes, s);
        text += &format!("# {0}.{1}:\nresource \"{0}\" \"{1}\" {{\n{attributes}}}\n\n", p.kind, p.name);
    }
    text += &format!(
        "\nOutputs:\n\nmarked = (sensitive value)\nsite_password = {}\n",
        json!(s.get("sensitive output"))
    );
    text
}

pub(crate) fn configuration(s: &Secrets) -> String {
    let variable = s.get("sensitive variable");
    let mut text = format!(
        "variable \"marked\" {{\n  type      = string\n  sensitive = true\n  default   = {marked}\n}}\n\
         variable \"db_password\" {{\n  default = {default}\n}}\n\
         output \"copy\" {{\n  value = {marked}\n}}\n\
         output \"link\" {{\n  value = \"https://api.example.com/?k=${{var.marked}}\"\n}}\n\
         output \"document\" {{\n  value = jsonencode({{ inner = var.marked }})\n}}\n\
         output \"open\" {{\n  value     = {output}\n  sensitive = true\n}}\n\
         locals {{\n  shown = nonsensitive(var.marked)\n  hidden = sensitive({attribute})\n}}\n\
         resource \"example_user\" \"ops\" {{\n  password = format(\"%s-%s\", example_app.api.id, {expression})\n}}\n",
        marked = json!(variable),
        default = json!(s.get("default of a password variable")),
        output = json!(s.get("sensitive output")),
        attribute = json!(s.get("sensitive attribute")),
        expression = json!(s.get("password in an expression")),
    );
    for p in unmarked(s) {
        let attributes = hcl_attributes(&p.attributes, s);
        text += &format!("resource \"{}\" \"{}\" {{\n{attributes}}}\n", p.kind, p.name);
    }
    text
}

pub(crate) fn configuration_json(s: &Secrets) -> String {
    let mut resources = Map::new();
    for p in unmarked(s) {
        let kind = resources.entry(p.kind).or_insert_with(|| json!({}));
        kind[p.name] = p.attributes;
    }
    resources.insert(
        "example_user".to_owned(),
        json!({"ops": {"password": format!("${{example_app.api.id}}-{}", s.get("password in an expression"))}}),
    );
    let configuration = json!({
        "variable": {
            "marked": {"sensitive": true, "default": s.get("sensitive variable")},
            "db_password": {"default": s.get("default of a password variable")},
        },
        "output": {"copy": {"value": s.get("sensitive variable")},
            "open": {"value": s.get("sensitive output"), "sensitive": true}},
        "resource": resources,
    });
    serde_json::to_string_pretty(&configuration).unwrap()
}

/// Values of variables by name: two of their own, and those of the unmarked resources.
fn values(s: &Secrets) -> Map<String, Value> {
    let mut values = Map::new();
    values.insert("db_password".to_owned(), json!(s.get("password in a file of values")));
    values.insert("session_token".to_owned(), json!(s.get("default of a password variable")));
    for p in unmarked(s) {
        for (name, value) in p.attributes.as_object().unwrap() {
            values.insert(format!("{}_{name}", p.name), value.clone());
        }
        values.insert(format!("{}_all", p.name), p.attributes);
    }
    values
}

pub(crate) fn tfvars(s: &Secrets) -> String {
    values(s).iter().map(|(name, value)| format!("{name} = {}\n", hcl(value, 0))).collect::<Vec<_>>().concat()
}

pub(crate) fn tfvars_json(s: &Secrets) -> String {
    serde_json::to_string_pretty(&Value::Object(values(s))).unwrap()
}
