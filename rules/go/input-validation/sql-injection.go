package sample

import (
	"database/sql"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"
)

type server struct {
	db *sql.DB
}

var columns = map[string]string{"name": "name", "age": "born DESC"}

func (s *server) find(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	// ruleid: go.sql.injection
	rows, err := s.db.Query("SELECT * FROM users WHERE name = '" + name + "'")
	query := fmt.Sprintf("DELETE FROM users WHERE name = '%s'", name)
	// ruleid: go.sql.injection
	s.db.ExecContext(r.Context(), query)
	// ok: go.sql.injection
	s.db.Query("SELECT * FROM users WHERE name = $1", name)
	id, err := strconv.Atoi(r.FormValue("id"))
	// ok: go.sql.injection
	s.db.Query(fmt.Sprintf("SELECT * FROM users WHERE id = %d", id))
	// ok: go.sql.injection
	s.db.Query("SELECT * FROM users ORDER BY " + columns[r.FormValue("sort")])
	fmt.Println(rows, err)
}

func list(c *gin.Context, db *gorm.DB) {
	var users []string
	// ruleid: go.sql.injection
	db.Where("name = '" + c.Query("name") + "'").Find(&users)
	// ruleid: go.sql.injection
	db.Model(&users).Order(c.Query("sort")).Find(&users)
	// ok: go.sql.injection
	db.Where("name = ?", c.Query("name")).Find(&users)
	sort := c.DefaultQuery("sort", "name")
	if sort != "name" && sort != "age" {
		return
	}
	// ok: go.sql.injection
	db.Model(&users).Order(sort).Find(&users)
	// ok: go.sql.injection
	http.Get("https://example.org/?q=" + c.Query("q"))
}

func (s *server) Find(ctx context.Context, request *pb.FindRequest) (*pb.FindReply, error) {
	// ruleid: go.sql.injection
	s.db.QueryContext(ctx, "SELECT id FROM users WHERE name = '"+request.GetName()+"'")
	// ok: go.sql.injection
	s.db.QueryContext(ctx, "SELECT id FROM users WHERE name = ?", request.GetName())
	return nil, nil
}

func (s *server) Reconcile(ctx context.Context, pod *corev1.Pod) (*corev1.Pod, error) {
	// ok: go.sql.injection
	s.db.QueryContext(ctx, "SELECT id FROM pods WHERE name = '"+pod.Name+"'")
	return nil, nil
}

func (s *server) Look(ctx context.Context, request *connect.Request[v1.LookRequest]) (*connect.Response[v1.LookReply], error) {
	// ruleid: go.sql.injection
	s.db.Query(fmt.Sprintf("SELECT id FROM users WHERE name = '%s'", request.Msg.Name))
	return nil, nil
}

func lambdaHandler(ctx context.Context, event events.APIGatewayProxyRequest) (string, error) {
	// ruleid: go.sql.injection
	db.Query("SELECT id FROM users WHERE name = '" + event.QueryStringParameters["name"] + "'")
	return "", nil
}

func irisHandler(ctx iris.Context) {
	// ruleid: go.sql.injection
	db.Query("SELECT id FROM users WHERE name = '" + ctx.URLParam("name") + "'")
}

func restfulHandler(request *restful.Request, response *restful.Response) {
	// ruleid: go.sql.injection
	db.Query("SELECT id FROM users WHERE name = '" + request.QueryParameter("name") + "'")
}
