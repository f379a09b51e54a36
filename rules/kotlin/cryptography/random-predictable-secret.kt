package sample

import kotlin.random.Random

class Secrets {
    fun assign() {
        // ruleid: kotlin.random.predictable-secret
        val token = Random.nextLong().toString()
        // ruleid: kotlin.random.predictable-secret
        val resetCode = "%06d".format(java.util.concurrent.ThreadLocalRandom.current().nextInt(999999))
        // ok: kotlin.random.predictable-secret
        val delay = Random.nextLong(1000)
        // ok: kotlin.random.predictable-secret
        val color = Random.nextInt(256)
        // ok: kotlin.random.predictable-secret
        val nonce = SecureRandom().nextLong()
    }

    fun newPassword(): String {
        val letters = ('a'..'z')
        // ruleid: kotlin.random.predictable-secret
        return "" + letters.random() + letters.random()
    }
}
