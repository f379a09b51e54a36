use reqwest::Client;

fn clients(strict: bool) -> Result<Client, Error> {
    // ruleid: rust.tls.certificate-unchecked
    let any = Client::builder().danger_accept_invalid_certs(true).build()?;
    // ruleid: rust.tls.certificate-unchecked
    let host = reqwest::ClientBuilder::new().danger_accept_invalid_hostnames(true).build()?;
    // ok: rust.tls.certificate-unchecked
    let checked = Client::builder().danger_accept_invalid_certs(false).build()?;
    // ok: rust.tls.certificate-unchecked
    let chosen = Client::builder().danger_accept_invalid_certs(!strict).build()?;
    // ok: rust.tls.certificate-unchecked
    let own = Client::builder().add_root_certificate(root()).build()?;
    Ok(any)
}

fn openssl_client() -> SslConnector {
    let mut builder = SslConnector::builder(SslMethod::tls()).unwrap();
    // ruleid: rust.tls.certificate-unchecked
    builder.set_verify(SslVerifyMode::NONE);
    // ok: rust.tls.certificate-unchecked
    builder.set_verify(SslVerifyMode::PEER);
    builder.build()
}

impl ServerCertVerifier for NoVerification {
    fn verify_server_cert(&self, end: &CertificateDer<'_>, name: &ServerName<'_>) -> Result<ServerCertVerified, Error> {
        // ruleid: rust.tls.certificate-unchecked
        Ok(ServerCertVerified::assertion())
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(&self, end: &CertificateDer<'_>, name: &ServerName<'_>) -> Result<ServerCertVerified, Error> {
        if end.as_ref() != self.pinned {
            return Err(Error::General("another certificate".into()));
        }
        // ok: rust.tls.certificate-unchecked
        Ok(ServerCertVerified::assertion())
    }
}

fn by_setting(settings: &Settings) -> Result<Client, Error> {
    let mut builder = Client::builder();
    if settings.accept_invalid_certs {
        // unsure: rust.tls.certificate-unchecked
        builder = builder.danger_accept_invalid_certs(true);
    }
    if !settings.verify_certificates {
        // unsure: rust.tls.certificate-unchecked
        builder = builder.danger_accept_invalid_certs(true);
    }
    // ruleid: rust.tls.certificate-unchecked
    let mail = TlsParameters::builder(host).dangerous_accept_invalid_certs(true);
    builder.build()
}
