"""The structure of a PDF for people who listen to it: which words are heading, list or cell.

ReportLab writes no structure; it is added to its file afterwards (and before any signature).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>subsidy</pdf:Producer>
<xmp:CreateDate>{instant}</xmp:CreateDate>
<xmp:ModifyDate>{instant}</xmp:ModifyDate>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(slots=True, eq=False)
class Element:
    """A node of the structure tree; ``marks`` are the places (page, number) of its own words."""

    role: str
    children: list["Element"] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def child(self, role: str, **attributes: str) -> "Element":
        added = Element(role, attributes=attributes)
        self.children.append(added)
        return added


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    author: str
    language: str
    created: datetime


_Owners = dict[tuple[int, int], Object]


def tag(pdf: Pdf, root: Element, about: About) -> None:
    """Add the structure tree and everything that readers need to find and trust it."""
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    owners: _Owners = {}
    tree.K = Array([_node(pdf, root, tree, owners)])
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(list(_numbers(pdf, owners)))))
    tree.ParentTreeNextKey = len(pdf.pages)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    _describe(pdf, about)


def _node(
    pdf: Pdf, element: Element, parent: Object, owners: dict[tuple[int, int], Object]
) -> Object:
    node = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.role), P=parent))
    if element.attributes:
        owner = "List" if element.role == "L" else "Table"
        values = {"/" + key: Name("/" + value) for key, value in element.attributes.items()}
        node.A = Dictionary({"/O": Name("/" + owner), **values})
    content: list[Object] = [_reference(pdf, page, number) for page, number in element.marks]
    owners.update(dict.fromkeys(element.marks, node))
    content += [_node(pdf, child, node, owners) for child in element.children]
    node.K = Array(content)
    return node


def _reference(pdf: Pdf, page: int, number: int) -> Dictionary:
    return Dictionary(Type=Name.MCR, Pg=pdf.pages[page].obj, MCID=number)


def _numbers(pdf: Pdf, owners: dict[tuple[int, int], Object]) -> Iterator[Object | int]:
    """Yield the parent tree: per page, the element that owns each numbered piece of it."""
    for index, page in enumerate(pdf.pages):
        page.obj.StructParents = index
        page.obj.Tabs = Name.S
        numbers = sorted(number for at, number in owners if at == index)
        yield index
        yield pdf.make_indirect(Array([owners[index, number] for number in numbers]))


def _describe(pdf: Pdf, about: About) -> None:
    instant = about.created.astimezone(UTC)
    pdf.Root.Lang = String(about.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    xmp = XMP.format(
        title=escape(about.title),
        author=escape(about.author),
        language=escape(about.language),
        instant=f"{instant:%Y-%m-%dT%H:%M:%SZ}",
    )
    pdf.Root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    stamp = f"{instant:D:%Y%m%d%H%M%SZ}"
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(about.title),
            Author=String(about.author),
            Producer=String("subsidy"),
            CreationDate=String(stamp),
            ModDate=String(stamp),
        )
    )
