"""How to ask for each operation: what goes into its path, query and body at a place. An operation without an entry
fails the matrix."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.auth import Role
from tests.security.world import ITEM, Place, incident, shelter, team, vehicle

Body = Callable[[Place], Any]


@dataclass(frozen=True)
class Entry:
    """``placed``: whether the request names one row or place, so that it is refused at another district's."""

    placed: bool = True
    body: Body | None = None
    query: Callable[[Place], dict[str, Any]] | None = None
    path: dict[str, str] | None = None
    own_only: tuple[Role, ...] = ()
    """Of the roles that the right admits, those that the act itself admits (none named: all)."""
    fails: bool = False
    """Nothing in the small world lets it succeed: it is asked for to see who is let through."""


def _document(place: Place) -> Any:
    lines = [{"lot": {"item_id": str(ITEM), "lot_no": "N1"}, "quantity": 1}]
    return {"kind": "receipt", "reason": "purchase", "site_id": str(place.depot), "lines": lines}


def _hold(place: Place) -> Any:
    return {"site_id": str(place.depot), "reason": "备用", "lines": [{"item_id": str(ITEM), "quantity": 1}]}


def _of(builder: Callable[[str, str], Any]) -> Body:
    return lambda place: {**builder(f"N{place.mark}", place.township)}


def _given(body: Any) -> Body:
    return lambda _place: body


LIST = Entry(placed=False)
ROW = Entry()
OUT = Entry(body=_given({"reason": "检修"}))
TEXT = Entry(body=_given({"reason": "同意"}))
_RULE = {"code": "new_rule", "name": "新规则", "basis": "incident", "skill": "flood", "people": 1, "until_s": 3600}
_WHY = {"kind": "trip", "subject": "无", "target": None}
_NEED = {"name": "任务", "skill": "flood", "people": 1, "until_s": 3600, "lon": 108.0, "lat": 31.0}
_GLOBAL = Entry(placed=False)

