// CWE-327: ciphers that no longer hold. The standard library.
import java.security.Key;
import java.security.KeyPairGenerator;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.net.ssl.SSLContext;

// == vulnerable: DES
class A {
    Cipher cipher() throws Exception {
        return Cipher.getInstance("DES/CBC/PKCS5Padding");
    }
}
// == vulnerable: triple DES
class B {
    Cipher cipher() throws Exception {
        return Cipher.getInstance("DESede");
    }
}
// == vulnerable: RC4 in a constant
class C {
    private static final String NAME = "RC4";

    Cipher cipher() throws Exception {
        return Cipher.getInstance(NAME);
    }
}
// == vulnerable: ECB
class D {
    Cipher cipher() throws Exception {
        return Cipher.getInstance("AES/ECB/PKCS5Padding");
    }
}
// == vulnerable: no mode
class E {
    Cipher cipher() throws Exception {
        String name = "AES";
        return Cipher.getInstance(name);
    }
}
// == vulnerable: RSA without padding
class F {
    Cipher cipher() throws Exception {
        return Cipher.getInstance("RSA/ECB/NoPadding");
    }
}
// == vulnerable: a short key
class G {
    KeyPairGenerator keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        return generator;
    }
}
// == vulnerable: an old version of TLS
class H {
    SSLContext context() throws Exception {
        return SSLContext.getInstance("TLSv1");
    }
}
// == safe: GCM
class I {
    Cipher cipher() throws Exception {
        return Cipher.getInstance("AES/GCM/NoPadding");
    }
}
// == safe: ChaCha20
class J {
    Cipher cipher() throws Exception {
        return Cipher.getInstance("ChaCha20-Poly1305");
    }
}
// == safe: OAEP
class K {
    Cipher cipher() throws Exception {
        return Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    }
}
// == safe: a long key
class L {
    KeyPairGenerator keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072);
        return generator;
    }
}
// == safe: an AES key
class M {
    Key key() throws Exception {
        return KeyGenerator.getInstance("AES").generateKey();
    }
}
// == safe: the current TLS
class N {
    SSLContext context() throws Exception {
        return SSLContext.getInstance("TLSv1.3");
    }
}
