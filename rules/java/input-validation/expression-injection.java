package sample;

import jakarta.servlet.http.HttpServletRequest;
import ognl.Ognl;
import org.mvel2.MVEL;
import org.springframework.expression.ExpressionParser;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.web.bind.annotation.*;

@RestController
class Expressions {
    private final ExpressionParser parser = new SpelExpressionParser();

    @GetMapping("/calculate")
    Object calculate(@RequestParam String formula, @RequestParam int count) {
        // ruleid: java.expression.injection
        parser.parseExpression(formula).getValue();
        // ruleid: java.expression.injection
        new SpelExpressionParser().parseExpression("#root." + formula);
        // ok: java.expression.injection
        parser.parseExpression("#count + 1").getValue(context(formula));
        // ok: java.expression.injection
        parser.parseExpression("items[" + count + "]").getValue();
        // ok: java.expression.injection
        return dates.parseExpression(formula);
    }

    void servlet(HttpServletRequest request, Object root) throws Exception {
        // ruleid: java.expression.injection
        Ognl.getValue(request.getParameter("path"), root);
        // ruleid: java.expression.injection
        MVEL.eval(request.getParameter("rule"));
        // ok: java.expression.injection
        Ognl.getValue("person.name", request.getParameterMap());
    }
}
