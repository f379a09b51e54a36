package sample;

import freemarker.template.Configuration;
import freemarker.template.Template;
import jakarta.servlet.http.HttpServletRequest;
import java.io.StringReader;
import java.io.StringWriter;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.Velocity;
import org.thymeleaf.TemplateEngine;

class Templates {
    private TemplateEngine engine;

    void render(HttpServletRequest request, Configuration configuration, VelocityContext context) throws Exception {
        String text = request.getParameter("text");
        StringWriter out = new StringWriter();
        // ruleid: java.template.injection
        Velocity.evaluate(context, out, "mail", "Dear " + text);
        // ruleid: java.template.injection
        new Template("mail", new StringReader(text), configuration);
        // ruleid: java.template.injection
        engine.process(text, model);
        context.put("name", text);
        // ok: java.template.injection
        Velocity.evaluate(context, out, "mail", "Dear $name");
        // ok: java.template.injection
        new Template("mail", new StringReader("Dear ${name}"), configuration).process(request.getParameterMap(), out);
        // ok: java.template.injection
        engine.process("mail", contextOf(text));
        // ok: java.template.injection
        mails.process(text, out);
    }
}
