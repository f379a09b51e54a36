package sample

import android.webkit.WebView

class Views {
    fun set(view: WebView) {
        // ruleid: kotlin.android.webview-file-access
        view.settings.allowUniversalAccessFromFileURLs = true
        // ruleid: kotlin.android.webview-file-access
        view.settings.setAllowFileAccessFromFileURLs(true)
        // ok: kotlin.android.webview-file-access
        view.settings.setAllowFileAccessFromFileURLs(false)
        // ok: kotlin.android.webview-file-access
        view.settings.builtInZoomControls = true
        // ok: kotlin.android.webview-file-access
        view.settings.allowUniversalAccessFromFileURLs = false
    }
}
