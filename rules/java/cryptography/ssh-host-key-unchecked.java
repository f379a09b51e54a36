package sample;

import com.jcraft.jsch.Session;
import java.util.Properties;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;

class Shells {
    void connect(Session session, SSHClient client, Properties config) throws Exception {
        // ruleid: java.ssh.host-key-unchecked
        session.setConfig("StrictHostKeyChecking", "no");
        // ruleid: java.ssh.host-key-unchecked
        config.put("StrictHostKeyChecking", "no");
        // ruleid: java.ssh.host-key-unchecked
        client.addHostKeyVerifier(new PromiscuousVerifier());
        // ok: java.ssh.host-key-unchecked
        session.setConfig("StrictHostKeyChecking", "yes");
        // ok: java.ssh.host-key-unchecked
        session.setConfig("PreferredAuthentications", "publickey");
        // ok: java.ssh.host-key-unchecked
        client.addHostKeyVerifier("SHA256:abc");
    }
}
