// CWE-22 in Gin, Echo, Fiber and chi.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"io"
	"os"
	"path/filepath"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

const root = "/srv/reports"
// == vulnerable: Gin, a query parameter
func read(c *gin.Context) {
	c.File(filepath.Join(root, c.Query("name")))
}
// == vulnerable: Gin, a path parameter
func read(c *gin.Context) {
	data, err := os.ReadFile(root + "/" + c.Param("name"))
	if err != nil {
		c.Status(http.StatusNotFound)
		return
	}
	c.Data(http.StatusOK, "text/plain", data)
}
// == vulnerable: Gin, an upload's name
func upload(c *gin.Context) {
	file, err := c.FormFile("report")
	if err != nil {
		return
	}
	_ = c.SaveUploadedFile(file, filepath.Join(root, file.Filename))
}
// == vulnerable: Gin, a bound body
func read(c *gin.Context) {
	var wanted struct {
		Name string `json:"name"`
	}
	if err := c.ShouldBindJSON(&wanted); err != nil {
		return
	}
	c.File(filepath.Join(root, wanted.Name))
}
// == vulnerable: Gin, a closure
func routes(engine *gin.Engine) {
	engine.GET("/read", func(c *gin.Context) {
		c.FileAttachment(filepath.Join(root, c.DefaultQuery("name", "day")), "report")
	})
}
// == vulnerable: Echo
func read(c echo.Context) error {
	return c.File(filepath.Join(root, c.QueryParam("name")))
}
// == vulnerable: Echo, a path parameter
func read(c echo.Context) error {
	file, err := os.Open(filepath.Join(root, c.Param("name")))
	if err != nil {
		return err
	}
	return c.Stream(http.StatusOK, "text/plain", file)
}
// == vulnerable: Fiber
func read(c *fiber.Ctx) error {
	return c.SendFile(filepath.Join(root, c.Query("name")))
}
// == vulnerable: Fiber, a path parameter
func read(c *fiber.Ctx) error {
	return c.Download(root + "/" + c.Params("name"))
}
// == vulnerable: chi
func read(w http.ResponseWriter, r *http.Request) {
	http.ServeFile(w, r, filepath.Join(root, chi.URLParam(r, "*")))
}
// == safe: Gin, only the last part
func upload(c *gin.Context) {
	file, err := c.FormFile("report")
	if err != nil {
		return
	}
	_ = c.SaveUploadedFile(file, filepath.Join(root, filepath.Base(file.Filename)))
}
// == safe: Gin, a local name
func read(c *gin.Context) {
	name := c.Query("name")
	if !filepath.IsLocal(name) {
		c.Status(http.StatusForbidden)
		return
	}
	c.File(filepath.Join(root, name))
}
// == safe: Echo, a number
func read(c echo.Context) error {
	id, err := strconv.Atoi(c.Param("id"))
	if err != nil {
		return echo.ErrBadRequest
	}
	return c.File(filepath.Join(root, fmt.Sprintf("%d.txt", id)))
}
// == safe: Fiber, a constant
func read(c *fiber.Ctx) error {
	if c.Query("name") == "" {
		return c.SendFile(filepath.Join(root, "index.txt"))
	}
	return c.SendStatus(fiber.StatusNotFound)
}
// == safe: Gin's static folder
func routes(engine *gin.Engine) {
	engine.Static("/files", root)
}
// == safe: what a store answers
func read(c *gin.Context) {
	report, err := reports.FindByID(c.Request.Context(), c.Param("id"))
	if err != nil {
		return
	}
	c.File(filepath.Join(root, report.File))
}
