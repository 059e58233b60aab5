//! What caches: clusters, replication groups, and caches without servers.

use super::{DESCRIBE_CLUSTERS, DESCRIBE_REPLICATION_GROUPS, DESCRIBE_SERVERLESS, begin};
use crate::collect::aws::answer::{Answers, Node};
use crate::collect::aws::made::{Building, Made, fields, texts};
use crate::model::Value;

/// Puts all caches of one region into the model.
pub(super) fn shape(answers: &Answers, made: &mut Made) {
    for cluster in answers.items(DESCRIBE_CLUSTERS, "CacheClusters") {
        self::cluster(cluster, answers, made);
    }
    for group in answers.items(DESCRIBE_REPLICATION_GROUPS, "ReplicationGroups") {
        replication_group(group, answers, made);
    }
    for cache in answers.items(DESCRIBE_SERVERLESS, "ServerlessCaches") {
        serverless(cache, answers, made);
    }
}

fn cluster(of: Node<'_>, answers: &Answers, made: &mut Made) {
    let id = of.get("CacheClusterId").str();
    let group = of.get("ReplicationGroupId");
    let nodes = of.get("CacheNodes").items().map(|node| {
        fields([
            ("address", node.get("Endpoint").get("Address").value()),
            ("availability_zone", node.get("CustomerAvailabilityZone").value()),
            ("id", node.get("CacheNodeId").value()),
            ("outpost_arn", node.get("CustomerOutpostArn").value()),
            ("port", node.get("Endpoint").get("Port").value()),
        ])
    });
    let zone = of.get("PreferredAvailabilityZone");
    // The API says "Multiple" where the nodes are in several zones.
    let az_mode = zone.text().map(|zone| if zone == "Multiple" { "cross-az" } else { "single-az" });
    let configuration = of.get("ConfigurationEndpoint");
    let endpoint = configuration
        .get("Address")
        .text()
        .and_then(|address| Some(format!("{address}:{}", configuration.get("Port").int()?)));
    let building = begin("aws_elasticache_cluster", id, of, answers, made)
        .set("cluster_id", id)
        .copy_known("availability_zone", zone)
        .known("az_mode", az_mode)
        .set("cache_nodes", Value::list(nodes))
        .copy("cluster_address", configuration.get("Address"))
        .set("configuration_endpoint", endpoint.map_or(Value::Null, Value::string))
        .copy("engine", of.get("Engine"))
        .copy_known("ip_discovery", of.get("IpDiscovery"))
        .copy_known("network_type", of.get("NetworkType"))
        .copy("node_type", of.get("CacheNodeType"))
        .copy("num_cache_nodes", of.get("NumCacheNodes"))
        .copy("preferred_outpost_arn", of.get("PreferredOutpostArn"))
        .copy("replication_group_id", group)
        .known("transit_encryption_enabled", of.get("TransitEncryptionEnabled").bool());
    common(settings(building, of), of)
        .owned(group.text().map(|group| format!("aws_elasticache_replication_group/{group}")))
        .done();
}

/// What is set of a cluster, and of a replication group through its clusters.
fn settings<'m>(building: Building<'m>, cluster: Node<'_>) -> Building<'m> {
    let topic = cluster.get("NotificationConfiguration");
    let topic =
        if topic.get("TopicStatus").str() == "active" { topic.get("TopicArn").value() } else { Value::Null };
    let groups =
        cluster.get("SecurityGroups").items().filter_map(|group| group.get("SecurityGroupId").text());
    let node = cluster.get("CacheNodes").items().next().unwrap_or(Node::ABSENT);
    let configuration = cluster.get("ConfigurationEndpoint").get("Port").int();
    let port = configuration.or_else(|| node.get("Endpoint").get("Port").int());
    let full = cluster.get("EngineVersion").text();
    building
        .known("engine_version", full.map(|full| version(cluster.get("Engine").str(), full)))
        .known("engine_version_actual", full)
        .copy_known("maintenance_window", cluster.get("PreferredMaintenanceWindow"))
        .set("notification_topic_arn", topic)
        .copy_known("parameter_group_name", cluster.get("CacheParameterGroup").get("CacheParameterGroupName"))
        .known("port", port)
        .set("security_group_ids", texts(groups))
        .copy("subnet_group_name", cluster.get("CacheSubnetGroupName"))
}

/// What clusters and replication groups have in common.
fn common<'m>(building: Building<'m>, of: Node<'_>) -> Building<'m> {
    // The provider keeps this bool as text: it may also be unset.
    let upgrades = of.get("AutoMinorVersionUpgrade").bool().map(|is_on| if is_on { "true" } else { "false" });
    let logs = of.get("LogDeliveryConfigurations").items().map(log_delivery);
    building
        .known("auto_minor_version_upgrade", upgrades)
        .set("log_delivery_configuration", Value::list(logs))
        .set("snapshot_retention_limit", of.get("SnapshotRetentionLimit").int().unwrap_or_default())
        .copy("snapshot_window", of.get("SnapshotWindow"))
}

/// Writes a version as the provider does: since 6 Redis and Valkey have no third number to choose.
fn version(engine: &str, full: &str) -> Value {
    let mut numbers = full.splitn(3, '.');
    match (numbers.next().and_then(|major| major.parse::<u32>().ok()), numbers.next()) {
        (Some(major), Some(minor)) if engine != "memcached" && major >= 6 => {
            Value::string(format!("{major}.{minor}"))
        }
        _ => Value::string(full),
    }
}

