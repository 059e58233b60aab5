//! Helm releases: what Helm keeps of each release in a Secret or ConfigMap, decoded to chart, version,
//! status and the values that somebody gave.
//!
//! It runs before secrets are sealed, since the values hold some, and leaves nothing of what it decoded in
//! the object it came from. A release that is damaged is told and is unknown; it is never absent.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use compact_str::{CompactString, format_compact};

use super::facts::{address, parts, text};
use crate::collect::collected::Collected;
use crate::collect::{input, json};
use crate::model::{Address, Key, Map, Provenance, Resource, Secret, Value};

/// The kind of a release, and the name of its owner in what Helm keeps of it.
const KIND: &str = "helm_release";
/// The kind of object in which Helm keeps releases, where it is not told to keep them elsewhere.
const SECRET: &str = "Secret";
/// The type of the Secret in which Helm keeps one revision of a release.
///
/// Source: <https://helm.sh/docs/topics/advanced/#storage-backends>
const TYPE: &str = "helm.sh/release.v1";
/// Revisions that Helm replaced.
const SUPERSEDED: &str = "superseded";

/// One revision of a release as its object says without being decoded.
struct Revision {
    index: usize,
    number: i64,
    status: CompactString,
}

/// Says that releases may be there that were not read, where their Secrets were not.
pub(super) fn hide(collected: &mut Collected) {
    let refused = collected.missing.iter().any(|missing| missing.concerns(SECRET));
    if refused || collected.scope.without.iter().any(|without| without == SECRET) {
        collected.scope.without.push(KIND.into());
    }
}

/// Adds a resource for each release, and makes it the owner of the objects that keep its revisions.
pub(super) fn decode(collected: &mut Collected) {
    let mut releases: BTreeMap<(Option<CompactString>, CompactString), Vec<Revision>> = BTreeMap::new();
    for (index, resource) in collected.resources.iter().enumerate() {
        if let Some((name, number, status)) = revision(resource) {
            let namespace = parts(resource).0.map(CompactString::from);
            releases.entry((namespace, name)).or_default().push(Revision { index, number, status });
        }
    }
    for ((namespace, name), mut revisions) in releases {
        revisions.sort_by_key(|revision| revision.number);
        let Some(last) = revisions.last() else { continue };
        let deployed = revisions.iter().rfind(|revision| revision.status == "deployed");
        let chosen = deployed.unwrap_or(last);
        // An upgrade that failed leaves the revision before it in place.
        let latest = (last.number != chosen.number && last.status != SUPERSEDED).then(|| last.status.clone());
        let Some(resource) = collected.resources.get(chosen.index) else { continue };
        let payload = resource.attributes.get("data").and_then(|data| data.get("release"));
        let (encoded, doubly) =
            (payload.and_then(Value::as_str).unwrap_or_default(), resource.kind == SECRET);
        let mut attributes = match release(encoded, doubly) {
            Ok(attributes) => attributes,
            Err(why) => {
                let at = &resource.address;
                let message = format!(
                    "the Helm release in {at} cannot be decoded: {why}; its chart and values are not known"
                );
                collected.warnings.push(message);
                unknown()
            }
        };
        attributes.insert("name".into(), Value::string(name.clone()));
        attributes.insert("revision".into(), Value::int(chosen.number));
        attributes.insert("status".into(), Value::string(chosen.status.clone()));
        if let Some(latest) = latest {
            attributes.insert("latest_status".into(), Value::string(latest));
        }
        let release = Resource {
            kind: KIND.into(),
            address: Address::new(address(KIND, namespace.as_deref(), &name)),
            origin: resource.origin,
            attributes,
            provenance: Provenance {
                file: resource.provenance.file.clone(),
                line: resource.provenance.line,
                ..Provenance::default()
            },
            ..Resource::default()
        };
        collected.resources.push(release);
        for revision in revisions {
            let Some(resource) = collected.resources.get_mut(revision.index) else { continue };
            resource.owner = Some(format_compact!("{KIND}/{name}"));
            if let Some(Value::Map(data)) = resource.attributes.get_mut("data") {
                data.insert("release".into(), Value::Secret(Secret::Withheld));
            }
        }
    }
}

/// Returns name, number and status of the revision that an object keeps, if it keeps one.
fn revision(resource: &Resource) -> Option<(CompactString, i64, CompactString)> {
    let attributes = &resource.attributes;
    let label = |key: &str| text(attributes, &["metadata", "labels", key]);
    let is_kept = match resource.kind.as_str() {
        SECRET => text(attributes, &["type"]) == Some(TYPE),
        "ConfigMap" => {
            label("owner") == Some("helm")
                && attributes.get("data").is_some_and(|data| data.get("release").is_some())
        }
        _ => false,
    };
    if !is_kept {
        return None;
    }
    // `sh.helm.release.v1.NAME.vNUMBER`; the labels say the same, and may have been lost.
    let own = parts(resource).2.strip_prefix("sh.helm.release.v1.").and_then(|rest| rest.rsplit_once(".v"));
    let name = label("name").or(own.map(|(name, _)| name))?;
    let number = label("version").or(own.map(|(_, number)| number)).and_then(|number| number.parse().ok())?;
    Some((name.into(), number, label("status").unwrap_or("unknown").into()))
}

