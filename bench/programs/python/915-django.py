# CWE-915: a stranger sets fields that are not offered.
from django.http import JsonResponse
from flask import Flask, request as flask_request

app = Flask(__name__)
# == vulnerable: all fields of a form
def create(request):
    Account.objects.create(**request.POST.dict())
    return JsonResponse({})
# == vulnerable: all fields of the data
def update(request, pk):
    Account.objects.filter(pk=pk).update(**request.data)
    return JsonResponse({})
# == safe: an allow list
def patch(request, account):
    for name, value in request.data.items():
        if name in {"name", "mail"}:
            setattr(account, name, value)
    account.save()
