<?php

class VerifyCsrfToken extends Middleware
{
    protected $except = ['hooks/pay'];
}

// ruleid: php.csrf.switched-off
class VerifyCsrfTokens extends Middleware
{
    protected $except = ['*'];
}

class UserType
{
    public function configureOptions($resolver)
    {
        // ruleid: php.csrf.switched-off
        $resolver->setDefaults(['data_class' => User::class, 'csrf_protection' => false]);
        // ok: php.csrf.switched-off
        $resolver->setDefaults(['data_class' => User::class]);
        // ok: php.csrf.switched-off
        $resolver->setDefaults(['csrf_protection' => true]);
    }

    public function beforeAction($action)
    {
        // ruleid: php.csrf.switched-off
        $this->enableCsrfValidation = false;
        // ok: php.csrf.switched-off
        $this->enableCsrfValidation = true;
    }
}
