test "k8s/image-untested-in-production" "prod is a minor version ahead" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.4.0" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.5.0" }] } } } }
  expect {
    rule     = "k8s/image-untested-in-production"
    path     = "spec.template.spec.containers[name=web].image"
    severity = "high"
  }
}

test "k8s/image-untested-in-production" "an announced patch in a CronJob" {
  kind      = "CronJob.batch"
  explained = true
  left      = { spec = { jobTemplate = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.4.0" }] } } } } } }
  right     = { spec = { jobTemplate = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.4.1" }] } } } } } }
  expect {
    rule     = "k8s/image-untested-in-production"
    severity = "low"
  }
}

test "k8s/image-untested-in-production" "one version written in two ways is not ahead" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.4.0" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:v1.4.0" }] } } } }
  expect {
    rule     = "k8s/image-tag-differs"
    severity = "medium"
  }
}

test "k8s/image-untested-in-production" "the digest is the same" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.4.0@sha256:aa" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.5.0@sha256:aa" }] } } } }
}

test "k8s/image-version-behind" "prod waits for its release" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "ghcr.io/shop/web:1.5.0" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "ghcr.io/shop/web:1.4.9" }] } } } }
  expect {
    rule     = "k8s/image-version-behind"
    severity = "low"
  }
}

test "k8s/image-version-behind" "a major version behind, prod on the left" {
  kind      = "Deployment.apps"
  left_env  = "production"
  right_env = "staging"
  left      = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.5.0" }] } } } }
  right     = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:2.0.0" }] } } } }
  expect {
    rule     = "k8s/image-version-behind"
    severity = "medium"
  }
}

test "k8s/image-version-behind" "another program is not behind" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:2.0.0" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/api:1.0.0" }] } } } }
  expect {
    rule     = "k8s/image-repository-differs"
    severity = "high"
  }
}

test "k8s/image-tag-differs" "two commits" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:9f2c1d7" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:c0ffee1" }] } } } }
  expect {
    rule     = "k8s/image-tag-differs"
    severity = "medium"
  }
}

test "k8s/image-tag-differs" "two digests of one tag" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0@sha256:aa" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0@sha256:bb" }] } } } }
  expect {
    rule     = "k8s/image-tag-differs"
    severity = "medium"
  }
}

test "k8s/image-tag-differs" "versions can be ordered" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.1" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0" }] } } } }
  expect {
    rule     = "k8s/image-version-behind"
    severity = "low"
  }
}

test "k8s/image-repository-differs" "another program" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/shopfront:1.0.0" }] } } } }
  expect {
    rule     = "k8s/image-repository-differs"
    severity = "high"
  }
}

test "k8s/image-repository-differs" "one program in the folder of each environment" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "eu.gcr.io/acme-one/web:1.0.0" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "eu.gcr.io/acme-two/web:1.0.0" }] } } } }
  expect {
    rule     = "k8s/image-repository-differs"
    severity = "low"
  }
}

test "k8s/image-repository-differs" "the registry that is meant when none is named" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "redis:7.2" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "docker.io/redis:7.2" }] } } } }
}

test "k8s/image-registry-differs" "a mirror in one environment" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "ghcr.io/shop/web:1.0.0" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "mirror.example.com/shop/web:1.0.0" }] } } } }
  expect {
    rule     = "k8s/image-registry-differs"
    severity = "low"
  }
}

test "k8s/image-registry-differs" "another version is what matters" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "ghcr.io/shop/web:1.0.0" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "mirror.example.com/shop/web:2.0.0" }] } } } }
  expect {
    rule     = "k8s/image-untested-in-production"
    severity = "high"
  }
}

test "k8s/image-pinned-on-one-side" "prod follows the tag" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0@sha256:aa" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0" }] } } } }
  expect {
    rule     = "k8s/image-pinned-on-one-side"
    severity = "medium"
  }
}

test "k8s/image-pinned-on-one-side" "both are pinned" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0@sha256:aa" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0@sha256:bb" }] } } } }
  expect {
    rule     = "k8s/image-tag-differs"
    severity = "medium"
  }
}

test "k8s/image-floating-in-production" "prod runs latest by default" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web" }] } } } }
  expect {
    rule     = "k8s/image-floating-in-production"
    severity = "high"
  }
}

test "k8s/image-floating-in-production" "a floating tag in dev" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:latest" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1.0.0" }] } } } }
  expect {
    rule     = "k8s/image-tag-differs"
    severity = "medium"
  }
}

test "k8s/env-variable-missing" "prod lacks it" {
  kind  = "Deployment.apps"
  left  = { "@env" = { web = { LEVEL = "info", CACHE_URL = "redis://cache" } } }
  right = { "@env" = { web = { LEVEL = "info" } } }
  expect {
    rule     = "k8s/env-variable-missing"
    path     = "@env.web.CACHE_URL"
    severity = "high"
  }
}

