# CWE-22 in Django views.
import os
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils._os import safe_join
from django.utils.text import get_valid_filename
# == vulnerable: a POST field in a path
def read(request):
    name = request.POST.get("name")
    return HttpResponse(Path(settings.MEDIA_ROOT, name).read_bytes())
# == vulnerable: the folder is chosen too
def listing(request):
    return HttpResponse("\n".join(os.listdir(settings.MEDIA_ROOT + "/" + request.GET["folder"])))
# == safe: Django's own safe_join
def download(request):
    return FileResponse(open(safe_join(settings.MEDIA_ROOT, request.GET["name"]), "rb"))
# == safe: only the last part
def read(request):
    name = os.path.basename(request.POST.get("name", ""))
    return HttpResponse(Path(settings.MEDIA_ROOT, name).read_bytes())
# == safe: a valid file name
def read(request):
    name = get_valid_filename(request.POST["name"])
    with open(os.path.join(settings.MEDIA_ROOT, name)) as file:
        return HttpResponse(file.read())
# == safe: a fixed folder
def listing(request):
    found = os.listdir(settings.MEDIA_ROOT)
    return HttpResponse(request.GET["title"] and str(len(found)))
