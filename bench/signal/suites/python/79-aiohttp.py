# CWE-79 in aiohttp.
import html

from aiohttp import web
# == vulnerable: a query value
async def hello(request):
    return web.Response(text="<p>Hello " + request.query["name"] + "</p>", content_type="text/html")
# == vulnerable: a part of the address
async def part(request):
    name = request.match_info["name"]
    return web.Response(text=f"<h1>{name}</h1>", content_type="text/html")
# == vulnerable: a form
async def form(request):
    data = await request.post()
    return web.Response(body=("<b>%s</b>" % data["text"]).encode(), content_type="text/html")
# == vulnerable: the type among the headers
async def header(request):
    return web.Response(text="<p>" + request.query["q"] + "</p>", headers={"Content-Type": "text/html"})
# == safe: escaped
async def hello(request):
    return web.Response(text="<p>Hello " + html.escape(request.query["name"]) + "</p>", content_type="text/html")
# == safe: plain text, as it is by default
async def plain(request):
    return web.Response(text="Hello " + request.query["name"])
# == safe: JSON
async def data(request):
    return web.json_response({"name": request.query["name"]})
# == safe: a constant page
async def page(request):
    return web.Response(text="<p>Hello</p>", content_type="text/html")
