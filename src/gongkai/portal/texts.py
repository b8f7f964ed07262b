"""The pages of prose: 指南 (条例 Art. 12), 制度, 依申请公开, 年报, open data, and the page for addresses that lead nowhere."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.html import format_html, format_html_join

from gongkai.catalogue.models import ItemVersion, LegalBasis
from gongkai.disclosures.models import PublicPlace
from gongkai.portal import addresses, columns
from gongkai.portal.lines import entry, listed
from gongkai.portal.press import ENTRANCE, LIST, Press
from gongkai.portal.values import Head, NotFoundPage, ReportsPage, TextPage
from gongkai.publisher.files import File

UNFILLED = "（待填）"
REPORT_WORDS = "年度报告"


def pages(press: Press) -> Iterator[File]:
    """Give every page of prose."""
    yield from press.page("text.html", _guide(press), order=LIST)
    yield from press.page("text.html", _rules(press), order=LIST)
    yield from press.page("text.html", _requests(press), order=LIST)
    yield from press.page("text.html", _data(press), order=LIST)
    yield from reports(press)
    not_found = NotFoundPage(Head(title="没有找到这个页面", url="/404.html", noindex=True), links=columns.links())
    html = press.page("not_found.html", not_found)[0]
    yield File("404.html", html.body, order=ENTRANCE, compress=False)


def is_annual_report(row: ItemVersion) -> bool:
    """Tell whether an item is the annual report of 条例 Art. 49."""
    return any(REPORT_WORDS in level for level in row.path)


def reports(press: Press) -> list[File]:
    """Return the page of the annual reports: what was published under the items that are annual reports."""
    items = [row.item_id for row in press.rows.values() if is_annual_report(row)]
    placed = PublicPlace.objects.filter(item__in=items, is_shown=True).values("disclosure")
    found = listed().filter(Q(item__in=items) | Q(pk__in=placed)).order_by("-agency_serial")[:100]
    page = ReportsPage(
        head=press.column_head(columns.REPORTS),
        entries=tuple(entry(press, disclosure) for disclosure in found),
        note="根据《中华人民共和国政府信息公开条例》第四十九条，本机关应当在每年1月31日前公布上一年度工作年度报告。",
    )
    return press.page("reports.html", page, order=LIST)


def _guide(press: Press) -> TextPage:
    agency = press.agency
    contact = [
        ("政府信息公开工作机构", agency.disclosure_office),
        ("办公地址", agency.address),
        ("办公时间", agency.hours),
        ("联系电话", agency.telephone),
        ("传真号码", agency.fax),
        ("电子邮箱", agency.email),
        ("邮政编码", agency.postcode),
    ]
    blocks = (
        (
            "信息分类",
            format_html(
                "<p>本机关主动公开的政府信息，按主动公开事项目录分为{}个事项，由{}个科室负责。"
                "可以<a href='{}'>按事项</a>、<a href='{}'>按责任科室</a>、<a href='{}'>按《条例》第二十条</a>查找。</p>",
                len(press.rows),
                len({row.office_id for row in press.rows.values()}),
                addresses.STATUTORY,
                addresses.BY_OFFICE,
                addresses.BY_ART20,
            ),
        ),
        (
            "编排体系",
            format_html(
                "<p>每条信息有一个索引号，由本机关统一社会信用代码、公开年份和五位流水号组成，例如 {}/2026-00001。"
                "索引号一经编定永不改变，也不重复使用；信息撤回后，原地址保留撤回说明。</p>",
                agency.credit_code,
            ),
        ),
        (
            "获取方式",
            format_html(
                "<p>在本网站可以查阅、打印和下载全部主动公开的信息；可以订阅<a href='{}'>全站</a>、每个事项和每个科室的更新；"
                "可以下载<a href='{}'>开放数据</a>。未主动公开的信息，可以<a href='{}'>依申请公开</a>。</p>",
                addresses.SITE_FEED,
                addresses.DATA,
                addresses.REQUESTS,
            ),
        ),
        (
            "公开机构",
            format_html(
                "<dl>{}</dl>",
                format_html_join("", "<dt>{}</dt><dd>{}</dd>", ((name, value or UNFILLED) for name, value in contact)),
            ),
        ),
    )
    return TextPage(press.column_head(columns.GUIDE), blocks)


def _rules(press: Press) -> TextPage:
    cited = LegalBasis.objects.filter(citations__item_version__in=[row.pk for row in press.rows.values()]).distinct()
    rows = [(f"《{basis.title}》", basis.number, basis.rank, basis.status) for basis in cited]
    table = format_html(
        "<table><thead><tr><th scope='col'>名称</th><th scope='col'>文号</th><th scope='col'>效力位阶</th>"
        "<th scope='col'>时效</th></tr></thead><tbody>{}</tbody></table>",
        format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows),
    )
    blocks = (
        (
            "《中华人民共和国政府信息公开条例》",
            "<p>国务院令第711号修订，2019年5月15日起施行。其中与主动公开有关的主要规定：</p>"
            "<ul><li>第十九条、第二十条：应当主动公开的信息及其十五项具体内容；</li>"
            "<li>第二十四条：统一的政府信息公开平台，具备检索、查阅、下载功能；</li>"
            "<li>第二十六条：自信息形成或者变更之日起20个工作日内公开，法律、法规另有规定的从其规定；</li>"
            "<li>第十七条：公开前的审查；第十八条：对不予公开的信息定期评估。</li></ul>",
        ),
        ("本机关公开事项的依据", table),
    )
    return TextPage(press.column_head(columns.RULES), blocks)


def _requests(press: Press) -> TextPage:
    agency = press.agency
    blocks = (
        (
            "谁可以申请",
            "<p>公民、法人和其他组织都可以申请获取政府信息，不需要说明用途（《条例》第二十七条）。"
            f"申请前请先在<a href='{addresses.STATUTORY}'>法定主动公开内容</a>中查找：已经公开的，可以直接查阅和下载。</p>",
        ),
        (
            "怎样申请",
            format_html(
                "<p>申请采用书面形式，包括信件、数据电文；书写确有困难的，可以口头提出，由公开工作机构代为填写"
                "（《条例》第二十九条）。申请应当写明：</p><ol><li>申请人的姓名或者名称、身份证明、联系方式；</li>"
                "<li>申请公开的政府信息的名称、文号或者便于查询的其他特征；</li>"
                "<li>申请公开的形式要求，包括获取信息的方式、途径。</li></ol>"
                "<p>当面提交或者邮寄：{}，{}。联系电话：{}。</p>",
                agency.address or UNFILLED,
                agency.disclosure_office or "政府信息公开工作机构",
                agency.telephone or UNFILLED,
            ),
        ),
        (
            "多久答复",
            "<p>能够当场答复的当场答复；不能当场答复的，自收到申请之日起20个工作日内答复，需要延长的，"
            "最多延长20个工作日（《条例》第三十三条）。申请内容不明确的，7个工作日内一次性告知补正（第三十条）。</p>",
        ),
        ("费用", "<p>不收取费用；申请数量、频次明显超过合理范围的，可以收取信息处理费（《条例》第四十二条）。</p>"),
    )
    return TextPage(press.column_head(columns.REQUESTS), blocks)


def _data(press: Press) -> TextPage:
    column = columns.STATUTORY
    head = press.column_head(column, title="开放数据", url=addresses.DATA, feed_url=addresses.SITE_FEED)
    table = (
        f"<li><a href='{addresses.table(1)}'>已公开信息表（CSV）</a>：每200条一个文件，这是第一个，其余见数据包说明</li>"
        if listed().filter(agency=press.agency).exists()
        else ""
    )
    blocks = (
        (
            "数据文件",
            f"<ul><li><a href='/data/items.csv'>主动公开事项表（CSV）</a></li>{table}"
            "<li><a href='/data/datapackage.json'>数据包说明（Data Package，列出全部数据文件和字段）</a></li>"
            f"<li><a href='{addresses.SITE_FEED}'>更新订阅（Atom）</a></li></ul>",
        ),
        (
            "每一页都有数据",
            "<p>在任何页面的地址后面加上 <code>index.json</code>，就得到这一页的数据；名单可以在信息页下载 CSV 和 XLSX。</p>",
        ),
    )
    return TextPage(head, blocks)
