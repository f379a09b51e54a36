package sample

import org.springframework.web.bind.annotation.*
import java.io.File

@RestController
class Store {
    @GetMapping("/file")
    fun read(@RequestParam name: String): String {
        // ruleid: kotlin.path.traversal
        File("/data", name).readBytes()
        // ruleid: kotlin.path.traversal
        File("/data/$name").delete()
        val file = File(ROOT, name)
        // ruleid: kotlin.path.traversal
        file.writeText("x")
        // ruleid: kotlin.path.traversal
        java.io.FileInputStream("/data/" + name)
        // ruleid: kotlin.path.traversal
        java.nio.file.Files.readString(java.nio.file.Path.of("/data", name))
        // ok: kotlin.path.traversal
        File("/data", File(name).name).readText()
        // ok: kotlin.path.traversal
        File("/data", "fixed.txt").readText()
        val checked = File(ROOT, name).canonicalFile
        if (!checked.startsWith(ROOT)) throw IllegalArgumentException()
        // ok: kotlin.path.traversal
        checked.readText()
        return "x"
    }

    @PostMapping("/upload")
    fun upload(@RequestParam upload: MultipartFile) {
        // ruleid: kotlin.path.traversal
        upload.transferTo(File("/up/" + upload.originalFilename))
        // ok: kotlin.path.traversal
        upload.transferTo(File("/up/" + UUID.randomUUID()))
    }
}

fun Application.module() {
    get("/download") {
        val name = call.parameters["name"]!!
        // ruleid: kotlin.path.traversal
        call.respondFile(File("/data/$name"))
        // ok: kotlin.path.traversal
        call.respondFile(File("/data/${name.toInt()}"))
    }
}

class Documents : ContentProvider() {
    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor? {
        val file = File(context!!.filesDir, uri.lastPathSegment)
        // ruleid: kotlin.path.traversal
        return ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_ONLY)
    }
}
