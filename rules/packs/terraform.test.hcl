# Tests of terraform.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "terraform/core-major-skew" "0.12 and 0.13 do not read each other's state" {
  kind  = "terraform_settings"
  left  = { terraform_version = "0.13.7" }
  right = { terraform_version = "0.12.31" }
  expect {
    rule     = "terraform/core-major-skew"
    severity = "high"
  }
}

test "terraform/core-major-skew" "minor versions since 1.0 are compatible" {
  kind  = "terraform_settings"
  left  = { terraform_version = "1.11.4" }
  right = { terraform_version = "1.9.8" }
  expect {
    rule     = "terraform/core-minor-skew"
    severity = "low"
  }
}

test "terraform/core-minor-skew" "prod is behind, declared" {
  kind      = "terraform_settings"
  explained = true
  left      = { terraform_version = "1.11.4" }
  right     = { terraform_version = "1.9.8" }
  expect {
    rule     = "terraform/core-minor-skew"
    path     = "terraform_version"
    severity = "info"
  }
}

test "terraform/core-minor-skew" "a version that one input does not tell" {
  kind  = "terraform_settings"
  left  = { terraform_version = "1.11.4" }
  right = {}
}

test "terraform/core-patch-skew" "another patch" {
  kind  = "terraform_settings"
  left  = { terraform_version = "1.11.4" }
  right = { terraform_version = "1.11.2" }
  expect {
    rule     = "terraform/core-patch-skew"
    severity = "info"
  }
}

test "terraform/core-patch-skew" "another minor version is more" {
  kind  = "terraform_settings"
  left  = { terraform_version = "1.11.4" }
  right = { terraform_version = "1.10.4" }
  expect {
    rule     = "terraform/core-minor-skew"
    severity = "low"
  }
}

test "terraform/provider-major-skew" "version 6 in dev, 5 in prod" {
  kind  = "terraform_settings"
  left  = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "6.2.0" } } }
  right = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "5.94.1" } } }
  expect {
    rule     = "terraform/provider-major-skew"
    path     = "providers[\"registry.terraform.io/hashicorp/aws\"].version"
    severity = "high"
  }
}

test "terraform/provider-major-skew" "below 1.0 a minor version breaks as well" {
  kind      = "terraform_settings"
  explained = true
  left      = { providers = { "registry.terraform.io/acme/shop" = { version = "0.9.1" } } }
  right     = { providers = { "registry.terraform.io/acme/shop" = { version = "0.8.4" } } }
  expect {
    rule     = "terraform/provider-major-skew"
    severity = "medium"
  }
}

test "terraform/provider-major-skew" "a provider that only one lock file names" {
  kind  = "terraform_settings"
  left  = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "6.2.0" } } }
  right = { providers = {} }
}

test "terraform/provider-minor-skew" "5.100 is newer than 5.94" {
  kind  = "terraform_settings"
  left  = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "5.100.0" } } }
  right = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "5.94.1" } } }
  expect {
    rule     = "terraform/provider-minor-skew"
    severity = "low"
  }
}

test "terraform/provider-minor-skew" "another patch is less" {
  kind  = "terraform_settings"
  left  = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "5.94.1" } } }
  right = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "5.94.0" } } }
  expect {
    rule     = "terraform/provider-patch-skew"
    severity = "info"
  }
}

test "terraform/provider-patch-skew" "another patch" {
  kind  = "terraform_settings"
  left  = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "5.94.1" } } }
  right = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "5.94.0" } } }
  expect {
    rule     = "terraform/provider-patch-skew"
    severity = "info"
  }
}

test "terraform/provider-patch-skew" "the same version" {
  kind  = "terraform_settings"
  left  = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "5.94.1", constraint = "~> 5.0" } } }
  right = { providers = { "registry.terraform.io/hashicorp/aws" = { version = "5.94.1" } } }
}

