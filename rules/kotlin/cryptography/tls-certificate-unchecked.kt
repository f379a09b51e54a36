package sample

import javax.net.ssl.X509TrustManager

class Everybody : X509TrustManager {
    // ruleid: kotlin.tls.certificate-unchecked
    override fun checkServerTrusted(chain: Array<X509Certificate>, type: String) {}

    // ok: kotlin.tls.certificate-unchecked
    override fun getAcceptedIssuers(): Array<X509Certificate> = arrayOf()
    // ok: kotlin.tls.certificate-unchecked
    override fun checkClientTrusted(chain: Array<X509Certificate>, type: String) {}
}

class Careful(private val next: X509TrustManager) : X509TrustManager {
    // ok: kotlin.tls.certificate-unchecked
    override fun checkServerTrusted(chain: Array<X509Certificate>, type: String) {
        next.checkServerTrusted(chain, type)
    }
}
