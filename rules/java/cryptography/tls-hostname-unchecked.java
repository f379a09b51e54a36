package sample;

import javax.net.ssl.*;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.impl.client.HttpClients;

class Names {
    HostnameVerifier any = new HostnameVerifier() {
        // ruleid: java.tls.hostname-unchecked
        public boolean verify(String host, SSLSession session) {
            return true;
        }
    };

    HostnameVerifier own = new HostnameVerifier() {
        // ok: java.tls.hostname-unchecked
        public boolean verify(String host, SSLSession session) {
            return host.equals(expected);
        }
    };

    void connect(HttpsURLConnection connection) {
        // ruleid: java.tls.hostname-unchecked
        connection.setHostnameVerifier((host, session) -> true);
        // ruleid: java.tls.hostname-unchecked
        HttpClients.custom().setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE);
        // ok: java.tls.hostname-unchecked
        connection.setHostnameVerifier((host, session) -> host.endsWith(".example.org"));
        // ok: java.tls.hostname-unchecked
        connection.setHostnameVerifier(HttpsURLConnection.getDefaultHostnameVerifier());
    }
}
