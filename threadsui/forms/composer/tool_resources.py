"""Tool resources: files for the code interpreter; one vector store, by its id or made anew, for file search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from threadsui.api.schema import limits
from threadsui.words import number

from ..fields import IdentifierListField, choice
from ..nested import NestedForm
from ..sentences import unsent
from .metadata import MetadataFormSet

FILE_SEARCH = [
    ("none", _("None")),
    ("existing", _("Use an existing vector store")),
    ("new", _("Create a new vector store")),
]
CHUNKING = [("default", _("Default")), ("auto", _("Auto")), ("static", _("Static"))]
CHUNK_FIELDS = ("max_chunk_size_tokens", "chunk_overlap_tokens")
BOTH_FORMS = unsent(
    _(
        "A thread takes an existing vector store (vector_store_ids) or a new one (vector_stores), not both: "
        "they are mutually exclusive. Clear one of the two."
    )
)


def tokens():
    return forms.IntegerField(
        required=False,
        error_messages={"invalid": unsent(_("Enter a whole number of tokens."))},
    )


class VectorStoreForm(NestedForm):
    """A vector store that the server makes with the thread."""

    nested = {"metadata": MetadataFormSet}
    says_nothing = frozenset({"chunking", *CHUNK_FIELDS})
    chunk_min, chunk_max = limits.CHUNK_SIZE_MIN, limits.CHUNK_SIZE_MAX
    chunk_size, chunk_overlap = limits.CHUNK_SIZE_DEFAULT, limits.CHUNK_OVERLAP_DEFAULT

    file_ids = IdentifierListField(limit=limits.VECTOR_STORE_FILES_MAX, noun=_("files"))
    chunking = choice(
        CHUNKING,
        unsent(_("Choose default, auto or static.")),
        required=False,
        initial="default",
    )
    max_chunk_size_tokens = tokens()
    chunk_overlap_tokens = tokens()

    def clean(self):
        if self.cleaned_data.get("chunking") != "static":
            self.drop_errors(*CHUNK_FIELDS)
            return
        size, overlap = (self._number(name) for name in CHUNK_FIELDS)
        if size is not None and not limits.CHUNK_SIZE_MIN <= size <= limits.CHUNK_SIZE_MAX:
            self.add_error("max_chunk_size_tokens", _outside(size))
        most = min(size or limits.CHUNK_SIZE_MAX, limits.CHUNK_SIZE_MAX) // 2
        if overlap is not None and not limits.CHUNK_OVERLAP_MIN <= overlap <= most:
            self.add_error("chunk_overlap_tokens", _overlapping(overlap, most))

    @property
    def chunking_shown(self):
        return self.typed["chunking"] or "default"

    def _number(self, name):
        if name in self.errors:
            return None
        if self.cleaned_data.get(name) is None:
            self.add_error(name, unsent(_("Static chunking needs this number of tokens.")))
        return self.cleaned_data.get(name)

    def payload(self):
        store = {"file_ids": self.cleaned_data["file_ids"], "metadata": self.metadata.as_dict()}
        store = {name: value for name, value in store.items() if value}
        kind = self.cleaned_data["chunking"]
        if kind == "auto":
            store["chunking_strategy"] = {"type": "auto"}
        elif kind == "static":
            numbers = {name: self.cleaned_data[name] for name in CHUNK_FIELDS}
            store["chunking_strategy"] = {"type": "static", "static": numbers}
        return store

    @staticmethod
    def values_of(store):
        strategy = store.get("chunking_strategy") or {"type": "default"}
        return {
            "file_ids": "\n".join(store.get("file_ids") or []),
            "chunking": strategy["type"],
            "metadata": MetadataFormSet.values_of(store.get("metadata")),
            **strategy.get("static", {}),
        }


class ToolResourcesForm(NestedForm):
    """`file_search` says which of its two branches counts; what is left in the others is kept, not sent.

    Without a `file_search`, as in a short hand-written POST, the branch that is filled in counts.
    """

    nested = {"vector_store": VectorStoreForm}

    code_interpreter_file_ids = IdentifierListField(
        limit=limits.CODE_INTERPRETER_FILES_MAX, noun=_("files")
    )
    file_search = choice(
        FILE_SEARCH,
        unsent(_("Choose none, an existing vector store or a new one.")),
        required=False,
        initial="none",
    )
    vector_store_ids = IdentifierListField(
        limit=limits.VECTOR_STORES_MAX, noun=_("vector stores"), one=_("vector store id")
    )

    def is_valid(self):
        if self.is_bound and "file_search" not in self.errors and self.branch != "new":
            self.vector_store.leave_unjudged()
        return super().is_valid()

    @property
    def branch(self):
        """The chosen branch of file search."""
        return self.cleaned_data.get("file_search") or self._filled_in_branch

    @property
    def branch_shown(self):
        return self.typed["file_search"] or self._filled_in_branch

    @property
    def _filled_in_branch(self):
        if self.typed["vector_store_ids"]:
            return "existing"
        return "none" if self.vector_store.is_blank else "new"

    def clean(self):
        super().clean()
        if self.branch != "existing":
            self.drop_errors("vector_store_ids")
        ids = self.typed["vector_store_ids"].strip()
        if self.branch != "none" and ids and not self.vector_store.is_blank:
            self.add_error("file_search", BOTH_FORMS)
        elif self.branch == "existing" and not ids:
            self.add_error(
                "vector_store_ids",
                unsent(_("No vector store is named. Enter its id, or choose None.")),
            )

    def tool_resources(self):
        """The API's `tool_resources`, without what is empty."""
        resources = {}
        if files := self.cleaned_data["code_interpreter_file_ids"]:
            resources["code_interpreter"] = {"file_ids": files}
        if self.branch == "existing":
            ids = self.cleaned_data["vector_store_ids"]
            resources["file_search"] = {"vector_store_ids": ids}
        elif self.branch == "new":
            resources["file_search"] = {"vector_stores": [self.vector_store.payload()]}
        return resources

    @staticmethod
    def values_of(resources):
        resources = resources or {}
        search = resources.get("file_search") or {}
        ids, stores = search.get("vector_store_ids") or [], search.get("vector_stores") or []
        files = (resources.get("code_interpreter") or {}).get("file_ids") or []
        return {
            "code_interpreter_file_ids": "\n".join(files),
            "file_search": "existing" if ids else "new" if stores else "none",
            "vector_store_ids": "\n".join(ids),
            "vector_store": VectorStoreForm.values_of(stores[0]) if stores else {},
        }


def _outside(size):
    low, high = limits.CHUNK_SIZE_MIN, limits.CHUNK_SIZE_MAX
    said = _("The chunk size is %(size)s tokens; it must be from %(low)s to %(high)s. Change it.")
    return unsent(said % {"size": number(size), "low": low, "high": high})


def _overlapping(overlap, most):
    if overlap < limits.CHUNK_OVERLAP_MIN:
        said = _("The overlap cannot be below %(min)s tokens. Change it.")
        return unsent(said % {"min": limits.CHUNK_OVERLAP_MIN})
    said = _(
        "The overlap is %(overlap)s tokens; at most half the chunk size, %(most)s, is allowed. "
        "Lower it by %(excess)s."
    )
    values = {"overlap": overlap, "most": most, "excess": overlap - most}
    return unsent(said % {name: number(value) for name, value in values.items()})