test "k8s/env-variable-missing" "only prod has it" {
  kind  = "Deployment.apps"
  left  = { "@env" = { web = { LEVEL = "info" } } }
  right = { "@env" = { web = { LEVEL = "info", CACHE_URL = "redis://cache" } } }
  expect {
    rule     = "k8s/env-variable-missing"
    severity = "medium"
  }
}

test "k8s/env-variable-missing" "empty is not missing" {
  kind  = "Deployment.apps"
  left  = { "@env" = { web = { LEVEL = "" } } }
  right = { "@env" = { web = { LEVEL = "info" } } }
  expect {
    rule     = "k8s/env-value-differs"
    severity = "low"
  }
}

test "k8s/env-value-differs" "another number of workers" {
  kind  = "Deployment.apps"
  left  = { "@env" = { web = { WORKERS = "4" } } }
  right = { "@env" = { web = { WORKERS = "16" } } }
  expect {
    rule     = "k8s/env-value-differs"
    severity = "low"
  }
}

test "k8s/env-value-differs" "the same number" {
  kind  = "Deployment.apps"
  left  = { "@env" = { web = { WORKERS = "4" } } }
  right = { "@env" = { web = { WORKERS = 4 } } }
}

test "k8s/debug-in-production" "prod writes debug output" {
  kind  = "Deployment.apps"
  left  = { "@env" = { web = { LOG_LEVEL = "warn" } } }
  right = { "@env" = { web = { LOG_LEVEL = "debug" } } }
  expect {
    rule     = "k8s/debug-in-production"
    severity = "medium"
  }
}

test "k8s/debug-in-production" "dev writes debug output" {
  kind  = "Deployment.apps"
  left  = { "@env" = { web = { LOG_LEVEL = "debug" } } }
  right = { "@env" = { web = { LOG_LEVEL = "warn" } } }
  expect {
    rule     = "k8s/env-value-differs"
    severity = "low"
  }
}

test "k8s/config-key-missing" "prod lacks a file" {
  kind  = "ConfigMap"
  left  = { data = { "app.conf" = "a", "extra.conf" = "b" } }
  right = { data = { "app.conf" = "a" } }
  expect {
    rule     = "k8s/config-key-missing"
    path     = "data[\"extra.conf\"]"
    severity = "medium"
  }
}

test "k8s/config-key-missing" "an empty value is there" {
  kind  = "ConfigMap"
  left  = { data = { LEVEL = "" } }
  right = { data = { LEVEL = "info" } }
  expect {
    rule     = "k8s/config-value-differs"
    severity = "low"
  }
}

test "k8s/config-value-differs" "another limit" {
  kind  = "ConfigMap"
  left  = { data = { limit = "10" } }
  right = { data = { limit = "20" } }
  expect {
    rule     = "k8s/config-value-differs"
    path     = "data.limit"
    severity = "low"
  }
}

test "k8s/config-value-differs" "declared" {
  kind      = "ConfigMap"
  explained = true
  left      = { data = { limit = "10" } }
  right     = { data = { limit = "20" } }
  expect {
    rule     = "k8s/config-value-differs"
    severity = "info"
  }
}

test "k8s/config-value-differs" "it may not be changed" {
  kind  = "ConfigMap"
  left  = { data = { limit = "10" }, immutable = true }
  right = { data = { limit = "10" } }
}

test "k8s/container-missing" "prod runs a sidecar" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", image = "shop/web:1" }, { name = "proxy", image = "shop/proxy:1" }] } } } }
  expect {
    rule     = "k8s/container-missing"
    path     = "spec.template.spec.containers[name=proxy]"
    severity = "medium"
  }
}

test "k8s/container-missing" "the same container, elsewhere" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", workingDir = "/a" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", workingDir = "/b" }] } } } }
}

test "k8s/command-differs" "another flag" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", args = ["--workers", "4"] }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", args = ["--workers", "8"] }] } } } }
  expect {
    rule     = "k8s/command-differs"
    severity = "medium"
  }
}

test "k8s/command-differs" "another folder" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", workingDir = "/a" }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", workingDir = "/b" }] } } } }
}

test "k8s/replicas-fewer" "prod has one" {
  kind  = "Deployment.apps"
  left  = { spec = { replicas = 3 } }
  right = { spec = { replicas = 1 } }
  expect {
    rule     = "k8s/replicas-fewer"
    path     = "spec.replicas"
    severity = "high"
  }
}

test "k8s/replicas-fewer" "prod has more" {
  kind  = "StatefulSet.apps"
  left  = { spec = { replicas = 1 } }
  right = { spec = { replicas = 3 } }
  expect {
    rule     = "k8s/replicas-fewer"
    severity = "info"
  }
}

test "k8s/replicas-fewer" "the default is not judged" {
  kind  = "Deployment.apps"
  left  = { spec = { replicas = 1 } }
  right = { spec = {} }
}

