from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing else, to anyone."""
    return HttpResponse("ok\n", content_type="text/plain")
