// CWE-94: a client's text is run. Servlets and script engines.
import groovy.lang.GroovyShell;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import javax.script.*;

// == each: a script engine
class Run extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String param = request.getParameter("formula");
        value = FLOW(param);
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("javascript");
        engine.eval("result = " + value);
    }
}
// == vulnerable: Groovy
class Groovy extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        GroovyShell shell = new GroovyShell();
        shell.evaluate(request.getParameter("rule"));
    }
}
// == vulnerable: a template
class Mail extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        org.apache.velocity.app.Velocity.init();
        Velocity.evaluate(context(), response.getWriter(), "mail", request.getParameter("text"));
    }
}
// == safe: a binding
class Bound extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("javascript");
        engine.put("value", request.getParameter("value"));
        engine.eval("value + 1");
    }
}
// == safe: a fixed template
class FixedMail extends HttpServlet {
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        VelocityContext context = new VelocityContext();
        context.put("name", request.getParameter("name"));
        Velocity.evaluate(context, response.getWriter(), "mail", "Dear $name");
    }
}