test "k8s/resources-smaller" "prod has less memory" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "1Gi" } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "512Mi" } } }] } } } }
  expect {
    rule     = "k8s/resources-smaller"
    severity = "high"
  }
}

test "k8s/resources-smaller" "prod asks for less processor" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", resources = { requests = { cpu = "1" } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", resources = { requests = { cpu = "250m" } } }] } } } }
  expect {
    rule     = "k8s/resources-smaller"
    severity = "medium"
  }
}

test "k8s/resources-smaller" "prod has more" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "512Mi" } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "1Gi" } } }] } } } }
  expect {
    rule     = "k8s/resources-smaller"
    severity = "info"
  }
}

test "k8s/resources-smaller" "one amount in two units" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "1Gi" } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "1024Mi" } } }] } } } }
}

test "k8s/resources-missing" "prod has no limit" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "1Gi" } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = {} } }] } } } }
  expect {
    rule     = "k8s/resources-missing"
    severity = "medium"
  }
}

test "k8s/resources-missing" "both have one" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "1Gi" } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", resources = { limits = { memory = "2Gi" } } }] } } } }
  expect {
    rule     = "k8s/resources-smaller"
    severity = "info"
  }
}

test "k8s/probe-missing" "prod does not probe" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", readinessProbe = { httpGet = { port = 8080 } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", stdin = true }] } } } }
  expect {
    rule     = "k8s/probe-missing"
    path     = "spec.template.spec.containers[name=web].readinessProbe"
    severity = "high"
  }
}

test "k8s/probe-missing" "both probe, each in its way" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", readinessProbe = { httpGet = { port = 8080 } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", readinessProbe = { httpGet = { port = 8081 } } }] } } } }
  expect {
    rule     = "k8s/probe-differs"
    severity = "low"
  }
}

test "k8s/probe-differs" "a shorter timeout" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", livenessProbe = { timeoutSeconds = 10 } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", livenessProbe = { timeoutSeconds = 2 } }] } } } }
  expect {
    rule     = "k8s/probe-differs"
    severity = "low"
  }
}

test "k8s/probe-differs" "another wait before the end" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { containers = [{ name = "web", lifecycle = { preStop = { sleep = { seconds = 5 } } } }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", lifecycle = { preStop = { sleep = { seconds = 9 } } } }] } } } }
}

test "k8s/grace-period-shorter" "prod kills earlier" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { terminationGracePeriodSeconds = 60, containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { terminationGracePeriodSeconds = 10, containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/grace-period-shorter"
    severity = "medium"
  }
}

test "k8s/grace-period-shorter" "the default is longer than what dev has" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { terminationGracePeriodSeconds = 10, containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/grace-period-shorter"
    severity = "low"
  }
}

test "k8s/grace-period-shorter" "the default, written down" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { terminationGracePeriodSeconds = 30, containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
}

test "k8s/rollout-strategy-differs" "prod stops before it starts" {
  kind  = "Deployment.apps"
  left  = { spec = { strategy = { type = "RollingUpdate" } } }
  right = { spec = { strategy = { type = "Recreate" } } }
  expect {
    rule     = "k8s/rollout-strategy-differs"
    severity = "high"
  }
}

test "k8s/rollout-strategy-differs" "dev does" {
  kind  = "Deployment.apps"
  left  = { spec = { strategy = { type = "Recreate" } } }
  right = { spec = { strategy = { type = "RollingUpdate" } } }
  expect {
    rule     = "k8s/rollout-strategy-differs"
    severity = "low"
  }
}

test "k8s/rollout-strategy-differs" "the default, written down" {
  kind  = "Deployment.apps"
  left  = { spec = { strategy = { type = "RollingUpdate", rollingUpdate = { maxSurge = 1 } } } }
  right = { spec = { strategy = { rollingUpdate = { maxSurge = 2 } } } }
}

test "k8s/spread-missing" "prod puts all where it likes" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { topologySpreadConstraints = [{ topologyKey = "zone", maxSkew = 1 }], containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/spread-missing"
    severity = "medium"
  }
}

test "k8s/spread-missing" "both spread, one more evenly" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { topologySpreadConstraints = [{ topologyKey = "zone", maxSkew = 1 }], containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { topologySpreadConstraints = [{ topologyKey = "zone", maxSkew = 5 }], containers = [{ name = "web", tty = true }] } } } }
}

test "k8s/priority-class-differs" "prod has none" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { priorityClassName = "important", containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/priority-class-differs"
    severity = "medium"
  }
}

test "k8s/priority-class-differs" "another description" {
  kind  = "PriorityClass.scheduling.k8s.io"
  left  = { value = 100, description = "a" }
  right = { value = 100, description = "b" }
}

