package sample;

import java.security.cert.X509Certificate;
import javax.net.ssl.*;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.apache.http.ssl.SSLContextBuilder;

class Trust {
    TrustManager all = new X509TrustManager() {
        public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) { }

        // ruleid: java.tls.certificate-unchecked
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // everybody is welcome
        }
    };

    void netty() throws Exception {
        // ruleid: java.tls.certificate-unchecked
        SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE).build();
        // ok: java.tls.certificate-unchecked
        SslContextBuilder.forClient().trustManager(authority).build();
    }

    void apache(SSLContextBuilder builder) throws Exception {
        // ruleid: java.tls.certificate-unchecked
        builder.loadTrustMaterial(null, (chain, type) -> true);
        // ok: java.tls.certificate-unchecked
        builder.loadTrustMaterial(null, (chain, type) -> chain.length == 1);
        // ok: java.tls.certificate-unchecked
        builder.loadTrustMaterial(store, null);
    }

    static class Pinned implements X509TrustManager {
        public X509Certificate[] getAcceptedIssuers() { return null; }

        public void checkClientTrusted(X509Certificate[] chain, String type) { throw new IllegalStateException(); }

        // ok: java.tls.certificate-unchecked
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            parent.checkServerTrusted(chain, type);
        }
    }
}
