"""The roles of the desk and what each may do. A role is held in one office, or in the whole agency where none is named."""

from django.db import models


class Role(models.TextChoices):
    """What a person is appointed to. Their acts follow from it, never from a list of permissions."""

    CLERK = "clerk", "经办人"
    OFFICE_HEAD = "office_head", "科室负责人"
    OFFICER = "officer", "政府信息公开负责人"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查员"
    RELEASING_LEADER = "releasing_leader", "签发领导"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"


OF_AN_OFFICE = (Role.CLERK, Role.OFFICE_HEAD)  # these are always held in one office
WRITERS = (Role.CLERK, Role.OFFICE_HEAD, Role.OFFICER)  # who may draft and change content
READERS_OF_ALL = (Role.OFFICER, Role.SECRECY_REVIEWER, Role.RELEASING_LEADER, Role.AUDITOR)


class Stage(models.TextChoices):
    """The stages of review, in their order (条例第十七条; 先审后发, three different people)."""

    OFFICE = "office", "科室审核"
    SECRECY = "secrecy", "公开与保密审查"
    RELEASE = "release", "签发"


# Who may give the opinion of a stage; the office check only in the disclosure's own office.
REVIEWERS: dict[Stage, tuple[Role, ...]] = {
    Stage.OFFICE: (Role.OFFICE_HEAD,),
    Stage.SECRECY: (Role.SECRECY_REVIEWER, Role.OFFICER),
    Stage.RELEASE: (Role.RELEASING_LEADER,),
}
