"""What a subsidy is for, and for whom: the lists with which every call and plan is compared."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from subsidy.core.labels import Labelled
from subsidy.core.text import N_


class Aim(Labelled):
    """The five actions against digital exclusion."""

    ACCESS = "access", N_("Access to the internet: free wifi, computers, printing")
    INDIVIDUAL = "individual", N_("Help for one person at a time")
    GROUP = "group", N_("Lessons and workshops in group")
    PRACTICE = "practice", N_("Chances to practise in activities that exist already")
    DIRECTION = "direction", N_("Direction role: one contact point, inform, find partners")


class TargetGroup(Labelled):
    """For whom the partners will do it."""

    ADULTS = "adults", N_("Adults (18 to 65)")
    ELDERLY = "elderly", N_("Elderly people (over 65)")
    YOUNG = "young", N_("Children and young people (under 18)")
    LOW_LITERATE = "low_literate", N_("People with little schooling or low literacy")
    POVERTY = "poverty", N_("People in poverty")
    FOREIGN_ORIGIN = "foreign_origin", N_("People of foreign origin")
    DISABILITY = "disability", N_("People with a disability")
    SINGLE = "single", N_("People who live alone")
    OTHER_LANGUAGE = "other_language", N_("Speakers of another language")
    OWN_STAFF = "own_staff", N_("Own staff")
    JOB_SEEKERS = "job_seekers", N_("Job seekers")
    OCMW_CLIENTS = "ocmw_clients", N_("Clients of the OCMW")
    ALL = "all", N_("All residents")
    OTHER = "other", N_("Others")


AIM_WORDS: Mapping[str, Aim] = MappingProxyType(
    {
        "toegang": Aim.ACCESS,
        "individuele hulp": Aim.INDIVIDUAL,
        "hulp in groep": Aim.GROUP,
        "oefenkansen": Aim.PRACTICE,
        "regierol": Aim.DIRECTION,
    }
)
"""How files and regulations name the aims; a contract (docs/rehearsal.md)."""
GROUP_WORDS: Mapping[str, TargetGroup] = MappingProxyType(
    {
        "volwassenen": TargetGroup.ADULTS,
        "ouderen": TargetGroup.ELDERLY,
        "jongeren": TargetGroup.YOUNG,
        "laaggeletterden": TargetGroup.LOW_LITERATE,
        "kansarmoede": TargetGroup.POVERTY,
        "buitenlandse herkomst": TargetGroup.FOREIGN_ORIGIN,
        "beperking": TargetGroup.DISABILITY,
        "alleenstaanden": TargetGroup.SINGLE,
        "anderstaligen": TargetGroup.OTHER_LANGUAGE,
        "eigen medewerkers": TargetGroup.OWN_STAFF,
        "werkzoekenden": TargetGroup.JOB_SEEKERS,
        "cliënten ocmw": TargetGroup.OCMW_CLIENTS,
        "alle inwoners": TargetGroup.ALL,
        "andere": TargetGroup.OTHER,
    }
)


C = TypeVar("C", bound=Labelled)


def members(kind: type[C], values: Iterable[str]) -> tuple[C, ...]:
    """Return the members with these values, in the order of the list; others do not count."""
    wanted = frozenset(values)
    return tuple(member for member in kind if member.value in wanted)
