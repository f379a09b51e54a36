package sample

import org.springframework.web.bind.annotation.*

@RestController
class Pages {
    @GetMapping("/hello", produces = [MediaType.TEXT_HTML_VALUE])
    fun hello(@RequestParam name: String): String {
        // ruleid: kotlin.html.unescaped-response
        return "<h1>$name</h1>"
    }

    @GetMapping("/safe", produces = [MediaType.TEXT_HTML_VALUE])
    fun safe(@RequestParam name: String): String {
        // ok: kotlin.html.unescaped-response
        return "<h1>" + HtmlUtils.htmlEscape(name) + "</h1>"
    }
}

fun Application.module() {
    get("/hello") {
        val name = call.parameters["name"]
        // ruleid: kotlin.html.unescaped-response
        call.respondText("<h1>$name</h1>", ContentType.Text.Html)
        // ok: kotlin.html.unescaped-response
        call.respondText("<h1>${name?.escapeHTML()}</h1>", ContentType.Text.Html)
        // ok: kotlin.html.unescaped-response
        call.respondText("Hello $name")
        call.respondHtml {
            body {
                // ok: kotlin.html.unescaped-response
                h1 { +"$name" }
                // ruleid: kotlin.html.unescaped-response
                unsafe { +"<b>$name</b>" }
            }
        }
    }
}
