// CWE-79 in Gin, Echo and Fiber.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"html"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

// == vulnerable: Gin's writer
func hello(c *gin.Context) {
	c.Header("Content-Type", "text/html")
	c.String(http.StatusOK, "<p>Hello %s</p>", c.Query("name"))
}
// == vulnerable: Echo's HTML of a variable
func hello(c echo.Context) error {
	page := fmt.Sprintf("<p>Hello %s</p>", c.FormValue("name"))
	return c.HTML(http.StatusOK, page)
}
// == vulnerable: Fiber says HTML
func hello(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTML)
	return c.SendString("<p>Hello " + c.Query("name") + "</p>")
}
// == safe: Echo, escaped
func hello(c echo.Context) error {
	return c.HTML(http.StatusOK, "<p>Hello "+html.EscapeString(c.QueryParam("name"))+"</p>")
}
// == safe: Fiber's text
func hello(c *fiber.Ctx) error {
	return c.SendString("Hello " + c.Query("name"))
}
