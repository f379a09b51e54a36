# CWE-601 in Django views.
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
# == vulnerable: the Referer
def back(request):
    return redirect(request.META.get("HTTP_REFERER", "/"))
# == safe: reverse
def go(request):
    return HttpResponseRedirect(reverse("results") + "?page=1")
# == safe: the value only chooses
def go(request):
    return redirect("/archive" if request.GET.get("old") else "/home")
