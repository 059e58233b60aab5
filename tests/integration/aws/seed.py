"""Fills an empty account of a simulated AWS with a small shop, for the tests.

usage: seed.py PROFILE NAME NUMBER [--reversed] [--plant WHAT,WHAT]

Two runs with other names and numbers give twins: they differ by what two environments must differ by (ids,
account, the word in names, `10.NUMBER.0.0/16`), by the order in which things are made and, with `--reversed`,
by saying some defaults and leaving others to AWS. `--plant` changes one thing for each word.
"""

import argparse
import base64
import io
import json
import zipfile

import boto3
from botocore.config import Config

arguments = argparse.ArgumentParser()
arguments.add_argument("profile")
arguments.add_argument("name")
arguments.add_argument("number", type=int)
arguments.add_argument("--reversed", action="store_true")
arguments.add_argument("--plant", default="")
arguments = arguments.parse_args()
NAME, NET, BACK = arguments.name, f"10.{arguments.number}", arguments.reversed
PLANTS = set(filter(None, arguments.plant.split(",")))
UNUSED = set(PLANTS)
SESSION = boto3.Session(profile_name=arguments.profile)
REGION = SESSION.region_name
CREDENTIAL = "kingfisher-9f2c"  # stands where secrets stand, and must be in no output


def client(service):
    return SESSION.client(service, config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}))


ACCOUNT = client("sts").get_caller_identity()["Account"]


def plant(what, planted, usual):
    """Gives one value where a difference is planted, and the usual one elsewhere."""
    UNUSED.discard(what)
    return planted if what in PLANTS else usual


def order(things):
    """Things are made in one order here and in the other there, so that no number of theirs agrees."""
    return list(reversed(things)) if BACK else list(things)


def default(**said):
    """Says defaults in one of two twins and leaves them to AWS in the other."""
    return said if BACK else {}


def tags(name=None, **more):
    named = {"Name": name} if name else {}
    return [{"Key": k, "Value": v} for k, v in {**named, "Environment": NAME, "Project": "shop", **more}.items()]


def tagged(kind, name=None):
    return [{"ResourceType": kind, "Tags": tags(name)}]


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service):
    return policy({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"})


def network():
    ec2 = client("ec2")
    made = {}
    vpc = ec2.create_vpc(CidrBlock=f"{NET}.0.0/16", TagSpecifications=tagged("vpc", f"{NAME}-main"))["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": plant("vpc_dns", False, True)})
    gateway = ec2.create_internet_gateway(TagSpecifications=tagged("internet-gateway", f"{NAME}-main"))
    gateway = gateway["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    for tier, zone, third in order([("public", "a", 0), ("public", "b", 1), ("private", "a", 100), ("private", "b", 101)]):
        subnet = ec2.create_subnet(VpcId=vpc, AvailabilityZone=REGION + zone, CidrBlock=f"{NET}.{third}.0/24",
                                   TagSpecifications=tagged("subnet", f"{NAME}-{tier}-{zone}"))["Subnet"]["SubnetId"]
        is_open = tier == "public" and (zone == "a" or plant("subnet_without_public_ip", False, True))
        if is_open or BACK:
            ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": is_open})
        made[tier, zone] = subnet
    address = ec2.allocate_address(Domain="vpc", TagSpecifications=tagged("elastic-ip", f"{NAME}-nat"))["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=made["public", "a"], AllocationId=address,
                                 TagSpecifications=tagged("natgateway", f"{NAME}-nat"))["NatGateway"]["NatGatewayId"]
    for tier in order(["public", "private"]):
        table = ec2.create_route_table(VpcId=vpc, TagSpecifications=tagged("route-table", f"{NAME}-{tier}"))
        table = table["RouteTable"]["RouteTableId"]
        way = {"GatewayId": gateway} if tier == "public" else {"NatGatewayId": nat}
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **way)
        if tier == "private" and plant("extra_route", True, False):
            ec2.create_route(RouteTableId=table, DestinationCidrBlock="198.51.100.0/24", GatewayId=gateway)
        for zone in order(["a", "b"]):
            ec2.associate_route_table(RouteTableId=table, SubnetId=made[tier, zone])
        made["table", tier] = table
    ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=f"com.amazonaws.{REGION}.s3", VpcEndpointType="Gateway",
                            RouteTableIds=[made["table", "private"]], TagSpecifications=tagged("vpc-endpoint", f"{NAME}-s3"))
    rules = ec2.create_network_acl(VpcId=vpc, TagSpecifications=tagged("network-acl", f"{NAME}-db"))
    rules = rules["NetworkAcl"]["NetworkAclId"]
    ec2.create_network_acl_entry(NetworkAclId=rules, RuleNumber=100, Protocol="6", RuleAction=plant("acl_action", "deny", "allow"),
                                 Egress=False, CidrBlock=f"{NET}.0.0/16", PortRange={"From": 5432, "To": 5432})
    return vpc, made


