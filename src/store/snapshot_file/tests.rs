//! Tests of the stored form: what is written is read back, and nothing else is.

use compact_str::CompactString;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::model::{
    Address, Cloud, Manager, Map, Missing, Number, Origin, Provenance, Reached, Resource, Scope, Secret,
    Source, Status, Value,
};

fn stored(snapshot: &Snapshot) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(snapshot, &mut bytes).unwrap();
    bytes
}

/// Returns the blocks without mark, version and compression.
fn unpacked(snapshot: &Snapshot) -> Vec<u8> {
    zstd::decode_all(&stored(snapshot)[10..]).unwrap()
}

fn packed(blocks: &[u8]) -> Vec<u8> {
    [MARK.as_slice(), &VERSION.to_le_bytes(), &zstd::encode_all(blocks, 1).unwrap()].concat()
}

fn example() -> Snapshot {
    let entry = |key: &str, value: Value| (Key::new(key), value);
    let attributes: Map = [
        entry("count", Value::int(-3)),
        entry("list", Value::list([Value::Null, Value::Bool(true), Value::Bool(false)])),
        entry("password", Value::Secret(Secret::Fingerprint(*b"0123456789abcdef"))),
        entry("ratio", Value::Number(Number::parse("12345678901234567890.5").unwrap())),
        entry("source", Value::Expression("var.count".into())),
        entry("tags", Value::map([entry("count", Value::from("é"))])),
        entry("token", Value::Secret(Secret::Withheld)),
        entry("url", Value::Unknown),
    ]
    .into_iter()
    .collect();
    Snapshot {
        environment: "dev".to_owned(),
        taken_at: 1_790_000_000,
        tool: "driftgate 0.1.0".to_owned(),
        secret_key_id: *b"key id 1",
        sources: vec![
            Source {
                name: "dev.tfstate".to_owned(),
                format: "terraform state v4".to_owned(),
                status: Status::Complete,
                resources: 1,
                warnings: vec!["line 3: a duplicate key".to_owned()],
                ..Source::default()
            },
            Source {
                name: "eu-west-1".to_owned(),
                format: "aws".to_owned(),
                status: Status::Partial(vec![Missing {
                    what: "ec2".to_owned(),
                    why: "denied".to_owned(),
                    kind: Some("shop_*".into()),
                    namespace: None,
                }]),
                resources: 1,
                warnings: Vec::new(),
                scope: Scope {
                    without: vec!["Secret".into()],
                    namespaces: vec!["shop".into(), "a".into()],
                    cloud: Some(Cloud {
                        account: "111122223333".into(),
                        regions: vec!["eu-west-1".into()],
                        kinds: vec!["aws_sqs_queue".into(), "aws_vpc".into()],
                    }),
                },
                help: Some("allow it".to_owned()),
            },
            Source {
                name: "prod".to_owned(),
                format: String::new(),
                status: Status::Failed("no such file".to_owned()),
                ..Source::default()
            },
        ],
        resources: vec![
            Resource {
                kind: "shop_box".into(),
                address: Address::new("module.web.shop_box.a[0]"),
                origin: Origin::Declared,
                owner: Some("shop_rack/a".into()),
                source: 0,
                attributes,
                provenance: Provenance {
                    file: Some("main.tf".into()),
                    line: Some(7),
                    attributes: vec![(Key::new("count"), "dev.tfvars".into(), 300)],
                    reached: Vec::new(),
                    managers: vec![Manager {
                        name: "kubectl-edit".into(),
                        operation: "Update".into(),
                        subresource: "".into(),
                        time: Some(1_764_000_000),
                        fields: [(Key::new("f:size"), Value::map([]))].into_iter().collect(),
                    }],
                },
            },
            Resource {
                kind: "shop_box".into(),
                address: Address::new("shop_box.b"),
                origin: Origin::Live,
                source: 1,
                ..Resource::default()
            },
        ],
    }
}

#[test]
fn what_is_written_is_read_back() {
    let bytes = stored(&example());
    assert!(is_snapshot(&bytes));
    assert_eq!(read(&bytes), Ok(example()));
    assert_eq!(stored(&example()), bytes);
    assert_eq!(read(&stored(&Snapshot::default())), Ok(Snapshot::default()));
}

