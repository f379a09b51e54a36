package sample

import javax.crypto.Cipher

class Ciphers {
    fun broken() {
        // ruleid: kotlin.cipher.broken
        Cipher.getInstance("DES/CBC/PKCS5Padding")
        // ruleid: kotlin.cipher.broken
        javax.crypto.KeyGenerator.getInstance("Blowfish")
        // ok: kotlin.cipher.broken
        javax.crypto.KeyGenerator.getInstance("AES")
        // ok: kotlin.cipher.broken
        Cipher.getInstance("AES/GCM/NoPadding")
        // ok: kotlin.cipher.broken
        Cipher.getInstance("ChaCha20-Poly1305")
    }
}
