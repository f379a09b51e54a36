package sample;

import javax.net.ssl.*;

class Versions {
    void versions(SSLSocket socket) throws Exception {
        // ruleid: java.tls.old-version
        SSLContext.getInstance("SSLv3");
        // ruleid: java.tls.old-version
        SSLContext.getInstance("TLSv1");
        // ruleid: java.tls.old-version
        socket.setEnabledProtocols(new String[]{"TLSv1.1", "TLSv1.2"});
        // ok: java.tls.old-version
        SSLContext.getInstance("TLS");
        // ok: java.tls.old-version
        SSLContext.getInstance("TLSv1.2");
        // ok: java.tls.old-version
        socket.setEnabledProtocols(new String[]{"TLSv1.2", "TLSv1.3"});
    }
}
