"""Stock, documents and holds on the wire. Quantities are integers in the item's base unit."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.inventory.models import Condition, DocumentKind, DocumentState, HoldPurpose, HoldState, Owner, Reason
from app.sites.models import SiteKind

Quantity = Annotated[int, Field(gt=0, le=1_000_000_000, title="数量")]


class Command(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LotIn(Command):
    """A lot is known by item, lot number and owner; a new one is entered with its dates."""

    item_id: UUID = Field(title="品目")
    lot_no: str = Field(min_length=1, max_length=60, title="批号")
    owner: Owner = Field(default=Owner.DISTRICT, title="权属")
    made_on: date | None = Field(default=None, title="生产日期")
    expires_on: date | None = Field(default=None, title="有效期至")
    source: str = Field(default="", max_length=200, title="来源")
    unit_cost_fen: int | None = Field(default=None, ge=0, title="单价（分）")


class IncomingLine(Command):
    lot: LotIn = Field(title="批次")
    bin_id: UUID | None = Field(default=None, title="货位")
    condition: Condition = Field(default=Condition.USABLE, title="状态")
    quantity: Quantity


class OutgoingLine(Command):
    """Name the lot, or leave it out: lots are then taken first-expiry-first-out over the site's usable goods."""

    item_id: UUID = Field(title="品目")
    lot_id: UUID | None = Field(default=None, title="批次")
    bin_id: UUID | None = Field(default=None, title="货位")
    quantity: Quantity


class LotLine(Command):
    lot_id: UUID = Field(title="批次")
    bin_id: UUID | None = Field(default=None, title="货位")
    condition: Condition = Field(default=Condition.USABLE, title="状态")
    quantity: Quantity


class MoveLine(LotLine):
    to_bin_id: UUID = Field(title="移至货位")


class ConditionLine(LotLine):
    to_condition: Condition = Field(title="改为状态")


class DocumentCommand(Command):
    site_id: UUID = Field(title="库点")
    reason: Reason = Field(title="事由")
    occurred_at: AwareDatetime | None = Field(default=None, title="发生时间")
    note: str = Field(default="", max_length=500, title="备注")
    mends: UUID | None = Field(default=None, title="代替的单据", description="本人被退回或撤回的单据，修改后重新提交")


class OpeningIn(DocumentCommand):
    kind: Literal[DocumentKind.OPENING] = DocumentKind.OPENING
    reason: Reason = Field(default=Reason.OPENING, title="事由")
    lines: list[IncomingLine] = Field(min_length=1, max_length=10_000, title="明细")


class ReceiptIn(DocumentCommand):
    kind: Literal[DocumentKind.RECEIPT] = DocumentKind.RECEIPT
    lines: list[IncomingLine] = Field(min_length=1, max_length=1000, title="明细")


class ReturnIn(DocumentCommand):
    kind: Literal[DocumentKind.RETURN] = DocumentKind.RETURN
    reason: Reason = Field(default=Reason.RECOVERY, title="事由")
    lines: list[LotLine] = Field(min_length=1, max_length=1000, title="明细")


class IssueIn(DocumentCommand):
    kind: Literal[DocumentKind.ISSUE] = DocumentKind.ISSUE
    hold_id: UUID | None = Field(default=None, title="使用占用")
    lines: list[OutgoingLine] = Field(min_length=1, max_length=1000, title="明细")


class TransferIn(DocumentCommand):
    kind: Literal[DocumentKind.TRANSFER] = DocumentKind.TRANSFER
    reason: Reason = Field(default=Reason.ALLOCATION, title="事由")
    to_site_id: UUID = Field(title="调入库点")
    hold_id: UUID | None = Field(default=None, title="使用占用")
    lines: list[OutgoingLine] = Field(min_length=1, max_length=1000, title="明细")


class AdjustmentIn(DocumentCommand):
    """``found`` adds to the books, ``missing`` takes away."""

    kind: Literal[DocumentKind.ADJUSTMENT] = DocumentKind.ADJUSTMENT
    lines: list[LotLine] = Field(min_length=1, max_length=1000, title="明细")


class MoveIn(DocumentCommand):
    kind: Literal[DocumentKind.MOVE] = DocumentKind.MOVE
    reason: Reason = Field(default=Reason.TIDY, title="事由")
    lines: list[MoveLine] = Field(min_length=1, max_length=1000, title="明细")


class ConditionIn(DocumentCommand):
    kind: Literal[DocumentKind.CONDITION] = DocumentKind.CONDITION
    reason: Reason = Field(default=Reason.INSPECTION, title="事由")
    lines: list[ConditionLine] = Field(min_length=1, max_length=1000, title="明细")