def groups(vpc):
    ec2 = client("ec2")
    made = {}
    for name in order(["alb", "web", "db"]):
        made[name] = ec2.create_security_group(GroupName=name, Description=f"{name} of the shop", VpcId=vpc,
                                               TagSpecifications=tagged("security-group", f"{NAME}-{name}"))["GroupId"]

    def allow(name, port, source, text):
        of = {"UserIdGroupPairs": [{"GroupId": made[source], "Description": text}]} if source in made else \
            {"IpRanges": [{"CidrIp": source, "Description": text}]}
        ec2.authorize_security_group_ingress(GroupId=made[name], IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **of}])

    rules = [("alb", 80, "0.0.0.0/0", "http"), ("alb", 443, "0.0.0.0/0", "https"), ("web", 8080, "alb", "from alb"),
             ("db", 5432, "web", "from web"), ("db", 5432, f"{NET}.0.0/16", "from the network")]
    rules += plant("ssh_open", [("web", 22, "0.0.0.0/0", "for now")], [])
    for rule in order(rules):
        allow(*rule)
    return made


def access():
    iam = client("iam")
    roles = [("shop-web", "ec2"), ("shop-lambda", "lambda"), ("shop-task", "ecs-tasks"), ("shop-eks", "eks")]
    for name, service in order(roles):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(f"{service}.amazonaws.com"), Tags=tags(),
                        **default(Path="/", MaxSessionDuration=3600))
    allowed = order(["s3:GetObject", "s3:PutObject"]) + plant("wider_policy", ["s3:DeleteObject"], [])
    arn = iam.create_policy(PolicyName="shop-files", Tags=tags(), PolicyDocument=policy(
        {"Sid": "Files", "Effect": "Allow", "Action": allowed, "Resource": [f"arn:aws:s3:::shop-files-{NAME}/*"]}))
    arn = arn["Policy"]["Arn"]
    for role in order(["shop-web", "shop-lambda"]):
        if role == "shop-web" or plant("policy_detached", False, True):
            iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    logs = {"Effect": "Allow", "Action": plant("inline_policy", "logs:*", "logs:PutLogEvents"), "Resource": "*"}
    iam.put_role_policy(RoleName="shop-lambda", PolicyName="logs", PolicyDocument=policy(logs))
    iam.create_instance_profile(InstanceProfileName="shop-web")
    iam.add_role_to_instance_profile(InstanceProfileName="shop-web", RoleName="shop-web")
    iam.create_group(GroupName="ops")
    for name in order(["alice", "bob"] + plant("extra_user", ["mallory"], [])):
        iam.create_user(UserName=name, Tags=tags())
    for name in order(["alice", "bob"] + plant("extra_user", ["mallory"], [])):
        iam.add_user_to_group(GroupName="ops", UserName=name)
    return {name: f"arn:aws:iam::{ACCOUNT}:role/{name}" for name, _ in roles}


