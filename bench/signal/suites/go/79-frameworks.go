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

// == vulnerable: Gin's data as HTML
func hello(c *gin.Context) {
	c.Data(http.StatusOK, "text/html; charset=utf-8", []byte("<p>"+c.Query("name")+"</p>"))
}
// == vulnerable: Gin's writer
func hello(c *gin.Context) {
	c.Header("Content-Type", "text/html")
	c.String(http.StatusOK, "<p>Hello %s</p>", c.Query("name"))
}
// == vulnerable: Echo's HTML
func hello(c echo.Context) error {
	return c.HTML(http.StatusOK, "<p>Hello "+c.QueryParam("name")+"</p>")
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
// == safe: Gin's JSON
func hello(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"hello": c.Query("name")})
}
// == safe: Gin's text
func hello(c *gin.Context) {
	c.String(http.StatusOK, "Hello %s", c.Query("name"))
}
// == safe: Gin's template
func hello(c *gin.Context) {
	c.HTML(http.StatusOK, "hello.tmpl", gin.H{"name": c.Query("name")})
}
// == safe: Echo, escaped
func hello(c echo.Context) error {
	return c.HTML(http.StatusOK, "<p>Hello "+html.EscapeString(c.QueryParam("name"))+"</p>")
}
// == safe: Echo's text
func hello(c echo.Context) error {
	return c.String(http.StatusOK, "Hello "+c.QueryParam("name"))
}
// == safe: Fiber's text
func hello(c *fiber.Ctx) error {
	return c.SendString("Hello " + c.Query("name"))
}
