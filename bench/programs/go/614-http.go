// CWE-614 and CWE-1004: cookies that travel or lie open.
package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
)

// == vulnerable: Fiber
func login(c *fiber.Ctx) error {
	c.Cookie(&fiber.Cookie{Name: "session", Value: newToken()})
	return nil
}
