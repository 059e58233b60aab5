//! Servers that speak the protocol of S3 and are not AWS: what they answer otherwise, as AWS would say it.
//!
//! The SDK insists on the name of the outermost element of an answer, where other SDKs do not look at it; and a server
//! that does not know a setting answers with the objects of the bucket, which is no answer. This file must not be
//! in the way of answers of AWS.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

/// Outermost elements that are named after the operation, and what AWS calls them.
const ROOTS: [(&str, &str); 3] = [
    ("GetBucketVersioningResponse", "VersioningConfiguration"),
    ("GetBucketNotificationResponse", "NotificationConfiguration"),
    ("GetBucketAccelerateConfigurationResponse", "AccelerateConfiguration"),
];

/// The outermost element of a list of objects, which is never asked for.
const OBJECTS: &str = "ListBucketResult";

/// How AWS says that it does not have a setting.
const NOT_IMPLEMENTED: &str = "<Error><Code>NotImplemented</Code></Error>";

/// An HTTP client that puts answers into the words of AWS.
#[derive(Debug)]
pub(super) struct Lenient(pub(super) SharedHttpClient);

impl HttpClient for Lenient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        of: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(LenientConnector(self.0.http_connector(settings, of)))
    }
}

#[derive(Debug)]
struct LenientConnector(SharedHttpConnector);

impl HttpConnector for LenientConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let inner = self.0.clone();
        HttpConnectorFuture::new(async move { in_words_of_aws(inner.call(request).await?).await })
    }
}

async fn in_words_of_aws(mut response: HttpResponse) -> Result<HttpResponse, ConnectorError> {
    if !response.status().is_success() {
        return Ok(response);
    }
    let body = ByteStream::new(response.take_body()).collect().await;
    let body = body.map_err(|error| ConnectorError::io(error.into()))?.to_vec();
    let text = std::str::from_utf8(&body).unwrap_or_default();
    let said = match root(text) {
        Some(OBJECTS) => {
            *response.status_mut() =
                StatusCode::try_from(501).map_err(|e| ConnectorError::other(e.into(), None))?;
            SdkBody::from(NOT_IMPLEMENTED)
        }
        Some(name) => match ROOTS.iter().find(|(theirs, _)| *theirs == name) {
            Some((theirs, of_aws)) => SdkBody::from(text.replace(theirs, of_aws)),
            None => SdkBody::from(body),
        },
        None => SdkBody::from(body),
    };
    *response.body_mut() = said;
    // The length was that of what came.
    response.headers_mut().remove("content-length");
    Ok(response)
}

/// Returns the name of the outermost element.
fn root(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let text = match text.strip_prefix("<?xml") {
        Some(declared) => declared.split_once("?>")?.1.trim_start(),
        None => text,
    };
    let name = text.strip_prefix('<')?;
    name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns status and body of an answer in the words of AWS.
    fn said(body: &str) -> (u16, String) {
        let ok = StatusCode::try_from(200).unwrap();
        let response = HttpResponse::new(ok, SdkBody::from(body));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let response = runtime.block_on(in_words_of_aws(response)).unwrap();
        let body = response.body().bytes().unwrap_or_default().to_vec();
        (response.status().as_u16(), String::from_utf8(body).unwrap())
    }

    #[test]
    fn answers_of_aws_stay_as_they_are() {
        for body in [
            "<VersioningConfiguration/>",
            "<?xml version=\"1.0\"?>\n<Tagging xmlns=\"x\"><TagSet/></Tagging>",
            "{\"Version\": \"GetBucketVersioningResponse\"}",
            "",
        ] {
            assert_eq!(said(body), (200, body.to_owned()));
        }
    }

    #[test]
    fn others_are_put_into_its_words() {
        let theirs = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<GetBucketVersioningResponse xmlns=\"x\">\
                      <Status>Enabled</Status></GetBucketVersioningResponse>";
        let of_aws = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<VersioningConfiguration xmlns=\"x\">\
                      <Status>Enabled</Status></VersioningConfiguration>";
        assert_eq!(said(theirs), (200, of_aws.to_owned()));
        let objects = "<ListBucketResult><Contents/></ListBucketResult>";
        assert_eq!(said(objects), (501, NOT_IMPLEMENTED.to_owned()), "objects are no setting");
    }
}
