package sample

import org.springframework.web.bind.annotation.*
import org.springframework.expression.spel.standard.SpelExpressionParser

@RestController
class Filters(private val parser: SpelExpressionParser) {
    @GetMapping("/filter")
    fun filter(@RequestParam expression: String): String {
        // ruleid: kotlin.expression.injection
        SpelExpressionParser().parseExpression(expression)
        // ruleid: kotlin.expression.injection
        parser.parseExpression("price > $expression")
        // ok: kotlin.expression.injection
        parser.parseExpression("name == #name").getValue(context)
        // ok: kotlin.expression.injection
        parser.parseExpression("price > ${expression.toInt()}")
        // ok: kotlin.expression.injection
        parser.parseExpression("price > #limit")
        return "x"
    }
}
