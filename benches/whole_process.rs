//! Time and memory of the whole program, from two state files to a JSON report, beside what it takes
//! to read the same two files one after the other into `serde_json::Value`.
//!
//! `cargo bench` prints a table of medians; nothing here fails for being slow. The inputs are made here,
//! the same in every run: dev and prod of one code base, 20 kinds, about 2 kB a resource, one in a
//! hundred resources with one attribute that differs.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints its table and stops at what it cannot do"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The same allocator as the program's, so that the reference differs in nothing but the work.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Resources on each side.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// Measured runs of each, after one that is not counted.
const RUNS: usize = 5;
/// The argument with which this program reads two files and does nothing else.
const REFERENCE: &str = "--read-into-serde-json";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == REFERENCE) {
        return reference(&arguments[at + 1..]);
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench");
    fs::create_dir_all(&folder).expect("the folder for inputs can be made");
    println!(
        "| resources a side | input | time | reading alone | ratio | peak memory | peak / input | findings |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for size in SIZES {
        let files = ["dev", "prod"].map(|environment| {
            let path = folder.join(format!("{environment}-{size}.tfstate"));
            fs::write(&path, state(environment, size)).expect("the input can be written");
            path
        });
        let input: u64 = files.iter().map(|file| file.metadata().map_or(0, |metadata| metadata.len())).sum();
        let report = folder.join(format!("report-{size}.json"));
        let [left, right] = files.each_ref().map(|file| file.as_os_str());
        let program = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_driftgate"));
            command.arg("diff").args([left, right]);
            command.arg("--format").arg(format!("json={}", report.display())).arg("--no-progress");
            command
        };
        let alone = || {
            let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
            command.arg(REFERENCE).args([left, right]);
            command
        };
        let (time, peak) = measure(program);
        let (reference, _) = measure(alone);
        let findings = fs::read_to_string(&report).map_or(0, |text| text.matches("\"fingerprint\"").count());
        println!(
            "| {size} | {:.1} MB | {:.0} ms | {:.0} ms | {:.2} | {:.0} MB | {:.2} | {findings} |",
            mega(input),
            time.as_secs_f64() * 1e3,
            reference.as_secs_f64() * 1e3,
            time.as_secs_f64() / reference.as_secs_f64(),
            mega(peak),
            mega(peak) / mega(input),
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "for display")]
fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Reads files one after the other, each gone before the next, as a program without driftgate would.
fn reference(files: &[String]) {
    for file in files.iter().filter(|file| !file.starts_with("--")) {
        let bytes = fs::read(file).expect("the input can be read");
        let value: serde_json::Value = serde_json::from_slice(&bytes).expect("the input is JSON");
        assert!(value.is_object());
    }
}

/// Returns the median time, and the highest memory of all runs in bytes.
fn measure(command: impl Fn() -> Command) -> (Duration, u64) {
    let mut times = Vec::new();
    let mut peak = 0;
    for run in 0..=RUNS {
        let began = Instant::now();
        let mut child = command()
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be started");
        let status = PathBuf::from(format!("/proc/{}/status", child.id()));
        loop {
            peak = peak.max(high_water(&status));
            if child.try_wait().expect("the program can be waited for").is_some() {
                break;
            }
            // Asking all the time would take a processor from what is measured.
            std::thread::park_timeout(Duration::from_millis(1));
        }
        if run > 0 {
            times.push(began.elapsed());
        }
    }
    times.sort();
    (times[RUNS / 2], peak)
}

/// Returns the most memory that a process has had so far, where the system tells.
fn high_water(status: &Path) -> u64 {
    let Ok(text) = fs::read_to_string(status) else { return 0 };
    let line = text.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// A small generator of numbers, the same in every run (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn hex(&mut self) -> String {
        format!("{:017x}", u128::from(self.next()) * 7 % (1 << 68))
    }
}

