//! S3 as the place where states are kept. It gives no resources: what it holds is read by other parts.
//!
//! These calls are not on the list of those that read an account: who may look at an account need not read what its
//! buckets hold.

use crate::collect::aws::call::{Call, Service};

/// What reading states asks of S3.
pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "S3",
    rate: 50,
    is_global: false,
    calls: &[
        Call::new("GetObject", "s3:GetObject"),
        Call::new("ListObjectsV2", "s3:ListBucket"),
        Call::new("ListObjectVersions", "s3:ListBucketVersions"),
    ],
    shape: |_, _| {},
};

/// What IAM calls what reading an old version takes, by the same operation.
pub(in crate::collect::aws) const GET_OBJECT_VERSION: &str = "s3:GetObjectVersion";
