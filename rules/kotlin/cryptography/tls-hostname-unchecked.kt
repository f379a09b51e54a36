package sample

import okhttp3.OkHttpClient

class Clients {
    fun make(builder: OkHttpClient.Builder) {
        // ruleid: kotlin.tls.hostname-unchecked
        builder.hostnameVerifier { _, _ -> true }
        // ruleid: kotlin.tls.hostname-unchecked
        val verifier = javax.net.ssl.HostnameVerifier { host, session -> true }
        // ok: kotlin.tls.hostname-unchecked
        builder.hostnameVerifier(OkHostnameVerifier)
        // ok: kotlin.tls.hostname-unchecked
        builder.connectTimeout(10, SECONDS)
        // ok: kotlin.tls.hostname-unchecked
        builder.hostnameVerifier { host, session -> OkHostnameVerifier.verify(host, session) }
    }
}
