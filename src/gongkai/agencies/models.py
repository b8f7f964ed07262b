"""公开主体 and their 责任科室: who must publish, and which office answers for it."""

from django.core.exceptions import ValidationError
from django.db import models

from gongkai.rules.codes import credit_code_fault


def check_credit_code(value: str) -> None:
    """Refuse a unified social credit code whose form or check digit is wrong (GB 32100-2015)."""
    if fault := credit_code_fault(value):
        raise ValidationError(fault)


class Agency(models.Model):
    """An administrative organ that publishes, with what its public site must state (norms 5.1, 5.2)."""

    name = models.CharField("名称", max_length=120, unique=True)
    short_name = models.CharField("简称", max_length=40, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True, validators=[check_credit_code])
    credit_code_is_sample = models.BooleanField("代码为示例", default=False)
    region = models.CharField("行政区划", max_length=40, blank=True)
    site_name = models.CharField("网站名称", max_length=120, blank=True)
    site_domain = models.CharField("网站域名", max_length=120, blank=True)
    site_id_code = models.CharField("网站标识码", max_length=10, blank=True)
    icp_number = models.CharField("ICP备案号", max_length=60, blank=True)
    police_number = models.CharField("公安机关备案号", max_length=40, blank=True)
    disclosure_office = models.CharField("政府信息公开工作机构", max_length=80, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=120, blank=True)
    telephone = models.CharField("联系电话", max_length=40, blank=True)
    fax = models.CharField("传真", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开主体"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """One 责任科室 of an agency; ``code`` is its stable part of public addresses (``k01``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="offices", verbose_name="公开主体")
    name = models.CharField("名称", max_length=60)
    code = models.SlugField("地址代码", max_length=20)
    telephone = models.CharField("联系电话", max_length=40, blank=True)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "责任科室"
        ordering = ["agency", "code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="office_name_once_per_agency"),
            models.UniqueConstraint(fields=["agency", "code"], name="office_code_once_per_agency"),
        ]

    def __str__(self) -> str:
        return self.name
