package sample

import android.app.Activity
import android.webkit.WebView

class Browser : Activity() {
    fun show(view: WebView) {
        val address = intent.getStringExtra("url")
        // ruleid: kotlin.android.webview-url-choice
        view.loadUrl(address!!)
        // ruleid: kotlin.android.webview-url-choice
        view.loadUrl(intent.data.toString())
        // ok: kotlin.android.webview-url-choice
        view.loadUrl("file:///android_asset/help.html")
        // ok: kotlin.android.webview-url-choice
        view.loadUrl("https://shop.example.com/")
        if (address in PAGES) {
            // ok: kotlin.android.webview-url-choice
            view.loadUrl(address)
        }
    }
}
