from django.db.models import Q

from app.models import User


def search(request):
    # ruleid: python.django.filter-from-request
    first = User.objects.filter(**request.GET.dict())
    lookups = {key: value for key, value in request.GET.items()}
    # ruleid: python.django.filter-from-request
    second = User.objects.exclude(active=False).filter(**lookups)
    # ruleid: python.django.filter-from-request
    third = User.objects.filter(Q(**request.POST.dict()))
    # ok: python.django.filter-from-request
    fourth = User.objects.filter(name=request.GET["name"])
    # ok: python.django.filter-from-request
    fifth = User.objects.filter(**{"name": request.GET["name"]})
    # ok: python.django.filter-from-request
    sixth = User.objects.filter(**{"active": True})
    return first, second, third, fourth, fifth, sixth
