# ruleid: python.django.no-password-validation
AUTH_PASSWORD_VALIDATORS = []
# ok: python.django.no-password-validation
AUTH_PASSWORD_VALIDATORS = [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}]
# ok: python.django.no-password-validation
PASSWORD_VALIDATORS = []
DEBUG = False
if DEBUG:
    # ok: python.django.no-password-validation
    AUTH_PASSWORD_VALIDATORS = []