fn log_delivery(log: Node<'_>) -> Value {
    let details = log.get("DestinationDetails");
    let group = details.get("CloudWatchLogsDetails").get("LogGroup");
    let destination =
        if group.is_there() { group } else { details.get("KinesisFirehoseDetails").get("DeliveryStream") };
    fields([
        ("destination", destination.value()),
        ("destination_type", log.get("DestinationType").value()),
        ("log_format", log.get("LogFormat").value()),
        ("log_type", log.get("LogType").value()),
    ])
}

fn replication_group(of: Node<'_>, answers: &Answers, made: &mut Made) {
    let id = of.get("ReplicationGroupId").str();
    let shards: Vec<Node<'_>> = of.get("NodeGroups").items().collect();
    let first = shards.first().copied().unwrap_or(Node::ABSENT);
    let members = |shard: Node<'_>| shard.get("NodeGroupMembers").items().count();
    let replicas = members(first).checked_sub(1).and_then(|count| i64::try_from(count).ok());
    let clusters = of.get("MemberClusters");
    let global = of.get("GlobalReplicationGroupInfo").get("GlobalReplicationGroupId");
    // Where there are several shards they are reached at one address, else at that of the only one.
    let mut building = begin("aws_elasticache_replication_group", id, of, answers, made)
        .set("replication_group_id", id)
        .bool("at_rest_encryption_enabled", of.get("AtRestEncryptionEnabled"))
        .bool("transit_encryption_enabled", of.get("TransitEncryptionEnabled"))
        .copy_known("transit_encryption_mode", of.get("TransitEncryptionMode"))
        .set("automatic_failover_enabled", is_on(of.get("AutomaticFailover")))
        .set("multi_az_enabled", is_on(of.get("MultiAZ")))
        .set("data_tiering_enabled", is_on(of.get("DataTiering")))
        .bool("cluster_enabled", of.get("ClusterEnabled"))
        .copy_known("cluster_mode", of.get("ClusterMode"))
        .copy("configuration_endpoint_address", of.get("ConfigurationEndpoint").get("Address"))
        .copy("primary_endpoint_address", first.get("PrimaryEndpoint").get("Address"))
        .copy("reader_endpoint_address", first.get("ReaderEndpoint").get("Address"))
        .copy("description", of.get("Description"))
        .copy_known("engine", of.get("Engine"))
        .copy("global_replication_group_id", global)
        .copy_known("ip_discovery", of.get("IpDiscovery"))
        .copy_known("network_type", of.get("NetworkType"))
        .copy("kms_key_id", of.get("KmsKeyId"))
        .set("member_clusters", texts(clusters.texts()))
        .copy("node_type", of.get("CacheNodeType"))
        .known("num_cache_clusters", i64::try_from(clusters.items().count()).ok())
        .known("num_node_groups", i64::try_from(shards.len()).ok())
        .known("replicas_per_node_group", replicas)
        .set("user_group_ids", texts(of.get("UserGroupIds").texts()));
    // What the answer does not tell of the group is told of its members, which are all alike.
    let is_member = |cluster: &Node<'_>| cluster.get("ReplicationGroupId").text() == Some(id);
    if let Some(member) = answers.items(DESCRIBE_CLUSTERS, "CacheClusters").find(is_member) {
        building = settings(building.copy_known("engine", member.get("Engine")), member);
    }
    common(building, of).done();
}

/// Returns whether a status is that something is in use, or will be in a moment.
fn is_on(status: Node<'_>) -> bool {
    matches!(status.str(), "enabled" | "enabling")
}

fn serverless(of: Node<'_>, answers: &Answers, made: &mut Made) {
    let name = of.get("ServerlessCacheName").str();
    let endpoint = |endpoint: Node<'_>| {
        endpoint.get("Address").text().map(|address| {
            fields([("address", Value::string(address)), ("port", endpoint.get("Port").value())])
        })
    };
    begin("aws_elasticache_serverless_cache", name, of, answers, made)
        .set("name", name)
        .block("cache_usage_limits", limits(of.get("CacheUsageLimits")))
        .copy("daily_snapshot_time", of.get("DailySnapshotTime"))
        .copy("description", of.get("Description"))
        .block("endpoint", endpoint(of.get("Endpoint")))
        .block("reader_endpoint", endpoint(of.get("ReaderEndpoint")))
        .copy("engine", of.get("Engine"))
        .copy("full_engine_version", of.get("FullEngineVersion"))
        .copy("major_engine_version", of.get("MajorEngineVersion"))
        .copy("kms_key_id", of.get("KmsKeyId"))
        .copy_known("network_type", of.get("NetworkType"))
        .set("security_group_ids", texts(of.get("SecurityGroupIds").texts()))
        .set("snapshot_retention_limit", of.get("SnapshotRetentionLimit").int().unwrap_or_default())
        .set("subnet_ids", texts(of.get("SubnetIds").texts()))
        .copy("user_group_id", of.get("UserGroupId"))
        .done();
}

fn limits(limits: Node<'_>) -> Option<Value> {
    let (storage, units) = (limits.get("DataStorage"), limits.get("ECPUPerSecond"));
    let data_storage = storage.get("Unit").is_there().then(|| {
        fields([
            ("maximum", storage.get("Maximum").value()),
            ("minimum", storage.get("Minimum").value()),
            ("unit", storage.get("Unit").value()),
        ])
    });
    let has_units = units.get("Maximum").is_there() || units.get("Minimum").is_there();
    let ecpu_per_second = has_units.then(|| {
        fields([("maximum", units.get("Maximum").value()), ("minimum", units.get("Minimum").value())])
    });
    (data_storage.is_some() || has_units).then(|| {
        fields([
            ("data_storage", Value::list(data_storage)),
            ("ecpu_per_second", Value::list(ecpu_per_second)),
        ])
    })
}
