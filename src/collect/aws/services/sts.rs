//! STS: who asks. It gives no resources.

use crate::collect::aws::call::{Call, Service};

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "STS",
    rate: 10,
    is_global: true,
    calls: &[Call::new("GetCallerIdentity", "sts:GetCallerIdentity")],
    shape: |_, _| {},
};
