# Tests of aws_compute.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "aws/instance-architecture" "Graviton in dev, Intel in prod" {
  kind  = "aws_instance"
  left  = { instance_type = "t4g.medium" }
  right = { instance_type = "m5.large" }
  expect {
    rule     = "aws/instance-architecture"
    path     = "instance_type"
    severity = "high"
  }
}

test "aws/instance-architecture" "declared, it is one step less" {
  kind      = "aws_launch_template"
  explained = true
  left      = { instance_type = "m7g.large" }
  right     = { instance_type = "m7i.large" }
  expect {
    rule     = "aws/instance-architecture"
    severity = "medium"
  }
}

test "aws/instance-architecture" "types that nobody knows are not judged" {
  kind  = "aws_instance"
  left  = { instance_type = "quantum" }
  right = { instance_type = "m5.large" }
}

test "aws/instance-family" "burstable dev, fixed-performance prod" {
  kind  = "aws_instance"
  left  = { instance_type = "t3.small" }
  right = { instance_type = "m5.large" }
  expect {
    rule     = "aws/instance-family"
    path     = "instance_type"
    severity = "high"
  }
}

test "aws/instance-family" "local disks make another family of the same generation" {
  kind      = "aws_launch_configuration"
  explained = true
  left      = { instance_type = "m5.large" }
  right     = { instance_type = "m5d.large" }
  expect {
    rule     = "aws/instance-family"
    severity = "medium"
  }
}

test "aws/instance-family" "another size is no other family" {
  kind      = "aws_instance"
  explained = true
  left      = { instance_type = "m5.large" }
  right     = { instance_type = "m5.xlarge" }
  expect {
    rule     = "aws/instance-size"
    severity = "info"
  }
}

test "aws/instance-generation" "m5 beside m6i" {
  kind  = "aws_instance"
  left  = { instance_type = "m6i.large" }
  right = { instance_type = "m5.large" }
  expect {
    rule     = "aws/instance-generation"
    severity = "medium"
  }
}

test "aws/instance-generation" "another class is a matter of the family" {
  kind      = "aws_instance"
  explained = true
  left      = { instance_type = "m6i.large" }
  right     = { instance_type = "r5.large" }
  expect {
    rule     = "aws/instance-family"
    severity = "medium"
  }
}

test "aws/burstable-in-production" "prod is throttled, dev is not" {
  kind  = "aws_instance"
  left  = { instance_type = "m5.large" }
  right = { instance_type = "t3.large" }
  expect {
    rule     = "aws/burstable-in-production"
    severity = "high"
  }
}

test "aws/burstable-in-production" "both are burstable" {
  kind      = "aws_instance"
  explained = true
  left      = { instance_type = "t2.large" }
  right     = { instance_type = "t3.large" }
  expect {
    rule     = "aws/instance-generation"
    severity = "low"
  }
}

test "aws/instance-size" "prod is smaller" {
  kind  = "aws_instance"
  left  = { instance_type = "m5.2xlarge" }
  right = { instance_type = "m5.large" }
  expect {
    rule     = "aws/instance-size"
    severity = "high"
  }
}

test "aws/instance-size" "prod stands on the left" {
  kind      = "aws_instance"
  left_env  = "production"
  right_env = "staging"
  left      = { instance_type = "m5.2xlarge" }
  right     = { instance_type = "m5.large" }
  expect {
    rule     = "aws/instance-size"
    severity = "low"
  }
}

test "aws/instance-size" "an instance without a type has no size" {
  kind  = "aws_launch_template"
  left  = { instance_type = null }
  right = { instance_type = "m5.large" }
}

test "aws/instance-metadata-v1" "prod answers without a token" {
  kind  = "aws_instance"
  left  = { metadata_options = [{ http_endpoint = "enabled", http_tokens = "required" }] }
  right = { metadata_options = [{ http_endpoint = "enabled", http_tokens = "optional" }] }
  expect {
    rule     = "aws/instance-metadata-v1"
    severity = "high"
  }
}

test "aws/instance-metadata-v1" "prod has no metadata_options at all" {
  kind  = "aws_launch_template"
  left  = { metadata_options = [{ http_tokens = "required" }] }
  right = { metadata_options = [] }
  expect {
    rule     = "aws/instance-metadata-v1"
    path     = "metadata_options"
    severity = "high"
  }
}

test "aws/instance-metadata-v1" "only dev answers without a token" {
  kind  = "aws_instance"
  left  = { metadata_options = [{ http_tokens = "optional" }] }
  right = { metadata_options = [{ http_tokens = "required" }] }
  expect {
    rule     = "aws/instance-metadata-v1"
    severity = "low"
  }
}

