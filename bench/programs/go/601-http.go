// CWE-601: request data decides where the browser goes.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

// == vulnerable: Echo
func login(c echo.Context) error {
	return c.Redirect(http.StatusFound, c.QueryParam("next"))
}
