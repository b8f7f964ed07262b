"""The department's own list of wrong words: everyone who works with content looks, the officer edits.

An entry is never removed, only put out of use, so that what a draft was held against can still be told.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.accounts.roles import Role
from gongkai.desk.access import CONTENT, only, person_of
from gongkai.disclosures.wording import CannotBeUsed, set_word
from gongkai.disclosures.wrong_words import WrongWord

HOME = {"url": "/desk/", "label": "首页"}


class WordForm(forms.ModelForm):  # type: ignore[type-arg]
    """One entry; the wrong word itself does not change once it is there."""

    class Meta:
        """What is asked."""

        model = WrongWord
        fields = ["wrong", "right", "exceptions", "severity", "note", "is_active"]
        widgets = {"exceptions": forms.Textarea(attrs={"rows": 3})}


@only(*CONTENT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the list, or the entries that hold a text."""
    person = person_of(request)
    asked = request.GET.get("q", "").strip()
    words = WrongWord.objects.all()
    if asked:
        words = words.filter(Q(wrong__contains=asked) | Q(right__contains=asked))
    return render(request, "desk/wording/index.html", {
        "title": "错别字词", "icon": "regex", "crumbs": [HOME, {"url": "", "label": "错别字词"}], "words": words[:500], "asked": asked,
        "may_edit": person.has(Role.OFFICER),
    })  # fmt: skip


@only(Role.OFFICER)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add an entry or change one."""
    word = get_object_or_404(WrongWord, pk=pk) if pk else None
    form = WordForm(request.POST or None, instance=word)
    if word:
        form.fields["wrong"].disabled = True
    if form.is_valid() and _set(request, form):
        return redirect("desk_wording:index")
    title = f"修改“{word.wrong}”" if word else "增加错别字词"
    crumbs = [HOME, {"url": reverse("desk_wording:index"), "label": "错别字词"}, {"url": "", "label": title}]
    return render(request, "desk/wording/edit.html", {"title": title, "icon": "regex", "crumbs": crumbs, "form": form})


def _set(request: HttpRequest, form: WordForm) -> bool:
    person, given = person_of(request), form.cleaned_data
    said: dict[str, Any] = {name: given[name] for name in WordForm.Meta.fields}
    try:
        word = set_word(**said, by=person.by, at=person.at)
    except CannotBeUsed as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, error)
    else:
        messages.success(request, f"已保存“{word}”。以后检查每一稿时都用它。")
        return True
    return False
