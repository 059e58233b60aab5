# Tests of tags.hcl: for each rule one pair of resources that it speaks of and one near miss.
# A test must not depend on another pack: every finding of any pack rule has an `expect` block.

test "tags/environment-contradicts" "a bucket of prod is tagged dev" {
  kind  = "aws_s3_bucket"
  left  = { tags = { Environment = "development" } }
  right = { tags = { Environment = "dev" } }
  expect {
    rule     = "tags/environment-contradicts"
    path     = "tags.Environment"
    severity = "high"
  }
}

test "tags/environment-contradicts" "a label of Google Cloud, declared" {
  kind      = "google_storage_bucket"
  right_env = "production"
  explained = true
  left      = { labels = { env = "dev" } }
  right     = { labels = { env = "staging" } }
  expect {
    rule     = "tags/environment-contradicts"
    severity = "medium"
  }
}

test "tags/environment-contradicts" "each names its own" {
  kind  = "aws_s3_bucket"
  left  = { tags = { Environment = "development" } }
  right = { tags = { Environment = "live" } }
}

test "tags/environment-contradicts-before-production" "a bucket of dev is tagged prod" {
  kind  = "aws_s3_bucket"
  left  = { tags = { env = "prod" } }
  right = { tags = { env = "production" } }
  expect {
    rule     = "tags/environment-contradicts-before-production"
    severity = "medium"
  }
}

test "tags/environment-contradicts-before-production" "a word that names no environment" {
  kind  = "aws_s3_bucket"
  left  = { tags = { env = "shared" } }
  right = { tags = { env = "common" } }
}

test "tags/missing" "nobody classified it in prod" {
  kind  = "aws_s3_bucket"
  left  = { tags = { Name = "pictures", DataClass = "personal" } }
  right = { tags = { Name = "pictures" } }
  expect {
    rule     = "tags/missing"
    path     = "tags.DataClass"
    severity = "medium"
  }
}

test "tags/missing" "dev has one tag less, declared" {
  kind      = "azurerm_storage_account"
  explained = true
  left      = { tags = {} }
  right     = { tags = { owner = "shop" } }
  expect {
    rule     = "tags/missing"
    severity = "info"
  }
}

test "tags/missing" "another value is not a missing one" {
  kind  = "aws_s3_bucket"
  left  = { tags = { Name = "pictures" } }
  right = { tags = { Name = "images" } }
}

test "tags/missing" "a tag that a controller sets" {
  kind  = "aws_subnet"
  left  = { tags = { "kubernetes.io/role/elb" = "1" } }
  right = { tags = {} }
}

test "tags/backup-missing" "no plan chooses the volume of prod" {
  kind  = "aws_ebs_volume"
  left  = { tags = { Backup = "daily" } }
  right = { tags = {} }
  expect {
    rule     = "tags/backup-missing"
    severity = "high"
  }
}

test "tags/backup-missing" "switched off in dev" {
  kind  = "aws_ebs_volume"
  left  = { tags = { backup = "false" } }
  right = { tags = { backup = "true" } }
  expect {
    rule     = "tags/backup-missing"
    severity = "low"
  }
}

test "tags/backup-missing" "another schedule" {
  kind  = "aws_ebs_volume"
  left  = { tags = { Backup = "daily" } }
  right = { tags = { Backup = "hourly" } }
}

test "tags/data-class-differs" "less in prod" {
  kind  = "aws_s3_bucket"
  left  = { tags = { DataClass = "personal" } }
  right = { tags = { DataClass = "public" } }
  expect {
    rule     = "tags/data-class-differs"
    severity = "medium"
  }
}

test "tags/data-class-differs" "the same class" {
  kind  = "aws_s3_bucket"
  left  = { tags = { DataClass = "personal", Name = "pictures" } }
  right = { tags = { DataClass = "personal", Name = "images" } }
}

test "tags/owner-differs" "another team in prod" {
  kind  = "aws_s3_bucket"
  left  = { tags = { Team = "web" } }
  right = { tags = { Team = "platform" } }
  expect {
    rule     = "tags/owner-differs"
    severity = "low"
  }
}

test "tags/owner-differs" "cost centres, declared" {
  kind      = "aws_s3_bucket"
  explained = true
  left      = { tags = { "cost-center" = "4711" } }
  right     = { tags = { "cost-center" = "4712" } }
  expect {
    rule     = "tags/owner-differs"
    severity = "info"
  }
}

test "tags/owner-differs" "a cost centre for each environment" {
  kind  = "aws_s3_bucket"
  left  = { tags = { CostCenter = "shop-dev" } }
  right = { tags = { CostCenter = "shop-prod" } }
}
