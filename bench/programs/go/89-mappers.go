// CWE-89 with GORM, xorm, bun and squirrel, in Gin, Echo and Fiber.
package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"github.com/Masterminds/squirrel"
	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

var db *gorm.DB
// == vulnerable: GORM raw
func find(c *gin.Context) {
	var people []Person
	db.Raw("SELECT * FROM people WHERE name = '" + c.Query("name") + "'").Scan(&people)
}
// == vulnerable: GORM selects
func column(c *gin.Context) {
	var values []string
	db.Table("people").Select(c.Query("column")).Scan(&values)
}
// == vulnerable: GORM finds by what should be a number
func first(c *gin.Context) {
	var one Person
	db.First(&one, c.Param("id"))
}
// == vulnerable: GORM joins
func joined(c *gin.Context) {
	var people []Person
	db.Joins("JOIN cities ON cities.name = '" + c.Query("city") + "'").Find(&people)
}
// == vulnerable: a bound body
func find(c *gin.Context) {
	var filter struct{ Name string }
	if err := c.ShouldBindJSON(&filter); err != nil {
		return
	}
	var people []Person
	db.Where("name = '" + filter.Name + "'").Find(&people)
}
// == vulnerable: squirrel's order
func list(c *gin.Context) {
	query := squirrel.Select("*").From("people").OrderBy(c.Query("order"))
	_, _ = query.RunWith(conn).Query()
}
// == safe: GORM raw with a placeholder
func find(c *gin.Context) {
	var people []Person
	db.Raw("SELECT * FROM people WHERE name = ?", c.Query("name")).Scan(&people)
}
// == safe: GORM where with a map
func find(c *gin.Context) {
	var people []Person
	db.Where(map[string]any{"name": c.Query("name")}).Find(&people)
}
// == safe: GORM where with a struct
func find(c *gin.Context) {
	var people []Person
	db.Where(&Person{Name: c.Query("name")}).Find(&people)
}
// == safe: a number
func first(c echo.Context) error {
	id, err := strconv.ParseUint(c.Param("id"), 10, 64)
	if err != nil {
		return err
	}
	var one Person
	return db.First(&one, id).Error
}
// == safe: a created row
func create(c *gin.Context) {
	var one Person
	if err := c.ShouldBindJSON(&one); err != nil {
		return
	}
	db.Create(&one)
}
