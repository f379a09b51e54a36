package sample

import org.springframework.web.bind.annotation.*

@RestController
class Searches {
    @GetMapping("/search")
    fun search(@RequestParam term: String): String {
        // ruleid: kotlin.log.injection
        logger.info("searched for $term")
        // ruleid: kotlin.log.injection
        log.warn("searched for {}", term)
        // ok: kotlin.log.injection
        logger.info("searched for {} words", term.toInt())
        // ok: kotlin.log.injection
        logger.info("searched for ${term.replace("\n", "")}")
        // ok: kotlin.log.injection
        logger.info("searched")
        return "x"
    }
}
