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
// == vulnerable: Echo
func read(c echo.Context) error {
	return c.File(filepath.Join(root, c.QueryParam("name")))
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
