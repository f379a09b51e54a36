// CWE-614 and CWE-1004: cookies that travel or lie open.
package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
)

// == vulnerable: neither flag
func login(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "session", Value: newToken(), Path: "/"})
}
// == vulnerable: readable by scripts
func login(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "session", Value: newToken(), Secure: true, HttpOnly: false})
}
// == vulnerable: said to be insecure
func login(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "auth_token", Value: newToken(), Secure: false, HttpOnly: true})
}
// == vulnerable: a variable
func login(w http.ResponseWriter, r *http.Request) {
	cookie := http.Cookie{
		Name:  "session_id",
		Value: newToken(),
	}
	http.SetCookie(w, &cookie)
}
// == vulnerable: Gin
func login(c *gin.Context) {
	c.SetCookie("session", newToken(), 3600, "/", "example.com", false, false)
}
// == vulnerable: Fiber
func login(c *fiber.Ctx) error {
	c.Cookie(&fiber.Cookie{Name: "session", Value: newToken()})
	return nil
}
// == safe: protected
func login(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "session", Value: newToken(), Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
// == safe: secure where the request was
func login(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "session", Value: newToken(), Secure: r.TLS != nil, HttpOnly: true})
}
// == safe: set later
func login(w http.ResponseWriter, r *http.Request) {
	cookie := &http.Cookie{Name: "session", Value: newToken()}
	cookie.HttpOnly = true
	cookie.Secure = true
	http.SetCookie(w, cookie)
}
// == safe: removed
func logout(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "session", Value: "", MaxAge: -1})
}
// == safe: a language
func language(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "lang", Value: "en"})
}
// == safe: sent by a client
func call(request *http.Request, token string) {
	request.AddCookie(&http.Cookie{Name: "session", Value: token})
}
// == safe: Gin
func login(c *gin.Context) {
	c.SetCookie("session", newToken(), 3600, "/", "example.com", true, true)
}
