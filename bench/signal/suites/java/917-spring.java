// CWE-917: a client's text is an expression. Spring, OGNL and validators.
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import org.springframework.expression.ExpressionParser;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;
import org.springframework.web.bind.annotation.*;

// == each: SpEL
@RestController
class Calculate {
    private final ExpressionParser parser = new SpelExpressionParser();

    @GetMapping("/calculate")
    Object calculate(@RequestParam("formula") String param) {
        value = FLOW(param);
        return parser.parseExpression(value).getValue();
    }
}
// == vulnerable: OGNL
@RestController
class Paths {
    @GetMapping("/value")
    Object value(@RequestParam String path) throws Exception {
        return ognl.Ognl.getValue(path, root);
    }
}
// == vulnerable: the message of a constraint
class NameValidator implements ConstraintValidator<Name, String> {
    public boolean isValid(String value, ConstraintValidatorContext context) {
        context.buildConstraintViolationWithTemplate(value + " is no name").addConstraintViolation();
        return false;
    }
}
// == safe: a constant expression
@RestController
class Constant {
    private final ExpressionParser parser = new SpelExpressionParser();

    @GetMapping("/calculate")
    Object calculate(@RequestParam int count) {
        return parser.parseExpression("#root * 2").getValue(count);
    }
}
// == safe: a constant message
class Fixed implements ConstraintValidator<Name, String> {
    public boolean isValid(String value, ConstraintValidatorContext context) {
        context.buildConstraintViolationWithTemplate("{name.invalid}").addConstraintViolation();
        return value.isEmpty();
    }
}
