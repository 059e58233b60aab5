# What runs code on AWS: instances, launch templates, autoscaling, container services, functions, and
# Kubernetes node groups. Rules here judge size, processor, image, and how the code is started.
#
# This pack must not judge who may reach a workload (aws_network.hcl), what it may do (aws_iam.hcl), or
# where its data lies (aws_storage.hcl, aws_database.hcl).

rule "aws/instance-architecture" {
  summary  = "instances have processors of different architectures"
  why      = "machine images, container images, and packages built for one architecture do not start on the other"
  kind     = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  path     = "instance_type"
  when     = architecture(left.value) != null && architecture(right.value) != null && architecture(left.value) != architecture(right.value)
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value} (${architecture(left.value)}), ${right.env} runs ${right.value} (${architecture(right.value)})"
  remedy   = "choose instance types of one architecture in both environments, or build and test every image for both"
}

rule "aws/instance-family" {
  summary = "instance family differs between environments"
  why     = "what was measured on one family says nothing of another: cores, memory, network, and disk all differ"
  kind    = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  path    = "instance_type"
  # Another generation of the same class, another architecture, and a throttled upper environment have rules of their own.
  when = (
    family(left.value) != null && family(right.value) != null && family(left.value) != family(right.value)
    && architecture(left.value) == architecture(right.value)
    && (burstable(lower_env.value) || !burstable(upper_env.value))
    && (replace(family(left.value), "/[0-9].*/", "") != replace(family(right.value), "/[0-9].*/", "") || instance_generation(left.value) == instance_generation(right.value))
  )
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "set the same family in %{if variable != ""}var.${variable}%{else}instance_type%{endif} and scale by size, or accept the difference with a date"
}

rule "aws/instance-generation" {
  summary = "instances of one class are of different generations"
  why     = "a newer generation is faster and may need newer drivers (ENA, NVMe), so load tests and images do not carry over"
  kind    = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  path    = "instance_type"
  when = (
    family(left.value) != null && family(right.value) != null && architecture(left.value) == architecture(right.value)
    && replace(family(left.value), "/[0-9].*/", "") == replace(family(right.value), "/[0-9].*/", "")
    && instance_generation(left.value) != instance_generation(right.value)
  )
  severity = explained ? "low" : "medium"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "move both environments to the newer generation, the lower one first"
}

rule "aws/burstable-in-production" {
  summary  = "only the more production-like environment runs on burstable instances"
  why      = "burstable instances are throttled to a fraction of a core once their credits are spent, which no test on the other family shows"
  kind     = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  path     = "instance_type"
  when     = burstable(upper_env.value) && family(lower_env.value) != null && !burstable(lower_env.value) && architecture(left.value) == architecture(right.value)
  severity = explained ? "medium" : "high"
  message  = "${upper_env.env} runs ${upper_env.value}, which is throttled without CPU credits; ${lower_env.env} runs ${lower_env.value}"
  remedy   = "give ${upper_env.env} the family of ${lower_env.env}, or watch CPUCreditBalance and set cpu_credits = \"unlimited\""
}

rule "aws/instance-size" {
  summary  = "instances of one family have different sizes"
  why      = "an environment with smaller instances runs out of memory and cores earlier than the one that was tested"
  kind     = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  path     = "instance_type"
  when     = family(left.value) == family(right.value) && can(instance_size(left.value) < instance_size(right.value))
  severity = instance_size(upper_env.value) < instance_size(lower_env.value) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "set %{if variable != ""}var.${variable}%{else}instance_type%{endif} so that ${upper_env.env} is at least as large as ${lower_env.env}"
}

rule "aws/instance-metadata-v1" {
  summary  = "the instance metadata service answers without a token in one environment only"
  why      = "with http_tokens = \"optional\" a server-side request forgery is enough to steal the credentials of the instance role"
  kind     = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  path     = ["metadata_options", "metadata_options[*].http_tokens"]
  when     = (try(left.resource.metadata_options[0].http_tokens, "") == "required") != (try(right.resource.metadata_options[0].http_tokens, "") == "required")
  severity = try(upper_env.resource.metadata_options[0].http_tokens, "") == "required" ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "tokens are required in ${try(upper_env.resource.metadata_options[0].http_tokens, "") == "required" ? upper_env.env : lower_env.env} only"
  remedy   = "set metadata_options { http_tokens = \"required\" } in both environments"
}