/// If this changes, so must the version, and what is here must still be read.
#[test]
fn version_4_stays_as_it_is() {
    let blocks = unpacked(&example());
    let text: Vec<_> = blocks.chunks(40).map(|chunk| chunk.escape_ascii().to_string()).collect();
    let expected = [
        r"\xea\x00\x00\x00\x03dev\x80\xee\x89\xab\r\x0fdriftgate 0.1.0key id 1\x03\x0bd",
        r"ev.tfstate\x12terraform state v4\x00\x01\x01\x17line 3:",
        r" a duplicate key\x00\x00\x00\x00\teu-west-1\x03aws\x01\x01\x03ec2",
        r"\x06denied\x01\x06shop_*\x00\x01\x00\x01\x06Secret\x02\x04shop\x01a\x01\x0c1111",
        r"22223333\x01\teu-west-1\x02\raws_sqs_queue\x07aws_v",
        r"pc\x01\x08allow it\x04prod\x00\x02\x0cno such file\x00\x00\x00\x00\x00\x00\x04\x01",
        r"\x00\x00\x08shop_box\x18module.web.shop_box.a[0]f\x00\x08\x00",
        r"\x05count\x03\x05\x00\x04list\x06\x03\x00\x02\x01\x00\x08password\x080123456789",
        r"abcdef\x00\x05ratio\x04\x1612345678901234567890.5\x00\x06s",
        r"ource\x0b\tvar.count\x00\x04tags\x07\x01\x01\x05\x02\xc3\xa9\x00\x05token\t\x00\x03u",
        r"rl\n\x07main.tf\x07\x01\x01\ndev.tfvars\xac\x02\x0bshop_rack/a\x01",
        r"\x0ckubectl-edit\x06Update\x00\x01\x80\x84\xa4\x92\r\x01\x00\x06f:size\x07\x00\x08s",
        r"hop_box\nshop_box.b\x01\x01\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00",
    ];
    assert_eq!(text, expected);
    assert_eq!(read(&packed(&blocks)), Ok(example()));
}

/// Snapshots of version 3 lie in stores.
#[test]
fn a_snapshot_of_version_3_is_read() {
    let blocks = [
        b"\xb8\x00\x00\x00\x03dev\x80\xee\x89\xab\r\x0fdriftgate 0.1.0key id 1\x03\x0bd".as_slice(),
        b"ev.tfstate\x12terraform state v4\x00\x01\x01\x17line 3:",
        b" a duplicate key\x00\x00\x00\teu-west-1\x03aws\x01\x01\x03ec2\x06",
        b"denied\x01\x06shop_*\x00\x01\x00\x01\x06Secret\x02\x04shop\x01a\x01\x08allow",
        b" it\x04prod\x00\x02\x0cno such file\x00\x00\x00\x00\x00\x04\x01\x00\x00\x08shop_bo",
        b"x\x18module.web.shop_box.a[0]f\x00\x08\x00\x05count\x03\x05\x00\x04",
        b"list\x06\x03\x00\x02\x01\x00\x08password\x080123456789abcdef\x00\x05ra",
        b"tio\x04\x1612345678901234567890.5\x00\x06source\x0b\tvar",
        b".count\x00\x04tags\x07\x01\x01\x05\x02\xc3\xa9\x00\x05token\t\x00\x03url\n\x07main.t",
        b"f\x07\x01\x01\ndev.tfvars\xac\x02\x0bshop_rack/a\x01\x0ckubectl-e",
        b"dit\x06Update\x00\x01\x80\x84\xa4\x92\r\x01\x00\x06f:size\x07\x00\x08shop_box\nsh",
        b"op_box.b\x01\x01\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00",
    ];
    let mut bytes = packed(&blocks.concat());
    bytes[8..10].copy_from_slice(&3u16.to_le_bytes());
    let mut expected = example();
    for source in &mut expected.sources {
        source.scope.cloud = None;
    }
    assert_eq!(read(&bytes), Ok(expected));
}

