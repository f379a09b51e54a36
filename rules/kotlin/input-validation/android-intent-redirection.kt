package sample

import android.app.Activity
import android.content.Intent

class Router : Activity() {
    fun onward() {
        val next = intent.getParcelableExtra<Intent>("next")
        // ruleid: kotlin.android.intent-redirection
        startActivity(next)
        // ok: kotlin.android.intent-redirection
        sendBroadcast(Intent("shop.DONE"))
        // ok: kotlin.android.intent-redirection
        startActivity(Intent(this, Home::class.java))
        val home = Intent(this, Home::class.java)
        // ok: kotlin.android.intent-redirection
        startActivity(home)
    }
}