rule "aws/metadata-hop-limit" {
  summary  = "metadata answers travel a different number of hops"
  why      = "with a limit of 1 containers on the instance cannot reach the metadata service and lose their credentials; with more they can read those of the host"
  kind     = ["aws_instance", "aws_launch_template", "aws_launch_configuration"]
  path     = "metadata_options[*].http_put_response_hop_limit"
  when     = can(left.value < right.value)
  severity = explained ? "low" : "medium"
  message  = "the hop limit is ${left.value} in ${left.env} and ${right.value} in ${right.env}"
  remedy   = "set the same http_put_response_hop_limit: 1 for plain instances, 2 where containers need the metadata service"
}

rule "aws/detailed-monitoring-off" {
  summary  = "metrics of instances arrive every minute in one environment and every five in the other"
  why      = "alarms and scaling on five-minute metrics react up to five minutes late"
  kind     = ["aws_instance", "aws_launch_template", "aws_spot_instance_request"]
  path     = ["monitoring", "monitoring[*].enabled"]
  when     = (try(left.value[0].enabled, left.value) == true) != (try(right.value[0].enabled, right.value) == true)
  severity = try(upper_env.value[0].enabled, upper_env.value) == true ? (explained ? "info" : "low") : (explained ? "low" : "medium")
  message  = "detailed monitoring is on in ${try(upper_env.value[0].enabled, upper_env.value) == true ? upper_env.env : lower_env.env} only"
  remedy   = "switch detailed monitoring on in ${upper_env.env}, or scale and alarm on metrics that arrive every minute"
}

rule "aws/public-address-assigned" {
  summary = "instances or tasks get a public address in one environment only"
  why     = "a public address is one security group rule away from the Internet, and traffic leaves by it instead of the NAT gateway"
  kind    = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_ecs_service"]
  path = [
    "associate_public_ip_address", "network_interfaces[*].associate_public_ip_address", "network_configuration[*].assign_public_ip",
  ]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${upper_env.value == true ? upper_env.env : lower_env.env} assigns public addresses"
  remedy   = "place the workload in private subnets of both environments and let it out through a NAT gateway or VPC endpoints"
}

rule "aws/user-data-differs" {
  summary = "instances run different boot scripts"
  why     = "what the script installs and starts is part of the environment that no deployment touches again"
  kind    = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  path    = ["user_data", "user_data_base64"]
  # State of older provider versions keeps a hash only, which the name of the environment alone changes.
  severity = can(regex("^[0-9a-f]{40}$", left.value)) || explained ? "low" : "medium"
  message  = "the user data of ${left.env} and ${right.env} differs"
  remedy   = "render both scripts from one template and pass what must differ as variables"
}

rule "aws/machine-image-differs" {
  summary  = "instances start from different machine images"
  why      = "a data source with most_recent = true picks the image of the day of the apply, so kernels, agents, and patches drift apart"
  kind     = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  path     = ["ami", "image_id"]
  when     = try(length(left.value) > 0 && length(right.value) > 0, false)
  severity = explained ? "low" : "medium"
  message  = "${left.env} starts from ${left.value}, ${right.env} from ${right.value}"
  remedy   = "pin the image by name or SSM parameter version, and promote the image tested in ${lower_env.env} to ${upper_env.env}"
}

rule "aws/termination-protection-off" {
  summary  = "instances can be terminated by one call in one environment only"
  why      = "without disable_api_termination a mistyped id or a careless destroy ends the instance and its instance store"
  kind     = ["aws_instance", "aws_launch_template"]
  path     = ["disable_api_termination", "disable_api_stop"]
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "info" : "low") : (explained ? "medium" : "high")
  message  = "only ${upper_env.value == true ? upper_env.env : lower_env.env} is protected (${path})"
  remedy   = "set ${path} = true in ${upper_env.env}"
}

rule "aws/scaling-bounds-lower" {
  summary  = "a group may grow or shrink to different numbers"
  why      = "a lower maximum caps the load that an environment can take, a lower minimum leaves nothing when one zone fails"
  kind     = ["aws_autoscaling_group", "aws_eks_node_group", "aws_appautoscaling_target"]
  path     = ["min_size", "max_size", "scaling_config[*].min_size", "scaling_config[*].max_size", "min_capacity", "max_capacity"]
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "the bound is ${left.value} in ${left.env} and ${right.value} in ${right.env}"
  remedy   = "raise the bound in ${upper_env.env} to at least that of ${lower_env.env}, or expect the relation in driftgate.hcl"
}

