package sample;

import groovy.lang.GroovyShell;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import javax.script.*;

class Scripts {
    private static final Map<String, String> KNOWN = Map.of("sum", "a + b");

    void run(HttpServletRequest request, ScriptEngineManager manager) throws Exception {
        ScriptEngine engine = manager.getEngineByName("javascript");
        String script = request.getParameter("script");
        // ruleid: java.script.injection
        engine.eval(script);
        // ruleid: java.script.injection
        engine.eval("check('" + script + "')");
        // ruleid: java.script.injection
        new GroovyShell().evaluate(request.getParameter("rule"));
        Bindings bindings = engine.createBindings();
        bindings.put("value", script);
        // ok: java.script.injection
        engine.eval("value + 1", bindings);
        // ok: java.script.injection
        engine.eval(KNOWN.get(request.getParameter("name")));
        // ok: java.script.injection
        engine.eval("limit = " + Long.parseLong(request.getParameter("limit")));
        // ok: java.script.injection
        calculator.eval(script);
    }
}
