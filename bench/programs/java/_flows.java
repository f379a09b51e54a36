// Ways from `param`, which a stranger chose, to `value`: some carry it on, some only look as if they did.
// == vulnerable: directly
String value = param;
// == vulnerable: joined to a text
String value = "" + param;
// == vulnerable: by a format
String value = String.format("%s", param);
// == vulnerable: through a text that is stripped
String value = param.trim().replace("\t", " ");
// == vulnerable: through bytes and back
byte[] encoded = java.util.Base64.getEncoder().encode(param.getBytes());
String value = new String(java.util.Base64.getDecoder().decode(encoded));
// == vulnerable: through a builder
StringBuilder builder = new StringBuilder();
builder.append(param);
String value = builder.toString();
// == vulnerable: by its key of a map
java.util.Map<String, String> table = new java.util.HashMap<>();
table.put("fixed", "report");
table.put("given", param);
table.put("other", "summary");
String value = table.get("given");
// == safe: another key of the same map
java.util.Map<String, String> table = new java.util.HashMap<>();
table.put("fixed", "report");
table.put("given", param);
table.put("other", "summary");
String value = table.get("fixed");
// == vulnerable: the element of a list that it became
java.util.List<String> items = new java.util.ArrayList<>();
items.add("report");
items.add(param);
items.add("summary");
items.remove(0);
String value = items.get(0);
// == safe: the element of a list that it did not become
java.util.List<String> items = new java.util.ArrayList<>();
items.add("report");
items.add(param);
items.add("summary");
items.remove(0);
String value = items.get(1);
// == vulnerable: an element of an array
String[] items = {"report", param};
String value = items[1];
// == safe: another element of an array
String[] items = {"report", param};
String value = items[0];
// == vulnerable: a condition that always holds
int number = 41;
String value = number * 3 - 20 > 100 ? param : "report";
// == safe: a condition that never holds
int number = 41;
String value = number * 3 + 20 < 100 ? param : "report";
// == vulnerable: an if whose condition always holds
String value;
int width = 86;
if ((500 / 42) + width > 90) {
    value = param;
} else {
    value = "report";
}
// == safe: an if whose condition always holds, the other way round
String value;
int width = 86;
if ((500 / 42) + width > 90) {
    value = "report";
} else {
    value = param;
}
// == vulnerable: a switch that takes the branch
String value;
char letter = "XYZ".charAt(1);
switch (letter) {
    case 'X':
        value = "report";
        break;
    case 'Y':
        value = param;
        break;
    default:
        value = "summary";
}
// == safe: a switch that takes another branch
String value;
char letter = "XYZ".charAt(0);
switch (letter) {
    case 'X':
        value = "report";
        break;
    case 'Y':
        value = param;
        break;
    default:
        value = "summary";
}
// == vulnerable: through a method of the same file
class Carrier {
    String carried(String text) {
        String kept = text;
        return kept;
    }
}
String value = new Carrier().carried(param);
// == safe: through a method that answers something fixed
class Answerer {
    String answered(String text) {
        String found = "report";
        if (text.isEmpty()) {
            found = "summary";
        }
        return found;
    }
}
String value = new Answerer().answered(param);
// == safe: one of a few fixed texts
java.util.Map<String, String> names = java.util.Map.of("r", "report", "s", "summary");
String value = names.getOrDefault(param, "report");
// == safe: checked against a fixed list
if (!java.util.List.of("report", "summary").contains(param)) {
    throw new IllegalArgumentException("unknown view");
}
String value = param;
// == safe: one of the cases of a switch
String value;
switch (param) {
    case "r":
        value = "report";
        break;
    default:
        value = "summary";
}
// == safe: it is a number
String value = String.valueOf(Integer.parseInt(param));
// == safe: overwritten before use
String value = param;
value = "report";
// == vulnerable: kept by the other of two variables
String first = param;
String second = "report";
String value = first;
// == safe: the other of two variables
String first = param;
String second = "report";
String value = second;