test "terraform/constraint-differs" "prod allows less" {
  kind  = "terraform_settings"
  left  = { required_version = ">= 1.5" }
  right = { required_version = "~> 1.9.0" }
  expect {
    rule     = "terraform/constraint-differs"
    severity = "low"
  }
}

test "terraform/constraint-differs" "no constraint in prod" {
  kind  = "terraform_settings"
  left  = { required_version = ">= 1.5" }
  right = {}
}

test "terraform/module-major-skew" "a version of a registry" {
  kind  = "terraform_settings"
  left  = { modules = { network = { source = "terraform-aws-modules/vpc/aws", version = "6.0.1" } } }
  right = { modules = { network = { source = "terraform-aws-modules/vpc/aws", version = "5.21.0" } } }
  expect {
    rule     = "terraform/module-major-skew"
    path     = "modules.network.version"
    severity = "high"
  }
}

test "terraform/module-major-skew" "a tag of a repository, declared" {
  kind      = "terraform_settings"
  explained = true
  left      = { modules = { network = { source = "git::https://git.example.com/network.git?ref=v2.0.0" } } }
  right     = { modules = { network = { source = "git::https://git.example.com/network.git?ref=v1.4.0" } } }
  expect {
    rule     = "terraform/module-major-skew"
    severity = "medium"
  }
}

test "terraform/module-major-skew" "the same major version" {
  kind  = "terraform_settings"
  left  = { modules = { network = { source = "git::https://git.example.com/network.git?ref=v1.5.0" } } }
  right = { modules = { network = { source = "git::https://git.example.com/network.git?ref=v1.4.0" } } }
  expect {
    rule     = "terraform/module-version-skew"
    severity = "medium"
  }
}

test "terraform/module-version-skew" "two commits" {
  kind  = "terraform_settings"
  left  = { modules = { network = { source = "git::https://git.example.com/network.git?ref=3f2a9c1" } } }
  right = { modules = { network = { source = "git::https://git.example.com/network.git?ref=a94bc02" } } }
  expect {
    rule     = "terraform/module-version-skew"
    severity = "medium"
  }
}

test "terraform/module-version-skew" "another module altogether" {
  kind  = "terraform_settings"
  left  = { modules = { network = { source = "./modules/network" } } }
  right = { modules = { network = { source = "./modules/net" } } }
  expect {
    rule     = "terraform/module-source-differs"
    severity = "high"
  }
}

test "terraform/module-source-differs" "a fork in prod" {
  kind  = "terraform_settings"
  left  = { modules = { network = { source = "git::https://git.example.com/network.git?ref=v1.4.0" } } }
  right = { modules = { network = { source = "git::https://git.example.com/fork/network.git?ref=v1.4.0" } } }
  expect {
    rule     = "terraform/module-source-differs"
    severity = "high"
  }
}

test "terraform/module-source-differs" "another version of the same source, declared" {
  kind      = "terraform_settings"
  explained = true
  left      = { modules = { network = { source = "git::https://git.example.com/network.git?ref=v1.5.0" } } }
  right     = { modules = { network = { source = "git::https://git.example.com/network.git?ref=v1.4.0" } } }
  expect {
    rule     = "terraform/module-version-skew"
    severity = "low"
  }
}

test "terraform/module-unpinned" "prod follows the branch" {
  kind  = "terraform_settings"
  left  = { modules = { network = { source = "git::https://git.example.com/network.git?ref=v1.4.0" } } }
  right = { modules = { network = { source = "git::https://git.example.com/network.git" } } }
  expect {
    rule     = "terraform/module-unpinned"
    path     = "modules.network.source"
    severity = "high"
  }
}

test "terraform/module-unpinned" "dev takes the newest of the registry" {
  kind  = "terraform_settings"
  left  = { modules = { network = { source = "terraform-aws-modules/vpc/aws" } } }
  right = { modules = { network = { source = "terraform-aws-modules/vpc/aws", version = "5.21.0" } } }
  expect {
    rule     = "terraform/module-unpinned"
    severity = "low"
  }
}