/// Snapshots of version 1 lie in stores.
#[test]
fn a_snapshot_of_version_1_is_read() {
    let blocks = [
        b"\x8f\x00\x00\x00\x03dev\x80\xee\x89\xab\r\x0fdriftgate 0.1.0key id 1\x03\x0bd".as_slice(),
        b"ev.tfstate\x12terraform state v4\x00\x01\x01\x17line 3:",
        b" a duplicate key\teu-west-1\x03aws\x01\x01\x03ec2\x06den",
        b"ied\x01\x00\x04prod\x00\x02\x0cno such file\x00\x00\xd1\x00\x00\x00\x08shop_box",
        b"\x18module.web.shop_box.a[0]\x06\x00\x08\x00\x05count\x03\x05\x00\x04l",
        b"ist\x06\x03\x00\x02\x01\x00\x08password\x080123456789abcdef\x00\x05rat",
        b"io\x04\x1612345678901234567890.5\x00\x06source\x0b\tvar.",
        b"count\x00\x04tags\x07\x01\x01\x05\x02\xc3\xa9\x00\x05token\t\x00\x03url\n\x07main.tf",
        b"\x07\x01\x01\ndev.tfvars\xac\x02\x08shop_box\nshop_box.b\x01\x01\x00\x00",
        b"\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00",
    ];
    let mut bytes = packed(&blocks.concat());
    bytes[8..10].copy_from_slice(&1u16.to_le_bytes());
    let mut expected = example();
    for resource in &mut expected.resources {
        resource.owner = None;
        resource.provenance.managers.clear();
    }
    for source in &mut expected.sources {
        (source.scope, source.help) = (Scope::default(), None);
        if let Status::Partial(missing) = &mut source.status {
            missing[0].kind = None;
        }
    }
    assert_eq!(read(&bytes), Ok(expected));
}

#[test]
fn a_snapshot_cut_anywhere_is_refused() {
    let bytes = stored(&example());
    for length in 0..bytes.len() {
        let error = read(&bytes[..length]).unwrap_err();
        let expected =
            if length < MARK.len() { SnapshotError::NotASnapshot } else { SnapshotError::Truncated };
        assert_eq!(error, expected, "{length} of {} bytes", bytes.len());
    }
    // Cut before it was compressed, where only the blocks themselves can tell.
    let blocks = unpacked(&example());
    for length in 0..blocks.len() {
        assert!(read(&packed(&blocks[..length])).is_err(), "{length} of {} bytes", blocks.len());
    }
}

#[test]
fn more_than_was_written_is_refused() {
    for more in [b"x".as_slice(), &zstd::encode_all(&b""[..], 1).unwrap()] {
        let error = read(&[&stored(&example()), more].concat()).unwrap_err();
        assert_eq!(error, SnapshotError::Damaged("something follows its end"));
    }
    let error = read(&packed(&[unpacked(&example()).as_slice(), b"x"].concat())).unwrap_err();
    assert_eq!(error, SnapshotError::Damaged("something follows its end"));
}

#[test]
fn missing_resources_are_noticed() {
    let mut blocks = unpacked(&example());
    let count = blocks.len() - 8;
    blocks[count] += 1;
    assert_eq!(read(&packed(&blocks)), Err(SnapshotError::Damaged("resources are missing")));
}

#[test]
fn a_newer_snapshot_says_what_to_do() {
    let mut bytes = stored(&example());
    bytes[8..10].copy_from_slice(&(VERSION + 1).to_le_bytes());
    let error = read(&bytes).unwrap_err();
    assert_eq!(error, SnapshotError::Newer { found: VERSION + 1 });
    insta::assert_snapshot!(error, @"a driftgate snapshot of format 5, and this driftgate reads formats up to 4: upgrade driftgate, or take the snapshot again with this version");
    bytes[8..10].copy_from_slice(&[0, 0]);
    assert!(matches!(read(&bytes), Err(SnapshotError::Damaged(_))));
}

