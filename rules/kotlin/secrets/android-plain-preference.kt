package sample

import android.content.SharedPreferences

class Accounts {
    fun keep(preferences: SharedPreferences, password: String) {
        // ruleid: kotlin.android.plain-preference
        preferences.edit().putString("password", password).apply()
        // ok: kotlin.android.plain-preference
        preferences.edit().putBoolean("password_set", true).apply()
        // ok: kotlin.android.plain-preference
        preferences.edit().putString("theme", "dark").apply()
        // ok: kotlin.android.plain-preference
        encryptedPreferences.edit().putString("password", password).apply()
    }
}
