package sample

import org.springframework.web.bind.annotation.*

@RestController
class Commands {
    @GetMapping("/list")
    fun list(@RequestParam folder: String, @RequestParam id: Int): String {
        // ruleid: kotlin.exec.command-injection
        Runtime.getRuntime().exec("ls $folder")
        // ruleid: kotlin.exec.command-injection
        java.lang.Runtime.getRuntime().exec("ls " + folder)
        val runtime = Runtime.getRuntime()
        // ruleid: kotlin.exec.command-injection
        runtime.exec(arrayOf("sh", "-c", "ls $folder"))
        // ruleid: kotlin.exec.command-injection
        ProcessBuilder(listOf("bash", "-c", folder)).start()
        // ruleid: kotlin.exec.command-injection
        folder.let { Runtime.getRuntime().exec(it) }
        // ok: kotlin.exec.command-injection
        ProcessBuilder("ls", "--", folder).start()
        // ok: kotlin.exec.command-injection
        Runtime.getRuntime().exec("kill $id")
        // ok: kotlin.exec.command-injection
        Runtime.getRuntime().exec("kill ${folder.toInt()}")
        return "done"
    }

    @PostMapping("/run")
    fun run(@RequestBody job: Job) {
        if (job.name !in JOBS) {
            throw IllegalArgumentException()
        }
        // ok: kotlin.exec.command-injection
        Runtime.getRuntime().exec(job.name)
    }
}

fun Application.module() {
    routing {
        get("/ping") {
            val host = call.request.queryParameters["host"] ?: return@get
            // ruleid: kotlin.exec.command-injection
            Runtime.getRuntime().exec("ping $host")
            // ruleid: kotlin.exec.command-injection
            Runtime.getRuntime().exec(call.receiveText())
        }
    }
}
