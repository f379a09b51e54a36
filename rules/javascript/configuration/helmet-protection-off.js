const helmet = require("helmet");

// ruleid: javascript.helmet.protection-off
app.use(helmet({ contentSecurityPolicy: false }));

app.use(
  helmet.contentSecurityPolicy({
    directives: {
      defaultSrc: ["'self'"],
      // ruleid: javascript.helmet.protection-off
      scriptSrc: ["'self'", "'unsafe-inline'"],
      // ok: javascript.helmet.protection-off
      styleSrc: ["'self'", "'unsafe-inline'"],
    },
  }),
);

// ok: javascript.helmet.protection-off
app.use(helmet());

// ok: javascript.helmet.protection-off
app.use(helmet({ hsts: { maxAge: 31536000 } }));

// ok: javascript.helmet.protection-off
app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'"] } } }));
