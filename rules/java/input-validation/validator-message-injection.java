package sample;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;

class NameValidator implements ConstraintValidator<Name, String> {
    public boolean isValid(String value, ConstraintValidatorContext context) {
        // ruleid: java.validator.message-injection
        context.buildConstraintViolationWithTemplate("`" + value + "` is no name").addConstraintViolation();
        String message = String.format("%s is no name", value);
        // ruleid: java.validator.message-injection
        context.buildConstraintViolationWithTemplate(message).addConstraintViolation();
        // ok: java.validator.message-injection
        context.buildConstraintViolationWithTemplate("this is no name").addConstraintViolation();
        // ok: java.validator.message-injection
        context.buildConstraintViolationWithTemplate("{sample.name}").addConstraintViolation();
        // ok: java.validator.message-injection
        context.buildConstraintViolationWithTemplate("only " + value.length() + " letters").addConstraintViolation();
        return false;
    }
}
