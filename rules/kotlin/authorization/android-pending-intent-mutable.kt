package sample

import android.app.PendingIntent
import android.content.Intent

class Notices {
    fun make(context: Context) {
        // ruleid: kotlin.android.pending-intent-mutable
        PendingIntent.getActivity(context, 0, Intent(), PendingIntent.FLAG_MUTABLE)
        // ruleid: kotlin.android.pending-intent-mutable
        PendingIntent.getBroadcast(context, 0, Intent("shop.DONE"), 0)
        // ok: kotlin.android.pending-intent-mutable
        PendingIntent.getService(context, 0, Intent(context, Home::class.java), 0)
        // ok: kotlin.android.pending-intent-mutable
        PendingIntent.getActivity(context, 0, Intent(), PendingIntent.FLAG_IMMUTABLE)
        // ok: kotlin.android.pending-intent-mutable
        PendingIntent.getActivity(context, 0, Intent(context, Home::class.java), PendingIntent.FLAG_MUTABLE)
    }
}
