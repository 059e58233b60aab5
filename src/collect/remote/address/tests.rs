//! What an address means, and that no name of it shows a password.

use super::*;

fn named(text: &str) -> String {
    Address::parse(text).unwrap().map_or_else(|error| error.to_string(), |address| address.name())
}

/// Whatever is written before the host, no name, message or debugging output shows it.
#[test]
fn no_name_shows_a_password() {
    for text in [
        "https://jo:hunter2@host/state",
        "https://hunter2@host/state",
        "https://jo:hunter2@host:8443/state?ref=main&token=hunter2",
        "https://bucket.s3.amazonaws.com/k?X-Amz-Credential=hunter2&X-Amz-Signature=hunter2",
        "postgres://jo:hunter2@host/db?schema=x",
        "postgres://jo:hunter2@host:port/db",
        "https://jo:hunter2/x@host/state",
        "https://jo:hunter2:x/y@host/state",
        "gs://jo:hunter2@host/state",
        "https://jo:hunter2@host/state@{2.hours.ago}",
    ] {
        let debug = format!("{:?}", Address::parse(text));
        for told in [named(text), shown(text), debug, masked(&format!("failed: \"{text}\" x"))] {
            assert!(!told.contains("hunter2"), "{text}: {told}");
        }
    }
}

#[test]
fn what_is_no_secret_stays() {
    for text in [
        "s3://bucket/env:/prod/a b.tfstate@{2.hours.ago}",
        "s3://bucket/key?version=abc",
        "s3://bucket/what?/really",
        "https://host:8443/state?ref=main",
        "postgres://jo@host/db?schema=x",
        "kubernetes://ns/suffix?workspace=prod",
    ] {
        assert_eq!(named(text), text);
    }
    assert_eq!(masked("see https://host/x?a=b, a@b"), "see https://host/x?a=b, a@b");
}

fn settings(text: &str) -> String {
    let (kind, settings) = Address::parse(text).unwrap().unwrap().backend().unwrap();
    format!("{kind} {settings:?}")
}

#[test]
fn an_address_names_a_backend() {
    let s3 = settings("s3://b/a/k%20.tfstate?version=v%2B1&region=eu-west-1");
    assert_eq!(s3, r#"s3 bucket="b" key="a/k%20.tfstate" region="eu-west-1" version="v+1""#);
    let http = settings("http://jo:p%40ss@h:80/s?a=b");
    assert_eq!(http, r#"http address="http://h:80/s?a=b" password=*** username="jo""#);
    let pg = settings("postgres://h/db?schema=x&sslmode=require&workspace=w");
    assert_eq!(pg, r#"pg conn_str=*** schema_name="x" workspace="w""#);
    let tfe = settings("tfe://org/ws");
    assert_eq!(tfe, r#"remote name="ws" organization="org""#);
    let tfe = settings("tfe://tfe.example.com/org/ws");
    assert_eq!(tfe, r#"remote hostname="tfe.example.com" name="ws" organization="org""#);
    let secret = settings("kubernetes://infra/net?context=prod");
    assert_eq!(secret, r#"kubernetes config_context="prod" namespace="infra" secret_suffix="net""#);
}

#[test]
fn mistakes_say_what_is_expected() {
    let error = |text: &str| {
        Address::parse(text).unwrap().and_then(|address| address.backend().map(drop)).unwrap_err().to_string()
    };
    assert!(error("gs://b/k").contains("`pull = true`"));
    assert!(error("s3://bucket").contains("s3://BUCKET/KEY"));
    assert!(error("s3://b/k?versoin=1").contains("did you mean `version`?"));
    assert!(error("s3://b/k@{soon}").contains("2.hours.ago"));
    assert!(error("https://h/k@{now}").contains("only s3://"));
    assert!(error("tfe://a/b/c/d").contains("tfe://HOST"));
    assert!(Address::parse("infra/prod.tfstate").is_none() && Address::parse("-").is_none());
}
