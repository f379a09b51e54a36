# CWE-601 in Django views.
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
# == vulnerable: a query value
def go(request):
    return HttpResponseRedirect(request.GET["next"])
# == vulnerable: the shortcut
def go(request):
    target = request.POST.get("next", "/")
    return redirect(target)
# == vulnerable: the Referer
def back(request):
    return redirect(request.META.get("HTTP_REFERER", "/"))
# == safe: Django's own check
def go(request):
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    return HttpResponseRedirect(target)
# == safe: a named view
def go(request):
    return redirect("profile", request.POST["id"])
# == safe: reverse
def go(request):
    return HttpResponseRedirect(reverse("results") + "?page=1")
# == safe: the value only chooses
def go(request):
    return redirect("/archive" if request.GET.get("old") else "/home")
