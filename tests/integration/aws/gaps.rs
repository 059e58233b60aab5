//! What moto lacks or answers otherwise than AWS, put right on the way, so that an account can be read completely.
//!
//! This file must not answer for anything that moto knows.

use serde_json::Value;

use super::proxy::{Asked, Fate};

/// Answers that say that there is nothing, by operation; or by method and the end of the path.
const NOTHING: [(&str, &str); 14] = [
    (
        "DescribePlacementGroups",
        "<DescribePlacementGroupsResponse><placementGroupSet/></DescribePlacementGroupsResponse>",
    ),
    (
        "GetEbsDefaultKmsKeyId",
        "<GetEbsDefaultKmsKeyIdResponse><kmsKeyId>alias/aws/ebs</kmsKeyId></GetEbsDefaultKmsKeyIdResponse>",
    ),
    (
        "GetSnapshotBlockPublicAccessState",
        "<GetSnapshotBlockPublicAccessStateResponse><state>unblocked</state></GetSnapshotBlockPublicAccessStateResponse>",
    ),
    (
        "GetInstanceMetadataDefaults",
        "<GetInstanceMetadataDefaultsResponse><accountLevel/></GetInstanceMetadataDefaultsResponse>",
    ),
    ("DescribeCapacityProviders", r#"{"capacityProviders": []}"#),
    (
        "DescribeServerlessCaches",
        "<DescribeServerlessCachesResponse><DescribeServerlessCachesResult><ServerlessCaches/></DescribeServerlessCachesResult></DescribeServerlessCachesResponse>",
    ),
    (
        "DescribeCacheParameterGroups",
        "<DescribeCacheParameterGroupsResponse><DescribeCacheParameterGroupsResult><CacheParameterGroups/></DescribeCacheParameterGroupsResult></DescribeCacheParameterGroupsResponse>",
    ),
    (
        "DescribeUserGroups",
        "<DescribeUserGroupsResponse><DescribeUserGroupsResult><UserGroups/></DescribeUserGroupsResult></DescribeUserGroupsResponse>",
    ),
    (
        "DescribeOptionGroups",
        "<DescribeOptionGroupsResponse><DescribeOptionGroupsResult><OptionGroupsList/></DescribeOptionGroupsResult></DescribeOptionGroupsResponse>",
    ),
    ("/addons", r#"{"addons": []}"#),
    ("/access-entries", r#"{"accessEntries": []}"#),
    ("/pod-identity-associations", r#"{"associations": []}"#),
    ("/urls", r#"{"FunctionUrlConfigs": []}"#),
    ("/operation/ListDashboards", ""),
];

/// CloudWatch is asked in CBOR, of which moto knows nothing.
const CBOR: &str = "/service/GraniteServiceVersion20100801/operation/";

/// Returns what becomes of a request that moto cannot answer.
pub(super) fn fill(asked: &Asked) -> Option<Fate> {
    let path = asked.operation.split('?').next().unwrap_or_default();
    if let Some((_, operation)) = path.split_once(CBOR) {
        return Some(match operation {
            "DescribeAlarms" => Fate::Translated(
                vec![("X-Amz-Target", format!("GraniteServiceVersion20100801.{operation}"))],
                Box::new(|answer| cbor_answer(&serde_json::from_str(&answer).unwrap())),
            ),
            _ => Fate::Answered("application/cbor", cbor_answer(&Value::Object(serde_json::Map::new()))),
        });
    }
    let is_of = |name: &str| asked.operation == name || (name.starts_with('/') && path.ends_with(name));
    let (_, body) = NOTHING.iter().find(|(name, _)| is_of(name))?;
    let kind = if body.starts_with('{') { "application/json" } else { "text/xml" };
    Some(Fate::Answered(kind, body.as_bytes().to_vec()))
}

fn cbor_answer(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    cbor(value, "", &mut out);
    out
}

/// Writes CBOR (RFC 8949) of a value; `name` is that of the member that holds it.
fn cbor(value: &Value, name: &str, out: &mut Vec<u8>) {
    // Times are a tag, and what may have a fraction is written as if it had.
    let is_time = name.ends_with("Timestamp");
    match value {
        Value::Null => out.push(0xf6),
        Value::Bool(flag) => out.push(if *flag { 0xf5 } else { 0xf4 }),
        Value::Number(number) => match number.as_u64().filter(|_| !is_time && name != "Threshold") {
            Some(number) => head(0, number, out),
            None => {
                if is_time {
                    out.push(0xc1);
                }
                out.push(0xfb);
                out.extend(number.as_f64().unwrap().to_be_bytes());
            }
        },
        Value::String(text) => {
            head(3, text.len() as u64, out);
            out.extend(text.as_bytes());
        }
        Value::Array(items) => {
            head(4, items.len() as u64, out);
            for item in items {
                cbor(item, name, out);
            }
        }
        Value::Object(members) => {
            head(5, members.len() as u64, out);
            for (name, value) in members {
                cbor(&Value::from(name.as_str()), "", out);
                cbor(value, name, out);
            }
        }
    }
}

/// Writes a type and a length or number of eight bytes.
fn head(major: u8, number: u64, out: &mut Vec<u8>) {
    out.push(major << 5 | 0x1b);
    out.extend(number.to_be_bytes());
}