/// Decodes what Helm keeps: JSON, gzipped, in base64, which a Secret encodes once more.
///
/// Source: `encodeRelease` in <https://github.com/helm/helm/blob/main/pkg/storage/driver/util.go>
fn release(encoded: &str, doubly: bool) -> Result<Map, String> {
    let base64 = |text: &[u8]| {
        let text: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
        STANDARD.decode(text).map_err(|_| "it is not base64".to_owned())
    };
    let mut bytes = base64(encoded.as_bytes())?;
    if doubly {
        bytes = base64(&bytes)?;
    }
    let bytes = input::unpack(bytes).map_err(|error| error.to_string())?;
    let text = input::decode(bytes).map_err(|error| error.to_string())?;
    // What is wrong with it is not told: the text holds secrets.
    let release = json::parse(&text).map_err(|_| "it holds no JSON".to_owned())?.value;
    let of = |keys: &[&str]| super::facts::below(release.as_map()?, keys).cloned();
    let chart = |key: &str| of(&["chart", "metadata", key]).unwrap_or_default();
    let name = chart("name");
    if name.is_empty() {
        return Err("it names no chart".to_owned());
    }
    Ok(Map::from_entries(vec![
        (Key::new("chart"), name),
        (Key::new("version"), chart("version")),
        (Key::new("app_version"), chart("appVersion")),
        (Key::new("values"), of(&["config"]).unwrap_or_default()),
    ]))
}

/// A release of which nothing is known but that it is there.
fn unknown() -> Map {
    ["chart", "version", "app_version", "values"]
        .into_iter()
        .map(|key| (Key::new(key), Value::Unknown))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::model::Origin;

    fn secret(name: &str, number: i64, status: &str, payload: &str) -> Resource {
        let text = format!(
            r#"{{"apiVersion": "v1", "kind": "Secret", "type": "helm.sh/release.v1", "data": {{"release": "{payload}"}},
                "metadata": {{"name": "sh.helm.release.v1.{name}.v{number}", "namespace": "shop", "uid": "u",
                  "labels": {{"name": "{name}", "owner": "helm", "status": "{status}", "version": "{number}"}}}}}}"#
        );
        let mut into = Vec::new();
        let objects = super::super::Objects { namespace: None, is_cluster_scoped: &|_| false };
        objects.read(json::parse(&text).unwrap().value, None, &mut into).unwrap();
        into.remove(0)
    }

    fn payload(version: &str) -> String {
        let json = format!(
            r#"{{"name": "redis", "info": {{"status": "deployed"}}, "config": {{"auth": {{"password": "hunter2-and-more"}}}},
                "chart": {{"metadata": {{"name": "redis", "version": "{version}", "appVersion": "8"}}, "templates": []}}}}"#
        );
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(json.as_bytes()).unwrap();
        STANDARD.encode(STANDARD.encode(gzip.finish().unwrap()))
    }

    fn decoded(resources: Vec<Resource>) -> (Collected, Map) {
        let mut collected = Collected { resources, ..Collected::default() };
        decode(&mut collected);
        let of_kind = collected.resources.iter().filter(|resource| resource.kind == KIND);
        let releases: Vec<&Resource> = of_kind.collect();
        assert_eq!(releases.len(), 1);
        assert_eq!(releases[0].address.as_str(), "shop/helm_release/redis");
        assert_eq!(releases[0].origin, Origin::Live);
        let attributes = releases[0].attributes.clone();
        (collected, attributes)
    }

    #[test]
    fn the_newest_deployed_revision_is_the_release() {
        let (collected, release) = decoded(vec![
            secret("redis", 9, "superseded", &payload("20.0.0")),
            secret("redis", 10, "deployed", &payload("20.1.0")),
            secret("redis", 11, "failed", &payload("21.0.0")),
        ]);
        assert_eq!(release.get("version").unwrap().as_str(), Some("20.1.0"));
        assert_eq!(release.get("status").unwrap().as_str(), Some("deployed"));
        assert_eq!(release.get("latest_status").unwrap().as_str(), Some("failed"));
        assert_eq!(release.get("revision").unwrap().as_i64(), Some(10));
        for kept in &collected.resources[..3] {
            assert_eq!(kept.owner.as_deref(), Some("helm_release/redis"));
            assert_eq!(kept.attributes.get("data").unwrap().to_string(), "{ release = (secret) }");
        }
    }

    #[test]
    fn a_damaged_release_is_told_and_unknown() {
        let whole = payload("20.1.0");
        for damaged in
            ["", "!", "bm8=", &whole[..whole.len() / 2 / 4 * 4], &STANDARD.encode(STANDARD.encode("{}"))]
        {
            let (collected, release) = decoded(vec![secret("redis", 1, "deployed", damaged)]);
            assert_eq!(release.get("version"), Some(&Value::Unknown), "{damaged}");
            assert_eq!(collected.warnings.len(), 1, "{damaged}");
            assert!(!collected.warnings[0].contains("hunter2"));
        }
    }
}