test "aws/instance-metadata-v1" "tags in the metadata are another matter" {
  kind  = "aws_instance"
  left  = { metadata_options = [{ http_tokens = "required", instance_metadata_tags = "enabled" }] }
  right = { metadata_options = [{ http_tokens = "required", instance_metadata_tags = "disabled" }] }
}

test "aws/metadata-hop-limit" "containers in prod lose their credentials" {
  kind  = "aws_launch_template"
  left  = { metadata_options = [{ http_tokens = "required", http_put_response_hop_limit = 2 }] }
  right = { metadata_options = [{ http_tokens = "required", http_put_response_hop_limit = 1 }] }
  expect {
    rule     = "aws/metadata-hop-limit"
    severity = "medium"
  }
}

test "aws/metadata-hop-limit" "a limit that only one side states is not compared" {
  kind  = "aws_launch_template"
  left  = { metadata_options = [{ http_tokens = "required", http_put_response_hop_limit = 2 }] }
  right = { metadata_options = [{ http_tokens = "required" }] }
}

test "aws/detailed-monitoring-off" "prod waits five minutes" {
  kind  = "aws_instance"
  left  = { monitoring = true }
  right = { monitoring = false }
  expect {
    rule     = "aws/detailed-monitoring-off"
    severity = "medium"
  }
}

test "aws/detailed-monitoring-off" "a template of prod without the block" {
  kind  = "aws_launch_template"
  left  = { monitoring = [{ enabled = true }] }
  right = {}
  expect {
    rule     = "aws/detailed-monitoring-off"
    path     = "monitoring"
    severity = "medium"
  }
}

test "aws/detailed-monitoring-off" "a block that switches it off is as good as none" {
  kind  = "aws_launch_template"
  left  = { monitoring = [{ enabled = false }] }
  right = {}
}

test "aws/public-address-assigned" "tasks of prod get a public address" {
  kind  = "aws_ecs_service"
  left  = { network_configuration = [{ assign_public_ip = false, subnets = ["a"] }] }
  right = { network_configuration = [{ assign_public_ip = true, subnets = ["a"] }] }
  expect {
    rule     = "aws/public-address-assigned"
    severity = "high"
  }
}

test "aws/public-address-assigned" "false and absent are the same" {
  kind  = "aws_launch_template"
  left  = { network_interfaces = [{ device_index = 0, associate_public_ip_address = "false" }] }
  right = { network_interfaces = [{ device_index = 0, associate_public_ip_address = "" }] }
}

test "aws/user-data-differs" "another script" {
  kind  = "aws_launch_template"
  left  = { user_data = "IyEvYmluL3NoCnl1bSBpbnN0YWxsIG5naW54Cg==" }
  right = { user_data = "IyEvYmluL3NoCnl1bSBpbnN0YWxsIGh0dHBkCg==" }
  expect {
    rule     = "aws/user-data-differs"
    severity = "medium"
  }
}

test "aws/user-data-differs" "hashes tell little" {
  kind  = "aws_instance"
  left  = { user_data = "946c3da2b4a4ab2d0b7a58b0d14e9d9c2f1a0b3c" }
  right = { user_data = "0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33" }
  expect {
    rule     = "aws/user-data-differs"
    severity = "low"
  }
}

test "aws/user-data-differs" "the same script for each environment" {
  kind  = "aws_instance"
  left  = { user_data = "#!/bin/sh\nexec start --cluster shop-dev\n" }
  right = { user_data = "#!/bin/sh\nexec start --cluster shop-prod\n" }
}

test "aws/machine-image-differs" "two images of one region" {
  kind  = "aws_instance"
  left  = { ami = "ami-0a1b2c3d4e5f60718" }
  right = { ami = "ami-0ffffffffffffff00" }
  expect {
    rule     = "aws/machine-image-differs"
    severity = "medium"
  }
}

test "aws/machine-image-differs" "a template without an image of its own" {
  kind  = "aws_launch_template"
  left  = { image_id = "ami-0a1b2c3d4e5f60718" }
  right = { image_id = "" }
}

test "aws/termination-protection-off" "dev is protected, prod is not" {
  kind  = "aws_instance"
  left  = { disable_api_termination = true }
  right = { disable_api_termination = false }
  expect {
    rule     = "aws/termination-protection-off"
    severity = "high"
  }
}

test "aws/termination-protection-off" "declared and the usual way around" {
  kind      = "aws_instance"
  explained = true
  left      = {}
  right     = { disable_api_termination = true }
  expect {
    rule     = "aws/termination-protection-off"
    severity = "info"
  }
}

test "aws/termination-protection-off" "the default written out" {
  kind  = "aws_instance"
  left  = { disable_api_termination = false, instance_initiated_shutdown_behavior = "stop" }
  right = { instance_initiated_shutdown_behavior = "terminate" }
}