#[test]
fn what_grows_beyond_measure_is_refused() {
    let bytes = stored(&example());
    let size = unpacked(&example()).len() as u64;
    assert!(read_within(&bytes, size).is_ok());
    assert_eq!(read_within(&bytes, size - 1), Err(SnapshotError::TooLarge { limit: size - 1 }));
    // A length that announces gigabytes allocates nothing.
    let announced = packed(&[&u32::MAX.to_le_bytes(), b"few".as_slice()].concat());
    assert_eq!(read(&announced), Err(SnapshotError::Truncated));
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let refused = |resource: Resource| {
        let snapshot = Snapshot { resources: vec![resource], ..example() };
        write(&snapshot, &mut Vec::new()).unwrap_err().to_string()
    };
    let resource = Resource { address: Address::new("a.b"), ..Resource::default() };
    let source = Resource { source: 3, ..resource.clone() };
    assert_eq!(refused(source), "a.b comes from a source that the snapshot does not have");
    let nested = |levels: usize| {
        let value = (1..levels).fold(Value::Null, |inner, _| Value::list([inner]));
        Resource { attributes: [(Key::new("a"), value)].into_iter().collect(), ..resource.clone() }
    };
    assert_eq!(refused(nested(MAX_DEPTH + 1)), "a.b is nested deeper than 256 levels");
    let deepest = Snapshot { resources: vec![nested(MAX_DEPTH)], ..example() };
    assert_eq!(read(&stored(&deepest)), Ok(deepest));
}

#[test]
fn many_blocks_share_one_table_of_keys() {
    let long = Value::string("x".repeat(BLOCK / 3));
    let resource = |i: u32| Resource {
        address: Address::new(format!("a.b[{i}]")),
        attributes: [(Key::new("text"), long.clone()), (Key::new(&format!("k{}", i % 7)), Value::Null)]
            .into_iter()
            .collect(),
        ..Resource::default()
    };
    let snapshot = Snapshot { resources: (0..20).map(resource).collect(), ..example() };
    let mut sorted = snapshot.clone();
    sorted.sort();
    assert_eq!(read(&stored(&snapshot)), Ok(sorted));
}

#[test]
fn a_file_holds_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dev.snapshot");
    write_file(&example(), &path).unwrap();
    assert_eq!(read(&std::fs::read(&path).unwrap()), Ok(example()));
}

fn number() -> impl Strategy<Value = Number> {
    let decimal = "-?[0-9]{1,30}(\\.[0-9]{1,30})?(e-?[0-9]{1,4})?";
    prop_oneof![any::<i64>().prop_map(Number::from), decimal.prop_map(|text| Number::parse(&text).unwrap())]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number().prop_map(Value::Number),
        ".{0,40}".prop_map(Value::string),
        any::<[u8; 16]>().prop_map(|bytes| Value::Secret(Secret::Fingerprint(bytes))),
        Just(Value::Secret(Secret::Withheld)),
        Just(Value::Unknown),
        ".{0,20}".prop_map(|text| Value::Expression(text.into())),
    ];
    leaf.prop_recursive(4, 30, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::list),
            vec(("[a-d]{0,2}", inner), 0..6).prop_map(entries).prop_map(Value::Map),
        ]
    })
}

fn entries(entries: Vec<(String, Value)>) -> Map {
    entries.into_iter().map(|(key, value)| (Key::new(&key), value)).collect()
}

fn source() -> impl Strategy<Value = Source> {
    let optional = || prop::option::of(".{0,9}".prop_map(CompactString::from));
    let missing = (".{0,9}", ".{0,9}", optional(), optional())
        .prop_map(|(what, why, kind, namespace)| Missing { what, why, kind, namespace });
    let texts = || vec(".{0,9}".prop_map(CompactString::from), 0..3);
    let cloud = ("[0-9]{0,3}", texts(), texts()).prop_map(|(account, regions, kinds)| Cloud {
        account: account.into(),
        regions,
        kinds,
    });
    let scope = (texts(), texts(), prop::option::of(cloud)).prop_map(|(without, namespaces, cloud)| Scope {
        without,
        namespaces,
        cloud,
    });
    let status = prop_oneof![
        Just(Status::Complete),
        vec(missing, 0..3).prop_map(Status::Partial),
        ".{0,9}".prop_map(Status::Failed),
    ];
    let help = prop::option::of(".{0,9}");
    (".{0,9}", ".{0,9}", status, any::<u64>(), vec(".{0,9}", 0..3), scope, help).prop_map(
        |(name, format, status, resources, warnings, scope, help)| Source {
            name,
            format,
            status,
            resources,
            warnings,
            scope,
            help,
        },
    )
}