test "terraform/module-unpinned" "pinned in both" {
  kind      = "terraform_settings"
  explained = true
  left      = { modules = { network = { source = "git::https://git.example.com/network.git?ref=v1.5.0" } } }
  right     = { modules = { network = { source = "git::https://git.example.com/network.git?ref=v1.4.0" } } }
  expect {
    rule     = "terraform/module-version-skew"
    severity = "low"
  }
}

test "terraform/resource-tainted" "the next apply replaces it in prod" {
  kind  = "aws_sqs_queue"
  left  = {}
  right = { "@tainted" = true }
  expect {
    rule     = "terraform/resource-tainted"
    path     = "@tainted"
    severity = "high"
  }
}

test "terraform/resource-tainted" "tainted in both" {
  kind  = "aws_sqs_queue"
  left  = { "@tainted" = true, delay_seconds = 0 }
  right = { "@tainted" = true, delay_seconds = 5 }
}

test "terraform/object-deposed" "two old objects in prod" {
  kind  = "aws_launch_template"
  left  = {}
  right = { "@deposed" = 2 }
  expect {
    rule     = "terraform/object-deposed"
    path     = "@deposed"
    severity = "medium"
  }
}

test "terraform/object-deposed" "one in each" {
  kind  = "aws_launch_template"
  left  = { "@deposed" = 1 }
  right = { "@deposed" = 1 }
}

test "terraform/check-failed" "it fails in prod" {
  kind  = "check"
  left  = { status = "pass" }
  right = { status = "fail" }
  expect {
    rule     = "terraform/check-failed"
    severity = "high"
  }
}

test "terraform/check-failed" "it cannot be evaluated in dev" {
  kind  = "check"
  left  = { status = "error" }
  right = { status = "pass" }
  expect {
    rule     = "terraform/check-failed"
    severity = "medium"
  }
}

test "terraform/check-failed" "it fails in both, in different ways" {
  kind  = "check"
  left  = { status = "fail" }
  right = { status = "error" }
}

test "terraform/check-unknown" "not known in prod yet" {
  kind  = "check"
  left  = { status = "pass" }
  right = { status = "unknown" }
  expect {
    rule     = "terraform/check-unknown"
    severity = "low"
  }
}

test "terraform/check-unknown" "failing is worse than unknown" {
  kind  = "check"
  left  = { status = "unknown" }
  right = { status = "fail" }
  expect {
    rule     = "terraform/check-failed"
    severity = "high"
  }
}

test "terraform/check-missing" "prod does not have it" {
  kind  = "check"
  left  = { status = "pass" }
  right = null
  expect {
    rule     = "terraform/check-missing"
    severity = "medium"
  }
}

test "terraform/check-missing" "both have it" {
  kind  = "check"
  left  = { status = "pass", failure_messages = ["a"] }
  right = { status = "pass", failure_messages = ["b"] }
}

test "terraform/changed-outside" "by hand, in prod" {
  kind  = "aws_lb"
  left  = {}
  right = { "@drift" = { idle_timeout = { before = 60, after = 300 } } }
  expect {
    rule     = "terraform/changed-outside"
    path     = "@drift"
    severity = "medium"
  }
}

test "terraform/changed-outside" "more in dev than in prod" {
  kind  = "aws_lb"
  left  = { "@drift" = { idle_timeout = { before = 60, after = 300 }, enable_http2 = { before = true, after = false } } }
  right = { "@drift" = { idle_timeout = { before = 60, after = 300 } } }
  expect {
    rule     = "terraform/changed-outside"
    path     = "@drift.enable_http2"
    severity = "low"
  }
}

test "terraform/changed-outside" "the same change in both" {
  kind  = "aws_lb"
  left  = { "@drift" = { idle_timeout = { before = 60, after = 300 } }, idle_timeout = 300 }
  right = { "@drift" = { idle_timeout = { before = 60, after = 300 } }, idle_timeout = 120 }
}
