package sample

import android.content.Context

class Stores {
    fun store(context: Context, file: File) {
        // ruleid: kotlin.android.world-readable-file
        context.openFileOutput("notes", Context.MODE_WORLD_READABLE)
        // ruleid: kotlin.android.world-readable-file
        file.setWritable(true, false)
        // ok: kotlin.android.world-readable-file
        file.setWritable(false, false)
        // ok: kotlin.android.world-readable-file
        context.openFileOutput("notes", Context.MODE_PRIVATE)
        // ok: kotlin.android.world-readable-file
        file.setReadable(true, true)
    }
}
