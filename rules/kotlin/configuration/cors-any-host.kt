package sample

import io.ktor.server.plugins.cors.routing.CORS

fun Application.module() {
    install(CORS) {
        allowCredentials = true
        // ruleid: kotlin.cors.any-host
        anyHost()
    }
    install(CORS) {
        // ok: kotlin.cors.any-host
        allowMethod(HttpMethod.Put)
        // ok: kotlin.cors.any-host
        anyHost()
    }
    install(CORS) {
        // ok: kotlin.cors.any-host
        allowHost("shop.example.com")
        allowCredentials = true
    }
}