rule "aws/spot-in-production" {
  summary = "capacity that can be reclaimed at two minutes' notice is used in one environment only"
  why     = "spot capacity disappears when others pay more, so an environment without it never shows how the service takes interruptions"
  kind    = ["aws_eks_node_group", "aws_ecs_service", "aws_ecs_cluster_capacity_providers"]
  path    = ["capacity_type", "capacity_provider_strategy[*]", "default_capacity_provider_strategy[*]"]
  when = (
    can(regex("SPOT$", try(left.value.capacity_provider, left.value)))
    != can(regex("SPOT$", try(right.value.capacity_provider, right.value)))
  )
  severity = can(regex("SPOT$", try(upper_env.value.capacity_provider, upper_env.value))) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${can(regex("SPOT$", try(upper_env.value.capacity_provider, upper_env.value))) ? upper_env.env : lower_env.env} runs on spot capacity"
  remedy   = "run the base load of ${upper_env.env} on demand, and use spot in ${lower_env.env} too if production relies on it"
}

rule "aws/container-image-version" {
  summary  = "containers or functions run different image versions"
  why      = "the version that was tested is not the one that serves"
  kind     = ["aws_ecs_task_definition", "aws_lambda_function", "aws_apprunner_service"]
  path     = ["container_definitions[*].image", "image_uri", "source_configuration[*].image_repository[*].image_identifier"]
  when     = left.value != null && right.value != null
  severity = explained ? "low" : "medium"
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "promote the tested image to ${upper_env.env}, or wait for the release that does"
}

rule "aws/container-image-unpinned" {
  summary = "only the more production-like environment runs a floating image tag"
  why     = "latest means another image after every push and every restart, and a rollback cannot name what ran before"
  kind    = ["aws_ecs_task_definition", "aws_lambda_function", "aws_apprunner_service"]
  path    = ["container_definitions[*].image", "image_uri", "source_configuration[*].image_repository[*].image_identifier"]
  when = (
    left.value != null && right.value != null
    && contains(["latest", "main", "master", "stable"], try(image(upper_env.value).tag, "")) && try(image(upper_env.value).digest, "") == null
    && !(contains(["latest", "main", "master", "stable"], try(image(lower_env.value).tag, "")) && try(image(lower_env.value).digest, "") == null)
  )
  severity = explained ? "medium" : "high"
  message  = "${upper_env.env} runs ${upper_env.value}, ${lower_env.env} is pinned to ${lower_env.value}"
  remedy   = "name the version or the digest (repository@sha256:…) in ${upper_env.env}"
}

rule "aws/container-setting-missing" {
  summary = "a container or function has a setting in one environment only"
  why     = "code that reads a variable which is not set falls back to its default or fails on the first request"
  kind    = ["aws_ecs_task_definition", "aws_lambda_function"]
  path = [
    "container_definitions[*].environment[*]", "container_definitions[*].secrets[*]", "environment[*].variables.*",
  ]
  when     = (left.value == null) != (right.value == null)
  severity = explained ? "low" : upper_env.value == null ? "high" : "medium"
  message  = "the setting is missing in ${upper_env.value == null ? upper_env.env : lower_env.env}"
  remedy   = "set it in both environments, or drop it where the code no longer reads it"
}

rule "aws/container-resources-smaller" {
  summary  = "tasks have different shares of processor or memory"
  why      = "a task beyond its memory is killed, and one beyond its processor share answers late"
  kind     = ["aws_ecs_task_definition"]
  path     = ["cpu", "memory", "container_definitions[*].cpu", "container_definitions[*].memory", "container_definitions[*].memoryReservation"]
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} gives ${left.value}, ${right.env} gives ${right.value}"
  remedy   = "give the tasks of ${upper_env.env} at least the share that ${lower_env.env} was tested with"
}

rule "aws/service-fewer-tasks" {
  summary  = "a service runs a different number of tasks"
  why      = "fewer tasks take less load, and a single one is an outage at every deployment that stops before it starts"
  kind     = ["aws_ecs_service"]
  path     = "desired_count"
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${left.env} runs ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "raise desired_count in ${upper_env.env}, or ignore it where an autoscaler owns the number"
}