test "aws/scaling-bounds-lower" "prod may not grow as far" {
  kind  = "aws_eks_node_group"
  left  = { scaling_config = [{ desired_size = 2, max_size = 6, min_size = 1 }] }
  right = { scaling_config = [{ desired_size = 2, max_size = 3, min_size = 1 }] }
  expect {
    rule     = "aws/scaling-bounds-lower"
    severity = "high"
  }
}

test "aws/scaling-bounds-lower" "the desired number belongs to the autoscaler" {
  kind  = "aws_autoscaling_group"
  left  = { desired_capacity = 4, max_size = 6, min_size = 1 }
  right = { desired_capacity = 2, max_size = 6, min_size = 1 }
}

test "aws/spot-in-production" "nodes of prod can be reclaimed" {
  kind  = "aws_eks_node_group"
  left  = { capacity_type = "ON_DEMAND" }
  right = { capacity_type = "SPOT" }
  expect {
    rule     = "aws/spot-in-production"
    severity = "high"
  }
}

test "aws/spot-in-production" "only dev has tasks on spot" {
  kind      = "aws_ecs_service"
  explained = true
  left = { capacity_provider_strategy = [
    { capacity_provider = "FARGATE", base = 1, weight = 1 }, { capacity_provider = "FARGATE_SPOT", base = 0, weight = 4 },
  ] }
  right = { capacity_provider_strategy = [{ capacity_provider = "FARGATE", base = 1, weight = 1 }] }
  expect {
    rule     = "aws/spot-in-production"
    severity = "info"
  }
}

test "aws/spot-in-production" "one more provider on demand" {
  kind  = "aws_ecs_service"
  left  = { capacity_provider_strategy = [{ capacity_provider = "FARGATE", weight = 1 }] }
  right = { capacity_provider_strategy = [{ capacity_provider = "FARGATE", weight = 1 }, { capacity_provider = "ec2", weight = 1 }] }
}

test "aws/container-image-version" "dev is a version ahead" {
  kind  = "aws_ecs_task_definition"
  left  = { container_definitions = jsonencode([{ name = "web", image = "shop/web:1.9.0-rc1" }]) }
  right = { container_definitions = jsonencode([{ name = "web", image = "shop/web:1.8.4" }]) }
  expect {
    rule     = "aws/container-image-version"
    path     = "container_definitions[name=web].image"
    severity = "medium"
  }
}

test "aws/container-image-version" "one image for each environment" {
  kind  = "aws_ecs_task_definition"
  left  = { container_definitions = jsonencode([{ name = "web", image = "registry.example.com/shop-dev/web:1.8.4" }]) }
  right = { container_definitions = jsonencode([{ name = "web", image = "registry.example.com/shop-prod/web:1.8.4" }]) }
}

test "aws/container-image-unpinned" "prod runs whatever was pushed last" {
  kind  = "aws_ecs_task_definition"
  left  = { container_definitions = jsonencode([{ name = "web", image = "shop/web:1.8.4" }]) }
  right = { container_definitions = jsonencode([{ name = "web", image = "shop/web:latest" }]) }
  expect {
    rule     = "aws/container-image-unpinned"
    severity = "high"
  }
}

test "aws/container-image-unpinned" "a digest pins whatever the tag says" {
  kind      = "aws_lambda_function"
  explained = true
  left      = { image_uri = "shop/web:1.8.4" }
  right     = { image_uri = "shop/web:latest@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1" }
  expect {
    rule     = "aws/container-image-version"
    severity = "low"
  }
}

test "aws/container-setting-missing" "nobody set it in prod" {
  kind  = "aws_ecs_task_definition"
  left  = { container_definitions = jsonencode([{ name = "web", environment = [{ name = "A", value = "1" }, { name = "RANKED", value = "true" }] }]) }
  right = { container_definitions = jsonencode([{ name = "web", environment = [{ name = "A", value = "1" }] }]) }
  expect {
    rule     = "aws/container-setting-missing"
    path     = "container_definitions[name=web].environment[name=RANKED]"
    severity = "high"
  }
}

test "aws/container-setting-missing" "a function of dev lacks it, declared" {
  kind      = "aws_lambda_function"
  explained = true
  left      = { environment = [{ variables = { A = "1" } }] }
  right     = { environment = [{ variables = { A = "1", B = "2" } }] }
  expect {
    rule     = "aws/container-setting-missing"
    severity = "low"
  }
}

test "aws/container-setting-missing" "another value is not a missing one" {
  kind  = "aws_lambda_function"
  left  = { environment = [{ variables = { LEVEL = "debug" } }] }
  right = { environment = [{ variables = { LEVEL = "warn" } }] }
}

test "aws/container-resources-smaller" "tasks of prod have less memory" {
  kind  = "aws_ecs_task_definition"
  left  = { cpu = "512", memory = "2048" }
  right = { cpu = "512", memory = "1024" }
  expect {
    rule     = "aws/container-resources-smaller"
    path     = "memory"
    severity = "high"
  }
}

