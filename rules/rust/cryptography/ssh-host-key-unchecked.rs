use russh::client;

// ruleid: rust.ssh.host-key-unchecked
impl client::Handler for Anybody { async fn check_server_key(&mut self, key: &PublicKey) -> Result<bool, Error> { Ok(true) } }

impl client::Handler for Known {
    // ok: rust.ssh.host-key-unchecked
    async fn check_server_key(&mut self, key: &PublicKey) -> Result<bool, Error> {
        check_known_hosts(&self.host, self.port, key)
    }
}

impl client::Handler for Pinned {
    // ok: rust.ssh.host-key-unchecked
    async fn check_server_key(&mut self, key: &PublicKey) -> Result<bool, Error> {
        Ok(key.fingerprint() == self.pinned)
    }
}

impl client::Handler for Refusing {
    // ok: rust.ssh.host-key-unchecked
    async fn check_server_key(&mut self, key: &PublicKey) -> Result<bool, Error> {
        Ok(false)
    }
}
