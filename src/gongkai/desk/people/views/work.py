"""Work moves on when someone leaves: everything a person has in hand goes to another in one act, counted, not shown.

The administrator may do it, who sees how much there is but none of it; so may the officer.
"""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.accounts.models import User
from gongkai.desk.access import only, person_of
from gongkai.desk.people.queries import colleagues
from gongkai.desk.people.views.showing import WORK_MOVERS, page_of
from gongkai.disclosures.actions import assign_all
from gongkai.duties.actions import hand_over_all
from gongkai.sources.errors import BadInput


class WorkForm(forms.Form):
    """To whom, and why."""

    to = forms.ModelChoiceField(label="移交给", queryset=User.objects.none(), error_messages={"required": "请选择接收人。"})
    reason = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明为什么移交，例如“调离”。"})

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        """Offer everyone else who writes."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = colleagues(user)


@only(*WORK_MOVERS)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move all running duties and drafts a person has in hand to another."""
    person, user = person_of(request), get_object_or_404(User, pk=pk)
    form = WorkForm(request.POST, user=user)
    if not form.is_valid():
        return page_of(request, user, work=form)
    to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    try:
        with transaction.atomic():
            duties = hand_over_all(of=user, to=to, reason=reason, by=person.by, at=person.at)
            drafts = assign_all(of=user, to=to, reason=reason, by=person.by, at=person.at)
    except BadInput as error:
        return page_of(request, user, work=form, refused=str(error))
    messages.success(request, f"已把{len(duties)}项公开义务、{drafts}份拟稿移交给{to}。")
    return redirect("desk_people:show", pk)