class DisposalIn(DocumentCommand):
    kind: Literal[DocumentKind.DISPOSAL] = DocumentKind.DISPOSAL
    lines: list[LotLine] = Field(min_length=1, max_length=1000, title="明细")


DocumentIn = Annotated[
    OpeningIn | ReceiptIn | ReturnIn | IssueIn | TransferIn | AdjustmentIn | MoveIn | ConditionIn | DisposalIn,
    Field(discriminator="kind"),
]


class ReversalIn(Command):
    note: str = Field(min_length=1, max_length=500, title="红冲原因")


class BalanceEffect(BaseModel):
    """One balance before and after; ``line`` is the first line that touches it."""

    line: int = Field(title="行号")
    site_id: UUID
    site_name: str = Field(title="库点")
    site_kind: SiteKind = Field(title="库点类型")
    bin_code: str = Field(title="货位")
    item_id: UUID
    item_name: str = Field(title="品目")
    unit: str = Field(title="计量单位")
    lot_id: UUID | None = Field(title="批次标识，新批次为空")
    lot_no: str = Field(title="批号")
    owner: Owner = Field(title="权属")
    condition: Condition = Field(title="状态")
    before: int = Field(title="过账前")
    change: int = Field(title="变动")
    after: int = Field(title="过账后")
    reserved: int = Field(title="已占用")
    before_text: str = Field(title="过账前（按包装）")
    after_text: str = Field(title="过账后（按包装）")


class PreviewOut(BaseModel):
    kind: DocumentKind = Field(title="单据类型")
    occurred_at: datetime = Field(title="发生时间")
    effects: list[BalanceEffect] = Field(title="库存变化")


class DocumentRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: str = Field(title="单号")
    kind: DocumentKind = Field(title="单据类型")
    reason: Reason = Field(title="事由")
    state: DocumentState = Field(title="状态")
    site_id: UUID
    site_name: str = Field(title="库点")
    counterpart_id: UUID | None
    counterpart_name: str | None = Field(title="对方库点")
    occurred_at: datetime = Field(title="发生时间")
    recorded_at: datetime = Field(title="记账时间")
    actor: str = Field(title="经办人编码")
    actor_name: str = Field(title="经办人")
    approved_by: str | None = Field(title="审批人编码")
    approved_by_name: str | None = Field(title="审批人")
    note: str = Field(title="备注")
    reverses: UUID | None = Field(title="红冲单据")
    mends: UUID | None = Field(title="代替的单据")
    version: int = Field(title="版本")


class DocumentLineOut(BaseModel):
    """A line as it was posted, or, of a document that moved nothing, as it was asked for."""

    number: int = Field(title="行号")
    item_id: UUID
    item_name: str = Field(title="品目")
    unit: str = Field(title="计量单位")
    lot_id: UUID | None = Field(title="批次标识，新批次或未指定为空")
    lot_no: str | None = Field(title="批号", description="未指定为空：先到期先出")
    expires_on: date | None = Field(title="有效期至")
    bin_code: str | None = Field(title="货位", description="未指定为空")
    condition: Condition = Field(title="状态")
    to_bin_code: str | None = Field(title="移至货位")
    to_condition: Condition = Field(title="改为状态")
    quantity: int = Field(title="数量")
    quantity_text: str = Field(title="数量（按包装）")


class EntryOut(BaseModel):
    """One ledger entry with names of both ends."""

    id: UUID
    document_id: UUID
    document_number: str = Field(title="单号")
    kind: DocumentKind = Field(title="单据类型")
    occurred_at: datetime = Field(title="发生时间")
    item_id: UUID
    item_name: str = Field(title="品目")
    unit: str = Field(title="计量单位")
    lot_id: UUID
    lot_no: str = Field(title="批号")
    owner: Owner = Field(title="权属")
    quantity: int = Field(title="数量")
    from_site_id: UUID
    from_site_name: str = Field(title="从")
    from_condition: Condition = Field(title="原状态")
    to_site_id: UUID
    to_site_name: str = Field(title="到")
    to_condition: Condition = Field(title="现状态")


class DocumentDetail(DocumentRow):
    lines: list[DocumentLineOut] = Field(title="明细")
    entries: list[EntryOut] = Field(title="流水")
    reversed_by: UUID | None = Field(title="被红冲于")
    mended_by: UUID | None = Field(title="已由此单代替")
    command: dict[str, Any] | None = Field(title="提交的内容", description="经过审批的单据才有")


class DocumentList(BaseModel):
    items: list[DocumentRow] = Field(title="单据")
    next: str | None = Field(default=None, title="下一页")


class EntryList(BaseModel):
    items: list[EntryOut] = Field(title="流水")
    next: str | None = Field(default=None, title="下一页")


