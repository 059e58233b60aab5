//! The way to a server whose certificate the kubeconfig holds.
//!
//! People who run a server of their own often give it one self-signed certificate and name that same certificate as
//! its authority. Go, and so kubectl, accepts this; rustls refuses any authority as a server. This file makes
//! nothing else acceptable: what rustls trusts otherwise, and dates and names, are left to it.

use std::sync::Arc;

use hyper_rustls::{FixedServerNameResolver, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use kube::client::{Body, ConfigExt as _};
use kube::{Client, Config};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tower::{BoxError, ServiceBuilder};
use tower_http::decompression::DecompressionLayer;

/// Makes a client.
///
/// # Errors
/// What the configuration of the connection or of the credentials lacks.
pub(super) fn client(config: Config) -> Result<Client, kube::Error> {
    let roots: Vec<CertificateDer<'static>> =
        config.root_cert.iter().flatten().map(|der| CertificateDer::from(der.clone())).collect();
    // Through a proxy, and where the certificate is not asked for, kube's own way is as good.
    if roots.is_empty() || config.accept_invalid_certs || config.proxy_url.is_some() {
        return Client::try_from(config);
    }
    let mut tls = config.rustls_client_config()?;
    if config.root_cert_file.is_none()
        && let Some(verifier) = Pinned::new(roots)
    {
        tls.dangerous().set_certificate_verifier(Arc::new(verifier));
    }
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_connect_timeout(config.connect_timeout);
    let mut https = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http();
    if let Some(name) = config.tls_server_name.clone().and_then(|name| ServerName::try_from(name).ok()) {
        https = https.with_server_name_resolver(FixedServerNameResolver::new(name));
    }
    let https = https.enable_http1().wrap_connector(http);
    let http = hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build::<_, Body>(https);
    let service = ServiceBuilder::new()
        .layer(config.base_uri_layer())
        .layer(DecompressionLayer::new().gzip(!config.disable_compression))
        .option_layer(config.auth_layer()?)
        .layer(config.extra_headers_layer()?)
        .map_err(BoxError::from)
        .service(http);
    Ok(Client::new(service, config.default_namespace))
}

/// Accepts what rustls accepts, and an authority of the kubeconfig as the server itself.
#[derive(Debug)]
struct Pinned {
    usual: Arc<WebPkiServerVerifier>,
    roots: Vec<CertificateDer<'static>>,
}

impl Pinned {
    /// Returns `None` where no certificate can be an authority; the usual way then says why.
    fn new(roots: Vec<CertificateDer<'static>>) -> Option<Self> {
        let mut store = RootCertStore::empty();
        for root in &roots {
            store.add(root.clone()).ok()?;
        }
        let usual = WebPkiServerVerifier::builder(Arc::new(store)).build().ok()?;
        Some(Self { usual, roots })
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified =
            self.usual.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match verified {
            // Dates are looked at before this is noticed.
            Err(error) if is_authority_as_server(&error) && self.roots.contains(end_entity) => {
                rustls::client::verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.usual.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.usual.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.usual.supported_verify_schemes()
    }
}

/// rustls has no name of its own for what webpki calls `CaUsedAsEndEntity`.
fn is_authority_as_server(error: &rustls::Error) -> bool {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::Other(other)) => {
            format!("{other:?}").contains("CaUsedAsEndEntity")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    /// Self-signed for 127.0.0.1 and localhost until 2126, an authority, made with `openssl req -x509`.
    const SERVER: &str = "MIIBmzCCAUGgAwIBAgIUJYREzUMQNA1jNlP8mC+UBQXuWSUwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNTE3MjQyN1oYDzIxMjYxMTAxMTcyNDI3WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR5KFpKg339bYS05vfwThOJOUGjoTrA/J9bb2mKLQDvIWHQoyGhYeSfrM4oUW8LmeXBiH4Ksg877iQcTubahl2Ao28wbTAdBgNVHQ4EFgQUcA3WfksB+3fhsUodx6BDMY5Uz8kwHwYDVR0jBBgwFoAUcA3WfksB+3fhsUodx6BDMY5Uz8kwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZIzj0EAwIDSAAwRQIgex/3fHyRt46PzX3+qgtQyRveP5VhP/j8MQWaeJPPWTcCIQCGXzbzOMy4GcEj+M9NFi+X5/1uEMNYaP9GewytdqoUCQ==";
    /// Another like it.
    const OTHER: &str = "MIIBmjCCAUGgAwIBAgIUIF8GArcGjPx3pKspsH1qu+u5f+0wCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNTE3MjQyN1oYDzIxMjYxMTAxMTcyNDI3WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQx3s+XauaBehNjyQYUt8zyVZYtQBURVQpLqUDqyKROxJsrWvKfVKGtXD4WW6+rKGPQs08IRvby4UGLO7cS9wcXo28wbTAdBgNVHQ4EFgQUX8W8t76LGrr6v+1LpLgdR9FGjwMwHwYDVR0jBBgwFoAUX8W8t76LGrr6v+1LpLgdR9FGjwMwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZIzj0EAwIDRwAwRAIgfgVdFCvrW0uF0HZ0yg4wv/zGNfE5bt113nB6+8jACoYCIEkb9YMgTMNlvKf++WCnyeo3VPiROFQTBauNvgcS6KN8";

    fn certificate(text: &str) -> CertificateDer<'static> {
        CertificateDer::from(STANDARD.decode(text).unwrap())
    }

    fn verify(root: &str, server: &str, name: &str, year: u64) -> Result<(), rustls::Error> {
        // The tests of the library have no program that chose an implementation.
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        let verifier = Pinned::new(vec![certificate(root)]).unwrap();
        let now = UnixTime::since_unix_epoch(Duration::from_secs((year - 1970) * 365 * 86_400));
        let name = ServerName::try_from(name.to_owned()).unwrap();
        verifier.verify_server_cert(&certificate(server), &[], &name, &[], now).map(|_| ())
    }

    #[test]
    fn the_certificate_of_the_kubeconfig_may_be_the_servers_own() {
        assert_eq!(verify(SERVER, SERVER, "127.0.0.1", 2050), Ok(()));
        assert_eq!(verify(SERVER, SERVER, "localhost", 2050), Ok(()));
    }

    #[test]
    fn nothing_else_becomes_acceptable() {
        for (root, server, name, year) in [
            (OTHER, SERVER, "127.0.0.1", 2050),
            (SERVER, SERVER, "127.0.0.2", 2050),
            (SERVER, SERVER, "example.com", 2050),
            (SERVER, SERVER, "127.0.0.1", 2200),
            (SERVER, SERVER, "127.0.0.1", 2000),
        ] {
            assert!(verify(root, server, name, year).is_err(), "{name} in {year}");
        }
    }
}
