from django.db.models.expressions import RawSQL

from app.models import Order


def listed(column, minimum):
    # ruleid: python.django.raw-sql
    first = Order.objects.annotate(total=RawSQL("sum(%s)" % column, []))
    # ruleid: python.django.raw-sql
    second = Order.objects.extra(where=[f"{column} > 3"])
    # ruleid: python.django.raw-sql
    third = Order.objects.filter(open=True).extra(select={"total": column})
    statement = "select * from orders order by " + column
    # ruleid: python.django.raw-sql
    fourth = Order.objects.raw(statement)
    # ok: python.django.raw-sql
    fifth = Order.objects.annotate(total=RawSQL("price * %s", [minimum]))
    # ok: python.django.raw-sql
    sixth = Order.objects.extra(where=["price > %s"], params=[minimum])
    # ok: python.django.raw-sql
    seventh = Order.objects.extra(select={"large": "price > 100"})
    # ok: python.django.raw-sql
    eighth = Order.objects.raw("select * from orders where price > %s", [minimum])
    return first, second, third, fourth, fifth, sixth, seventh, eighth