test "k8s/placement-differs" "another pool" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { nodeSelector = { pool = "small" }, containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { nodeSelector = { pool = "large" }, containers = [{ name = "web", tty = true }] } } } }
  expect {
    rule     = "k8s/placement-differs"
    severity = "low"
  }
}

test "k8s/placement-differs" "another scheduler" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { spec = { schedulerName = "a", containers = [{ name = "web", tty = true }] } } } }
  right = { spec = { template = { spec = { schedulerName = "b", containers = [{ name = "web", tty = true }] } } } }
}

test "k8s/cron-job-suspended-on-one-side" "nothing happens in prod" {
  kind  = "CronJob.batch"
  left  = { spec = { suspend = false } }
  right = { spec = { suspend = true } }
  expect {
    rule     = "k8s/cron-job-suspended-on-one-side"
    path     = "spec.suspend"
    severity = "high"
  }
}

test "k8s/cron-job-suspended-on-one-side" "nothing happens in dev" {
  kind  = "CronJob.batch"
  left  = { spec = { suspend = true } }
  right = { spec = { suspend = false } }
  expect {
    rule     = "k8s/cron-job-suspended-on-one-side"
    severity = "low"
  }
}

test "k8s/cron-job-suspended-on-one-side" "false is the default" {
  kind  = "CronJob.batch"
  left  = { spec = { suspend = false } }
  right = { spec = {} }
}

test "k8s/cron-job-schedule-differs" "less often" {
  kind  = "CronJob.batch"
  left  = { spec = { schedule = "0 * * * *" } }
  right = { spec = { schedule = "0 0 * * *" } }
  expect {
    rule     = "k8s/cron-job-schedule-differs"
    severity = "low"
  }
}

test "k8s/cron-job-schedule-differs" "they may overlap" {
  kind  = "CronJob.batch"
  left  = { spec = { concurrencyPolicy = "Forbid" } }
  right = { spec = { concurrencyPolicy = "Allow" } }
  expect {
    rule     = "k8s/cron-job-schedule-differs"
    severity = "medium"
  }
}

test "k8s/cron-job-schedule-differs" "they may overlap by default" {
  kind  = "CronJob.batch"
  left  = { spec = { concurrencyPolicy = "Allow", successfulJobsHistoryLimit = 5 } }
  right = { spec = { successfulJobsHistoryLimit = 1 } }
}

test "k8s/autoscaler-bounds-lower" "prod scales to less" {
  kind  = "HorizontalPodAutoscaler.autoscaling"
  left  = { spec = { maxReplicas = 10 } }
  right = { spec = { maxReplicas = 5 } }
  expect {
    rule     = "k8s/autoscaler-bounds-lower"
    severity = "high"
  }
}

test "k8s/autoscaler-bounds-lower" "prod scales to more" {
  kind  = "HorizontalPodAutoscaler.autoscaling"
  left  = { spec = { maxReplicas = 5 } }
  right = { spec = { maxReplicas = 10 } }
  expect {
    rule     = "k8s/autoscaler-bounds-lower"
    severity = "info"
  }
}

test "k8s/autoscaler-bounds-lower" "it only waits longer" {
  kind  = "HorizontalPodAutoscaler.autoscaling"
  left  = { spec = { maxReplicas = 5, behavior = { scaleDown = { stabilizationWindowSeconds = 60 } } } }
  right = { spec = { maxReplicas = 5, behavior = { scaleDown = { stabilizationWindowSeconds = 300 } } } }
  expect {
    rule     = "k8s/autoscaler-target-differs"
    severity = "low"
  }
}

test "k8s/autoscaler-missing" "prod is not scaled" {
  kind  = "HorizontalPodAutoscaler.autoscaling"
  left  = { spec = { maxReplicas = 5 } }
  right = null
  expect {
    rule     = "k8s/autoscaler-missing"
    severity = "high"
  }
}

test "k8s/autoscaler-missing" "dev is not scaled" {
  kind  = "HorizontalPodAutoscaler.autoscaling"
  left  = null
  right = { spec = { maxReplicas = 5 } }
  expect {
    rule     = "k8s/autoscaler-missing"
    severity = "low"
  }
}

test "k8s/autoscaler-missing" "both are scaled" {
  kind  = "HorizontalPodAutoscaler.autoscaling"
  left  = { spec = { maxReplicas = 5, behavior = { scaleDown = { stabilizationWindowSeconds = 60 } } } }
  right = { spec = { maxReplicas = 5, behavior = { scaleDown = { stabilizationWindowSeconds = 300 } } } }
  expect {
    rule     = "k8s/autoscaler-target-differs"
    severity = "low"
  }
}

test "k8s/disruption-budget-missing" "prod has none" {
  kind  = "PodDisruptionBudget.policy"
  left  = { spec = { minAvailable = 1 } }
  right = null
  expect {
    rule     = "k8s/disruption-budget-missing"
    severity = "medium"
  }
}

