//! Asking STS who it is that asks, which tells account and partition, and whether the credentials are good.

use super::client;
use crate::collect::aws::answer::Place;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::session::Session;
use crate::collect::aws::live::trouble::Trouble;
use crate::collect::aws::services::sts::SERVICE;

/// Returns where the credentials lead.
pub(in crate::collect::aws::live) async fn identity(
    session: &Session,
    region: &str,
) -> Result<Place, Trouble> {
    let place = Place { region: region.into(), ..Place::default() };
    let reading = Reading::new(session, place);
    let client = client!(aws_sdk_sts, reading, &SERVICE);
    let identity = client.get_caller_identity().send().await.map_err(|error| Trouble::new(&error))?;
    let partition = identity.arn().and_then(|arn| arn.split(':').nth(1)).unwrap_or("aws");
    Ok(Place {
        partition: partition.into(),
        account: identity.account().unwrap_or_default().into(),
        region: region.into(),
    })
}
