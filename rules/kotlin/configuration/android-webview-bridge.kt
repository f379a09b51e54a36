package sample

import android.webkit.WebView

class Bridges {
    fun add(view: WebView) {
        // ruleid: kotlin.android.webview-bridge
        view.addJavascriptInterface(Bridge(), "app")
        // ok: kotlin.android.webview-bridge
        view.removeJavascriptInterface("app")
        // ok: kotlin.android.webview-bridge
        view.settings.javaScriptEnabled = false
        // ok: kotlin.android.webview-bridge
        view.loadUrl("https://shop.example.com/")
    }
}
