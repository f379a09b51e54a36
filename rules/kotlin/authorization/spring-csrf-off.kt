package sample

import org.springframework.security.config.annotation.web.builders.HttpSecurity

class Security {
    fun chain(http: HttpSecurity) {
        // ruleid: kotlin.spring.csrf-off
        http.csrf { it.disable() }
        // ruleid: kotlin.spring.csrf-off
        http.csrf().disable()
        // ok: kotlin.spring.csrf-off
        http.headers { it.cacheControl { cache -> cache.disable() } }
        // ok: kotlin.spring.csrf-off
        http.cors { it.configurationSource(source) }
        // ok: kotlin.spring.csrf-off
        http.csrf { it.csrfTokenRepository(repository) }
    }
}