ENTRIES: dict[str, Entry] = {
    "list_divisions": LIST,
    "list_items": _GLOBAL,
    "list_kits": _GLOBAL,
    "list_standards": _GLOBAL,
    "list_labels": _GLOBAL,
    "list_sites": LIST,
    "get_site": ROW,
    "take_site_out_of_service": OUT,
    "return_site_to_service": Entry(fails=True),
    "release_reserve_floor": ROW,
    "list_site_stock": LIST,
    "list_item_stock": LIST,
    "get_stock_tree": LIST,
    "list_ledger": LIST,
    "list_documents": LIST,
    "get_document": ROW,
    "preview_document": Entry(body=_document),
    "post_document": Entry(body=_document, own_only=(Role.KEEPER,)),
    "preview_reversal": Entry(fails=True),
    "reverse_document": Entry(body=_given({"note": "更正"}), fails=True),
    "list_holds": LIST,
    "hold_goods": Entry(body=_hold),
    "release_hold": ROW,
    "list_teams": LIST,
    "add_team": Entry(body=_of(team)),
    "get_team": ROW,
    "update_team": Entry(body=_given({"name": "新名"})),
    "take_team_out_of_service": OUT,
    "return_team_to_service": Entry(fails=True),
    "list_assembly_profiles": _GLOBAL,
    "activate_assembly_profile": Entry(placed=False, path={"code": "252"}, fails=True),
    "list_shelters": LIST,
    "add_shelter": Entry(body=_of(shelter)),
    "get_shelter": ROW,
    "update_shelter": Entry(body=_given({"name": "新名"})),
    "take_shelter_out_of_service": OUT,
    "return_shelter_to_service": Entry(fails=True),
    "list_vehicles": LIST,
    "add_vehicle": Entry(body=_of(vehicle)),
    "get_vehicle": ROW,
    "update_vehicle": Entry(body=_given({"name": "新名"})),
    "take_vehicle_out_of_service": OUT,
    "return_vehicle_to_service": Entry(fails=True),
    "list_vehicle_types": _GLOBAL,
    "open_incident": Entry(body=lambda place: incident(place.code, place.village)),
    "list_incidents": LIST,
    "get_incident": ROW,
    "update_incident": Entry(body=_given({"description": "更正"})),
    "close_incident": Entry(body=_given({"note": ""})),
    "add_closure": Entry(body=lambda place: {"kind": "link", "link_id": f"L{place.code}", "reason": "塌方"}),
    "remove_closure": ROW,
    "correct_needs": Entry(body=_given({"needs": [_NEED]})),
    "propose_needs": ROW,
    "add_log_entry": Entry(body=_given({"text": "值班"})),
    "list_incident_log": ROW,
    "add_mission_rule": Entry(placed=False, body=_given(_RULE)),
    "list_mission_rules": _GLOBAL,
    "update_mission_rule": Entry(placed=False, path={"code": "none"}, body=_given({"people": 2}), fails=True),
    "preview_incident": Entry(body=lambda place: {"district": place.code, "areas": []}),
    "get_incident_map": ROW,
    "request_plan": Entry(body=_given({})),
    "request_joint_plans": Entry(body=lambda place: {"incidents": [str(place.ids["incident_id"])] * 2}, fails=True),
    "adjust_plan": Entry(body=_given({}), fails=True),
    "list_plans": LIST,
    "get_plan": ROW,
    "get_plan_map": ROW,
    "get_plan_roads": ROW,
    "get_plan_reasons": ROW,
    "request_plan_reasons": ROW,
    "get_plan_why": Entry(query=_given({"kind": "trip", "subject": "无"}), fails=True),
    "ask_plan_why": Entry(body=_given(_WHY), fails=True),
    "get_plan_paper": Entry(path={"kind": "plan"}),
    "list_approvals": Entry(placed=False, query=_given({"box": "all"})),
    "get_approval_needed": Entry(query=lambda place: {"site": str(place.depot), "kind": "issue"}),
    "get_approval": ROW,
    "approve_request": TEXT,
    "refuse_request": TEXT,
    "withdraw_request": Entry(fails=True),
    "submit_plan": Entry(body=_given({"note": ""})),
    "get_plan_standing": ROW,
    "issue_plan": ROW,
    "list_approval_policies": LIST,
    "set_approval_policy": Entry(body=lambda place: {"division": place.code, "kind": "plan", "required": True}),
    "remove_approval_policy": ROW,
    "list_access_tokens": LIST,
    "make_access_token": Entry(
        body=lambda place: {"name": "市局", "subjects": ["stock"], "reads": place.code, "days": 30}
    ),
    "approve_access_token": ROW,
    "revoke_access_token": ROW,
    "get_gap": Entry(query=lambda place: {"district": place.code}, fails=True),
    "get_base_map": Entry(query=lambda place: {"district": place.code}),
    "list_links": Entry(query=lambda place: {"district": place.code}),
    "list_critical_links": Entry(query=lambda place: {"district": place.code}),
    "get_job": Entry(own_only=(Role.DUTY, Role.APPROVER, Role.PLANNER, Role.AUDITOR)),
    "cancel_job": Entry(own_only=(Role.DUTY,)),
    "stream_events": Entry(placed=False, fails=True),
    "list_audit": _GLOBAL,
    "get_audit_state": _GLOBAL,
    "export_audit": _GLOBAL,
    "record_export": Entry(placed=False, body=_given({"title": "队伍", "columns": ["名称"], "rows": 3})),
    "list_own_sign_ins": _GLOBAL,
    "end_other_sign_ins": _GLOBAL,
    "list_inbox": LIST,
    "read_messages": Entry(placed=False, body=_given({})),
    "find": Entry(placed=False, query=_given({"text": "MARK"})),
    "list_people": LIST,
    "add_person": Entry(body=lambda place: {"account": "clerk", "name": "文员", "division": place.township}),
    "get_person": ROW,
    "change_person": Entry(body=lambda place: {"name": "新名", "division": place.township}),
    "reset_password": ROW,
    "disable_account": ROW,
    "enable_account": Entry(fails=True),
    "person_leaves": ROW,
    "end_sign_ins": ROW,
    "unlock_account": ROW,
    "remove_second_factor": Entry(fails=True),
    "list_grants": LIST,
    "grant_role": Entry(
        body=lambda place: {"person_id": str(place.ids["person_id"]), "role": "duty", "reads": place.code}
    ),
    "end_grant": ROW,
    "list_locked_addresses": _GLOBAL,
    "lift_locked_address": Entry(placed=False, path={"key": "0" * 64}, fails=True),
    "get_security_policy": _GLOBAL,
    "set_security_policy": Entry(placed=False, body=_given({})),
}

OPEN = {"sign_in_options", "sign_in", "spend_code", "sign_out", "begin_openid", "finish_openid", "health"}
"""They answer without a sign-in."""

UNDERWAY = {
    "get_me",
    "change_password",
    "begin_second_factor",
    "confirm_second_factor",
    "verify_second_factor",
}
"""By these a sign-in gets on, whatever is still to be done."""

SHARED = {"share_places", "share_stock", "share_teams", "share_shelters"}
"""For other systems' tokens only."""
