"""The words of the desk, each explained in a few plain sentences."""

from collections.abc import Mapping
from types import MappingProxyType

from subsidy.core.text import N_

WORDS: Mapping[str, str] = MappingProxyType(
    {
        N_("application"): N_("What you write and submit to ask for a subsidy in a call."),
        N_("allocation round"): N_(
            "The agency divides money among all municipalities. There is no jury and no contest."
        ),
        N_("award criterion"): N_(
            "A point on which the jury gives a mark, for example what people notice of it."
        ),
        N_("commitment"): N_(
            "The agency keeps money apart for one partner. Nobody else can get it."
        ),
        N_("draft that can still change"): N_(
            "An application that is not submitted yet. You can still change it."
        ),
        N_("conflict of interest"): N_(
            "A juror has something to do with the file, for example as an employer."
            " That juror may not judge it."
        ),
        N_("consensus mark"): N_(
            "One mark on which the jury agrees in a meeting, with the reason."
        ),
        N_("consortium"): N_("All partners that apply together."),
        N_("continuity plan"): N_(
            "It says what stays when the subsidy stops, who carries it and who pays."
        ),
        N_("deadline"): N_("The last moment. At the minute itself it is too late."),
        N_("distribution key"): N_("The sum with which the agency divides the money of a round."),
        N_("drawing right"): N_(
            "The amount that your municipality gets in a round, when you ask for it in time."
        ),
        N_("envelope"): N_("All the money of one call or round."),
        N_("hearing"): N_("A talk in which applicants explain their file to the jury."),
        N_("indicator"): N_("A figure that counts in the key, for example the inhabitants."),
        N_("instalment"): N_("A part of the subsidy. We pay it in one go."),
        N_("lead partner"): N_(
            "The municipality that submits the application and speaks for all partners."
        ),
        N_("ledger"): N_("The list of every euro that moves, with the reason."),
        N_("local authority"): N_("A municipality, an OCMW or a company of these."),
        N_("mandate"): N_("The right to do something for your organisation."),
        N_("partner"): N_("An organisation that takes part in an application."),
        N_("programme line"): N_("A part of the programme with its own money and its own aim."),
        N_("ranking"): N_("All applications in a row. The one with the most points is first."),
        N_("realisation"): N_(
            "What exists when the project ends, for example a manual. Others can use it too."
        ),
        N_("reference region"): N_(
            "A part of Flanders with municipalities that work together. There are fifteen."
        ),
        N_("admissible"): N_("The application keeps to all rules. Now the jury can judge it."),
        N_("regulation"): N_("The text with all rules of a call."),
        N_("reservation"): N_("The agency keeps money apart for one call or round."),
        N_("scaling plan"): N_("It says how other municipalities take over what you made."),
        N_("signatory"): N_("Somebody who may sign for an organisation, for example the mayor."),
        N_("statement of reasons"): N_("The text in which a juror says why the mark is so."),
        N_("threshold"): N_("The least points with which an application can get a subsidy."),
        N_("typology"): N_("A way to group municipalities that are alike."),
    }
)
