from celery import Celery

app = Celery("work")
# ruleid: python.celery.pickle
app.conf.accept_content = ["json", "pickle"]
# ruleid: python.celery.pickle
CELERY_ACCEPT_CONTENT = ["pickle"]
# ruleid: python.celery.pickle
app.conf.update(task_serializer="pickle")
# ok: python.celery.pickle
app.conf.accept_content = ["json"]
# ok: python.celery.pickle
CELERY_TASK_SERIALIZER = "json"
# ok: python.celery.pickle
FORMATS = ["json", "pickle"]