def keys():
    kms, secrets, ssm = client("kms"), client("secretsmanager"), client("ssm")
    key = kms.create_key(Description=f"data of {NAME}", Tags=[{"TagKey": "Environment", "TagValue": NAME}])
    key = key["KeyMetadata"]
    kms.create_alias(AliasName=f"alias/{NAME}-data", TargetKeyId=key["KeyId"])
    if plant("key_rotation", False, True):
        kms.enable_key_rotation(KeyId=key["KeyId"])
    for name in order(["shop/db", "shop/stripe"]):
        own = {} if name == "shop/db" and plant("secret_key", True, False) else {"KmsKeyId": key["Arn"]}
        secrets.create_secret(Name=name, SecretString=CREDENTIAL, Tags=tags(), **own)
    for name, kind in order([("/shop/level", "String"), ("/shop/password", "SecureString")]):
        if name != "/shop/level" or plant("parameter_missing", False, True):
            ssm.put_parameter(Name=name, Value=CREDENTIAL, Type=kind, Tags=tags(), **default(Tier="Standard"))
    return key["Arn"]


def compute(subnets, groups):
    ec2 = client("ec2")
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    ec2.create_key_pair(KeyName="ops", TagSpecifications=tagged("key-pair"))
    machines = {}
    for name, kind, tier, zones in order([("web", "t3.small", "private", ["a", "b"] + plant("third_web", ["b"], [])),
                                          ("bastion", plant("instance_type", "m5.large", "t3.micro"), "public", ["a"])]):
        tokens = plant("metadata_tokens", "optional", "required") if name == "bastion" else "required"
        for zone in order(zones):
            made = ec2.run_instances(
                ImageId=image, InstanceType=kind, MinCount=1, MaxCount=1, KeyName="ops", SubnetId=subnets[tier, zone],
                SecurityGroupIds=[groups["web"]], IamInstanceProfile={"Name": "shop-web"}, UserData=f"#!/bin/sh\necho {NAME}\n",
                MetadataOptions={"HttpTokens": tokens, "HttpEndpoint": "enabled"}, **default(Monitoring={"Enabled": False}),
                BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "Ebs": {
                    "VolumeSize": 20, "VolumeType": "gp3", "Encrypted": True, "DeleteOnTermination": True}}],
                TagSpecifications=tagged("instance", f"{NAME}-{name}"))
            machines[name, zone] = made["Instances"][0]["InstanceId"]
    volume = ec2.create_volume(AvailabilityZone=REGION + "a", Size=plant("volume_size", 500, 50), VolumeType="gp3",
                               Encrypted=True, TagSpecifications=tagged("volume", f"{NAME}-data"))["VolumeId"]
    ec2.attach_volume(VolumeId=volume, InstanceId=machines["bastion", "a"], Device="/dev/sdf")
    template = ec2.create_launch_template(LaunchTemplateName="shop-web", LaunchTemplateData={
        "ImageId": image, "InstanceType": plant("template_type", "m5.large", "t3.small"), "SecurityGroupIds": [groups["web"]],
        "IamInstanceProfile": {"Name": "shop-web"}, "MetadataOptions": {"HttpTokens": "required"},
        "UserData": base64.b64encode(f"#!/bin/sh\necho {NAME}\n".encode()).decode()}, TagSpecifications=tagged("launch-template"))
    return machines, template["LaunchTemplate"]["LaunchTemplateId"]