test "k8s/disruption-budget-missing" "both have one" {
  kind  = "PodDisruptionBudget.policy"
  left  = { spec = { minAvailable = 1 } }
  right = { spec = { minAvailable = 2 } }
  expect {
    rule     = "k8s/disruption-budget-differs"
    severity = "low"
  }
}

test "k8s/disruption-budget-differs" "a share and a number" {
  kind  = "PodDisruptionBudget.policy"
  left  = { spec = { maxUnavailable = 1 } }
  right = { spec = { maxUnavailable = "50%" } }
  expect {
    rule     = "k8s/disruption-budget-differs"
    severity = "low"
  }
}

test "k8s/disruption-budget-differs" "the same thing said in two ways is one difference" {
  kind  = "PodDisruptionBudget.policy"
  left  = { spec = { maxUnavailable = 1 } }
  right = { spec = { minAvailable = 2 } }
  expect {
    rule     = "k8s/disruption-budget-differs"
    path     = "spec.minAvailable"
    severity = "low"
  }
}

test "k8s/disruption-budget-differs" "other pods" {
  kind  = "PodDisruptionBudget.policy"
  left  = { spec = { maxUnavailable = 1, selector = { matchLabels = { app = "web" } } } }
  right = { spec = { maxUnavailable = 1, selector = { matchLabels = { app = "api" } } } }
}

test "k8s/quota-smaller" "prod may use less" {
  kind  = "ResourceQuota"
  left  = { spec = { hard = { pods = "20" } } }
  right = { spec = { hard = { pods = "10" } } }
  expect {
    rule     = "k8s/quota-smaller"
    severity = "medium"
  }
}

test "k8s/quota-smaller" "prod may use more" {
  kind  = "ResourceQuota"
  left  = { spec = { hard = { "limits.memory" = "1Gi" } } }
  right = { spec = { hard = { "limits.memory" = "2Gi" } } }
  expect {
    rule     = "k8s/quota-smaller"
    severity = "info"
  }
}

test "k8s/quota-smaller" "one amount in two units" {
  kind  = "ResourceQuota"
  left  = { spec = { hard = { "limits.memory" = "1Gi" } } }
  right = { spec = { hard = { "limits.memory" = "1024Mi" } } }
}

test "k8s/quota-on-one-side" "prod limits pods" {
  kind  = "ResourceQuota"
  left  = { spec = { hard = { cpu = "20" } } }
  right = { spec = { hard = { cpu = "20", pods = "10" } } }
  expect {
    rule     = "k8s/quota-on-one-side"
    severity = "low"
  }
}

test "k8s/quota-on-one-side" "both limit them" {
  kind  = "ResourceQuota"
  left  = { spec = { hard = { pods = "20" } } }
  right = { spec = { hard = { pods = "30" } } }
  expect {
    rule     = "k8s/quota-smaller"
    severity = "info"
  }
}

test "k8s/volume-smaller" "prod has less room" {
  kind  = "PersistentVolumeClaim"
  left  = { spec = { resources = { requests = { storage = "20Gi" } } } }
  right = { spec = { resources = { requests = { storage = "10Gi" } } } }
  expect {
    rule     = "k8s/volume-smaller"
    severity = "high"
  }
}

test "k8s/volume-smaller" "prod has more room" {
  kind  = "PersistentVolumeClaim"
  left  = { spec = { resources = { requests = { storage = "10Gi" } } } }
  right = { spec = { resources = { requests = { storage = "20Gi" } } } }
  expect {
    rule     = "k8s/volume-smaller"
    severity = "info"
  }
}

test "k8s/volume-smaller" "one size in two units" {
  kind  = "PersistentVolumeClaim"
  left  = { spec = { resources = { requests = { storage = "10Gi" } } } }
  right = { spec = { resources = { requests = { storage = "10240Mi" } } } }
}

test "k8s/volume-class-differs" "another mode" {
  kind  = "PersistentVolumeClaim"
  left  = { spec = { accessModes = ["ReadWriteOnce"] } }
  right = { spec = { accessModes = ["ReadWriteMany"] } }
  expect {
    rule     = "k8s/volume-class-differs"
    severity = "medium"
  }
}

test "k8s/volume-class-differs" "only the size differs" {
  kind  = "PersistentVolumeClaim"
  left  = { spec = { resources = { requests = { storage = "10Gi" } } } }
  right = { spec = { resources = { requests = { storage = "20Gi" } } } }
  expect {
    rule     = "k8s/volume-smaller"
    severity = "info"
  }
}

test "k8s/volumes-deleted-with-claim" "prod deletes" {
  kind  = "StorageClass.storage.k8s.io"
  left  = { reclaimPolicy = "Retain" }
  right = { reclaimPolicy = "Delete" }
  expect {
    rule     = "k8s/volumes-deleted-with-claim"
    path     = "reclaimPolicy"
    severity = "high"
  }
}

