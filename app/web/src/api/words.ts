// Generated from openapi.json by `npm run types`.
export const ENUMS = {
  "ClosureKind": {
    "link": {
      "colour": "info",
      "label": "路段"
    },
    "line": {
      "colour": "info",
      "label": "沿线"
    },
    "polygon": {
      "colour": "info",
      "label": "区域"
    }
  },
  "Comparison": {
    "at_least": {
      "colour": "success",
      "label": "不少于"
    },
    "at_most": {
      "colour": "warning",
      "label": "不超过"
    }
  },
  "Condition": {
    "usable": {
      "colour": "success",
      "label": "完好"
    },
    "quarantine": {
      "colour": "warning",
      "label": "待检"
    },
    "repair": {
      "colour": "warning",
      "label": "待修"
    },
    "damaged": {
      "colour": "danger",
      "label": "损坏"
    }
  },
  "DivisionKind": {
    "district": {
      "colour": "danger",
      "label": "区县"
    },
    "township": {
      "colour": "warning",
      "label": "乡镇（街道）"
    },
    "village": {
      "colour": "primary",
      "label": "村（社区）"
    }
  },
  "DocumentKind": {
    "opening": {
      "colour": "info",
      "label": "期初"
    },
    "receipt": {
      "colour": "success",
      "label": "入库"
    },
    "issue": {
      "colour": "warning",
      "label": "出库"
    },
    "transfer": {
      "colour": "primary",
      "label": "调拨"
    },
    "return": {
      "colour": "success",
      "label": "回收"
    },
    "adjustment": {
      "colour": "warning",
      "label": "调整"
    },
    "move": {
      "colour": "info",
      "label": "移位"
    },
    "condition": {
      "colour": "info",
      "label": "状态变更"
    },
    "disposal": {
      "colour": "danger",
      "label": "报废"
    }
  },
  "DocumentState": {
    "draft": {
      "colour": "info",
      "label": "草稿"
    },
    "submitted": {
      "colour": "primary",
      "label": "已提交"
    },
    "approved": {
      "colour": "primary",
      "label": "已审核"
    },
    "posted": {
      "colour": "success",
      "label": "已过账"
    },
    "reversed": {
      "colour": "danger",
      "label": "已红冲"
    }
  },
  "Function": {
    "water": {
      "colour": "info",
      "label": "供水"
    },
    "power": {
      "colour": "info",
      "label": "供电"
    },
    "toilets": {
      "colour": "info",
      "label": "厕所"
    },
    "medical": {
      "colour": "info",
      "label": "医疗"
    },
    "kitchen": {
      "colour": "info",
      "label": "炊事"
    },
    "accessible": {
      "colour": "info",
      "label": "无障碍"
    }
  },
  "Hazard": {
    "flood": {
      "colour": "primary",
      "label": "洪涝"
    },
    "landslide": {
      "colour": "warning",
      "label": "地质灾害"
    },
    "earthquake": {
      "colour": "danger",
      "label": "地震"
    },
    "fire": {
      "colour": "danger",
      "label": "火灾"
    }
  },
  "HoldPurpose": {
    "hold": {
      "colour": "warning",
      "label": "人工占用"
    },
    "plan": {
      "colour": "primary",
      "label": "方案占用"
    }
  },
  "HoldState": {
    "active": {
      "colour": "warning",
      "label": "占用中"
    },
    "released": {
      "colour": "info",
      "label": "已释放"
    },
    "fulfilled": {
      "colour": "success",
      "label": "已出库"
    }
  },
  "IncidentKind": {
    "flood": {
      "colour": "primary",
      "label": "洪涝"
    },
    "earthquake": {
      "colour": "danger",
      "label": "地震"
    },
    "landslide": {
      "colour": "warning",
      "label": "地质灾害"
    },
    "forest_fire": {
      "colour": "danger",
      "label": "森林火灾"
    },
    "drought": {
      "colour": "warning",
      "label": "干旱"
    },
    "snow_ice": {
      "colour": "info",
      "label": "低温雨雪冰冻"
    },
    "chemical": {
      "colour": "danger",
      "label": "危化品事故"
    }
  },
  "IncidentLevel": {
    "I": {
      "colour": "danger",
      "label": "Ⅰ级（特别重大）"
    },
    "II": {
      "colour": "warning",
      "label": "Ⅱ级（重大）"
    },
    "III": {
      "colour": "primary",
      "label": "Ⅲ级（较大）"
    },
    "IV": {
      "colour": "info",
      "label": "Ⅳ级（一般）"
    }
  },
  "IncidentState": {
    "open": {
      "colour": "danger",
      "label": "处置中"
    },
    "closed": {
      "colour": "info",
      "label": "已结束"
    }
  },
  "JobState": {
    "queued": {
      "colour": "info",
      "label": "排队中"
    },
    "running": {
      "colour": "primary",
      "label": "计算中"
    },
    "done": {
      "colour": "success",
      "label": "已完成"
    },
    "failed": {
      "colour": "danger",
      "label": "失败"
    },
    "cancelled": {
      "colour": "warning",
      "label": "已取消"
    }
  },
  "LayerKind": {
    "roads": {
      "colour": "primary",
      "label": "道路"
    },
    "rivers": {
      "colour": "primary",
      "label": "河流"
    },
    "outline": {
      "colour": "info",
      "label": "示意轮廓"
    }
  },
  "LogKind": {
    "event": {
      "colour": "info",
      "label": "系统记录"
    },
    "note": {
      "colour": "primary",
      "label": "值班记录"
    }
  },
  "Nature": {
    "consumable": {
      "colour": "warning",
      "label": "消耗品"
    },
    "reusable": {
      "colour": "success",
      "label": "可回收"
    },
    "equipment": {
      "colour": "primary",
      "label": "装备"
    }
  },
  "NeedBasis": {
    "durable": {
      "colour": "primary",
      "label": "一次配发"
    },
    "per_day": {
      "colour": "warning",
      "label": "按日消耗"
    }
  },
  "NeedOrigin": {
    "rule": {
      "colour": "info",
      "label": "规则生成"
    },
    "manual": {
      "colour": "primary",
      "label": "人工填写"
    }
  },
  "Owner": {
    "district": {
      "colour": "primary",
      "label": "本区"
    },
    "city": {
      "colour": "warning",
      "label": "市级代储"
    }
  },
  "Ownership": {
    "own": {
      "colour": "success",
      "label": "自有"
    },
    "haulier": {
      "colour": "warning",
      "label": "协议运输"
    }
  },
  "PaperKind": {
    "plan": {
      "colour": "info",
      "label": "调度方案"
    },
    "relocation": {
      "colour": "info",
      "label": "转移安置通知"
    },
    "picking": {
      "colour": "info",
      "label": "拣货清单"
    },
    "driving": {
      "colour": "info",
      "label": "派车单"
    },
    "teams": {
      "colour": "info",
      "label": "队伍任务单"
    },
    "city_request": {
      "colour": "info",
      "label": "市级支援申请"
    }
  },
  "PartnerKind": {
    "goods": {
      "colour": "success",
      "label": "物资供应"
    },
    "transport": {
      "colour": "primary",
      "label": "运输"
    }
  },
  "PlanState": {
    "draft": {
      "colour": "primary",
      "label": "草案"
    }
  },
  "Reason": {
    "opening": {
      "colour": "info",
      "label": "期初建账"
    },
    "purchase": {
      "colour": "success",
      "label": "采购入库"
    },
    "donation": {
      "colour": "success",
      "label": "捐赠入库"
    },
    "allocated": {
      "colour": "success",
      "label": "市级调入"
    },
    "loan_return": {
      "colour": "success",
      "label": "借用归还"
    },
    "distribution": {
      "colour": "warning",
      "label": "发放"
    },
    "loan": {
      "colour": "warning",
      "label": "借出"
    },
    "rotation": {
      "colour": "warning",
      "label": "轮换"
    },
    "exercise": {
      "colour": "warning",
      "label": "演练"
    },
    "allocation": {
      "colour": "primary",
      "label": "调拨"
    },
    "recovery": {
      "colour": "success",
      "label": "回收入库"
    },
    "found": {
      "colour": "success",
      "label": "盘盈"
    },
    "missing": {
      "colour": "danger",
      "label": "盘亏"
    },
    "tidy": {
      "colour": "info",
      "label": "整理移位"
    },
    "inspection": {
      "colour": "info",
      "label": "检验"
    },
    "repair": {
      "colour": "info",
      "label": "维修"
    },
    "expired": {
      "colour": "danger",
      "label": "过期报废"
    },
    "broken": {
      "colour": "danger",
      "label": "损坏报废"
    }
  },
  "RoadClass": {
    "expressway": {
      "colour": "success",
      "label": "高速公路"
    },
    "class_2": {
      "colour": "primary",
      "label": "二级公路"
    },
    "class_3": {
      "colour": "warning",
      "label": "三级公路"
    },
    "class_4": {
      "colour": "warning",
      "label": "四级公路"
    },
    "village": {
      "colour": "info",
      "label": "村道"
    }
  },
  "Role": {
    "keeper": {
      "colour": "success",
      "label": "仓管员"
    },
    "duty": {
      "colour": "primary",
      "label": "值班员"
    },
    "approver": {
      "colour": "warning",
      "label": "审批人"
    },
    "planner": {
      "colour": "info",
      "label": "规划员"
    },
    "sysadmin": {
      "colour": "info",
      "label": "系统管理员"
    },
    "security": {
      "colour": "info",
      "label": "安全管理员"
    },
    "auditor": {
      "colour": "info",
      "label": "审计管理员"
    }
  },
  "RuleBasis": {
    "people_moved": {
      "colour": "info",
      "label": "每村转移若干人"
    },
    "township_people": {
      "colour": "info",
      "label": "每乡镇（街道）转移若干人"
    },
    "patients": {
      "colour": "info",
      "label": "每乡镇（街道）若干名伤病员"
    },
    "cut_off_village": {
      "colour": "info",
      "label": "每个道路中断的村"
    },
    "closed_road": {
      "colour": "info",
      "label": "每处道路中断"
    },
    "incident": {
      "colour": "info",
      "label": "每起事件"
    }
  },
  "Season": {
    "winter": {
      "colour": "primary",
      "label": "冬季"
    },
    "summer": {
      "colour": "warning",
      "label": "夏季"
    }
  },
  "ShelterClass": {
    "emergency": {
      "colour": "warning",
      "label": "紧急"
    },
    "short": {
      "colour": "primary",
      "label": "短期"
    },
    "long": {
      "colour": "success",
      "label": "长期"
    }
  },
  "ShelterGrade": {
    "district": {
      "colour": "danger",
      "label": "区级"
    },
    "township": {
      "colour": "primary",
      "label": "乡镇级"
    },
    "village": {
      "colour": "info",
      "label": "村级"
    }
  },
  "ShelterState": {
    "standby": {
      "colour": "info",
      "label": "平时"
    },
    "preparing": {
      "colour": "warning",
      "label": "准备"
    },
    "open": {
      "colour": "success",
      "label": "启用"
    },
    "full": {
      "colour": "danger",
      "label": "满员"
    },
    "closed": {
      "colour": "info",
      "label": "关闭"
    },
    "recovering": {
      "colour": "warning",
      "label": "恢复"
    }
  },
  "SiteKind": {
    "district_depot": {
      "colour": "danger",
      "label": "区级库"
    },
    "township_point": {
      "colour": "warning",
      "label": "乡镇（街道）储备点"
    },
    "village_room": {
      "colour": "primary",
      "label": "村（社区）储存室"
    },
    "partner": {
      "colour": "success",
      "label": "协议企业"
    },
    "shelter": {
      "colour": "success",
      "label": "避难场所"
    },
    "team_base": {
      "colour": "primary",
      "label": "队伍驻地"
    },
    "vehicle": {
      "colour": "info",
      "label": "车辆"
    },
    "supplier": {
      "colour": "info",
      "label": "供应商"
    },
    "transit": {
      "colour": "info",
      "label": "在途"
    },
    "consumed": {
      "colour": "info",
      "label": "已发放"
    },
    "loss": {
      "colour": "info",
      "label": "损耗"
    },
    "donor": {
      "colour": "info",
      "label": "捐赠方"
    },
    "upper_level": {
      "colour": "info",
      "label": "市级"
    }
  },
  "Skill": {
    "flood": {
      "colour": "info",
      "label": "抗洪抢险"
    },
    "forest_fire": {
      "colour": "info",
      "label": "森林防灭火"
    },
    "landslide": {
      "colour": "info",
      "label": "地震地灾救援"
    },
    "water_rescue": {
      "colour": "info",
      "label": "水上救援"
    },
    "hazardous_chemicals": {
      "colour": "info",
      "label": "危化品处置"
    },
    "mine": {
      "colour": "info",
      "label": "矿山救护"
    },
    "medical": {
      "colour": "info",
      "label": "医疗救护"
    },
    "communications": {
      "colour": "info",
      "label": "通信保障"
    },
    "power": {
      "colour": "info",
      "label": "电力抢修"
    },
    "transport": {
      "colour": "info",
      "label": "运输与转移引导"
    },
    "drone": {
      "colour": "info",
      "label": "无人机侦察"
    }
  },
  "Stage": {
    "response": {
      "colour": "info",
      "label": "响应"
    },
    "assembly": {
      "colour": "info",
      "label": "集结"
    },
    "on_scene": {
      "colour": "info",
      "label": "到场"
    }
  },
  "StorageClass": {
    "general": {
      "colour": "info",
      "label": "常规"
    },
    "cool_dry": {
      "colour": "primary",
      "label": "阴凉干燥"
    },
    "food": {
      "colour": "success",
      "label": "食品"
    },
    "medical": {
      "colour": "danger",
      "label": "药械"
    },
    "hazardous": {
      "colour": "danger",
      "label": "危险品"
    }
  },
  "TeamLevel": {
    "district": {
      "colour": "danger",
      "label": "区级综合"
    },
    "department": {
      "colour": "warning",
      "label": "部门"
    },
    "township": {
      "colour": "primary",
      "label": "街镇"
    },
    "village": {
      "colour": "info",
      "label": "村社区"
    },
    "social": {
      "colour": "success",
      "label": "社会"
    }
  },
  "VehicleProfile": {
    "truck": {
      "colour": "info",
      "label": "货车"
    },
    "bus": {
      "colour": "info",
      "label": "客车"
    },
    "light": {
      "colour": "info",
      "label": "轻型车"
    },
    "motorcycle": {
      "colour": "info",
      "label": "摩托车"
    },
    "boat": {
      "colour": "info",
      "label": "船艇"
    },
    "drone": {
      "colour": "info",
      "label": "无人机"
    }
  },
  "VehicleType": {
    "micro": {
      "colour": "info",
      "label": "微型货车"
    },
    "truck_4m2": {
      "colour": "info",
      "label": "4.2 米货车"
    },
    "truck_6m8": {
      "colour": "info",
      "label": "6.8 米货车"
    },
    "truck_9m6": {
      "colour": "info",
      "label": "9.6 米货车"
    },
    "bus": {
      "colour": "info",
      "label": "大客车"
    },
    "minibus": {
      "colour": "info",
      "label": "中巴车"
    },
    "motorcycle": {
      "colour": "info",
      "label": "摩托车"
    },
    "assault_boat": {
      "colour": "info",
      "label": "冲锋舟"
    },
    "cargo_drone": {
      "colour": "info",
      "label": "载货无人机"
    }
  }
} as const;