fn resource(sources: u32) -> impl Strategy<Value = Resource> {
    let provenance = (
        prop::option::of(".{0,9}".prop_map(Into::into)),
        any::<Option<u32>>(),
        vec(("[a-d]", ".{0,9}", any::<u32>()), 0..3),
        vec(("[a-d]", ".{0,9}", vec("[a-d.]{0,4}", 0..3)), 0..3),
    );
    let provenance = provenance.prop_map(|(file, line, attributes, reached)| {
        let attributes = attributes.into_iter().map(|(key, file, line)| (Key::new(&key), file.into(), line));
        let reached = reached.into_iter().map(|(attribute, instance, variables)| Reached {
            attribute: Key::new(&attribute),
            instance: instance.into(),
            variables: variables.into_iter().map(Into::into).collect(),
        });
        Provenance {
            file,
            line,
            attributes: attributes.collect(),
            reached: reached.collect(),
            managers: Vec::new(),
        }
    });
    let manager = (".{0,9}", ".{0,9}", ".{0,9}", any::<Option<i64>>(), vec(("[a-d]{0,2}", value()), 0..3));
    let manager = manager.prop_map(|(name, operation, subresource, time, fields)| Manager {
        name: name.into(),
        operation: operation.into(),
        subresource: subresource.into(),
        time,
        fields: entries(fields),
    });
    let provenance = (provenance, vec(manager, 0..3))
        .prop_map(|(provenance, managers)| Provenance { managers, ..provenance });
    let owner = prop::option::of(".{0,9}".prop_map(Into::into));
    let attributes = vec(("[a-z@]{0,3}", value()), 0..8).prop_map(entries);
    (".{0,9}", ".{0,9}", any::<bool>(), owner, 0..sources, attributes, provenance).prop_map(
        |(kind, address, live, owner, source, attributes, provenance)| Resource {
            kind: kind.into(),
            address: Address::new(address),
            origin: if live { Origin::Live } else { Origin::Declared },
            owner,
            source,
            attributes,
            provenance,
        },
    )
}

fn snapshot() -> impl Strategy<Value = Snapshot> {
    let parts =
        (".{0,9}", any::<i64>(), ".{0,9}", any::<[u8; 8]>(), vec(source(), 1..4), vec(resource(1), 0..6));
    parts.prop_map(|(environment, taken_at, tool, secret_key_id, sources, resources)| {
        let mut snapshot = Snapshot { environment, taken_at, tool, secret_key_id, sources, resources };
        snapshot.sort();
        snapshot
    })
}

proptest! {
    #[test]
    fn every_snapshot_is_read_back(snapshot in snapshot()) {
        let bytes = stored(&snapshot);
        let back = read(&bytes).unwrap();
        prop_assert_eq!(&back, &snapshot);
        prop_assert_eq!(stored(&back), bytes);
    }

    #[test]
    fn a_flipped_bit_never_changes_what_is_read(
        snapshot in snapshot(),
        at in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let mut bytes = stored(&snapshot);
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        // A frame that asks for a larger window than it needs is the same snapshot still.
        if let Ok(read_back) = read(&bytes) {
            prop_assert_eq!(read_back, snapshot);
        }
    }

    #[test]
    fn changed_blocks_are_refused_or_read_but_never_a_panic(
        snapshot in snapshot(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut blocks = unpacked(&snapshot);
        for (at, byte) in changes {
            let at = at.index(blocks.len());
            blocks[at] = byte;
        }
        if let Ok(read_back) = read(&packed(&blocks)) {
            prop_assert!(write(&read_back, &mut Vec::new()).is_ok());
        }
    }

    #[test]
    fn any_bytes_are_refused(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&bytes).is_err());
        prop_assert!(read(&packed(&bytes)).is_err());
        prop_assert!(read(&[MARK.as_slice(), &[1, 0], &bytes].concat()).is_err());
    }
}
