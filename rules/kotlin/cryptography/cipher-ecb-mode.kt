package sample

import javax.crypto.Cipher

class Modes {
    fun modes() {
        // ruleid: kotlin.cipher.ecb-mode
        Cipher.getInstance("AES/ECB/PKCS5Padding")
        // ruleid: kotlin.cipher.ecb-mode
        Cipher.getInstance("AES")
        // ok: kotlin.cipher.ecb-mode
        Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding")
        // ok: kotlin.cipher.ecb-mode
        Cipher.getInstance("AES/GCM/NoPadding")
        // ok: kotlin.cipher.ecb-mode
        Cipher.getInstance("AES/CBC/PKCS7Padding")
    }
}
