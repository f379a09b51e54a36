# ruleid: ruby.jwt.unverified
claims = JWT.decode(token, nil, false)
# ruleid: ruby.jwt.unverified
claims = JWT.decode(token, key, false).first
# ruleid: ruby.jwt.unverified
token = JWT.encode(claims, nil, "none")
# ruleid: ruby.jwt.unverified
claims = JSON::JWT.decode(token, :skip_verification)
# ok: ruby.jwt.unverified
claims = JWT.decode(token, key, true, { algorithm: "HS256" })
# ok: ruby.jwt.unverified
claims = JWT.decode(token, key, true, algorithm: "RS256")
# ok: ruby.jwt.unverified
token = JWT.encode(claims, key, "HS256")
