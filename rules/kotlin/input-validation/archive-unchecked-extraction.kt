package sample

import java.io.File
import java.util.zip.ZipEntry
import java.util.zip.ZipInputStream

class Unpacker {
    fun unpack(zip: ZipInputStream, folder: File) {
        var entry: ZipEntry? = zip.nextEntry
        while (entry != null) {
            // ruleid: kotlin.archive.unchecked-extraction
            FileOutputStream(File(folder, entry.name)).use { zip.copyTo(it) }
            entry = zip.nextEntry
        }
    }

    fun each(archive: java.util.zip.ZipFile, folder: File) {
        for (entry in archive.entries()) {
            val target = File(folder, entry.name)
            // ruleid: kotlin.archive.unchecked-extraction
            target.outputStream()
        }
    }

    fun checked(archive: java.util.zip.ZipFile, folder: File) {
        for (entry in archive.entries()) {
            val target = File(folder, entry.name)
            if (!target.canonicalPath.startsWith(folder.canonicalPath + File.separator)) throw SecurityException()
            // ok: kotlin.archive.unchecked-extraction
            println(entry.name)
            // ok: kotlin.archive.unchecked-extraction
            File(folder, "index.txt").outputStream()
            // ok: kotlin.archive.unchecked-extraction
            target.outputStream()
        }
    }
}