test "k8s/volumes-deleted-with-claim" "dev deletes" {
  kind  = "StorageClass.storage.k8s.io"
  left  = { reclaimPolicy = "Delete" }
  right = { reclaimPolicy = "Retain" }
  expect {
    rule     = "k8s/volumes-deleted-with-claim"
    severity = "low"
  }
}

test "k8s/volumes-deleted-with-claim" "neither keeps it" {
  kind  = "StorageClass.storage.k8s.io"
  left  = { reclaimPolicy = "Recycle" }
  right = { reclaimPolicy = "Delete" }
}

test "k8s/storage-class-differs" "another type of disk" {
  kind  = "StorageClass.storage.k8s.io"
  left  = { parameters = { type = "gp2" } }
  right = { parameters = { type = "gp3" } }
  expect {
    rule     = "k8s/storage-class-differs"
    severity = "medium"
  }
}

test "k8s/storage-class-differs" "another label" {
  kind  = "StorageClass.storage.k8s.io"
  left  = { metadata = { labels = { team = "a" } } }
  right = { metadata = { labels = { team = "b" } } }
}

test "k8s/server-version-skew" "prod is a minor version ahead" {
  kind  = "cluster"
  left  = { version = { gitVersion = "v1.33.1" } }
  right = { version = { gitVersion = "v1.34.0" } }
  expect {
    rule     = "k8s/server-version-skew"
    path     = "version.gitVersion"
    severity = "high"
  }
}

test "k8s/server-version-skew" "prod is a minor version behind" {
  kind  = "cluster"
  left  = { version = { gitVersion = "v1.34.0" } }
  right = { version = { gitVersion = "v1.33.1" } }
  expect {
    rule     = "k8s/server-version-skew"
    severity = "medium"
  }
}

test "k8s/server-version-skew" "another patch" {
  kind  = "cluster"
  left  = { version = { gitVersion = "v1.34.0+k3s1" } }
  right = { version = { gitVersion = "v1.34.2+k3s1" } }
  expect {
    rule     = "k8s/server-version-skew"
    severity = "low"
  }
}

test "k8s/server-version-skew" "another platform" {
  kind  = "cluster"
  left  = { version = { gitVersion = "v1.34.0", platform = "linux/amd64" } }
  right = { version = { gitVersion = "v1.34.0", platform = "linux/arm64" } }
}

test "k8s/node-version-skew" "kubelets a minor version apart" {
  kind  = "cluster"
  left  = { node_pools = [{ name = "default", kubelet = ["v1.34.0"] }] }
  right = { node_pools = [{ name = "default", kubelet = ["v1.33.0"] }] }
  expect {
    rule     = "k8s/node-version-skew"
    severity = "medium"
  }
}

test "k8s/node-version-skew" "another runtime" {
  kind  = "cluster"
  left  = { node_pools = [{ name = "default", runtime = ["containerd://2.0.0"] }] }
  right = { node_pools = [{ name = "default", runtime = ["containerd://2.1.0"] }] }
  expect {
    rule     = "k8s/node-version-skew"
    severity = "low"
  }
}

test "k8s/node-version-skew" "another taint" {
  kind  = "cluster"
  left  = { node_pools = [{ name = "default", taints = ["a:NoSchedule"] }] }
  right = { node_pools = [{ name = "default", taints = ["b:NoSchedule"] }] }
}

test "k8s/node-architecture-differs" "prod runs on ARM" {
  kind  = "cluster"
  left  = { node_pools = [{ name = "default", arch = ["amd64"] }] }
  right = { node_pools = [{ name = "default", arch = ["arm64"] }] }
  expect {
    rule     = "k8s/node-architecture-differs"
    severity = "high"
  }
}

test "k8s/node-architecture-differs" "another taint" {
  kind  = "cluster"
  left  = { node_pools = [{ name = "default", taints = ["a:NoSchedule"] }] }
  right = { node_pools = [{ name = "default", taints = ["b:NoSchedule"] }] }
}

test "k8s/node-pool-smaller" "prod has fewer nodes" {
  kind  = "cluster"
  left  = { node_pools = [{ name = "default", count = 3 }] }
  right = { node_pools = [{ name = "default", count = 1 }] }
  expect {
    rule     = "k8s/node-pool-smaller"
    severity = "medium"
  }
}

test "k8s/node-pool-smaller" "prod has more" {
  kind  = "cluster"
  left  = { node_pools = [{ name = "default", count = 1 }] }
  right = { node_pools = [{ name = "default", count = 3 }] }
  expect {
    rule     = "k8s/node-pool-smaller"
    severity = "info"
  }
}

test "k8s/node-pool-smaller" "another taint" {
  kind  = "cluster"
  left  = { node_pools = [{ name = "default", taints = ["a:NoSchedule"] }] }
  right = { node_pools = [{ name = "default", taints = ["b:NoSchedule"] }] }
}

