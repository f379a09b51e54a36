package sample

import android.webkit.WebViewClient

class Client : WebViewClient() {
    override fun onReceivedSslError(view: WebView, handler: SslErrorHandler, error: SslError) {
        // ruleid: kotlin.android.webview-ssl-errors
        handler.proceed()
    }
}

class Careful : WebViewClient() {
    override fun onReceivedSslError(view: WebView, handler: SslErrorHandler, error: SslError) {
        // ok: kotlin.android.webview-ssl-errors
        super.onReceivedSslError(view, handler, error)
        // ok: kotlin.android.webview-ssl-errors
        log(error)
        // ok: kotlin.android.webview-ssl-errors
        handler.cancel()
    }
}