def balancing(vpc, subnets, groups, machines, template):
    elb, scaling = client("elbv2"), client("autoscaling")
    balancer = elb.create_load_balancer(Name=f"shop-{NAME}", Subnets=order([subnets["public", z] for z in "ab"]),
                                        SecurityGroups=[groups["alb"]], Tags=tags(), **default(Scheme="internet-facing", Type="application"))
    balancer = balancer["LoadBalancers"][0]["LoadBalancerArn"]
    elb.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=[
        {"Key": "deletion_protection.enabled", "Value": plant("balancer_protection", "false", "true")}])
    targets = {}
    for name in order(["web", "api"]):
        path = plant("health_path", "/", "/health") if name == "web" else "/health"
        made = elb.create_target_group(Name=f"shop-{name}", Protocol="HTTP", Port=8080, VpcId=vpc, TargetType="instance",
                                       HealthCheckPath=path, Tags=tags(), **default(HealthCheckIntervalSeconds=30))
        targets[name] = made["TargetGroups"][0]["TargetGroupArn"]
    elb.register_targets(TargetGroupArn=targets["web"], Targets=[{"Id": machines["web", z]} for z in order("ab")])
    forward = [{"Type": "forward", "TargetGroupArn": targets["web"]}]
    listeners = {}
    for port in order([80, 8080] + plant("extra_listener", [8443], [])):
        made = elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=port, DefaultActions=forward, Tags=tags())
        listeners[port] = made["Listeners"][0]["ListenerArn"]
    if 8443 in listeners:  # belongs to what one side only has, and is no difference of its own
        elb.create_rule(ListenerArn=listeners[8443], Priority=5, Conditions=[{"Field": "path-pattern", "Values": ["/"]}],
                        Actions=forward, Tags=tags())
    for priority, path in order([(10, plant("rule_path", "/v2/*", "/api/*")), (20, "/admin/*")]):
        elb.create_rule(ListenerArn=listeners[80], Priority=priority, Conditions=[{"Field": "path-pattern", "Values": [path]}],
                        Actions=[{"Type": "forward", "TargetGroupArn": targets["api"]}], Tags=tags())
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="shop-web", LaunchTemplate={"LaunchTemplateId": template, "Version": "$Latest"}, MinSize=0,
        MaxSize=plant("group_size", 12, 4), DesiredCapacity=0, TargetGroupARNs=[targets["web"]], HealthCheckType="EC2",
        VPCZoneIdentifier=",".join(order([subnets["private", z] for z in "ab"])),
        Tags=[{"Key": "Environment", "Value": NAME, "PropagateAtLaunch": True}], **default(DefaultCooldown=300))
    scaling.put_scaling_policy(
        AutoScalingGroupName="shop-web", PolicyName="cpu", PolicyType="TargetTrackingScaling", TargetTrackingConfiguration={
            "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"},
            "TargetValue": plant("scaling_target", 90.0, 60.0)})


