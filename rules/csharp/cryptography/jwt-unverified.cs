using Microsoft.IdentityModel.Tokens;

public class Tokens
{
    public void Set(TokenValidationParameters parameters)
    {
        // ruleid: csharp.jwt.unverified
        var unsigned = new TokenValidationParameters { RequireSignedTokens = false, ValidateIssuer = true };
        // ruleid: csharp.jwt.unverified
        var endless = new TokenValidationParameters { ValidateLifetime = false, ValidateIssuer = true };
        // ruleid: csharp.jwt.unverified
        parameters.ValidateLifetime = false;
        // ruleid: csharp.jwt.unverified
        var any = new TokenValidationParameters { SignatureValidator = (token, p) => new JwtSecurityToken(token) };
    }

    public void Safe(TokenValidationParameters parameters)
    {
        // ok: csharp.jwt.unverified
        var sound = new TokenValidationParameters { ValidateLifetime = true, IssuerSigningKey = key };
        // ok: csharp.jwt.unverified
        parameters.RequireSignedTokens = true;
        // ok: csharp.jwt.unverified
        var audience = new TokenValidationParameters { ValidateAudience = false, IssuerSigningKey = key };
    }
}
