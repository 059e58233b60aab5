# Tests of variables.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "variables/missing-on-one-side" "prod does not set it" {
  kind  = "variable"
  left  = { log_retention_days = 14 }
  right = {}
  expect {
    rule     = "variables/missing-on-one-side"
    path     = "log_retention_days"
    severity = "medium"
  }
}

test "variables/missing-on-one-side" "only dev lacks it, declared" {
  kind      = "variable"
  explained = true
  left      = {}
  right     = { enable_alarms = true }
  expect {
    rule     = "variables/missing-on-one-side"
    severity = "info"
  }
}

test "variables/missing-on-one-side" "null is a value, too" {
  kind  = "variable"
  left  = { kms_key = "alias/shop" }
  right = { kms_key = null }
  expect {
    rule     = "variables/empty-on-one-side"
    severity = "medium"
  }
}

test "variables/empty-on-one-side" "no addresses in prod" {
  kind  = "variable"
  left  = { office_cidrs = ["198.51.100.0/24"] }
  right = { office_cidrs = [] }
  expect {
    rule     = "variables/empty-on-one-side"
    severity = "medium"
  }
}

test "variables/empty-on-one-side" "null and empty are both empty" {
  kind  = "variable"
  left  = { suffix = "" }
  right = { suffix = null }
}

test "variables/empty-on-one-side" "no is not empty" {
  kind  = "variable"
  left  = { enable_bastion = true }
  right = { enable_bastion = false }
}

test "variables/type-differs" "a list in dev, a text in prod" {
  kind  = "variable"
  left  = { zones = ["a", "b"] }
  right = { zones = "a,b" }
  expect {
    rule     = "variables/type-differs"
    severity = "medium"
  }
}

test "variables/type-differs" "a number and the text that holds it" {
  kind  = "variable"
  left  = { count_of = 3 }
  right = { count_of = "3" }
}

test "variables/type-differs" "two texts" {
  kind  = "variable"
  left  = { zones = "a" }
  right = { zones = "a,b" }
}

test "variables/declared-type-differs" "a list in dev, a text in prod" {
  kind  = "terraform_settings"
  left  = { variable_types = { office_cidrs = "list(string)" } }
  right = { variable_types = { office_cidrs = "string" } }
  expect {
    rule     = "variables/declared-type-differs"
    path     = "variable_types.office_cidrs"
    severity = "low"
  }
}

test "variables/declared-type-differs" "no type in prod" {
  kind  = "terraform_settings"
  left  = { variable_types = { office_cidrs = "list(string)" } }
  right = { variable_types = {} }
}

test "variables/value-of-another-environment" "prod connects to the database of dev" {
  kind  = "variable"
  left  = { db_host = "db.dev.example.com" }
  right = { db_host = "replica.dev.example.com" }
  expect {
    rule     = "variables/value-of-another-environment"
    path     = "db_host"
    severity = "high"
  }
}

test "variables/value-of-another-environment" "one of a list, deep inside" {
  kind  = "variable"
  left  = { app = { queues = ["orders-dev", "mail-dev"] } }
  right = { app = { queues = ["orders-prod", "post-dev"] } }
  expect {
    rule     = "variables/value-of-another-environment"
    path     = "app.queues"
    severity = "medium"
  }
}

test "variables/value-of-another-environment" "production uses a bucket of staging" {
  kind      = "variable"
  right_env = "production"
  left      = { bucket = "s3://shop-dev/pictures" }
  right     = { bucket = "s3://shop-staging/pictures" }
  expect {
    rule     = "variables/value-of-another-environment"
    severity = "high"
  }
}

test "variables/value-of-another-environment" "each names its own" {
  kind  = "variable"
  left  = { db_host = "db1.dev.example.com" }
  right = { db_host = "db2.prod.example.com" }
}

test "variables/value-of-another-environment" "a device is no environment" {
  kind  = "variable"
  left  = { disk = "/dev/xvdf" }
  right = { disk = "/dev/xvdg" }
}

test "variables/value-of-another-environment" "developers and products are no environments" {
  kind  = "variable"
  left  = { greeting = "hello developers" }
  right = { greeting = "hello devices" }
}

test "variables/value-of-upper-environment" "dev writes to the queue of prod" {
  kind  = "variable"
  left  = { queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders-prod" }
  right = { queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/shop-orders-prod" }
  expect {
    rule     = "variables/value-of-upper-environment"
    severity = "high"
  }
}

test "variables/value-of-upper-environment" "non-prod is no production" {
  kind  = "variable"
  left  = { account = "non-prod" }
  right = { account = "main" }
}

test "variables/value-of-upper-environment" "a way from one to the other" {
  kind  = "variable"
  left  = { peering = "dev-to-prod" }
  right = { peering = "prod-to-dev" }
}

test "variables/placeholder-value" "never replaced in prod" {
  kind  = "variable"
  left  = { licence = "A1-B2" }
  right = { licence = "CHANGE_ME" }
  expect {
    rule     = "variables/placeholder-value"
    severity = "high"
  }
}

test "variables/placeholder-value" "a placeholder of dev" {
  kind  = "variable"
  left  = { licence = "changeme" }
  right = { licence = "A1-B2" }
}

test "variables/local-address" "prod calls itself" {
  kind  = "variable"
  left  = { redis_url = "redis://cache:6379" }
  right = { redis_url = "redis://localhost:6379" }
  expect {
    rule     = "variables/local-address"
    severity = "high"
  }
}

test "variables/local-address" "dev calls itself" {
  kind  = "variable"
  left  = { redis_url = "redis://127.0.0.1:6379" }
  right = { redis_url = "redis://cache:6379" }
}

test "variables/debug-in-production" "logs of prod tell everything" {
  kind  = "variable"
  left  = { log_level = "info" }
  right = { log_level = "debug" }
  expect {
    rule     = "variables/debug-in-production"
    severity = "medium"
  }
}

test "variables/debug-in-production" "a switch inside an object, declared" {
  kind      = "variable"
  explained = true
  left      = { app = { debug = false } }
  right     = { app = { debug = true } }
  expect {
    rule     = "variables/debug-in-production"
    severity = "low"
  }
}

test "variables/debug-in-production" "dev debugs" {
  kind  = "variable"
  left  = { log_level = "debug" }
  right = { log_level = "warn" }
}
