// CWE-295: connections to anybody.
import java.security.cert.X509Certificate;
import javax.net.ssl.*;

// == vulnerable: every certificate
class A {
    TrustManager all = new X509TrustManager() {
        public X509Certificate[] getAcceptedIssuers() {
            return null;
        }

        public void checkClientTrusted(X509Certificate[] chain, String type) {
        }

        public void checkServerTrusted(X509Certificate[] chain, String type) {
        }
    };
}
// == vulnerable: every name
class B {
    void open(HttpsURLConnection connection) {
        connection.setHostnameVerifier((host, session) -> true);
    }
}
// == vulnerable: every certificate of a library
class C {
    Object context() throws Exception {
        return org.apache.http.ssl.SSLContexts.custom().loadTrustMaterial(null, (chain, type) -> true).build();
    }
}
// == vulnerable: every SSH server
class D {
    void open(com.jcraft.jsch.Session session) {
        session.setConfig("StrictHostKeyChecking", "no");
    }
}
// == safe: a manager that asks another
class E {
    TrustManager own = new X509TrustManager() {
        public X509Certificate[] getAcceptedIssuers() {
            return parent.getAcceptedIssuers();
        }

        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException();
        }

        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            parent.checkServerTrusted(chain, type);
        }
    };
}
// == safe: one name
class F {
    void open(HttpsURLConnection connection) {
        connection.setHostnameVerifier((host, session) -> host.equals("a.example.org"));
    }
}
// == safe: a store of one's own
class G {
    Object context(java.security.KeyStore store) throws Exception {
        return org.apache.http.ssl.SSLContexts.custom().loadTrustMaterial(store, null).build();
    }
}
// == safe: known hosts
class H {
    void open(com.jcraft.jsch.JSch shell) throws Exception {
        shell.setKnownHosts("/etc/ssh/ssh_known_hosts");
    }
}
