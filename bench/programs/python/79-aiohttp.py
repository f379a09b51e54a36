# CWE-79 in aiohttp.
import html

from aiohttp import web
# == vulnerable: a query value
async def hello(request):
    return web.Response(text="<p>Hello " + request.query["name"] + "</p>", content_type="text/html")
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
# == safe: JSON
async def data(request):
    return web.json_response({"name": request.query["name"]})