const KINDS: [(&str, &str); 20] = [
    ("aws_instance", "i"),
    ("aws_ebs_volume", "vol"),
    ("aws_subnet", "subnet"),
    ("aws_security_group", "sg"),
    ("aws_network_interface", "eni"),
    ("aws_eip", "eipalloc"),
    ("aws_route_table", "rtb"),
    ("aws_network_acl", "acl"),
    ("aws_vpc_endpoint", "vpce"),
    ("aws_launch_template", "lt"),
    ("aws_lambda_function", "fn"),
    ("aws_sqs_queue", "q"),
    ("aws_sns_topic", "t"),
    ("aws_dynamodb_table", "table"),
    ("aws_cloudwatch_log_group", "log"),
    ("aws_iam_role", "role"),
    ("aws_kms_key", "key"),
    ("aws_ecr_repository", "repo"),
    ("aws_db_instance", "db"),
    ("aws_s3_bucket", "bucket"),
];

/// Writes a state as Terraform does: version 4, two spaces of indentation.
fn state(environment: &str, size: usize) -> String {
    let account = if environment == "dev" { "111122223333" } else { "444455556666" };
    let mut numbers = Numbers(if environment == "dev" { 1 } else { 2 });
    let ids: Vec<String> =
        (0..size).map(|i| format!("{}-{}", KINDS[i % KINDS.len()].1, numbers.hex())).collect();
    let mut out = String::from(
        "{\n  \"version\": 4,\n  \"terraform_version\": \"1.11.4\",\n  \"serial\": 7,\n  \"lineage\": \"x\",\n  \"outputs\": {},\n  \"resources\": [\n",
    );
    for (i, id) in ids.iter().enumerate() {
        let (kind, _) = KINDS[i % KINDS.len()];
        // One in a hundred has another size in prod.
        let capacity = if i % 100 == 50 && environment == "prod" { 64 } else { 32 };
        let comma = if i + 1 == size { "" } else { "," };
        let of = |at: usize| &ids[(i + at) % size];
        let private = numbers.hex();
        let _ = write!(
            out,
            r#"    {{
      "mode": "managed",
      "type": "{kind}",
      "name": "item_{i}",
      "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
      "instances": [
        {{
          "schema_version": 1,
          "attributes": {{
            "arn": "arn:aws:service:eu-west-1:{account}:item/{id}",
            "availability_zone": "eu-west-1{zone}",
            "capacity_reservation": [
              {{
                "preference": "open",
                "target": []
              }}
            ],
            "cpu_options": [
              {{
                "amd_sev_snp": "",
                "core_count": 2,
                "threads_per_core": 2
              }}
            ],
            "description": "item {i} of the shop",
            "disable_api_stop": false,
            "disable_api_termination": false,
            "ebs_optimized": true,
            "hibernation": null,
            "host_id": "",
            "iam_profile": "shop-{environment}-{profile}",
            "id": "{id}",
            "instance_type": "m6i.large",
            "maintenance_options": [
              {{
                "auto_recovery": "default"
              }}
            ],
            "metadata_options": [
              {{
                "http_endpoint": "enabled",
                "http_put_response_hop_limit": 2,
                "http_tokens": "required",
                "instance_metadata_tags": "disabled"
              }}
            ],
            "monitoring": true,
            "name_of_item": "shop-{environment}-item-{i}",
            "peers": [
              "{peer_a}",
              "{peer_b}"
            ],
            "parent_id": "{parent}",
            "priority": {octet},
            "root_block_device": [
              {{
                "delete_on_termination": true,
                "device_name": "/dev/xvda",
                "encrypted": true,
                "iops": 3000,
                "throughput": 125,
                "volume_size": {capacity},
                "volume_type": "gp3"
              }}
            ],
            "tags": {{
              "Environment": "{environment}",
              "Name": "shop-{environment}-item-{i}",
              "Owner": "platform",
              "Service": "shop"
            }},
            "tags_all": {{
              "Environment": "{environment}",
              "Name": "shop-{environment}-item-{i}",
              "Owner": "platform",
              "Service": "shop"
            }},
            "tenancy": "default",
            "timeouts": null
          }},
          "sensitive_attributes": [],
          "private": "{private}"
        }}
      ]
    }}{comma}
"#,
            zone = ["a", "b", "c"][i % 3],
            profile = i % 40,
            octet = i % 255,
            peer_a = of(1),
            peer_b = of(7),
            parent = of(3),
        );
    }
    out.push_str("  ],\n  \"check_results\": null\n}\n");
    out
}
