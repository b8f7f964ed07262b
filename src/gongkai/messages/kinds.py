"""The kinds of messages, the ways they travel, and how a person wants them: at once or as one letter a day.

Switching a kind off stops it from travelling; it always stays readable at the desk.
"""

from django.db import models


class Kind(models.TextChoices):
    """What a message says."""

    DUE_5 = "due_5", "还有5个工作日到期"
    DUE_2 = "due_2", "还有2个工作日到期"
    DUE_0 = "due_0", "今天到期"
    OVERDUE = "overdue", "已逾期"
    ESCALATED = "escalated", "逾期升级提醒"
    REASSESS = "reassess", "不予公开须再评估"
    WAITING = "waiting", "等待审查"
    RETURNED = "returned", "被退回"
    RELEASED = "released", "已公开"
    OPINION = "opinion", "外部意见已答复"
    LATER_REVIEW = "later_review", "紧急公开须补审"
    OBJECTION = "objection", "公示收到异议"
    EXPIRING = "expiring", "失效日期将到或已过"
    MOVED = "moved", "工作移交"
    MISSED_SCHEDULE = "missed_schedule", "定时公开未按时完成"
    RECOMPUTED = "recomputed", "到期日重新计算"
    ROTA_GAP = "rota_gap", "审查环节无人"
    TEST = "test", "测试消息"
    DIGEST = "digest", "消息汇总"


CHOSEN = tuple(kind for kind in Kind if kind not in (Kind.TEST, Kind.DIGEST))  # what one may switch off
OF_DUTIES = (Kind.DUE_5, Kind.DUE_2, Kind.DUE_0, Kind.OVERDUE, Kind.ESCALATED)  # what loses its sense when the duty ends
FOR_GROUPS = (*OF_DUTIES, Kind.ROTA_GAP, Kind.MISSED_SCHEDULE)  # what a whole group may read: no drafts, no reviews


NO_LONGER = "不再需要："  # how the reason begins why a message about something settled was not sent


class Way(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", "电子邮件"
    APPRISE = "apprise", "群机器人"


class Rhythm(models.TextChoices):
    """How often messages travel to a person."""

    AT_ONCE = "at_once", "随时"
    DAILY = "daily", "每个工作日8:30汇总一次"