def data(subnets, groups, key):
    rds, cache, tables = client("rds"), client("elasticache"), client("dynamodb")
    private = order([subnets["private", z] for z in "ab"])
    rds.create_db_subnet_group(DBSubnetGroupName="shop", DBSubnetGroupDescription="shop", SubnetIds=private, Tags=tags())
    rds.create_db_parameter_group(DBParameterGroupName="shop", DBParameterGroupFamily="postgres15", Description="shop", Tags=tags())
    parameters = [("max_connections", plant("db_parameter", "500", "100")), ("log_min_duration_statement", "250")]
    rds.modify_db_parameter_group(DBParameterGroupName="shop", Parameters=[
        {"ParameterName": n, "ParameterValue": v, "ApplyMethod": "pending-reboot"} for n, v in order(parameters)])
    rds.create_db_instance(
        DBInstanceIdentifier=f"shop-{NAME}", DBInstanceClass="db.t3.medium", Engine="postgres", EngineVersion="15.4", AllocatedStorage=20,
        MasterUsername="shop", MasterUserPassword=CREDENTIAL, StorageEncrypted=True, KmsKeyId=key, StorageType="gp3",
        BackupRetentionPeriod=plant("db_backup", 0, 7), DBSubnetGroupName="shop", DBParameterGroupName="shop",
        VpcSecurityGroupIds=[groups["db"]], PubliclyAccessible=plant("db_public", True, False), Tags=tags(), **default(MultiAZ=False))
    rds.create_db_cluster(DBClusterIdentifier="analytics", Engine="aurora-postgresql", EngineVersion="15.4", MasterUsername="shop",
                          MasterUserPassword=CREDENTIAL, StorageEncrypted=True, Tags=tags(),
                          DeletionProtection=plant("cluster_protection", True, False))
    cache.create_cache_cluster(CacheClusterId="sessions", Engine="redis", NumCacheNodes=1, Tags=tags(),
                               CacheNodeType=plant("cache_type", "cache.r6g.large", "cache.t3.micro"))
    for name in order(["carts", "orders"]):
        billing = {"BillingMode": "PAY_PER_REQUEST"} if name == "orders" or plant("table_billing", False, True) else {
            "BillingMode": "PROVISIONED", "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}}
        tables.create_table(TableName=name, Tags=tags(), KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}], **billing)
    if plant("table_recovery", False, True):
        tables.update_continuous_backups(TableName="orders", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    tables.update_time_to_live(TableName="carts", TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"})


def buckets(key):
    s3 = client("s3")
    for name in order(["files", "logs"]):
        bucket = f"shop-{name}-{NAME}"
        where = {} if REGION == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
        s3.create_bucket(Bucket=bucket, **where)
        s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags(name)})
        s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [{
            "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}, "BucketKeyEnabled": True}]})
        if name == "logs" or plant("bucket_open", False, True):
            s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={
                "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True})
    s3.put_bucket_versioning(Bucket=f"shop-files-{NAME}", VersioningConfiguration={
        "Status": plant("bucket_versioning", "Suspended", "Enabled")})
    s3.put_bucket_policy(Bucket=f"shop-files-{NAME}", Policy=policy({
        "Sid": "Tls", "Effect": plant("bucket_policy", "Allow", "Deny"), "Principal": "*", "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::shop-files-{NAME}/*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}))
    s3.put_bucket_lifecycle_configuration(Bucket=f"shop-logs-{NAME}", LifecycleConfiguration={"Rules": [{
        "ID": "expire", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": plant("bucket_expiry", 7, 90)}}]})


def programs(roles, subnets, groups):
    functions, ecs, eks, ecr = client("lambda"), client("ecs"), client("eks"), client("ecr")
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as folder:
        folder.writestr(zipfile.ZipInfo("index.py"), "def handler(event, context): return event")
    for name in order(["thumbs", "mails"]):
        is_thumbs = name == "thumbs"
        functions.create_function(
            FunctionName=name, Runtime=plant("function_runtime", "python3.11", "python3.12") if not is_thumbs else "python3.12",
            Role=roles["shop-lambda"], Handler="index.handler", Code={"ZipFile": code.getvalue()}, Timeout=30,
            MemorySize=plant("function_memory", 1024, 256) if is_thumbs else 128, Tags={"Environment": NAME},
            Environment={"Variables": {"LEVEL": plant("function_level", "debug", "info") if is_thumbs else "info",
                                       "DB_PASSWORD": plant("function_secret", CREDENTIAL + "-2", CREDENTIAL) if is_thumbs else CREDENTIAL,
                                       "BUCKET": f"shop-files-{NAME}"}})
    functions.create_alias(FunctionName="thumbs", Name="live", FunctionVersion="$LATEST")
    ecr.create_repository(repositoryName="shop/api", tags=tags(), imageTagMutability=plant("tags_mutable", "MUTABLE", "IMMUTABLE"),
                          imageScanningConfiguration={"scanOnPush": True})
    private = order([subnets["private", z] for z in "ab"])
    ecs.create_cluster(clusterName="shop", tags=[{"key": "Environment", "value": NAME}], settings=[
        {"name": "containerInsights", "value": plant("cluster_insights", "disabled", "enabled")}])
    image = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop/api:{plant('task_image', '1.9.0-rc1', '1.8.4')}"
    task = ecs.register_task_definition(
        family="api", cpu="256", memory="512", networkMode="awsvpc", requiresCompatibilities=["FARGATE"],
        executionRoleArn=roles["shop-task"], taskRoleArn=roles["shop-task"], containerDefinitions=[{
            "name": "api", "image": image, "essential": True, "portMappings": [{"containerPort": 8080}],
            "environment": order([{"name": "LEVEL", "value": "info"}, {"name": "API_TOKEN", "value": CREDENTIAL}])}])
    ecs.create_service(cluster="shop", serviceName="api", taskDefinition=task["taskDefinition"]["taskDefinitionArn"],
                       desiredCount=plant("service_count", 5, 2), launchType="FARGATE",
                       networkConfiguration={"awsvpcConfiguration": {"subnets": private, "securityGroups": [groups["web"]]}})
    eks.create_cluster(name="shop", version=plant("cluster_version", "1.31", "1.30"), roleArn=roles["shop-eks"], tags={"Environment": NAME},
                       resourcesVpcConfig={"subnetIds": private, "securityGroupIds": [groups["web"]], "endpointPublicAccess": False})
    eks.create_nodegroup(clusterName="shop", nodegroupName="default", nodeRole=roles["shop-eks"], subnets=private,
                         instanceTypes=[plant("node_type", "m5.xlarge", "t3.large")], tags={"Environment": NAME},
                         scalingConfig={"minSize": 1, "maxSize": 3, "desiredSize": 1}, labels={"pool": "default"})


def messages():
    sqs, sns = client("sqs"), client("sns")
    urls = {}
    for name in ["orders-dead", "orders"]:
        redrive = {} if name == "orders-dead" else {
            "VisibilityTimeout": plant("queue_visibility", "120", "30"), "RedrivePolicy": json.dumps({
                "deadLetterTargetArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:orders-dead", "maxReceiveCount": plant("queue_retries", 1, 5)})}
        urls[name] = sqs.create_queue(QueueName=name, Attributes={**redrive, **default(DelaySeconds="0")}, tags={"Environment": NAME})
    topic = sns.create_topic(Name="order-events", Tags=tags())["TopicArn"]
    if plant("unsubscribed", False, True):
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:{ACCOUNT}:orders")
    return topic


def watching(topic):
    logs, watch, trail, s3 = client("logs"), client("cloudwatch"), client("cloudtrail"), client("s3")
    for name in order(["/shop/api", "/shop/web"]):
        logs.create_log_group(logGroupName=name, tags={"Environment": NAME})
        logs.put_retention_policy(logGroupName=name, retentionInDays=plant("log_retention", 1, 30) if name == "/shop/api" else 30)
    watch.put_metric_alarm(AlarmName="shop-5xx", Namespace="AWS/ApplicationELB", MetricName="HTTPCode_Target_5XX_Count", Statistic="Sum",
                           Period=60, EvaluationPeriods=5, Threshold=plant("alarm_threshold", 500, 5), AlarmActions=[topic], Tags=tags(),
                           ComparisonOperator="GreaterThanThreshold")


def names():
    dns = client("route53")
    zone = dns.create_hosted_zone(Name=f"{NAME}.shop.example", CallerReference=NAME)["HostedZone"]["Id"]
    records = [("www", "CNAME", plant("record_ttl", 5, 300), "shop.example"), ("api", "A", 300, plant("record_value", "192.0.2.9", "192.0.2.1"))]
    for name, kind, ttl, value in order(records):
        dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": {
            "Name": f"{name}.{NAME}.shop.example", "Type": kind, "TTL": ttl, "ResourceRecords": [{"Value": value}]}}]})


def everything():
    vpc, subnets = network()
    members = groups(vpc)
    roles, key = access(), keys()
    machines, template = compute(subnets, members)
    balancing(vpc, subnets, members, machines, template)
    data(subnets, members, key)
    buckets(key)
    programs(roles, subnets, members)
    watching(messages())
    names()


everything()
if UNUSED:
    raise SystemExit(f"nothing to plant: {sorted(UNUSED)}")