test "k8s/crd-missing" "prod does not know the kind" {
  kind  = "CustomResourceDefinition.apiextensions.k8s.io"
  left  = { spec = { versions = [{ name = "v1", served = true, storage = true }] } }
  right = null
  expect {
    rule     = "k8s/crd-missing"
    severity = "medium"
  }
}

test "k8s/crd-missing" "both know it, by other names" {
  kind  = "CustomResourceDefinition.apiextensions.k8s.io"
  left  = { spec = { names = { shortNames = ["w"] } } }
  right = { spec = { names = { shortNames = ["wd"] } } }
}

test "k8s/crd-version-missing" "prod does not serve v2" {
  kind  = "CustomResourceDefinition.apiextensions.k8s.io"
  left  = { spec = { versions = [{ name = "v1", served = true, storage = true }, { name = "v2", served = true, storage = false }] } }
  right = { spec = { versions = [{ name = "v1", served = true, storage = true }] } }
  expect {
    rule     = "k8s/crd-version-missing"
    path     = "spec.versions[name=v2]"
    severity = "high"
  }
}

test "k8s/crd-version-missing" "an alpha version" {
  kind  = "CustomResourceDefinition.apiextensions.k8s.io"
  left  = { spec = { versions = [{ name = "v1", served = true, storage = true }, { name = "v2alpha1", served = true, storage = false }] } }
  right = { spec = { versions = [{ name = "v1", served = true, storage = true }] } }
  expect {
    rule     = "k8s/crd-version-missing"
    severity = "low"
  }
}

test "k8s/crd-version-missing" "a warning of its end" {
  kind  = "CustomResourceDefinition.apiextensions.k8s.io"
  left  = { spec = { versions = [{ name = "v1", served = true, deprecated = true }] } }
  right = { spec = { versions = [{ name = "v1", served = true, deprecated = false }] } }
}

test "k8s/crd-schema-differs" "another default" {
  kind  = "CustomResourceDefinition.apiextensions.k8s.io"
  left  = { "@schema_fields" = ["v1 spec.size is integer, default 1"] }
  right = { "@schema_fields" = ["v1 spec.size is integer, default 3"] }
  expect {
    rule     = "k8s/crd-schema-differs"
    path     = "@schema_fields"
    severity = "low"
  }
}

test "k8s/crd-schema-differs" "another label" {
  kind  = "CustomResourceDefinition.apiextensions.k8s.io"
  left  = { metadata = { labels = { team = "a" } } }
  right = { metadata = { labels = { team = "b" } } }
}

test "k8s/helm-chart-skew" "prod is ahead" {
  kind  = "helm_release"
  left  = { chart = "web", version = "1.2.0" }
  right = { chart = "web", version = "1.3.0" }
  expect {
    rule     = "k8s/helm-chart-skew"
    path     = "version"
    severity = "high"
  }
}

test "k8s/helm-chart-skew" "prod is a patch behind" {
  kind  = "helm_release"
  left  = { chart = "web", version = "1.2.1" }
  right = { chart = "web", version = "1.2.0" }
  expect {
    rule     = "k8s/helm-chart-skew"
    severity = "low"
  }
}

test "k8s/helm-chart-skew" "no version to be ordered" {
  kind  = "helm_release"
  left  = { app_version = "main" }
  right = { app_version = "next" }
  expect {
    rule     = "k8s/helm-chart-skew"
    severity = "medium"
  }
}

test "k8s/helm-chart-skew" "other values" {
  kind  = "helm_release"
  left  = { chart = "web", version = "1.2.1", values = { color = "red" } }
  right = { chart = "web", version = "1.2.1", values = { color = "blue" } }
}

test "k8s/helm-chart-differs" "another chart" {
  kind  = "helm_release"
  left  = { chart = "web" }
  right = { chart = "shop" }
  expect {
    rule     = "k8s/helm-chart-differs"
    severity = "high"
  }
}

test "k8s/helm-chart-differs" "other values" {
  kind  = "helm_release"
  left  = { chart = "web", version = "1.2.1", values = { color = "red" } }
  right = { chart = "web", version = "1.2.1", values = { color = "blue" } }
}

test "k8s/helm-release-missing" "prod does not have it" {
  kind  = "helm_release"
  left  = { chart = "web", version = "1.2.1" }
  right = null
  expect {
    rule     = "k8s/helm-release-missing"
    severity = "medium"
  }
}

test "k8s/helm-release-missing" "other values" {
  kind  = "helm_release"
  left  = { chart = "web", version = "1.2.1", values = { color = "red" } }
  right = { chart = "web", version = "1.2.1", values = { color = "blue" } }
}

