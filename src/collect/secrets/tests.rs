use super::*;

fn key() -> SecretKey {
    SecretKey::from_passphrase("test")
}

fn sealed(json_text: &str, sensitive: &[&str]) -> String {
    let Value::Map(attributes) = json::parse(json_text).unwrap().value else { panic!("an object") };
    let mut resources = [Resource { attributes, ..Resource::default() }];
    let paths: Vec<_> = sensitive.iter().map(|path| (0, path.parse().unwrap())).collect();
    seal(&mut resources, &paths, &key(), &|_| Arc::new([]));
    let text = Value::Map(resources[0].attributes.clone()).to_string();
    without_fingerprints(&text).unwrap_or(text)
}

#[test]
fn what_the_source_marks_is_sealed_and_so_are_its_copies() {
    let text = r#"{"a": "devpw", "b": {"c": "devpw"}, "d": "postgres://u@h?p=devpw&x", "e": "devpwx", "f": ["devpw"]}"#;
    assert_eq!(
        sealed(text, &["a"]),
        r#"{ a = (secret), b = { c = (secret) }, d = "postgres://u@h?p=(secret)&x", e = "devpwx", f = [(secret)] }"#
    );
}

#[test]
fn keys_that_say_credential_are_sealed() {
    for name in [
        "password",
        "dbPassword",
        "AUTH_TOKEN",
        "secret_access_key",
        "api-key",
        "client_secret",
        "MasterUserPassword",
    ] {
        assert!(says_credential(name), "{name}");
    }
    for name in [
        "password_length",
        "secret_arn",
        "token_ttl",
        "secretsmanager",
        "key",
        "access_key_id",
        "passwords_policy",
        "tokenizer",
        "secret_name",
        "auth_token_update_strategy",
    ] {
        assert!(!says_credential(name), "{name}");
    }
    assert_eq!(
        sealed(r#"{"password": "x1y2", "secret": "arn:aws:x"}"#, &[]),
        r#"{ password = (secret), secret = "arn:aws:x" }"#
    );
}

#[test]
fn pairs_of_name_and_value_are_sealed_also_in_json_text() {
    assert_eq!(
        sealed(
            r#"{"doc": "[{\"environment\": [{\"name\": \"DB_PASSWORD\", \"value\": \"hunter2!\"}, {\"name\": \"LOG\", \"value\": \"info\"}]}]"}"#,
            &[]
        ),
        r#"{ doc = "[{\"environment\":[{\"name\":\"DB_PASSWORD\",\"value\":\"(secret)\"},{\"name\":\"LOG\",\"value\":\"info\"}]}]" }"#
    );
}

#[test]
fn shapes_are_sealed_wherever_they_stand() {
    for (text, expected) in [
        ("AKIAIOSFODNN7EXAMPLE", "(secret)"),
        ("postgres://shop:s3cr3t@db:5432/x", "\"postgres://shop:(secret)@db:5432/x\""),
        ("#!/bin/sh\nexport DB_PASSWORD=hunter22\nrun", "\"#!/bin/sh\\nexport DB_PASSWORD=(secret)\\nrun\""),
        ("ghp_0123456789012345678901234567890123456789", "(secret)"),
        ("https://hooks.slack.com/services/T000/B000/XXXX", "\"https://hooks.slack.com/services/(secret)\""),
        ("password: ${var.password}", "\"password: ${var.password}\""),
        ("a secret garden is no secret", "\"a secret garden is no secret\""),
    ] {
        let json_text = format!("{{\"v\": {}}}", serde_json::to_string(text).unwrap());
        assert_eq!(sealed(&json_text, &[]), format!("{{ v = {expected} }}"), "{text}");
    }
}

#[test]
fn copies_are_sealed_also_as_jsonencode_and_urlencode_write_them() {
    assert_eq!(
        sealed(
            r#"{"a": "p\"w&<1>/é", "j": "{\"p\":\"p\\\"w\\u0026\\u003c1\\u003e/é\"}", "u": "x?p=p%22w%26%3C1%3E%2F%C3%A9&y"}"#,
            &["a"]
        ),
        r#"{ a = (secret), j = "{\"p\":\"(secret)\"}", u = "x?p=(secret)&y" }"#
    );
}

#[test]
fn texts_in_the_expression_of_a_credential_are_sealed() {
    for (expression, expected) in [
        (r#"format("%s-%s", a_b.c.id, "hunter22")"#, r#"format("%s-%s", a_b.c.id, "(secret)")"#),
        (r#""${a_b.c.id}-hunter22${"x"}""#, r#""${a_b.c.id}(secret)${"x"}""#),
        (r#"a_b.c["dev_password"]"#, r#"a_b.c["dev_password"]"#),
        (r#"file("secrets/dev/db.txt")"#, r#"file("secrets/dev/db.txt")"#),
        (r#"coalesce(var.x, "quo\"ted")"#, r#"coalesce(var.x, "(secret)")"#),
        (r#""${merge({ a = "b" }, c)["d"]}tail5678"#, r#""${merge({ a = "b" }, c)["d"]}(secret)"#),
    ] {
        let attributes =
            Map::from_entries(vec![(Key::new("password"), Value::Expression(expression.into()))]);
        let mut resources = [Resource { attributes, ..Resource::default() }];
        seal(&mut resources, &[], &key(), &|_| Arc::new([]));
        let Some(Value::Expression(text)) = resources[0].attributes.get("password") else {
            panic!("an expression")
        };
        assert_eq!(without_fingerprints(text).unwrap_or(text.to_string()), expected);
    }
}

#[test]
fn base64_of_a_script_with_a_secret_is_sealed() {
    let script = STANDARD.encode("#!/bin/sh\nexport API_KEY=abcdef123456\n");
    assert_eq!(
        sealed(&format!("{{\"user_data_base64\": \"{script}\"}}"), &[]),
        "{ user_data_base64 = (secret) }"
    );
}

#[test]
fn equal_secrets_have_equal_fingerprints_under_one_key_only() {
    let other = SecretKey::from_passphrase("other");
    assert_eq!(key().fingerprint("a"), key().fingerprint("a"));
    assert_ne!(key().fingerprint("a"), key().fingerprint("b"));
    assert_ne!(key().fingerprint("a"), other.fingerprint("a"));
    assert_ne!(key().id(), other.id());
}

#[test]
fn all_shapes_compile() {
    assert_eq!(SHAPES.len(), 14);
}

#[test]
fn marks_are_shortened_and_nothing_else() {
    assert_eq!(without_fingerprints("a (secret:0123456789abcdef) b").unwrap(), "a (secret) b");
    assert_eq!(without_fingerprints("plain"), None);
    assert_eq!(without_fingerprints("(secret:short").unwrap(), "(secret:short");
}

/// Keys were told apart by their addresses, at which others stood when a document was gone: what was sealed
/// changed from run to run.
#[test]
fn keys_of_documents_are_not_taken_for_each_other() {
    let resource = |index: usize| {
        let text = format!(
            r#"{{"a": "{{\"password\": \"k{index}-hidden\"}}", "b": "{{\"fashion\": \"f{index}-shown\", \"x\": \"token\"}}"}}"#
        );
        let Value::Map(attributes) = json::parse(&text).unwrap().value else { panic!("{text}") };
        Resource { attributes, ..Resource::default() }
    };
    let mut resources: Vec<Resource> = (0..200).map(resource).collect();
    seal(&mut resources, &[], &key(), &|_| Arc::new([]));
    for (index, resource) in resources.iter().enumerate() {
        let text = Value::Map(resource.attributes.clone()).to_string();
        assert!(text.contains(&format!("f{index}-shown")) && !text.contains("hidden"), "{text}");
    }
}
