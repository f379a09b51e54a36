// Ways from `param`, which a stranger chose, to `value`: some carry it on, some only look as if they did.
// == vulnerable: directly
value := param
// == vulnerable: joined to a text
value := "" + param
// == vulnerable: formatted
value := fmt.Sprintf("%s", param)
// == vulnerable: through a text that is trimmed
value := strings.ReplaceAll(strings.TrimSpace(param), "\t", " ")
// == vulnerable: through bytes and back
encoded := base64.StdEncoding.EncodeToString([]byte(param))
decoded, _ := base64.StdEncoding.DecodeString(encoded)
value := string(decoded)
// == vulnerable: by its key of a map
table := map[string]string{"fixed": "report", "given": param}
table["other"] = "summary"
value := table["given"]
// == safe: another key of the same map
table := map[string]string{"fixed": "report", "given": param}
table["other"] = "summary"
value := table["fixed"]
// == vulnerable: by a key set later
table := map[string]string{"fixed": "report"}
table["given"] = param
value := table["given"]
// == safe: another key, set earlier
table := map[string]string{"fixed": "report"}
table["given"] = param
value := table["fixed"]
// == vulnerable: by its field of a struct
var pair struct{ first, second string }
pair.first = param
pair.second = "report"
value := pair.first
// == safe: another field of the same struct
var pair struct{ first, second string }
pair.first = param
pair.second = "report"
value := pair.second
// == vulnerable: the element of a slice that it became
items := []string{"report", param, "summary"}
items = items[1:]
value := items[0]
// == safe: the element of a slice that it did not become
items := []string{"report", param, "summary"}
items = items[1:]
value := items[1]
// == vulnerable: an if whose condition always holds
value := "report"
width := 86
if (500/42)+width > 90 {
	value = param
}
// == safe: an if whose condition never holds
value := "report"
width := 86
if (500/42)+width < 90 {
	value = param
}
// == vulnerable: a switch that takes the branch
var value string
letters := "XYZ"
switch letters[1] {
case 'X':
	value = "report"
case 'Y':
	value = param
default:
	value = "summary"
}
// == safe: a switch that takes another branch
var value string
letters := "XYZ"
switch letters[0] {
case 'X':
	value = "report"
case 'Y':
	value = param
default:
	value = "summary"
}
// == vulnerable: through a function of the same file
carried := func(text string) string {
	kept := text
	return kept
}
value := carried(param)
// == safe: through a function that answers something fixed
answered := func(text string) string {
	found := "report"
	if text == "" {
		found = "summary"
	}
	return found
}
value := answered(param)
// == safe: one of a few fixed texts
known := map[string]string{"r": "report", "s": "summary"}
value := known[param]
// == safe: a switch over it that gives fixed texts
var value string
switch param {
case "r":
	value = "report"
default:
	value = "summary"
}
// == safe: checked against a fixed list
if !slices.Contains([]string{"report", "summary"}, param) {
	return
}
value := param
// == safe: checked against a fixed map
allowed := map[string]bool{"report": true, "summary": true}
if !allowed[param] {
	return
}
value := param
// == safe: checked by an expression for the whole text
if !regexp.MustCompile(`^[a-z]{1,16}$`).MatchString(param) {
	return
}
value := param
// == vulnerable: checked by an expression for a part of the text
if !regexp.MustCompile(`[a-z]{1,16}`).MatchString(param) {
	return
}
value := param
// == vulnerable: only the empty text is refused
if param == "" {
	return
}
value := param
// == safe: compared with one fixed text
if param != "report" {
	return
}
value := param
// == safe: it is a number
number, err := strconv.Atoi(param)
if err != nil {
	return
}
value := strconv.Itoa(number)
// == safe: overwritten before use
value := param
value = "report"
// == vulnerable: kept by the other of two variables
first, second := param, "report"
_ = second
value := first
// == safe: the other of two variables
first, second := param, "report"
_ = first
value := second
// == vulnerable: joined from parts
value := strings.Join([]string{param, ""}, "")
// == vulnerable: built up
var builder strings.Builder
builder.WriteString(param)
value := builder.String()