test "k8s/service-port-differs" "another target" {
  kind  = "Service"
  left  = { spec = { ports = [{ name = "http", port = 80, targetPort = 8080 }] } }
  right = { spec = { ports = [{ name = "http", port = 80, targetPort = 9090 }] } }
  expect {
    rule     = "k8s/service-port-differs"
    severity = "medium"
  }
}

test "k8s/service-port-differs" "another label" {
  kind  = "Service"
  left  = { metadata = { labels = { team = "a" } } }
  right = { metadata = { labels = { team = "b" } } }
}

test "k8s/service-traffic-differs" "only prod keeps the address of the client" {
  kind  = "Service"
  left  = { spec = { externalTrafficPolicy = "Cluster" } }
  right = { spec = { externalTrafficPolicy = "Local" } }
  expect {
    rule     = "k8s/service-traffic-differs"
    severity = "low"
  }
}

test "k8s/service-traffic-differs" "other names outside" {
  kind  = "Service"
  left  = { spec = { externalName = "a.example.com" } }
  right = { spec = { externalName = "b.example.org" } }
}

test "k8s/ingress-route-differs" "another controller" {
  kind  = "Ingress.networking.k8s.io"
  left  = { spec = { ingressClassName = "nginx" } }
  right = { spec = { ingressClassName = "traefik" } }
  expect {
    rule     = "k8s/ingress-route-differs"
    severity = "medium"
  }
}

test "k8s/ingress-route-differs" "another label" {
  kind  = "Ingress.networking.k8s.io"
  left  = { metadata = { labels = { team = "a" } } }
  right = { metadata = { labels = { team = "b" } } }
}

test "k8s/autoscaler-target-differs" "prod scales earlier" {
  kind  = "HorizontalPodAutoscaler.autoscaling"
  left  = { spec = { metrics = [{ type = "Resource", resource = { target = { averageUtilization = 80 } } }] } }
  right = { spec = { metrics = [{ type = "Resource", resource = { target = { averageUtilization = 60 } } }] } }
  expect {
    rule     = "k8s/autoscaler-target-differs"
    severity = "low"
  }
}

test "k8s/autoscaler-target-differs" "another bound" {
  kind  = "HorizontalPodAutoscaler.autoscaling"
  left  = { spec = { maxReplicas = 5 } }
  right = { spec = { maxReplicas = 10 } }
  expect {
    rule     = "k8s/autoscaler-bounds-lower"
    severity = "info"
  }
}

test "k8s/ingress-annotation-differs" "another limit" {
  kind  = "Ingress.networking.k8s.io"
  left  = { metadata = { annotations = { "example.com/size" = "50m" } } }
  right = { metadata = { annotations = { "example.com/size" = "10m" } } }
  expect {
    rule     = "k8s/ingress-annotation-differs"
    path     = "metadata.annotations[\"example.com/size\"]"
    severity = "low"
  }
}

test "k8s/ingress-annotation-differs" "a label tells the controller nothing" {
  kind  = "Ingress.networking.k8s.io"
  left  = { metadata = { labels = { "example.com/size" = "50m" } } }
  right = { metadata = { labels = { "example.com/size" = "10m" } } }
}

test "k8s/label-differs" "another label of the pods" {
  kind  = "Deployment.apps"
  left  = { spec = { template = { metadata = { labels = { tier = "a" } } } } }
  right = { spec = { template = { metadata = { labels = { tier = "b" } } } } }
  expect {
    rule     = "k8s/label-differs"
    severity = "low"
  }
}

test "k8s/label-differs" "what selects is more than a label" {
  kind  = "Service"
  left  = { spec = { selector = { tier = "a" } } }
  right = { spec = { selector = { tier = "b" } } }
  expect {
    rule     = "k8s/service-port-differs"
    severity = "medium"
  }
}

test "k8s/alert-differs" "prod lacks an alert" {
  kind  = "PrometheusRule.monitoring.coreos.com"
  left  = { spec = { groups = [{ name = "web", rules = [{ alert = "Down", expr = "up == 0" }, { alert = "Slow", expr = "latency > 1" }] }] } }
  right = { spec = { groups = [{ name = "web", rules = [{ alert = "Down", expr = "up == 0" }] }] } }
  expect {
    rule     = "k8s/alert-differs"
    severity = "medium"
  }
}

test "k8s/alert-differs" "by another condition" {
  kind  = "PrometheusRule.monitoring.coreos.com"
  left  = { spec = { groups = [{ name = "web", rules = [{ alert = "Slow", expr = "latency > 1" }] }] } }
  right = { spec = { groups = [{ name = "web", rules = [{ alert = "Slow", expr = "latency > 2" }] }] } }
  expect {
    rule     = "k8s/alert-differs"
    severity = "low"
  }
}

test "k8s/alert-differs" "another label" {
  kind  = "PrometheusRule.monitoring.coreos.com"
  left  = { metadata = { labels = { team = "a" } } }
  right = { metadata = { labels = { team = "b" } } }
}