test "aws/container-resources-smaller" "the same share as text and as number" {
  kind  = "aws_ecs_task_definition"
  left  = { cpu = "512", memory = "1024" }
  right = { cpu = 512, memory = 1024 }
}

test "aws/service-fewer-tasks" "prod runs fewer" {
  kind  = "aws_ecs_service"
  left  = { desired_count = 3 }
  right = { desired_count = 1 }
  expect {
    rule     = "aws/service-fewer-tasks"
    severity = "high"
  }
}

test "aws/service-fewer-tasks" "a daemon has no number" {
  kind  = "aws_ecs_service"
  left  = { desired_count = 3 }
  right = { scheduling_strategy = "DAEMON" }
}

test "aws/execute-command-enabled" "a shell into prod" {
  kind  = "aws_ecs_service"
  left  = { enable_execute_command = false }
  right = { enable_execute_command = true }
  expect {
    rule     = "aws/execute-command-enabled"
    severity = "high"
  }
}

test "aws/execute-command-enabled" "off in both" {
  kind  = "aws_ecs_service"
  left  = { enable_execute_command = false, propagate_tags = "SERVICE" }
  right = { propagate_tags = "NONE" }
}

test "aws/lambda-runtime" "an older Python in prod" {
  kind  = "aws_lambda_function"
  left  = { runtime = "python3.13" }
  right = { runtime = "python3.9" }
  expect {
    rule     = "aws/lambda-runtime"
    severity = "high"
  }
}

test "aws/lambda-runtime" "an image has no runtime" {
  kind  = "aws_lambda_function"
  left  = { runtime = "python3.13" }
  right = { package_type = "Image" }
}

test "aws/lambda-architecture" "arm64 in dev only" {
  kind  = "aws_lambda_function"
  left  = { architectures = ["arm64"] }
  right = { architectures = ["x86_64"] }
  expect {
    rule     = "aws/lambda-architecture"
    severity = "high"
  }
}

test "aws/lambda-architecture" "x86_64 is the default" {
  kind  = "aws_lambda_function"
  left  = { architectures = ["x86_64"], memory_size = 128 }
  right = {}
}

test "aws/lambda-limits-lower" "prod gives up earlier" {
  kind  = "aws_lambda_function"
  left  = { timeout = 60 }
  right = { timeout = 10 }
  expect {
    rule     = "aws/lambda-limits-lower"
    path     = "timeout"
    severity = "high"
  }
}

test "aws/lambda-limits-lower" "the default of 3 seconds is not less than 3" {
  kind  = "aws_lambda_function"
  left  = { timeout = 3 }
  right = {}
}

test "aws/lambda-concurrency-lower" "switched off in prod" {
  kind  = "aws_lambda_function"
  left  = { reserved_concurrent_executions = -1 }
  right = { reserved_concurrent_executions = 0 }
  expect {
    rule     = "aws/lambda-concurrency-lower"
    severity = "high"
  }
}

test "aws/lambda-concurrency-lower" "no reservation in prod is more than ten" {
  kind      = "aws_lambda_function"
  explained = true
  left      = { reserved_concurrent_executions = 10 }
  right     = { reserved_concurrent_executions = -1 }
  expect {
    rule     = "aws/lambda-concurrency-lower"
    severity = "info"
  }
}

test "aws/lambda-concurrency-lower" "the account's own concurrency is no reservation" {
  kind  = "aws_lambda_function"
  left  = { reserved_concurrent_executions = -1 }
  right = {}
}

test "aws/eks-version-skew" "two minor versions apart" {
  kind  = "aws_eks_cluster"
  left  = { version = "1.31" }
  right = { version = "1.29" }
  expect {
    rule     = "aws/eks-version-skew"
    severity = "high"
  }
}

test "aws/eks-version-skew" "one minor version ahead in dev, declared" {
  kind      = "aws_eks_node_group"
  explained = true
  left      = { version = "1.31" }
  right     = { version = "1.30" }
  expect {
    rule     = "aws/eks-version-skew"
    severity = "low"
  }
}

test "aws/eks-version-skew" "a version that one side leaves to AWS" {
  kind  = "aws_eks_cluster"
  left  = { version = "1.31" }
  right = {}
}

test "aws/eks-node-architecture" "nodes of prod are Intel" {
  kind  = "aws_eks_node_group"
  left  = { instance_types = ["m7g.large"] }
  right = { instance_types = ["m7i.large"] }
  expect {
    rule     = "aws/eks-node-architecture"
    severity = "high"
  }
}

test "aws/eks-node-architecture" "larger nodes of the same architecture" {
  kind  = "aws_eks_node_group"
  left  = { instance_types = ["m7g.large"] }
  right = { instance_types = ["m7g.2xlarge", "c7g.2xlarge"] }
}
