"""One more kind of message: a public 失效日期 that comes or has passed."""

from django.db import migrations, models

KINDS = [
    ("due_5", "还有5个工作日到期"), ("due_2", "还有2个工作日到期"), ("due_0", "今天到期"), ("overdue", "已逾期"),
    ("escalated", "逾期升级提醒"), ("reassess", "不予公开须再评估"), ("waiting", "等待审查"), ("returned", "被退回"),
    ("released", "已公开"), ("opinion", "外部意见已答复"), ("later_review", "紧急公开须补审"), ("objection", "公示收到异议"),
    ("expiring", "失效日期将到或已过"), ("moved", "工作移交"), ("missed_schedule", "定时公开未按时完成"),
    ("recomputed", "到期日重新计算"), ("rota_gap", "审查环节无人"), ("test", "测试消息"), ("digest", "消息汇总"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("gongkai_messages", "0002_log_indexes")]

    operations = [
        migrations.RemoveConstraint(model_name="message", name="message_kind_known"),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="种类"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(condition=models.Q(kind__in=[kind for kind, _ in KINDS]), name="message_kind_known"),
        ),
    ]
