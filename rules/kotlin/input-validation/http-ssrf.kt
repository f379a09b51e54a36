package sample

import org.springframework.web.bind.annotation.*
import io.ktor.client.HttpClient
import java.net.URL

@RestController
class Previews(private val rest: RestTemplate, private val web: WebClient) {
    @GetMapping("/preview")
    fun preview(@RequestParam address: String): String {
        // ruleid: kotlin.http.ssrf
        URL(address).readText()
        // ruleid: kotlin.http.ssrf
        rest.getForObject(address, String::class.java)
        // ruleid: kotlin.http.ssrf
        web.get().uri(address).retrieve()
        // ruleid: kotlin.http.ssrf
        okhttp3.Request.Builder().url("http://" + address).build()
        // ruleid: kotlin.http.ssrf
        Jsoup.connect(address).get()
        // ok: kotlin.http.ssrf
        URL("https://api.example.com/" + address).readText()
        // ok: kotlin.http.ssrf
        rest.getForObject("https://api.example.com/{id}", String::class.java, address)
        return "x"
    }
}

fun Application.module(client: HttpClient) {
    get("/fetch") {
        val target = call.request.queryParameters["url"]!!
        // ruleid: kotlin.http.ssrf
        client.get(target)
        val url = URL(target)
        // ruleid: kotlin.http.ssrf
        url.openStream()
        // ok: kotlin.http.ssrf
        client.get("https://api.example.com/items?id=$target")
    }
}
