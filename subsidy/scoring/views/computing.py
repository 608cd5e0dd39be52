"""The page of a computation: how far it is, who asked for it, and where its result is read."""

from flask import render_template
from flask.typing import ResponseReturnValue

from subsidy.policy import Action
from subsidy.scoring import queries, service
from subsidy.scoring.domain.computing import Kind
from subsidy.scoring.models import Computation
from subsidy.scoring.views.blueprint import address, bp
from subsidy.web.access import permit

READ_ON = {
    Kind.ASSIGNING: "scoring.division",
    Kind.EXPLAINING: "scoring.ranking",
    Kind.RESERVING: "scoring.ranking",
    Kind.SELECTING: "scoring.ranking",
    Kind.STATISTICS: "scoring.statistics",
}


@bp.get("/berekeningen/<public_id>")
@permit(Action.READ_COMPUTATION, load=queries.computation)
def computation(made: Computation) -> ResponseReturnValue:
    return render_template(
        "scoring/computation.html",
        made=made,
        refused=service.refusals_of(made),
        result_url=address(READ_ON[made.kind], public_id=made.call.public_id),
    )