class StockRow(BaseModel):
    """One balance of a site. ``available`` = on hand − reserved if usable and not expired, else 0."""

    site_id: UUID
    site_name: str = Field(title="库点")
    bin_id: UUID
    bin_code: str = Field(title="货位")
    item_id: UUID
    item_code: str = Field(title="品目编码")
    item_name: str = Field(title="品目")
    unit: str = Field(title="计量单位")
    lot_id: UUID
    lot_no: str = Field(title="批号")
    owner: Owner = Field(title="权属")
    condition: Condition = Field(title="状态")
    made_on: date | None = Field(title="生产日期")
    expires_on: date | None = Field(title="有效期至")
    expired: bool = Field(title="已过期")
    days_left: int | None = Field(title="剩余天数")
    on_hand: int = Field(title="在库")
    reserved: int = Field(title="占用")
    available: int = Field(title="可用")
    on_hand_text: str = Field(title="在库（按包装）")
    available_text: str = Field(title="可用（按包装）")


class StockList(BaseModel):
    items: list[StockRow] = Field(title="库存")
    next: str | None = Field(default=None, title="下一页")


class ItemStockRow(BaseModel):
    """Stock of one item at one site, all lots together."""

    item_id: UUID
    item_code: str = Field(title="品目编码")
    item_name: str = Field(title="品目")
    unit: str = Field(title="计量单位")
    site_id: UUID
    site_name: str = Field(title="库点")
    site_kind: SiteKind = Field(title="库点类型")
    division: str | None = Field(title="所属区划")
    on_hand: int = Field(title="在库")
    reserved: int = Field(title="占用")
    expired: int = Field(title="过期")
    unusable: int = Field(title="不可用")
    city: int = Field(title="市级代储")
    available: int = Field(title="可用")
    floor: int = Field(title="储备底线")
    minimum: int | None = Field(title="最低库存")
    available_text: str = Field(title="可用（按包装）")


class ItemStockList(BaseModel):
    items: list[ItemStockRow] = Field(title="品目库存")
    next: str | None = Field(default=None, title="下一页")


class SiteTotals(BaseModel):
    id: UUID
    code: str = Field(title="库点编码")
    name: str = Field(title="库点")
    kind: SiteKind = Field(title="类型")
    lon: float | None = Field(title="经度")
    lat: float | None = Field(title="纬度")
    out_of_service: bool = Field(title="停用")
    items: int = Field(title="品目数")
    lots: int = Field(title="批次数")
    expired_lots: int = Field(title="过期批次数")
    mass_kg: int = Field(title="总质量（千克）")
    volume_m3: float = Field(title="总体积（立方米）")


class StockTreeNode(BaseModel):
    """A division with its sites and the divisions below; totals include everything below."""

    code: str = Field(title="区划代码")
    name: str = Field(title="区划")
    sites: list[SiteTotals] = Field(title="库点")
    children: list["StockTreeNode"] = Field(title="下级区划")
    site_count: int = Field(title="库点数")
    mass_kg: int = Field(title="总质量（千克）")
    volume_m3: float = Field(title="总体积（立方米）")


class StockTree(BaseModel):
    roots: list[StockTreeNode] = Field(title="库存树")


class HoldLineIn(Command):
    item_id: UUID = Field(title="品目")
    lot_id: UUID | None = Field(default=None, title="批次")
    quantity: Quantity


class HoldIn(Command):
    site_id: UUID = Field(title="库点")
    reason: str = Field(min_length=1, max_length=200, title="占用原因")
    lines: list[HoldLineIn] = Field(min_length=1, max_length=1000, title="明细")


class ReservationOut(BaseModel):
    item_id: UUID
    item_name: str = Field(title="品目")
    unit: str = Field(title="计量单位")
    lot_id: UUID
    lot_no: str = Field(title="批号")
    bin_code: str = Field(title="货位")
    quantity: int = Field(title="数量")
    quantity_text: str = Field(title="数量（按包装）")


class HoldOut(BaseModel):
    id: UUID
    number: str = Field(title="占用单号")
    purpose: HoldPurpose = Field(title="用途")
    state: HoldState = Field(title="状态")
    site_id: UUID
    site_name: str = Field(title="库点")
    reason: str = Field(title="原因")
    actor: str = Field(title="经办人编码")
    actor_name: str = Field(title="经办人")
    created_at: datetime = Field(title="占用时间")
    closed_at: datetime | None = Field(title="结束时间")
    closed_by: str | None = Field(title="结束人")
    version: int = Field(title="版本")
    lines: list[ReservationOut] = Field(title="明细")


class HoldList(BaseModel):
    items: list[HoldOut] = Field(title="占用")
    next: str | None = Field(default=None, title="下一页")