export const TITLES = {
  "AdjustmentIn": {
    "site_id": "库点",
    "reason": "事由",
    "occurred_at": "发生时间",
    "note": "备注",
    "lines": "明细"
  },
  "AffectedOut": {
    "division": "村（社区）代码",
    "name": "村（社区）",
    "township": "乡镇（街道）",
    "lon": "经度",
    "lat": "纬度",
    "population": "人口",
    "people": "转移人数",
    "elderly": "其中老人",
    "disabled": "其中残疾人",
    "infants": "其中婴幼儿",
    "patients": "其中伤病员"
  },
  "AgreementOut": {
    "item_id": "品目",
    "item_name": "品目名称",
    "unit": "计量单位",
    "guaranteed_quantity": "保证数量",
    "response_s": "响应时间（秒）",
    "radius_m": "服务半径（米）",
    "price_basis": "计价依据",
    "valid_from": "生效日期",
    "valid_to": "失效日期"
  },
  "AreaInput": {
    "name": "名称",
    "geometry": "范围（GeoJSON 面，WGS84）"
  },
  "AreaOut": {
    "name": "名称",
    "geometry": "范围",
    "note": "说明"
  },
  "AssemblyProfileOut": {
    "code": "编号",
    "name": "名称",
    "note": "说明",
    "active": "启用",
    "version": "版本",
    "stages": "时限"
  },
  "AssemblyStageOut": {
    "stage": "阶段",
    "level": "队伍层级（空为不限）",
    "limit_s": "时限（秒）"
  },
  "BalanceEffect": {
    "line": "行号",
    "site_name": "库点",
    "site_kind": "库点类型",
    "bin_code": "货位",
    "item_name": "品目",
    "unit": "计量单位",
    "lot_id": "批次标识，新批次为空",
    "lot_no": "批号",
    "owner": "权属",
    "condition": "状态",
    "before": "过账前",
    "change": "变动",
    "after": "过账后",
    "reserved": "已占用",
    "before_text": "过账前（按包装）",
    "after_text": "过账后（按包装）"
  },
  "BaseMap": {
    "district": "区县代码",
    "name": "区县",
    "bounds": "范围（西、南、东、北）",
    "layers": "图层说明",
    "outline": "示意轮廓",
    "rivers": "河流",
    "roads": "道路",
    "bridges": "桥梁",
    "townships": "乡镇（街道）"
  },
  "BinOut": {
    "code": "货位号",
    "name": "货位名称"
  },
  "CapacityOut": {
    "item_id": "品目",
    "item_name": "品目名称",
    "unit": "计量单位",
    "per_day": "日产能",
    "ramp_up_s": "启动时间（秒）",
    "valid_from": "生效日期",
    "valid_to": "失效日期"
  },
  "CargoLine": {
    "item": "品目编号",
    "item_name": "品目",
    "unit": "单位",
    "lot": "批次编号",
    "shelter": "送往场所编号",
    "quantity": "数量",
    "package_text": "包装"
  },
  "CauseOut": {
    "code": "原因代码",
    "text": "原因",
    "remedy": "建议"
  },
  "CityRequest": {
    "item": "品目编号",
    "item_name": "品目",
    "unit": "单位",
    "quantity": "申请数量",
    "package_text": "包装"
  },
  "ClosedSiteInput": {
    "site_id": "站点",
    "reason": "原因"
  },
  "ClosedSiteOut": {
    "site_id": "站点",
    "name": "站点名称",
    "reason": "原因"
  },
  "ClosureInput": {
    "kind": "方式",
    "link_id": "路段编号",
    "geometry": "线或面（GeoJSON，WGS84）",
    "speed_percent": "车速百分比（0 为中断）",
    "since": "开始时间",
    "until": "预计恢复时间",
    "reason": "原因"
  },
  "ClosureOut": {
    "kind": "方式",
    "link_id": "路段编号",
    "geometry": "线或面",
    "speed_percent": "车速百分比（0 为中断）",
    "since": "开始时间",
    "until": "预计恢复时间",
    "reason": "原因",
    "reported_by": "报告人",
    "reported_at": "报告时间"
  },
  "ConditionIn": {
    "site_id": "库点",
    "reason": "事由",
    "occurred_at": "发生时间",
    "note": "备注",
    "lines": "明细"
  },
  "ConditionLine": {
    "lot_id": "批次",
    "bin_id": "货位",
    "condition": "状态",
    "quantity": "数量",
    "to_condition": "改为状态"
  },
  "Coverage": {
    "profile": "集结机制",
    "note": "说明",
    "villages": "村（社区）数",
    "covered": "全部达标村数",
    "stages": "分阶段",
    "uncovered": "最薄弱的村（至多 50 个）"
  },
  "DisposalIn": {
    "site_id": "库点",
    "reason": "事由",
    "occurred_at": "发生时间",
    "note": "备注",
    "lines": "明细"
  },
  "DivisionList": {
    "items": "区划",
    "next": "下一页"
  },
  "DivisionOut": {
    "code": "区划代码",
    "name": "名称",
    "kind": "级别",
    "parent": "上级区划",
    "population": "人口",
    "hazard_prone": "多灾易灾",
    "remote": "偏远",
    "lon": "经度",
    "lat": "纬度",
    "valid_from": "启用日期",
    "valid_to": "停用日期",
    "source": "来源",
    "as_of": "数据日期",
    "synthetic": "合成数据"
  },
  "DocumentDetail": {
    "number": "单号",
    "kind": "单据类型",
    "reason": "事由",
    "state": "状态",
    "site_name": "库点",
    "counterpart_name": "对方库点",
    "occurred_at": "发生时间",
    "recorded_at": "记账时间",
    "actor": "经办人",
    "note": "备注",
    "reverses": "红冲单据",
    "version": "版本",
    "lines": "明细",
    "entries": "流水",
    "reversed_by": "被红冲于"
  },
  "DocumentLineOut": {
    "number": "行号",
    "item_name": "品目",
    "unit": "计量单位",
    "lot_no": "批号",
    "expires_on": "有效期至",
    "bin_code": "货位",
    "condition": "状态",
    "to_bin_code": "移至货位",
    "to_condition": "改为状态",
    "quantity": "数量",
    "quantity_text": "数量（按包装）"
  },
  "DocumentList": {
    "items": "单据",
    "next": "下一页"
  },
  "DocumentRow": {
    "number": "单号",
    "kind": "单据类型",
    "reason": "事由",
    "state": "状态",
    "site_name": "库点",
    "counterpart_name": "对方库点",
    "occurred_at": "发生时间",
    "recorded_at": "记账时间",
    "actor": "经办人",
    "note": "备注",
    "reverses": "红冲单据",
    "version": "版本"
  },
  "EntryList": {
    "items": "流水",
    "next": "下一页"
  },
  "EntryOut": {
    "document_number": "单号",
    "kind": "单据类型",
    "occurred_at": "发生时间",
    "item_name": "品目",
    "unit": "计量单位",
    "lot_no": "批号",
    "owner": "权属",
    "quantity": "数量",
    "from_site_name": "从",
    "from_condition": "原状态",
    "to_site_name": "到",
    "to_condition": "现状态"
  },
  "FaultRead": {
    "pointer": "位置",
    "detail": "说明"
  },
  "FloorOut": {
    "item_id": "品目",
    "item_name": "品目名称",
    "unit": "计量单位",
    "quantity": "储备底线",
    "reason": "说明",
    "released_by": "解除人",
    "released_at": "解除时间"
  },
  "ForceGap": {
    "metric": "指标代号",
    "name": "指标",
    "required": "目标",
    "actual": "现有",
    "gap": "缺口",
    "unit": "单位",
    "standard": "依据",
    "example": "示例目标"
  },
  "GapInput": {
    "name": "数据",
    "at": "最近更新"
  },
  "GapReport": {
    "district": "区县代码",
    "district_name": "区县",
    "season": "季节",
    "as_of": "计算时刻",
    "kit": "保障定额",
    "kit_days": "保障天数",
    "places": "物资保障能力",
    "forces": "队伍与避难场所",
    "coverage": "集结覆盖",
    "inputs": "数据时点",
    "warnings": "提示"
  },
  "HoldIn": {
    "site_id": "库点",
    "reason": "占用原因",
    "lines": "明细"
  },
  "HoldLineIn": {
    "item_id": "品目",
    "lot_id": "批次",
    "quantity": "数量"
  },
  "HoldList": {
    "items": "占用",
    "next": "下一页"
  },
  "HoldOut": {
    "number": "占用单号",
    "purpose": "用途",
    "state": "状态",
    "site_name": "库点",
    "reason": "原因",
    "actor": "经办人",
    "created_at": "占用时间",
    "closed_at": "结束时间",
    "closed_by": "结束人",
    "version": "版本",
    "lines": "明细"
  },
  "IncidentClose": {
    "note": "结束说明"
  },
  "IncidentCreate": {
    "name": "事件名称",
    "kind": "灾种",
    "level": "级别",
    "started_at": "发生时间",
    "plan_from": "方案起算时刻（空为现在）",
    "district": "区县代码",
    "exercise": "演练",
    "description": "情况说明",
    "areas": "受灾范围",
    "villages": "受灾村（社区），空为范围内全部",
    "people_percent": "未填人数的村转移人口比例（%）",
    "closures": "中断道路",
    "closed_sites": "停用站点"
  },
  "IncidentMap": {
    "areas": "受灾范围",
    "closures": "中断道路",
    "villages": "受灾村（社区）",
    "closed_sites": "停用站点"
  },
  "IncidentOut": {
    "number": "编号",
    "name": "事件名称",
    "kind": "灾种",
    "level": "级别",
    "state": "状态",
    "exercise": "演练",
    "district": "区县代码",
    "district_name": "区县",
    "started_at": "发生时间",
    "plan_from": "方案起算时刻",
    "villages": "受灾村数",
    "people_to_place": "需安置人数",
    "version": "版本",
    "description": "情况说明",
    "opened_by": "开设人",
    "opened_at": "开设时间",
    "closed_at": "结束时间",
    "areas": "受灾范围",
    "affected": "受灾村（社区）",
    "closures": "中断道路",
    "closed_sites": "停用站点",
    "needs": "救援任务需求",
    "needs_corrected": "任务需求已人工修改",
    "warnings": "提示"
  },
  "IncidentSummary": {
    "number": "编号",
    "name": "事件名称",
    "kind": "灾种",
    "level": "级别",
    "state": "状态",
    "exercise": "演练",
    "district": "区县代码",
    "district_name": "区县",
    "started_at": "发生时间",
    "plan_from": "方案起算时刻",
    "villages": "受灾村数",
    "people_to_place": "需安置人数",
    "version": "版本"
  },
  "IncidentUpdate": {
    "name": "事件名称",
    "level": "级别",
    "started_at": "发生时间",
    "plan_from": "方案起算时刻",
    "description": "情况说明",
    "areas": "受灾范围",
    "villages": "受灾村（社区）",
    "people_percent": "未填人数的村转移人口比例（%）",
    "closed_sites": "停用站点"
  },
  "IncomingLine": {
    "lot": "批次",
    "bin_id": "货位",
    "condition": "状态",
    "quantity": "数量"
  },
  "InputAgeOut": {
    "name": "输入",
    "at": "截止时间"
  },
  "IssueIn": {
    "site_id": "库点",
    "reason": "事由",
    "occurred_at": "发生时间",
    "note": "备注",
    "hold_id": "使用占用",
    "lines": "明细"
  },
  "ItemGap": {
    "name": "品目",
    "unit": "单位",
    "usable": "可用数量",
    "floor": "其中储备底线",
    "reserved": "已预留",
    "expired": "已过期",
    "held": "待检、待修、损坏或市级代储",
    "persons": "可保障人数",
    "required": "目标需要",
    "lacking": "需补充数量",
    "packages": "需补充（包装）",
    "limiting": "短板"
  },
  "ItemList": {
    "items": "品目",
    "next": "下一页"
  },
  "ItemOut": {
    "code": "品目编码",
    "name": "品目",
    "spec": "规格",
    "unit": "计量单位",
    "mass_g": "单位质量（克）",
    "volume_cm3": "单位体积（立方厘米）",
    "shelf_life_days": "保质期（天）",
    "storage": "储存要求",
    "nature": "物资属性",
    "gb_code": "国标编码",
    "life_critical": "生命攸关",
    "priority": "优先权重",
    "packages": "包装"
  },
  "ItemStockList": {
    "items": "品目库存",
    "next": "下一页"
  },
  "ItemStockRow": {
    "item_code": "品目编码",
    "item_name": "品目",
    "unit": "计量单位",
    "site_name": "库点",
    "site_kind": "库点类型",
    "division": "所属区划",
    "on_hand": "在库",
    "reserved": "占用",
    "expired": "过期",
    "unusable": "不可用",
    "city": "市级代储",
    "available": "可用",
    "floor": "储备底线",
    "minimum": "最低库存",
    "available_text": "可用（按包装）"
  },
  "JobRead": {
    "id": "编号",
    "kind": "类型",
    "state": "状态",
    "progress": "进度",
    "attempts": "尝试次数",
    "cancel_requested": "已请求取消",
    "error": "失败原因",
    "result": "结果",
    "requested_by": "提交人",
    "created_at": "提交时间",
    "started_at": "开始时间",
    "finished_at": "结束时间"
  },
  "KitLineOut": {
    "item_id": "品目",
    "item_name": "品目名称",
    "unit": "计量单位",
    "units": "数量",
    "people": "每人数",
    "basis": "配发方式",
    "first_day_units": "首日数量",
    "first_day_people": "首日每人数",
    "essential": "必需",
    "indoor_replaces": "室内安置可免"
  },
  "KitList": {
    "items": "保障定额",
    "next": "下一页"
  },
  "KitOut": {
    "code": "定额编码",
    "name": "定额名称",
    "season": "季节",
    "version": "版本",
    "days": "天数",
    "valid_from": "启用日期",
    "source": "来源",
    "note": "说明",
    "lines": "定额明细"
  },
  "LabelOut": {
    "value": "值",
    "label": "名称",
    "colour": "颜色"
  },
  "LabelsOut": {
    "enums": "枚举"
  },
  "LogInput": {
    "text": "内容"
  },
  "LogOut": {
    "at": "时间",
    "actor": "记录人",
    "kind": "类别",
    "text": "内容"
  },
  "LotIn": {
    "item_id": "品目",
    "lot_no": "批号",
    "owner": "权属",
    "made_on": "生产日期",
    "expires_on": "有效期至",
    "source": "来源",
    "unit_cost_fen": "单价（分）"
  },
  "LotLine": {
    "lot_id": "批次",
    "bin_id": "货位",
    "condition": "状态",
    "quantity": "数量"
  },
  "MapCollection": {
    "features": "要素"
  },
  "MapFeatureOut": {
    "properties": "属性",
    "geometry": "图形（GeoJSON，WGS84）"
  },
  "MapLayerOut": {
    "kind": "图层",
    "name": "名称",
    "source": "来源",
    "as_of": "数据日期",
    "synthetic": "合成数据",
    "version": "版本"
  },
  "MoveIn": {
    "site_id": "库点",
    "reason": "事由",
    "occurred_at": "发生时间",
    "note": "备注",
    "lines": "明细"
  },
  "MoveLine": {
    "lot_id": "批次",
    "bin_id": "货位",
    "condition": "状态",
    "quantity": "数量",
    "to_bin_id": "移至货位"
  },
  "NeedInput": {
    "name": "任务",
    "division": "地点（区划）",
    "lon": "经度",
    "lat": "纬度",
    "skill": "专长",
    "people": "人数",
    "from_s": "最早（方案起算后秒数）",
    "until_s": "最晚（方案起算后秒数）",
    "severity": "紧要程度 1–5"
  },
  "NeedOut": {
    "name": "任务",
    "division": "地点（区划）",
    "place": "地点",
    "lon": "经度",
    "lat": "纬度",
    "skill": "专长",
    "people": "人数",
    "from_s": "最早（秒）",
    "until_s": "最晚（秒）",
    "severity": "紧要程度 1–5",
    "origin": "来源"
  },
  "NeedsUpdate": {
    "needs": "救援任务需求"
  },
  "OpeningIn": {
    "site_id": "库点",
    "reason": "事由",
    "occurred_at": "发生时间",
    "note": "备注",
    "lines": "明细"
  },
  "OutOfService": {
    "reason": "停用原因"
  },
  "OutgoingLine": {
    "item_id": "品目",
    "lot_id": "批次",
    "bin_id": "货位",
    "quantity": "数量"
  },
  "PackageOut": {
    "level": "包装层级",
    "name": "包装名称",
    "factor": "含下一级数量"
  },
  "PartnerOut": {
    "kind": "协议类型",
    "contact": "联系人",
    "phone": "电话",
    "note": "说明",
    "agreements": "协议储备",
    "capacities": "产能储备"
  },
  "People": {
    "items": "人员"
  },
  "PersonRead": {
    "code": "编码",
    "name": "姓名",
    "role": "角色"
  },
  "PlaceGap": {
    "division": "区划代码",
    "name": "地点",
    "scope": "层级",
    "hazard_prone": "多灾易灾",
    "remote": "偏远",
    "source": "区划数据来源（含标记来源）",
    "sites": "储备库点",
    "indoor_places": "室内床位（抵扣帐篷）",
    "target": "目标人数",
    "standard": "依据",
    "example": "示例目标",
    "persons": "现可保障人数",
    "gap": "缺口人数",
    "limiting": "短板品目",
    "items": "品目"
  },
  "PlanAssignment": {
    "group": "群体",
    "group_name": "群体名称",
    "village": "村（社区）",
    "township": "乡镇（街道）",
    "shelter": "避难场所编号",
    "shelter_name": "避难场所",
    "people": "人数",
    "special": "特殊人员",
    "mode": "方式",
    "mode_label": "转移方式",
    "travel_s": "路程（秒）",
    "arrive_s": "到达（秒）"
  },
  "PlanGoal": {
    "level": "层级",
    "key": "代号",
    "name": "目标",
    "value": "数值",
    "bound": "界",
    "gap": "差距",
    "maximise": "越大越好"
  },
  "PlanList": {
    "next": "下一页"
  },
  "PlanMap": {
    "groups": "转移群体",
    "shelters": "避难场所",
    "sources": "出货库点",
    "trips": "车次",
    "missions": "任务地点"
  },
  "PlanMission": {
    "mission": "任务编号",
    "name": "任务",
    "place_name": "地点",
    "skill_name": "专业",
    "required": "需要人数",
    "from_s": "开始（秒）",
    "team": "队伍编号",
    "team_name": "队伍",
    "people": "出动人数",
    "depart_s": "出发（秒）",
    "arrive_s": "到场（秒）",
    "within_profile": "符合集结时限"
  },
  "PlanNeed": {
    "item": "品目编号",
    "item_name": "品目",
    "unit": "单位",
    "required": "需求",
    "on_time": "按时",
    "late": "迟到",
    "unmet": "未满足",
    "tiers": "来源层级"
  },
  "PlanOptions": {
    "effort": "计算量",
    "time_limit_s": "时限（秒）",
    "seed": "随机种子",
    "restart_clock": "从现在起算"
  },
  "PlanPeople": {
    "to_place": "需安置人数",
    "placed": "已安置人数",
    "unplaced": "未安置人数"
  },
  "PlanReport": {
    "id": "方案标识",
    "number": "方案编号",
    "incident_id": "事件标识",
    "incident_name": "事件",
    "district": "区县",
    "issued_at": "方案起算时刻",
    "started_at": "灾害发生时刻",
    "created_at": "编制时间",
    "ended": "结束方式",
    "ended_label": "结束方式说明",
    "input_hash": "输入摘要",
    "seed": "随机种子",
    "effort": "计算量",
    "solver": "求解器",
    "needs": "物资",
    "objective": "指标",
    "assignments": "安置",
    "trips": "车次",
    "missions": "队伍",
    "shortages": "缺口",
    "city_request": "市级申请",
    "closed_roads": "封闭道路",
    "ages": "输入时效"
  },
  "PlanRequested": {
    "job_id": "任务标识"
  },
  "PlanShortage": {
    "kind": "类别",
    "kind_label": "缺口类别",
    "item": "品目编号",
    "item_name": "品目",
    "site": "地点编号",
    "site_name": "地点",
    "quantity": "缺少数量",
    "persons": "影响人数",
    "late": "仅迟到",
    "cause": "原因"
  },
  "PlanStop": {
    "action": "动作",
    "action_label": "动作名称",
    "place": "地点编号",
    "place_name": "地点",
    "arrive_s": "到达（秒）",
    "leave_s": "离开（秒）",
    "people": "人数",
    "lines": "货物"
  },
  "PlanSummary": {
    "id": "方案标识",
    "number": "方案编号",
    "incident_id": "事件标识",
    "state": "状态",
    "created_at": "编制时间",
    "ended": "结束方式",
    "ended_label": "结束方式说明",
    "shortages": "缺口项数"
  },
  "PlanTargets": {
    "first_batch_h": "首批物资到达（小时，自方案下达起）",
    "first_batch_target_h": "首批到达目标（小时）",
    "basic_needs_h": "基本生活保障到位（小时，自灾害发生起）",
    "basic_needs_target_h": "基本保障目标（小时）"
  },
  "PlanTimings": {
    "snapshot_s": "取数",
    "matrix_s": "路网",
    "shelters_s": "安置",
    "allocation_s": "物资",
    "trips_s": "车次",
    "missions_s": "队伍",
    "total_s": "合计"
  },
  "PlanTrip": {
    "id": "车次编号",
    "vehicle": "车辆编号",
    "vehicle_name": "车辆",
    "kind": "类型",
    "start_s": "出发（秒）",
    "end_s": "结束（秒）",
    "metres": "里程（米）",
    "peak_kg": "最大载重（千克）",
    "peak_m3": "最大体积（立方米）",
    "people": "运送人数",
    "stops": "站点"
  },
  "PreviewInput": {
    "district": "区县",
    "areas": "受灾范围",
    "people_percent": "转移人口比例（%）"
  },
  "ProblemRead": {
    "type": "类型",
    "title": "标题",
    "status": "状态码",
    "detail": "说明",
    "errors": "错误",
    "request_id": "请求编号"
  },
  "ReceiptIn": {
    "site_id": "库点",
    "reason": "事由",
    "occurred_at": "发生时间",
    "note": "备注",
    "lines": "明细"
  },
  "ReservationOut": {
    "item_name": "品目",
    "unit": "计量单位",
    "lot_no": "批号",
    "bin_code": "货位",
    "quantity": "数量",
    "quantity_text": "数量（按包装）"
  },
  "ReturnIn": {
    "site_id": "库点",
    "reason": "事由",
    "occurred_at": "发生时间",
    "note": "备注",
    "lines": "明细"
  },
  "ReversalIn": {
    "note": "红冲原因"
  },
  "RoadLinkList": {
    "items": "路段",
    "next": "下一页"
  },
  "RoadLinkOut": {
    "id": "路段编号",
    "name": "路段",
    "road_class": "等级",
    "length_m": "长度（米）",
    "bridge": "桥梁",
    "river": "跨越河流"
  },
  "RuleCreate": {
    "code": "编号",
    "name": "任务",
    "basis": "计算依据",
    "per": "每多少",
    "skill": "专长",
    "people": "需要人数",
    "from_s": "最早（秒）",
    "until_s": "最晚（秒）",
    "severity": "紧要程度 1–5",
    "kinds": "适用灾种（空为全部）",
    "note": "说明"
  },
  "RuleOut": {
    "code": "编号",
    "name": "任务",
    "basis": "计算依据",
    "per": "每多少",
    "skill": "专长",
    "people": "需要人数",
    "from_s": "最早（秒）",
    "until_s": "最晚（秒）",
    "severity": "紧要程度 1–5",
    "kinds": "适用灾种（空为全部）",
    "active": "启用",
    "note": "说明",
    "version": "版本"
  },
  "RuleUpdate": {
    "per": "每多少",
    "people": "需要人数",
    "from_s": "最早（秒）",
    "until_s": "最晚（秒）",
    "severity": "紧要程度 1–5",
    "active": "启用",
    "note": "说明"
  },
  "ShelterCreate": {
    "code": "编号",
    "name": "避难场所名称",
    "division": "所属区划",
    "site_id": "物资站点",
    "lon": "经度",
    "lat": "纬度",
    "shelter_class": "类别",
    "grade": "级别",
    "indoor_places": "室内床位",
    "outdoor_places": "室外位置",
    "special_places": "特殊人群位置",
    "usable_area_m2": "可用面积（m²）",
    "area_per_person_cm2": "人均面积（cm²）",
    "day_capacity": "日间容量",
    "night_capacity": "夜间容量",
    "functions": "功能",
    "exposures": "受威胁灾种",
    "state": "状态",
    "ready_s": "启用准备时间（秒）",
    "docks": "卸货位",
    "stop_s": "每次停靠时间（秒）",
    "handling_s_per_t": "每吨卸货时间（秒）",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "source": "来源"
  },
  "ShelterOut": {
    "code": "编号",
    "name": "避难场所名称",
    "division": "所属区划",
    "site_id": "物资站点",
    "lon": "经度",
    "lat": "纬度",
    "shelter_class": "类别",
    "grade": "级别",
    "indoor_places": "室内床位",
    "outdoor_places": "室外位置",
    "special_places": "特殊人群位置",
    "usable_area_m2": "可用面积（m²）",
    "area_per_person_cm2": "人均面积（cm²）",
    "day_capacity": "日间容量",
    "night_capacity": "夜间容量",
    "functions": "功能",
    "exposures": "受威胁灾种",
    "state": "状态",
    "ready_s": "启用准备时间（秒）",
    "docks": "卸货位",
    "stop_s": "每次停靠时间（秒）",
    "handling_s_per_t": "每吨卸货时间（秒）",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "source": "来源",
    "division_name": "区划名称",
    "out_of_service": "停用",
    "out_of_service_reason": "停用原因",
    "version": "版本",
    "synthetic": "合成数据",
    "as_of": "来源日期"
  },
  "ShelterUpdate": {
    "code": "编号",
    "name": "避难场所名称",
    "division": "所属区划",
    "site_id": "物资站点",
    "lon": "经度",
    "lat": "纬度",
    "shelter_class": "类别",
    "grade": "级别",
    "indoor_places": "室内床位",
    "outdoor_places": "室外位置",
    "special_places": "特殊人群位置",
    "usable_area_m2": "可用面积（m²）",
    "area_per_person_cm2": "人均面积（cm²）",
    "day_capacity": "日间容量",
    "night_capacity": "夜间容量",
    "functions": "功能",
    "exposures": "受威胁灾种",
    "state": "状态",
    "ready_s": "启用准备时间（秒）",
    "docks": "卸货位",
    "stop_s": "每次停靠时间（秒）",
    "handling_s_per_t": "每吨卸货时间（秒）",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "source": "来源"
  },
  "SiteDetail": {
    "code": "库点编码",
    "name": "库点",
    "kind": "类型",
    "division": "所属区划",
    "division_name": "所属区划名称",
    "address": "地址",
    "lon": "经度",
    "lat": "纬度",
    "keeper": "保管人",
    "phone": "电话",
    "out_of_service": "停用",
    "synthetic": "合成数据",
    "version": "版本",
    "floor_area_m2": "面积（平方米）",
    "hours": "开放时间",
    "key_holder": "钥匙保管人",
    "docks": "装卸口",
    "stop_s": "停靠时间（秒）",
    "handling_s_per_t": "装卸时间（秒/吨）",
    "out_of_service_reason": "停用原因",
    "source": "来源",
    "as_of": "数据日期",
    "bins": "货位",
    "floors": "储备底线",
    "partner": "协议企业"
  },
  "SiteList": {
    "items": "库点",
    "next": "下一页"
  },
  "SiteOut": {
    "code": "库点编码",
    "name": "库点",
    "kind": "类型",
    "division": "所属区划",
    "division_name": "所属区划名称",
    "address": "地址",
    "lon": "经度",
    "lat": "纬度",
    "keeper": "保管人",
    "phone": "电话",
    "out_of_service": "停用",
    "synthetic": "合成数据",
    "version": "版本"
  },
  "SiteTotals": {
    "code": "库点编码",
    "name": "库点",
    "kind": "类型",
    "lon": "经度",
    "lat": "纬度",
    "out_of_service": "停用",
    "items": "品目数",
    "lots": "批次数",
    "expired_lots": "过期批次数",
    "mass_kg": "总质量（千克）",
    "volume_m3": "总体积（立方米）"
  },
  "StageCoverage": {
    "stage": "阶段",
    "label": "阶段名称",
    "limits": "时限",
    "covered": "达标村数"
  },
  "StandardList": {
    "items": "标准",
    "next": "下一页"
  },
  "StandardOut": {
    "metric": "指标代码",
    "name": "指标",
    "scope_kind": "适用级别",
    "division": "适用区划",
    "scope_flag": "适用范围限定",
    "comparison": "比较",
    "threshold": "目标值",
    "unit": "单位",
    "document": "依据文件",
    "clause": "条款",
    "as_of": "日期",
    "example": "示例目标",
    "note": "说明"
  },
  "StockList": {
    "items": "库存",
    "next": "下一页"
  },
  "StockRow": {
    "site_name": "库点",
    "bin_code": "货位",
    "item_code": "品目编码",
    "item_name": "品目",
    "unit": "计量单位",
    "lot_no": "批号",
    "owner": "权属",
    "condition": "状态",
    "made_on": "生产日期",
    "expires_on": "有效期至",
    "expired": "已过期",
    "days_left": "剩余天数",
    "on_hand": "在库",
    "reserved": "占用",
    "available": "可用",
    "on_hand_text": "在库（按包装）",
    "available_text": "可用（按包装）"
  },
  "StockTree": {
    "roots": "库存树"
  },
  "StockTreeNode": {
    "code": "区划代码",
    "name": "区划",
    "sites": "库点",
    "children": "下级区划",
    "site_count": "库点数",
    "mass_kg": "总质量（千克）",
    "volume_m3": "总体积（立方米）"
  },
  "TeamCreate": {
    "code": "编号",
    "name": "队伍名称",
    "level": "层级",
    "division": "所属区划",
    "base_site_id": "驻地",
    "lon": "经度",
    "lat": "纬度",
    "people": "在册人数",
    "on_duty": "在岗人数",
    "home_cover": "留守人数",
    "skills": "专长",
    "self_support_days": "自我保障天数",
    "response_s": "响应时间（秒）",
    "assembly_s": "集结时间（秒）",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "deputy_name": "副手",
    "deputy_phone": "副手电话",
    "ready_checked_on": "最近战备检查",
    "source": "来源"
  },
  "TeamOut": {
    "code": "编号",
    "name": "队伍名称",
    "level": "层级",
    "division": "所属区划",
    "base_site_id": "驻地",
    "lon": "经度",
    "lat": "纬度",
    "people": "在册人数",
    "on_duty": "在岗人数",
    "home_cover": "留守人数",
    "skills": "专长",
    "self_support_days": "自我保障天数",
    "response_s": "响应时间（秒）",
    "assembly_s": "集结时间（秒）",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "deputy_name": "副手",
    "deputy_phone": "副手电话",
    "ready_checked_on": "最近战备检查",
    "source": "来源",
    "division_name": "区划名称",
    "base_name": "驻地名称",
    "out_of_service": "停用",
    "out_of_service_reason": "停用原因",
    "version": "版本",
    "synthetic": "合成数据",
    "as_of": "来源日期"
  },
  "TeamUpdate": {
    "code": "编号",
    "name": "队伍名称",
    "level": "层级",
    "division": "所属区划",
    "base_site_id": "驻地",
    "lon": "经度",
    "lat": "纬度",
    "people": "在册人数",
    "on_duty": "在岗人数",
    "home_cover": "留守人数",
    "skills": "专长",
    "self_support_days": "自我保障天数",
    "response_s": "响应时间（秒）",
    "assembly_s": "集结时间（秒）",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "deputy_name": "副手",
    "deputy_phone": "副手电话",
    "ready_checked_on": "最近战备检查",
    "source": "来源"
  },
  "TierQuantity": {
    "tier": "层级",
    "tier_label": "来源层级",
    "quantity": "数量"
  },
  "TransferIn": {
    "site_id": "库点",
    "reason": "事由",
    "occurred_at": "发生时间",
    "note": "备注",
    "to_site_id": "调入库点",
    "hold_id": "使用占用",
    "lines": "明细"
  },
  "UncoveredVillage": {
    "division": "村（社区）代码",
    "name": "村（社区）",
    "township": "乡镇（街道）",
    "team": "最近队伍",
    "arrive_s": "最快到场（秒，空为无路可达）"
  },
  "VehicleCreate": {
    "code": "车牌号",
    "name": "车辆名称",
    "type": "车型",
    "profile": "通行类别",
    "division": "所属区划",
    "base_site_id": "停放站点",
    "lon": "经度",
    "lat": "纬度",
    "capacity_g": "载重（g）",
    "capacity_cm3": "容积（cm³）",
    "seats": "座位数",
    "owner": "归属",
    "partner_id": "协议运输单位",
    "mobilisation_s": "动员时间（秒）",
    "driver_name": "驾驶员",
    "driver_phone": "驾驶员电话",
    "source": "来源"
  },
  "VehicleOut": {
    "code": "车牌号",
    "name": "车辆名称",
    "type": "车型",
    "profile": "通行类别",
    "division": "所属区划",
    "division_name": "区划名称",
    "base_site_id": "停放站点",
    "base_name": "停放站点名称",
    "lon": "经度",
    "lat": "纬度",
    "capacity_g": "载重（g）",
    "capacity_cm3": "容积（cm³）",
    "seats": "座位数",
    "owner": "归属",
    "partner_id": "协议运输单位",
    "mobilisation_s": "动员时间（秒）",
    "driver_name": "驾驶员",
    "driver_phone": "驾驶员电话",
    "out_of_service": "停用",
    "out_of_service_reason": "停用原因",
    "version": "版本",
    "synthetic": "合成数据",
    "source": "来源",
    "as_of": "来源日期"
  },
  "VehicleTypeOut": {
    "type": "车型",
    "label": "名称",
    "profile": "通行类别",
    "capacity_g": "载重（g）",
    "capacity_cm3": "容积（cm³）",
    "seats": "座位数"
  },
  "VehicleUpdate": {
    "code": "车牌号",
    "name": "车辆名称",
    "type": "车型",
    "profile": "通行类别",
    "division": "所属区划",
    "base_site_id": "停放站点",
    "lon": "经度",
    "lat": "纬度",
    "capacity_g": "载重（g）",
    "capacity_cm3": "容积（cm³）",
    "seats": "座位数",
    "owner": "归属",
    "partner_id": "协议运输单位",
    "mobilisation_s": "动员时间（秒）",
    "driver_name": "驾驶员",
    "driver_phone": "驾驶员电话",
    "source": "来源"
  },
  "VillageInput": {
    "division": "村（社区）代码",
    "people": "转移人数",
    "elderly": "其中老人",
    "disabled": "其中残疾人",
    "infants": "其中婴幼儿",
    "patients": "其中伤病员"
  },
  "app__incidents__schemas__PreviewOut": {
    "areas": "范围（修复后）",
    "villages": "范围内的村（社区）",
    "people": "合计转移人数",
    "warnings": "提示"
  },
  "app__inventory__schemas__PreviewOut": {
    "kind": "单据类型",
    "occurred_at": "发生时间",
    "effects": "库存变化"
  }
} as const;