rule "aws/execute-command-enabled" {
  summary  = "a shell can be opened in the containers of one environment only"
  why      = "enable_execute_command gives whoever may call ecs:ExecuteCommand a shell beside the secrets of the service"
  kind     = ["aws_ecs_service"]
  path     = "enable_execute_command"
  when     = (left.value == true) != (right.value == true)
  severity = upper_env.value == true ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "only ${upper_env.value == true ? upper_env.env : lower_env.env} allows aws ecs execute-command"
  remedy   = "set enable_execute_command = false in ${upper_env.env} and redeploy, or log every session to CloudWatch or S3"
}

rule "aws/lambda-runtime" {
  summary  = "functions run on different runtimes"
  why      = "language versions differ in syntax and in the bundled SDK, and an old runtime is blocked from updates after its end of support"
  kind     = ["aws_lambda_function"]
  path     = "runtime"
  when     = left.value != null && right.value != null
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs on ${left.value}, ${right.env} on ${right.value}"
  remedy   = "move both to the newer runtime, ${lower_env.env} first"
}

rule "aws/lambda-architecture" {
  summary  = "functions run on processors of different architectures"
  why      = "layers and packages with native code work on one architecture only"
  kind     = ["aws_lambda_function"]
  path     = "architectures"
  severity = explained ? "medium" : "high"
  message  = "architectures: ${format("%v", left.value)} in ${left.env}, ${format("%v", right.value)} in ${right.env}"
  remedy   = "set the same architectures, and build layers for it"
}

rule "aws/lambda-limits-lower" {
  summary  = "functions have different memory or time"
  why      = "processor share grows with memory, so a smaller function is slower as well and runs into its timeout earlier"
  kind     = ["aws_lambda_function"]
  path     = ["memory_size", "timeout", "ephemeral_storage[*].size"]
  when     = can(left.value < right.value)
  severity = upper_env.value < lower_env.value ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "${path} is ${left.value} in ${left.env} and ${right.value} in ${right.env}"
  remedy   = "give the function in ${upper_env.env} at least the limits of ${lower_env.env}"
}

rule "aws/lambda-concurrency-lower" {
  summary = "functions may run a different number of times at once"
  why     = "calls beyond the reserved concurrency are refused, and 0 switches the function off"
  kind    = ["aws_lambda_function"]
  path    = "reserved_concurrent_executions"
  # -1 is no reservation: all that the account has left.
  when     = can(left.value < right.value)
  severity = upper_env.value >= 0 && (lower_env.value < 0 || upper_env.value < lower_env.value) ? (explained ? "medium" : "high") : (explained ? "info" : "low")
  message  = "reserved concurrency is ${left.value} in ${left.env} and ${right.value} in ${right.env} (-1 is none)"
  remedy   = "raise reserved_concurrent_executions in ${upper_env.env} above the peak of its ConcurrentExecutions metric"
}

rule "aws/eks-version-skew" {
  summary  = "Kubernetes versions differ"
  why      = "every minor version removes APIs and changes defaults, so manifests and controllers tested on one may be refused by the other"
  kind     = ["aws_eks_cluster", "aws_eks_node_group"]
  path     = "version"
  when     = try(semver(left.value).minor != semver(right.value).minor, false)
  severity = abs(semver(left.value).minor - semver(right.value).minor) > 1 ? (explained ? "medium" : "high") : (explained ? "low" : "medium")
  message  = "${left.env} runs Kubernetes ${left.value}, ${right.env} runs ${right.value}"
  remedy   = "upgrade the older one, a minor version at a time: control plane first, then node groups and add-ons"
}

rule "aws/eks-node-architecture" {
  summary = "worker nodes have processors of different architectures"
  why     = "a container image without a build for the architecture ends in exec format error"
  kind    = ["aws_eks_node_group"]
  path    = "instance_types"
  when = (
    can([for type in left.value : type][0]) && can([for type in right.value : type][0])
    && toset([for type in left.value : coalesce(architecture(type), "unknown")]) != toset([for type in right.value : coalesce(architecture(type), "unknown")])
  )
  severity = explained ? "medium" : "high"
  message  = "${left.env} runs ${join(", ", left.value)}, ${right.env} runs ${join(", ", right.value)}"
  remedy   = "use one architecture in both environments, or publish multi-architecture images"
}
