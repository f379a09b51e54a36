package sample

import org.springframework.web.bind.annotation.*
import javax.script.ScriptEngine
import javax.script.ScriptEngineManager

@RestController
class Scripts(private val engine: ScriptEngine) {
    @PostMapping("/eval")
    fun eval(@RequestBody script: String): String {
        // ruleid: kotlin.script.injection
        ScriptEngineManager().getEngineByExtension("kts").eval(script)
        // ruleid: kotlin.script.injection
        engine.eval("val x = $script")
        // ok: kotlin.script.injection
        engine.eval("x * 2", bindings)
        // ok: kotlin.script.injection
        engine.put("script", script)
        // ok: kotlin.script.injection
        engine.eval("1 + 1")
        return "x"
    }
}
