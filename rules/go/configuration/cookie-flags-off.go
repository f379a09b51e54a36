package main

import "net/http"

func login(w http.ResponseWriter) {
	// ruleid: go.cookie.flags-off
	http.SetCookie(w, &http.Cookie{Name: "session", Value: newToken(), Secure: true, HttpOnly: false})
	// ruleid: go.cookie.flags-off
	http.SetCookie(w, &http.Cookie{Name: "auth_token", Value: newToken(), Secure: false, HttpOnly: true})
	// ok: go.cookie.flags-off
	http.SetCookie(w, &http.Cookie{Name: "session", Value: newToken(), Secure: true, HttpOnly: true})
	// ok: go.cookie.flags-off
	http.SetCookie(w, &http.Cookie{Name: "lang", Value: "en", HttpOnly: false})
	// ok: go.cookie.flags-off
	http.SetCookie(w, &http.Cookie{Name: "session", MaxAge: -1, HttpOnly: false})
}

func gin(c *gin.Context) {
	// ruleid: go.cookie.flags-off
	c.SetCookie("session", newToken(), 3600, "/", "example.com", false, false)
	// ok: go.cookie.flags-off
	c.SetCookie("session", newToken(), 3600, "/", "example.com", true, true)
}
