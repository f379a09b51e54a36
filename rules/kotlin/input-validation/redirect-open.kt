package sample

import org.springframework.web.bind.annotation.*

@Controller
class Logins {
    @GetMapping("/login")
    fun login(@RequestParam next: String, response: HttpServletResponse): String {
        // ruleid: kotlin.redirect.open
        response.sendRedirect(next)
        // ok: kotlin.redirect.open
        response.sendRedirect("/home/$next")
        if (next in PAGES) {
            // ok: kotlin.redirect.open
            response.sendRedirect(next)
        }
        // ruleid: kotlin.redirect.open
        return "redirect:" + next
    }

    @GetMapping("/away")
    fun away(@RequestParam target: String): String {
        // ruleid: kotlin.redirect.open
        return "redirect:$target"
    }
}

fun Application.module() {
    get("/go") {
        val url = call.parameters["url"]!!
        // ruleid: kotlin.redirect.open
        call.respondRedirect(url)
        // ok: kotlin.redirect.open
        call.respondRedirect("/items/$url")
    }
}
