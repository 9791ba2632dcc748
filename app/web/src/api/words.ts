// Generated from openapi.json by `npm run types`.
export const ENUMS = {
  "ApprovalKind": {
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
    "adjustment": {
      "colour": "warning",
      "label": "调整"
    },
    "disposal": {
      "colour": "danger",
      "label": "报废"
    },
    "plan": {
      "colour": "danger",
      "label": "调度方案"
    }
  },
  "ApprovalState": {
    "waiting": {
      "colour": "warning",
      "label": "待审批"
    },
    "approved": {
      "colour": "success",
      "label": "已批准"
    },
    "refused": {
      "colour": "danger",
      "label": "已退回"
    },
    "withdrawn": {
      "colour": "info",
      "label": "已撤回"
    }
  },
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
    },
    "district": {
      "colour": "info",
      "label": "全区"
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
    },
    "refused": {
      "colour": "danger",
      "label": "已退回"
    },
    "withdrawn": {
      "colour": "info",
      "label": "已撤回"
    }
  },
  "Found": {
    "item": {
      "colour": "primary",
      "label": "品目"
    },
    "site": {
      "colour": "warning",
      "label": "库点"
    },
    "division": {
      "colour": "info",
      "label": "区划"
    },
    "team": {
      "colour": "success",
      "label": "队伍"
    },
    "shelter": {
      "colour": "success",
      "label": "避难场所"
    },
    "vehicle": {
      "colour": "info",
      "label": "车辆"
    },
    "incident": {
      "colour": "danger",
      "label": "突发事件"
    },
    "document": {
      "colour": "primary",
      "label": "单据"
    },
    "person": {
      "colour": "info",
      "label": "人员"
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
  "GoalOrder": {
    "usual": {
      "colour": "info",
      "label": "规定次序"
    },
    "cost_before_channels": {
      "colour": "info",
      "label": "费用先于渠道次序"
    },
    "fairness_before_total": {
      "colour": "info",
      "label": "公平先于总量"
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
  "Kind": {
    "approval": {
      "colour": "warning",
      "label": "待审批"
    },
    "decision": {
      "colour": "success",
      "label": "审批结果"
    },
    "plan": {
      "colour": "primary",
      "label": "调度方案"
    },
    "incident": {
      "colour": "danger",
      "label": "突发事件"
    },
    "account": {
      "colour": "info",
      "label": "账号与授权"
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
  "Outcome": {
    "done": {
      "colour": "success",
      "label": "已执行"
    },
    "refused": {
      "colour": "warning",
      "label": "被拒绝"
    },
    "failed": {
      "colour": "danger",
      "label": "出错"
    },
    "exported": {
      "colour": "primary",
      "label": "已导出"
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
  "PasswordProfile": {
    "mlps": {
      "colour": "primary",
      "label": "等级保护二级（GB/T 22239-2019）"
    },
    "asvs": {
      "colour": "info",
      "label": "长口令（OWASP ASVS）"
    }
  },
  "PlanState": {
    "draft": {
      "colour": "info",
      "label": "草案"
    },
    "submitted": {
      "colour": "warning",
      "label": "待批准"
    },
    "refused": {
      "colour": "danger",
      "label": "已退回"
    },
    "approved": {
      "colour": "primary",
      "label": "已批准"
    },
    "issued": {
      "colour": "success",
      "label": "已下达"
    }
  },
  "PlanStep": {
    "submit": {
      "colour": "primary",
      "label": "提交审批"
    },
    "withdraw": {
      "colour": "info",
      "label": "撤回"
    },
    "decide": {
      "colour": "warning",
      "label": "审批"
    },
    "issue": {
      "colour": "success",
      "label": "下达"
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
  "ReasonsState": {
    "none": {
      "colour": "info",
      "label": "未分析"
    },
    "waiting": {
      "colour": "primary",
      "label": "分析中"
    },
    "partial": {
      "colour": "warning",
      "label": "部分完成"
    },
    "done": {
      "colour": "success",
      "label": "已完成"
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
  "RoadCondition": {
    "rain": {
      "colour": "info",
      "label": "降雨"
    },
    "debris": {
      "colour": "info",
      "label": "路面堆积物"
    }
  },
  "RoadStructure": {
    "bridge": {
      "colour": "info",
      "label": "桥梁"
    },
    "tunnel": {
      "colour": "info",
      "label": "隧道"
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
  "RuleAbout": {
    "group": {
      "colour": "primary",
      "label": "安置去向"
    },
    "shelter": {
      "colour": "warning",
      "label": "停用场所"
    },
    "source": {
      "colour": "primary",
      "label": "供应关系"
    },
    "lot": {
      "colour": "primary",
      "label": "批次去向"
    },
    "vehicle": {
      "colour": "primary",
      "label": "车辆任务"
    },
    "way": {
      "colour": "warning",
      "label": "禁行路段"
    },
    "team": {
      "colour": "primary",
      "label": "队伍任务"
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
  "Subject": {
    "places": {
      "colour": "info",
      "label": "区划与库点"
    },
    "catalog": {
      "colour": "info",
      "label": "品目与标准"
    },
    "stock": {
      "colour": "primary",
      "label": "库存与单据"
    },
    "forces": {
      "colour": "primary",
      "label": "队伍、场所、车辆"
    },
    "roads": {
      "colour": "info",
      "label": "道路"
    },
    "incidents": {
      "colour": "danger",
      "label": "突发事件"
    },
    "plans": {
      "colour": "danger",
      "label": "调度方案"
    },
    "planning": {
      "colour": "primary",
      "label": "能力规划"
    },
    "people": {
      "colour": "info",
      "label": "人员与账号"
    },
    "rights": {
      "colour": "warning",
      "label": "授权"
    },
    "policies": {
      "colour": "warning",
      "label": "安全与审批策略"
    },
    "settings": {
      "colour": "info",
      "label": "系统设置"
    },
    "exchange": {
      "colour": "info",
      "label": "资源信息共享"
    },
    "audit": {
      "colour": "warning",
      "label": "审计"
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
  "TokenState": {
    "waiting": {
      "colour": "warning",
      "label": "待批准"
    },
    "active": {
      "colour": "success",
      "label": "有效"
    },
    "expired": {
      "colour": "info",
      "label": "已过期"
    },
    "revoked": {
      "colour": "danger",
      "label": "已吊销"
    }
  },
  "TripChangeKind": {
    "moved": {
      "colour": "warning",
      "label": "改动"
    },
    "added": {
      "colour": "success",
      "label": "新增"
    },
    "dropped": {
      "colour": "danger",
      "label": "取消"
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
  },
  "app__auth__models__Stage": {
    "full": {
      "colour": "success",
      "label": "已登录"
    },
    "password": {
      "colour": "warning",
      "label": "须设置口令"
    },
    "second_factor": {
      "colour": "warning",
      "label": "须验证动态口令"
    },
    "second_factor_setup": {
      "colour": "warning",
      "label": "须启用动态口令"
    }
  },
  "app__teams__models__Stage": {
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
  }
} as const;

export const TITLES = {
  "AdjustRule": {
    "about": "关于",
    "keep": "锁定（否则禁用）",
    "subject": "主体编号",
    "target": "对象编号"
  },
  "AdjustmentIn": {
    "lines": "明细",
    "mends": "代替的单据",
    "note": "备注",
    "occurred_at": "发生时间",
    "reason": "事由",
    "site_id": "库点"
  },
  "AdviceSite": {
    "id": "地点编号",
    "name": "地点"
  },
  "AffectedOut": {
    "disabled": "其中残疾人",
    "division": "村（社区）代码",
    "elderly": "其中老人",
    "infants": "其中婴幼儿",
    "lat": "纬度",
    "lon": "经度",
    "name": "村（社区）",
    "patients": "其中伤病员",
    "people": "转移人数",
    "population": "人口",
    "township": "乡镇（街道）"
  },
  "AgreementOut": {
    "guaranteed_quantity": "保证数量",
    "item_id": "品目",
    "item_name": "品目名称",
    "least_call": "最低起调量",
    "price_basis": "计价依据",
    "radius_m": "服务半径（米）",
    "response_s": "响应时间（秒）",
    "unit": "计量单位",
    "valid_from": "生效日期",
    "valid_to": "失效日期"
  },
  "ApprovalList": {
    "items": "审批",
    "next": "下一页",
    "waiting": "待我审批条数"
  },
  "ApprovalOut": {
    "author": "提交人编码",
    "author_name": "提交人",
    "decided_at": "审批时间",
    "decided_by": "审批人编码",
    "decided_by_name": "审批人",
    "division": "区划代码",
    "document": "单据",
    "document_id": "单据标识",
    "effects": "批准后的库存变化",
    "incident_name": "事件",
    "kind": "类别",
    "may_decide": "可由我审批",
    "may_withdraw": "可由我撤回",
    "note": "说明",
    "number": "单号",
    "obstacles": "目前不能过账或下达的原因",
    "plan_id": "方案标识",
    "reason": "意见",
    "site_name": "库点",
    "state": "状态",
    "submitted_at": "提交时间"
  },
  "ApprovalRow": {
    "author": "提交人编码",
    "author_name": "提交人",
    "decided_at": "审批时间",
    "decided_by": "审批人编码",
    "decided_by_name": "审批人",
    "division": "区划代码",
    "document_id": "单据标识",
    "incident_name": "事件",
    "kind": "类别",
    "note": "说明",
    "number": "单号",
    "plan_id": "方案标识",
    "reason": "意见",
    "site_name": "库点",
    "state": "状态",
    "submitted_at": "提交时间"
  },
  "AreaInput": {
    "geometry": "范围（GeoJSON 面，WGS84）",
    "name": "名称"
  },
  "AreaOut": {
    "geometry": "范围",
    "name": "名称",
    "note": "说明"
  },
  "AssemblyProfileOut": {
    "active": "启用",
    "code": "编号",
    "name": "名称",
    "note": "说明",
    "stages": "时限",
    "version": "版本"
  },
  "AssemblyStageOut": {
    "level": "队伍层级（空为不限）",
    "limit_s": "时限（秒）",
    "stage": "阶段"
  },
  "AuditPage": {
    "items": "内容",
    "next": "下一页游标"
  },
  "AuditRow": {
    "actor": "人员编码",
    "actor_name": "姓名",
    "address": "来源地址",
    "after": "改后",
    "at": "时间",
    "before": "改前",
    "detail": "说明",
    "id": "编号",
    "operation": "操作",
    "operation_name": "操作名称",
    "outcome": "结果",
    "position": "链上位置",
    "request_id": "请求编号",
    "roles": "角色",
    "subject_id": "对象"
  },
  "AuditState": {
    "head": "链头",
    "oldest": "最早一行的时间",
    "sealed": "已封存行数",
    "unsealed": "未封存行数"
  },
  "BalanceEffect": {
    "after": "过账后",
    "after_text": "过账后（按包装）",
    "before": "过账前",
    "before_text": "过账前（按包装）",
    "bin_code": "货位",
    "change": "变动",
    "condition": "状态",
    "item_name": "品目",
    "line": "行号",
    "lot_id": "批次标识，新批次为空",
    "lot_no": "批号",
    "owner": "权属",
    "reserved": "已占用",
    "site_kind": "库点类型",
    "site_name": "库点",
    "unit": "计量单位"
  },
  "BaseMap": {
    "bounds": "范围（西、南、东、北）",
    "bridges": "桥梁",
    "district": "区县代码",
    "layers": "图层说明",
    "name": "区县",
    "outline": "示意轮廓",
    "rivers": "河流",
    "roads": "道路",
    "townships": "乡镇（街道）"
  },
  "BinOut": {
    "code": "货位号",
    "name": "货位名称"
  },
  "BusyRoad": {
    "capacity": "通行能力（辆/小时）",
    "from_s": "最忙一小时自（秒）",
    "geometry": "线形（GeoJSON，WGS84）",
    "goods": "载货车（辆）",
    "id": "路段编号",
    "length_m": "长度（米）",
    "meetings": "单车道会车（次）",
    "name": "路段",
    "people": "载客车（辆）",
    "road_class": "等级",
    "share": "占通行能力",
    "speed_percent": "此时车速（%）"
  },
  "CapacityOut": {
    "item_id": "品目",
    "item_name": "品目名称",
    "least_call": "最低起调量",
    "per_day": "日产能",
    "ramp_up_s": "启动时间（秒）",
    "unit": "计量单位",
    "valid_from": "生效日期",
    "valid_to": "失效日期"
  },
  "CargoLine": {
    "item": "品目编号",
    "item_name": "品目",
    "lot": "批次编号",
    "lot_no": "批号",
    "package_text": "包装",
    "quantity": "数量",
    "shelter": "送往场所编号",
    "unit": "单位"
  },
  "CauseEffect": {
    "after": "若不受此限仍缺",
    "code": "原因代码",
    "label": "原因",
    "text": "说明"
  },
  "CauseOut": {
    "code": "原因代码",
    "remedy": "建议",
    "text": "原因"
  },
  "CityRequest": {
    "checked": "已核对",
    "item": "品目编号",
    "item_name": "品目",
    "package_text": "包装",
    "quantity": "申请数量",
    "ready_s": "最迟到库（秒）",
    "source": "送达库点编号",
    "source_name": "送达库点",
    "unit": "单位",
    "verified": "复算：到库后可按时送达"
  },
  "ClosedSiteInput": {
    "reason": "原因",
    "site_id": "站点"
  },
  "ClosedSiteOut": {
    "name": "站点名称",
    "reason": "原因",
    "site_id": "站点"
  },
  "ClosureInput": {
    "geometry": "线或面（GeoJSON，WGS84）",
    "kind": "方式",
    "limit_kg": "限重（千克，不超过者仍可通行）",
    "link_id": "路段编号",
    "reason": "原因",
    "road_class": "仅限（道路等级）",
    "since": "开始时间（空为方案起算前已中断）",
    "speed_percent": "车速百分比（0 为中断）",
    "structure": "仅限（桥梁或隧道）",
    "until": "预计恢复时间"
  },
  "ClosureOut": {
    "geometry": "线或面",
    "kind": "方式",
    "limit_kg": "限重（千克，不超过者仍可通行）",
    "link_id": "路段编号",
    "reason": "原因",
    "reported_at": "报告时间",
    "reported_by": "报告人",
    "road_class": "仅限（道路等级）",
    "roads": "道路",
    "since": "开始时间",
    "speed_percent": "车速百分比（0 为中断）",
    "state": "通行状态",
    "structure": "仅限（桥梁或隧道）",
    "until": "预计恢复时间"
  },
  "CodeCommand": {
    "code": "一次性代码"
  },
  "CodeRead": {
    "code": "一次性代码",
    "expires_at": "有效至"
  },
  "ConditionIn": {
    "lines": "明细",
    "mends": "代替的单据",
    "note": "备注",
    "occurred_at": "发生时间",
    "reason": "事由",
    "site_id": "库点"
  },
  "ConditionLine": {
    "bin_id": "货位",
    "condition": "状态",
    "lot_id": "批次",
    "quantity": "数量",
    "to_condition": "改为状态"
  },
  "Coverage": {
    "covered": "全部达标村数",
    "note": "说明",
    "profile": "集结机制",
    "stages": "分阶段",
    "uncovered": "最薄弱的村（至多 50 个）",
    "villages": "村（社区）数"
  },
  "CriticalLinkList": {
    "items": "无路可绕的路段",
    "total": "合计"
  },
  "CriticalLinkOut": {
    "bridge": "桥梁",
    "id": "路段编号",
    "length_m": "长度（米）",
    "line": "线形（经纬度，WGS84）",
    "name": "路段",
    "people": "中断后被隔断人口",
    "road_class": "等级",
    "tunnel": "隧道",
    "villages": "被隔断的村（社区）"
  },
  "Decision": {
    "reason": "意见"
  },
  "DisposalIn": {
    "lines": "明细",
    "mends": "代替的单据",
    "note": "备注",
    "occurred_at": "发生时间",
    "reason": "事由",
    "site_id": "库点"
  },
  "DivisionList": {
    "items": "区划",
    "next": "下一页"
  },
  "DivisionOut": {
    "as_of": "数据日期",
    "code": "区划代码",
    "hazard_prone": "多灾易灾",
    "kind": "级别",
    "lat": "纬度",
    "lon": "经度",
    "name": "名称",
    "parent": "上级区划",
    "population": "人口",
    "remote": "偏远",
    "source": "来源",
    "synthetic": "合成数据",
    "valid_from": "启用日期",
    "valid_to": "停用日期"
  },
  "DocumentDetail": {
    "actor": "经办人编码",
    "actor_name": "经办人",
    "approved_by": "审批人编码",
    "approved_by_name": "审批人",
    "command": "提交的内容",
    "counterpart_name": "对方库点",
    "entries": "流水",
    "kind": "单据类型",
    "lines": "明细",
    "mended_by": "已由此单代替",
    "mends": "代替的单据",
    "note": "备注",
    "number": "单号",
    "occurred_at": "发生时间",
    "reason": "事由",
    "recorded_at": "记账时间",
    "reversed_by": "被红冲于",
    "reverses": "红冲单据",
    "site_name": "库点",
    "state": "状态",
    "version": "版本"
  },
  "DocumentLineOut": {
    "bin_code": "货位",
    "condition": "状态",
    "expires_on": "有效期至",
    "item_name": "品目",
    "lot_id": "批次标识，新批次或未指定为空",
    "lot_no": "批号",
    "number": "行号",
    "quantity": "数量",
    "quantity_text": "数量（按包装）",
    "to_bin_code": "移至货位",
    "to_condition": "改为状态",
    "unit": "计量单位"
  },
  "DocumentList": {
    "items": "单据",
    "next": "下一页"
  },
  "DocumentRow": {
    "actor": "经办人编码",
    "actor_name": "经办人",
    "approved_by": "审批人编码",
    "approved_by_name": "审批人",
    "counterpart_name": "对方库点",
    "kind": "单据类型",
    "mends": "代替的单据",
    "note": "备注",
    "number": "单号",
    "occurred_at": "发生时间",
    "reason": "事由",
    "recorded_at": "记账时间",
    "reverses": "红冲单据",
    "site_name": "库点",
    "state": "状态",
    "version": "版本"
  },
  "EntryList": {
    "items": "流水",
    "next": "下一页"
  },
  "EntryOut": {
    "document_number": "单号",
    "from_condition": "原状态",
    "from_site_name": "从",
    "item_name": "品目",
    "kind": "单据类型",
    "lot_no": "批号",
    "occurred_at": "发生时间",
    "owner": "权属",
    "quantity": "数量",
    "to_condition": "现状态",
    "to_site_name": "到",
    "unit": "计量单位"
  },
  "ExportTold": {
    "columns": "列",
    "question": "条件",
    "rows": "行数",
    "title": "列表名称"
  },
  "FaultRead": {
    "detail": "说明",
    "pointer": "位置"
  },
  "FloorOut": {
    "item_id": "品目",
    "item_name": "品目名称",
    "quantity": "储备底线",
    "reason": "说明",
    "released_at": "解除时间",
    "released_by": "解除人",
    "unit": "计量单位"
  },
  "ForceGap": {
    "actual": "现有",
    "example": "示例目标",
    "gap": "缺口",
    "metric": "指标代号",
    "name": "指标",
    "required": "目标",
    "standard": "依据",
    "unit": "单位"
  },
  "GapInput": {
    "at": "最近更新",
    "name": "数据"
  },
  "GapReport": {
    "as_of": "计算时刻",
    "coverage": "集结覆盖",
    "district": "区县代码",
    "district_name": "区县",
    "forces": "队伍与避难场所",
    "inputs": "数据时点",
    "kit": "保障定额",
    "kit_days": "保障天数",
    "places": "物资保障能力",
    "season": "季节",
    "warnings": "提示"
  },
  "GoalEffect": {
    "after": "新值",
    "before": "原值",
    "key": "代号",
    "level": "层级",
    "name": "目标"
  },
  "GrantCreate": {
    "person_id": "人员",
    "reads": "查看范围",
    "role": "角色",
    "site_id": "库点",
    "writes": "办理范围"
  },
  "GrantRead": {
    "ended_at": "终止时间",
    "ended_by_name": "终止人",
    "granted_at": "授权时间",
    "granted_by_name": "授权人",
    "person_code": "人员编码",
    "person_id": "人员",
    "person_name": "姓名",
    "reads": "查看范围",
    "reads_name": "查看范围名称",
    "role": "角色",
    "site_id": "库点",
    "site_name": "库点名称",
    "writes": "办理范围",
    "writes_name": "办理范围名称"
  },
  "Health": {
    "ok": "正常"
  },
  "HitOut": {
    "code": "编码",
    "id": "编号",
    "kind": "类别",
    "name": "名称",
    "where": "位置或类别"
  },
  "Hits": {
    "items": "结果"
  },
  "HoldIn": {
    "lines": "明细",
    "reason": "占用原因",
    "site_id": "库点"
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
    "actor": "经办人编码",
    "actor_name": "经办人",
    "closed_at": "结束时间",
    "closed_by": "结束人",
    "created_at": "占用时间",
    "lines": "明细",
    "number": "占用单号",
    "purpose": "用途",
    "reason": "原因",
    "site_name": "库点",
    "state": "状态",
    "version": "版本"
  },
  "Inbox": {
    "items": "内容",
    "next": "下一页游标",
    "unread": "未读条数"
  },
  "IncidentClose": {
    "note": "结束说明"
  },
  "IncidentCreate": {
    "areas": "受灾范围",
    "closed_sites": "停用站点",
    "closures": "中断道路",
    "description": "情况说明",
    "district": "区县代码",
    "exercise": "演练",
    "kind": "灾种",
    "level": "级别",
    "name": "事件名称",
    "people_percent": "未填人数的村转移人口比例（%）",
    "plan_from": "方案起算时刻（空为现在）",
    "road_conditions": "路况影响（不填按灾种）",
    "started_at": "发生时间",
    "villages": "受灾村（社区），空为范围内全部"
  },
  "IncidentMap": {
    "areas": "受灾范围",
    "closed_sites": "停用站点",
    "closures": "中断道路",
    "villages": "受灾村（社区）"
  },
  "IncidentOut": {
    "affected": "受灾村（社区）",
    "areas": "受灾范围",
    "closed_at": "结束时间",
    "closed_sites": "停用站点",
    "closures": "中断道路",
    "description": "情况说明",
    "district": "区县代码",
    "district_name": "区县",
    "exercise": "演练",
    "kind": "灾种",
    "level": "级别",
    "name": "事件名称",
    "needs": "救援任务需求",
    "needs_corrected": "任务需求已人工修改",
    "number": "编号",
    "opened_at": "开设时间",
    "opened_by": "开设人",
    "people_to_place": "需安置人数",
    "plan_from": "方案起算时刻",
    "road_conditions": "路况影响（空为按灾种）",
    "started_at": "发生时间",
    "state": "状态",
    "version": "版本",
    "villages": "受灾村数",
    "warnings": "提示"
  },
  "IncidentSummary": {
    "district": "区县代码",
    "district_name": "区县",
    "exercise": "演练",
    "kind": "灾种",
    "level": "级别",
    "name": "事件名称",
    "number": "编号",
    "people_to_place": "需安置人数",
    "plan_from": "方案起算时刻",
    "started_at": "发生时间",
    "state": "状态",
    "version": "版本",
    "villages": "受灾村数"
  },
  "IncidentUpdate": {
    "areas": "受灾范围",
    "closed_sites": "停用站点",
    "description": "情况说明",
    "level": "级别",
    "name": "事件名称",
    "people_percent": "未填人数的村转移人口比例（%）",
    "plan_from": "方案起算时刻",
    "road_conditions": "路况影响（空为按灾种）",
    "started_at": "发生时间",
    "villages": "受灾村（社区）"
  },
  "IncomingLine": {
    "bin_id": "货位",
    "condition": "状态",
    "lot": "批次",
    "quantity": "数量"
  },
  "InputAgeOut": {
    "at": "截止时间",
    "name": "输入"
  },
  "IssueIn": {
    "hold_id": "使用占用",
    "lines": "明细",
    "mends": "代替的单据",
    "note": "备注",
    "occurred_at": "发生时间",
    "reason": "事由",
    "site_id": "库点"
  },
  "ItemGap": {
    "expired": "已过期",
    "floor": "其中储备底线",
    "held": "待检、待修、损坏或市级代储",
    "lacking": "需补充数量",
    "limiting": "短板",
    "name": "品目",
    "packages": "需补充（包装）",
    "persons": "可保障人数",
    "required": "目标需要",
    "reserved": "已预留",
    "unit": "单位",
    "usable": "可用数量"
  },
  "ItemList": {
    "items": "品目",
    "next": "下一页"
  },
  "ItemOut": {
    "code": "品目编码",
    "gb_code": "国标编码",
    "life_critical": "生命攸关",
    "mass_g": "单位质量（克）",
    "name": "品目",
    "nature": "物资属性",
    "packages": "包装",
    "priority": "优先权重",
    "shelf_life_days": "保质期（天）",
    "spec": "规格",
    "storage": "储存要求",
    "unit": "计量单位",
    "volume_cm3": "单位体积（立方厘米）"
  },
  "ItemStockList": {
    "items": "品目库存",
    "next": "下一页"
  },
  "ItemStockRow": {
    "available": "可用",
    "available_text": "可用（按包装）",
    "city": "市级代储",
    "division": "所属区划",
    "expired": "过期",
    "floor": "储备底线",
    "item_code": "品目编码",
    "item_name": "品目",
    "minimum": "最低库存",
    "on_hand": "在库",
    "reserved": "占用",
    "site_kind": "库点类型",
    "site_name": "库点",
    "unit": "计量单位",
    "unusable": "不可用"
  },
  "JobRead": {
    "attempts": "尝试次数",
    "cancel_requested": "已请求取消",
    "created_at": "提交时间",
    "error": "失败原因",
    "finished_at": "结束时间",
    "id": "编号",
    "kind": "类型",
    "progress": "进度",
    "requested_by": "提交人",
    "result": "结果",
    "started_at": "开始时间",
    "state": "状态"
  },
  "JointPlans": {
    "equal": "同等优先",
    "incidents": "事件（按优先次序）",
    "options": "编制选项"
  },
  "KitLineOut": {
    "basis": "配发方式",
    "essential": "必需",
    "first_day_people": "首日每人数",
    "first_day_units": "首日数量",
    "indoor_replaces": "室内安置可免",
    "item_id": "品目",
    "item_name": "品目名称",
    "people": "每人数",
    "unit": "计量单位",
    "units": "数量"
  },
  "KitList": {
    "items": "保障定额",
    "next": "下一页"
  },
  "KitOut": {
    "code": "定额编码",
    "days": "天数",
    "lines": "定额明细",
    "name": "定额名称",
    "note": "说明",
    "season": "季节",
    "source": "来源",
    "valid_from": "启用日期",
    "version": "版本"
  },
  "LabelOut": {
    "colour": "颜色",
    "label": "名称",
    "value": "值"
  },
  "LabelsOut": {
    "enums": "枚举"
  },
  "LockedAddress": {
    "address": "网络地址",
    "count": "连续失败次数",
    "key": "标识",
    "last_at": "最近一次",
    "locked_until": "锁定至"
  },
  "LockedAddresses": {
    "items": "锁定的网络地址"
  },
  "LogInput": {
    "text": "内容"
  },
  "LogOut": {
    "actor": "记录人",
    "at": "时间",
    "kind": "类别",
    "text": "内容"
  },
  "LotIn": {
    "expires_on": "有效期至",
    "item_id": "品目",
    "lot_no": "批号",
    "made_on": "生产日期",
    "owner": "权属",
    "source": "来源",
    "unit_cost_fen": "单价（分）"
  },
  "LotLine": {
    "bin_id": "货位",
    "condition": "状态",
    "lot_id": "批次",
    "quantity": "数量"
  },
  "MapCollection": {
    "features": "要素"
  },
  "MapFeatureOut": {
    "geometry": "图形（GeoJSON，WGS84）",
    "properties": "属性"
  },
  "MapLayerOut": {
    "as_of": "数据日期",
    "kind": "图层",
    "name": "名称",
    "source": "来源",
    "synthetic": "合成数据",
    "version": "版本"
  },
  "Me": {
    "account": "账号",
    "code": "编码",
    "division": "区划",
    "division_name": "区划名称",
    "ends_at": "最迟退出时间",
    "grants": "授权",
    "idle_s": "无操作多少秒后退出",
    "kiosk": "值守大屏",
    "name": "姓名",
    "password_expires_at": "口令到期时间",
    "password_rules": "口令规则",
    "post": "职务",
    "rights": "权限",
    "roles": "角色",
    "second_factor": "已启用动态口令",
    "stage": "登录阶段"
  },
  "MessageOut": {
    "created_at": "时间",
    "id": "编号",
    "kind": "类别",
    "link": "链接",
    "read_at": "已读时间",
    "text": "内容",
    "title": "标题"
  },
  "MoveIn": {
    "lines": "明细",
    "mends": "代替的单据",
    "note": "备注",
    "occurred_at": "发生时间",
    "reason": "事由",
    "site_id": "库点"
  },
  "MoveLine": {
    "bin_id": "货位",
    "condition": "状态",
    "lot_id": "批次",
    "quantity": "数量",
    "to_bin_id": "移至货位"
  },
  "NeedInput": {
    "division": "地点（区划）",
    "from_s": "最早（方案起算后秒数）",
    "lat": "纬度",
    "lon": "经度",
    "name": "任务",
    "people": "人数",
    "severity": "紧要程度 1–5",
    "skill": "专长",
    "until_s": "最晚（方案起算后秒数）"
  },
  "NeedOut": {
    "division": "地点（区划）",
    "from_s": "最早（秒）",
    "lat": "纬度",
    "lon": "经度",
    "name": "任务",
    "origin": "来源",
    "people": "人数",
    "place": "地点",
    "severity": "紧要程度 1–5",
    "skill": "专长",
    "until_s": "最晚（秒）"
  },
  "Needed": {
    "required": "须审批"
  },
  "NeedsUpdate": {
    "needs": "救援任务需求"
  },
  "OpeningIn": {
    "lines": "明细",
    "mends": "代替的单据",
    "note": "备注",
    "occurred_at": "发生时间",
    "reason": "事由",
    "site_id": "库点"
  },
  "OutOfService": {
    "reason": "停用原因"
  },
  "OutgoingLine": {
    "bin_id": "货位",
    "item_id": "品目",
    "lot_id": "批次",
    "quantity": "数量"
  },
  "OwnGrant": {
    "reads": "查看范围",
    "reads_name": "查看范围名称",
    "role": "角色",
    "site_id": "库点",
    "site_name": "库点名称",
    "writes": "办理范围",
    "writes_name": "办理范围名称"
  },
  "PackageOut": {
    "factor": "含下一级数量",
    "level": "包装层级",
    "name": "包装名称"
  },
  "Page_GrantRead_": {
    "items": "内容",
    "next": "下一页游标"
  },
  "Page_PersonRead_": {
    "items": "内容",
    "next": "下一页游标"
  },
  "PartnerOut": {
    "agreements": "协议储备",
    "capacities": "产能储备",
    "contact": "联系人",
    "kind": "协议类型",
    "note": "说明",
    "phone": "电话"
  },
  "PasswordChange": {
    "current": "现在的口令",
    "new": "新口令"
  },
  "PasswordRules": {
    "classes": "至少几种字符",
    "profile": "口令规则",
    "shortest": "最少字符数",
    "valid_days": "有效天数"
  },
  "PersonChange": {
    "division": "工作单位所在区划",
    "name": "姓名",
    "openid_subject": "统一身份标识",
    "phone": "电话",
    "post": "职务"
  },
  "PersonCreate": {
    "account": "账号",
    "division": "工作单位所在区划",
    "name": "姓名",
    "openid_subject": "统一身份标识",
    "phone": "电话",
    "post": "职务"
  },
  "PersonCreated": {
    "code": "首个口令的一次性代码",
    "person": "人员"
  },
  "PersonRead": {
    "account": "账号",
    "code": "编码",
    "disabled_at": "停用时间",
    "division": "区划",
    "division_name": "区划名称",
    "left_at": "离岗时间",
    "locked_until": "锁定至",
    "name": "姓名",
    "openid_subject": "统一身份标识",
    "password_set": "已设置口令",
    "phone": "电话",
    "post": "职务",
    "roles": "角色",
    "second_factor": "已启用动态口令",
    "seen_at": "最近使用"
  },
  "PlaceGap": {
    "division": "区划代码",
    "example": "示例目标",
    "gap": "缺口人数",
    "hazard_prone": "多灾易灾",
    "indoor_places": "室内床位（抵扣帐篷）",
    "items": "品目",
    "limiting": "短板品目",
    "name": "地点",
    "persons": "现可保障人数",
    "remote": "偏远",
    "scope": "层级",
    "sites": "储备库点",
    "source": "区划数据来源（含标记来源）",
    "standard": "依据",
    "target": "目标人数"
  },
  "PlanAdjust": {
    "effort": "计算量",
    "lift": "取消的锁定与禁用",
    "now": "当前时刻",
    "rules": "新增的锁定与禁用",
    "seed": "随机种子",
    "time_limit_s": "时限（秒）"
  },
  "PlanAdjustment": {
    "difference": "与原方案的差别",
    "earlier_id": "原方案标识",
    "earlier_number": "原方案编号",
    "fixed_people": "已出发人数",
    "fixed_teams": "已出动队伍",
    "fixed_trips": "已出发车次",
    "now": "调整时刻",
    "now_s": "调整时刻（秒）",
    "rules": "锁定与禁用"
  },
  "PlanAssignment": {
    "arrive_s": "到达（秒）",
    "fixed": "已出发",
    "group": "群体",
    "group_name": "群体名称",
    "mode": "方式",
    "mode_label": "转移方式",
    "people": "人数",
    "shelter": "避难场所编号",
    "shelter_name": "避难场所",
    "special": "特殊人员",
    "township": "乡镇（街道）",
    "travel_s": "路程（秒）",
    "village": "村（社区）"
  },
  "PlanDifference": {
    "people_resettled": "改去向人数",
    "redirected": "改运物资",
    "reposted": "队伍变化",
    "resettled": "改去向",
    "trips": "车次变化",
    "trips_kept": "不变车次",
    "units_moved": "改运数量",
    "units_spared": "不再需要的数量"
  },
  "PlanGoal": {
    "bound": "界",
    "gap": "差距",
    "key": "代号",
    "level": "层级",
    "maximise": "越大越好",
    "name": "目标",
    "value": "数值"
  },
  "PlanList": {
    "next": "下一页"
  },
  "PlanMap": {
    "calls": "队伍路线",
    "groups": "转移群体",
    "missions": "任务地点",
    "shelters": "避难场所",
    "sources": "出货库点",
    "trips": "车次"
  },
  "PlanMission": {
    "arrive_s": "到场（秒）",
    "by_boat": "乘舟",
    "depart_s": "出发（秒）",
    "fixed": "已出动",
    "from_s": "开始（秒）",
    "mission": "任务编号",
    "name": "任务",
    "people": "出动人数",
    "place_name": "地点",
    "required": "需要人数",
    "skill_name": "专业",
    "team": "队伍编号",
    "team_name": "队伍",
    "within_profile": "符合集结时限"
  },
  "PlanNeed": {
    "item": "品目编号",
    "item_name": "品目",
    "late": "迟到",
    "on_time": "按时",
    "required": "需求",
    "substitutes": "替代品",
    "tiers": "来源层级",
    "unit": "单位",
    "unmet": "未满足"
  },
  "PlanOptions": {
    "behind": "排在这些方案之后",
    "beside": "同级事件",
    "effort": "计算量",
    "goal_order": "目标次序",
    "restart_clock": "从现在起算",
    "seed": "随机种子",
    "time_limit_s": "时限（秒）"
  },
  "PlanPeople": {
    "placed": "已安置人数",
    "to_place": "需安置人数",
    "unplaced": "未安置人数"
  },
  "PlanReason": {
    "causes": "原因",
    "kind": "类别",
    "kind_label": "缺口类别",
    "name": "缺什么",
    "parts": "按原因分组",
    "remedies": "措施",
    "rows": "逐行",
    "short": "缺少数量",
    "sites": "地点",
    "subject": "品目或专业编号",
    "unit": "单位"
  },
  "PlanReasons": {
    "city_request": "市级申请",
    "created_at": "分析时间",
    "job_id": "进行中的任务",
    "left": "未及分析的缺口",
    "plan_id": "方案标识",
    "prices": "增量效益",
    "reasons": "原因与措施",
    "solves": "复算次数",
    "state": "状态",
    "unproved": "尚未核对的措施和申请"
  },
  "PlanReport": {
    "adjustment": "由原方案调整",
    "ages": "输入时效",
    "assignments": "安置",
    "behind": "排在这些方案之后",
    "beside": "同级事件",
    "city_request": "市级申请",
    "closed_roads": "封闭道路",
    "created_at": "编制时间",
    "district": "区县",
    "effort": "计算量",
    "ended": "结束方式",
    "ended_label": "结束方式说明",
    "id": "方案标识",
    "incident_id": "事件标识",
    "incident_name": "事件",
    "input_hash": "输入摘要",
    "issued_at": "方案起算时刻",
    "missions": "队伍",
    "needs": "物资",
    "number": "方案编号",
    "objective": "指标",
    "seed": "随机种子",
    "shortages": "缺口",
    "solver": "求解器",
    "started_at": "灾害发生时刻",
    "trips": "车次"
  },
  "PlanRequested": {
    "job_id": "任务标识"
  },
  "PlanRoads": {
    "busiest": "最忙路段",
    "counted": "已测算",
    "driven": "有车通过的路段",
    "meetings": "单车道会车（次）",
    "met_on": "有会车的单车道路段",
    "over_10": "超过通行能力一成的路段",
    "over_100": "超过通行能力的路段",
    "over_50": "超过通行能力一半的路段"
  },
  "PlanRule": {
    "about": "关于",
    "about_label": "类别",
    "keep": "锁定（否则禁用）",
    "subject": "主体编号",
    "subject_name": "主体",
    "target": "对象编号",
    "target_name": "对象",
    "text": "说明"
  },
  "PlanShortage": {
    "cause": "原因",
    "item": "品目编号",
    "item_name": "品目",
    "kind": "类别",
    "kind_label": "缺口类别",
    "late": "仅迟到",
    "persons": "影响人数",
    "quantity": "缺少数量",
    "site": "地点编号",
    "site_name": "地点",
    "unit": "单位"
  },
  "PlanStanding": {
    "approval_required": "须经批准才能下达",
    "approved_at": "批准时间",
    "approved_by_name": "批准人",
    "author": "编制人编码",
    "author_name": "编制人",
    "created_at": "编制时间",
    "exercise": "演练",
    "hindrance": "不能下达的原因",
    "in_force": "正在执行",
    "issued_at": "下达时间",
    "issued_by_name": "下达人",
    "missing": "库存已不足的物资",
    "number": "方案编号",
    "others": "所涉事件正在执行的其他方案",
    "plan_id": "方案标识",
    "request_id": "等待中的审批",
    "requests": "提交与审批",
    "state": "状态",
    "steps": "您现在可办"
  },
  "PlanStop": {
    "action": "动作",
    "action_label": "动作名称",
    "arrive_s": "到达（秒）",
    "leave_s": "离开（秒）",
    "lines": "货物",
    "people": "人数",
    "place": "地点编号",
    "place_name": "地点"
  },
  "PlanSummary": {
    "author_name": "编制人",
    "created_at": "编制时间",
    "ended": "结束方式",
    "ended_label": "结束方式说明",
    "id": "方案标识",
    "in_force": "正在执行",
    "incident_id": "事件标识",
    "number": "方案编号",
    "shortages": "缺口项数",
    "state": "状态"
  },
  "PlanTargets": {
    "basic_needs_h": "基本生活保障到位（小时，自灾害发生起）",
    "basic_needs_target_h": "基本保障目标（小时）",
    "first_batch_h": "首批物资到达（小时，自方案下达起）",
    "first_batch_target_h": "首批到达目标（小时）"
  },
  "PlanTimings": {
    "allocation_s": "物资",
    "matrix_s": "路网",
    "missions_s": "队伍",
    "shelters_s": "安置",
    "snapshot_s": "取数",
    "total_s": "合计",
    "trips_s": "车次"
  },
  "PlanTrip": {
    "end_s": "结束（秒）",
    "fixed": "已出发",
    "id": "车次编号",
    "kind": "类型",
    "metres": "里程（米）",
    "peak_kg": "最大载重（千克）",
    "peak_m3": "最大体积（立方米）",
    "people": "运送人数",
    "start_s": "出发（秒）",
    "stops": "站点",
    "vehicle": "车辆编号",
    "vehicle_name": "车辆"
  },
  "Policy": {
    "absolute_hours": "一次登录最长多少小时",
    "idle_minutes": "无操作多少分钟后退出",
    "password_profile": "口令规则",
    "second_factor_forced": "管理员和审批人必须使用动态口令"
  },
  "PolicyList": {
    "items": "审批策略"
  },
  "PolicyOut": {
    "division": "区划代码",
    "division_name": "区划",
    "kind": "类别",
    "required": "须审批",
    "set_at": "设置时间",
    "set_by": "设置人",
    "site_name": "库点"
  },
  "PolicySet": {
    "division": "区划代码",
    "kind": "类别",
    "required": "须审批",
    "site_id": "库点"
  },
  "PreviewInput": {
    "areas": "受灾范围",
    "district": "区县",
    "people_percent": "转移人口比例（%）"
  },
  "PriceOut": {
    "change": "每一份的变更",
    "kind": "类别",
    "name": "增加什么",
    "steps": "效果"
  },
  "PriceStep": {
    "amount": "增加",
    "goals": "指标变化",
    "text": "说明"
  },
  "ProblemRead": {
    "detail": "说明",
    "errors": "错误",
    "request_id": "请求编号",
    "status": "状态码",
    "title": "标题",
    "type": "类型"
  },
  "ReadIn": {
    "messages": "消息"
  },
  "ReasonsRequested": {
    "job_id": "任务标识"
  },
  "ReceiptIn": {
    "lines": "明细",
    "mends": "代替的单据",
    "note": "备注",
    "occurred_at": "发生时间",
    "reason": "事由",
    "site_id": "库点"
  },
  "RedirectedRow": {
    "after": "现数量",
    "before": "原数量",
    "item": "品目编号",
    "item_name": "品目",
    "shelter": "场所编号",
    "shelter_name": "场所",
    "source": "储备点编号",
    "source_name": "储备点",
    "unit": "单位"
  },
  "Refusal": {
    "reason": "退回原因"
  },
  "RemedyOut": {
    "after": "仍缺",
    "before": "原缺",
    "changes": "具体变更",
    "code": "措施代码",
    "label": "措施类别",
    "text": "说明",
    "verified": "已核对"
  },
  "RepostedRow": {
    "after": "现人数",
    "before": "原人数",
    "mission": "任务编号",
    "mission_name": "任务",
    "team": "队伍编号",
    "team_name": "队伍"
  },
  "ReservationOut": {
    "bin_code": "货位",
    "item_name": "品目",
    "lot_no": "批号",
    "quantity": "数量",
    "quantity_text": "数量（按包装）",
    "unit": "计量单位"
  },
  "ResettledRow": {
    "after": "现场所编号",
    "after_name": "现场所",
    "before": "原场所编号",
    "before_name": "原场所",
    "group": "群体",
    "group_name": "群体名称",
    "people": "人数"
  },
  "ReturnIn": {
    "lines": "明细",
    "mends": "代替的单据",
    "note": "备注",
    "occurred_at": "发生时间",
    "reason": "事由",
    "site_id": "库点"
  },
  "ReversalIn": {
    "note": "红冲原因"
  },
  "RightRead": {
    "divisions": "区划代码",
    "label": "名称",
    "places": "范围名称",
    "right": "权限",
    "sites": "库点"
  },
  "RoadLinkList": {
    "items": "路段",
    "next": "下一页"
  },
  "RoadLinkOut": {
    "bridge": "桥梁",
    "id": "路段编号",
    "length_m": "长度（米）",
    "name": "路段",
    "river": "跨越河流",
    "road_class": "等级"
  },
  "RuleCreate": {
    "basis": "计算依据",
    "code": "编号",
    "from_s": "最早（秒）",
    "kinds": "适用灾种（空为全部）",
    "name": "任务",
    "note": "说明",
    "people": "需要人数",
    "per": "每多少",
    "severity": "紧要程度 1–5",
    "skill": "专长",
    "until_s": "最晚（秒）"
  },
  "RuleOut": {
    "active": "启用",
    "basis": "计算依据",
    "code": "编号",
    "from_s": "最早（秒）",
    "kinds": "适用灾种（空为全部）",
    "name": "任务",
    "note": "说明",
    "people": "需要人数",
    "per": "每多少",
    "severity": "紧要程度 1–5",
    "skill": "专长",
    "until_s": "最晚（秒）",
    "version": "版本"
  },
  "RuleUpdate": {
    "active": "启用",
    "from_s": "最早（秒）",
    "note": "说明",
    "people": "需要人数",
    "per": "每多少",
    "severity": "紧要程度 1–5",
    "until_s": "最晚（秒）"
  },
  "SecondFactorCode": {
    "code": "动态口令"
  },
  "SecondFactorSetup": {
    "qr_svg": "二维码（SVG）",
    "secret": "密钥",
    "uri": "otpauth 地址"
  },
  "SharedPlace": {
    "address": "地址",
    "code": "编码",
    "division": "行政区划代码",
    "division_name": "行政区划",
    "floor_area_m2": "面积（平方米）",
    "id": "标识",
    "kind": "类型",
    "lat": "纬度",
    "lon": "经度",
    "name": "名称",
    "out_of_service": "停用"
  },
  "SharedPlaces": {
    "items": "内容",
    "next": "下一页游标"
  },
  "SharedShelter": {
    "code": "编码",
    "division": "行政区划代码",
    "division_name": "行政区划",
    "grade": "级别",
    "id": "标识",
    "indoor_places": "室内位置",
    "lat": "纬度",
    "lon": "经度",
    "name": "名称",
    "out_of_service": "停用",
    "outdoor_places": "室外位置",
    "shelter_class": "类别",
    "state": "状态"
  },
  "SharedShelters": {
    "items": "内容",
    "next": "下一页游标"
  },
  "SharedStock": {
    "available": "可用",
    "division": "行政区划代码",
    "earliest_expiry": "最早有效期至",
    "gb_code": "GB/T 38565 编码",
    "item_code": "品目编码",
    "item_id": "品目标识",
    "item_name": "品目",
    "on_hand": "在库",
    "site_code": "库点编码",
    "site_id": "库点标识",
    "site_name": "库点",
    "spec": "规格",
    "unit": "计量单位"
  },
  "SharedStocks": {
    "items": "内容",
    "next": "下一页游标"
  },
  "SharedTeam": {
    "code": "编码",
    "division": "行政区划代码",
    "division_name": "行政区划",
    "id": "标识",
    "lat": "纬度",
    "level": "层级",
    "lon": "经度",
    "name": "名称",
    "on_duty": "在岗人数",
    "out_of_service": "停用",
    "people": "在册人数",
    "skills": "专长"
  },
  "SharedTeams": {
    "items": "内容",
    "next": "下一页游标"
  },
  "ShelterCreate": {
    "area_per_person_cm2": "人均面积（cm²）",
    "code": "编号",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "day_capacity": "日间容量",
    "division": "所属区划",
    "docks": "卸货位",
    "exposures": "受威胁灾种",
    "functions": "功能",
    "grade": "级别",
    "handling_s_per_t": "每吨卸货时间（秒）",
    "indoor_places": "室内床位",
    "lat": "纬度",
    "lon": "经度",
    "name": "避难场所名称",
    "night_capacity": "夜间容量",
    "outdoor_places": "室外位置",
    "ready_s": "启用准备时间（秒）",
    "shelter_class": "类别",
    "site_id": "物资站点",
    "source": "来源",
    "special_places": "特殊人群位置",
    "state": "状态",
    "stop_s": "每次停靠时间（秒）",
    "usable_area_m2": "可用面积（m²）"
  },
  "ShelterOut": {
    "area_per_person_cm2": "人均面积（cm²）",
    "as_of": "来源日期",
    "code": "编号",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "day_capacity": "日间容量",
    "division": "所属区划",
    "division_name": "区划名称",
    "docks": "卸货位",
    "exposures": "受威胁灾种",
    "functions": "功能",
    "grade": "级别",
    "handling_s_per_t": "每吨卸货时间（秒）",
    "indoor_places": "室内床位",
    "lat": "纬度",
    "lon": "经度",
    "name": "避难场所名称",
    "night_capacity": "夜间容量",
    "out_of_service": "停用",
    "out_of_service_reason": "停用原因",
    "outdoor_places": "室外位置",
    "ready_s": "启用准备时间（秒）",
    "shelter_class": "类别",
    "site_id": "物资站点",
    "source": "来源",
    "special_places": "特殊人群位置",
    "state": "状态",
    "stop_s": "每次停靠时间（秒）",
    "synthetic": "合成数据",
    "usable_area_m2": "可用面积（m²）",
    "version": "版本"
  },
  "ShelterUpdate": {
    "area_per_person_cm2": "人均面积（cm²）",
    "code": "编号",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "day_capacity": "日间容量",
    "division": "所属区划",
    "docks": "卸货位",
    "exposures": "受威胁灾种",
    "functions": "功能",
    "grade": "级别",
    "handling_s_per_t": "每吨卸货时间（秒）",
    "indoor_places": "室内床位",
    "lat": "纬度",
    "lon": "经度",
    "name": "避难场所名称",
    "night_capacity": "夜间容量",
    "outdoor_places": "室外位置",
    "ready_s": "启用准备时间（秒）",
    "shelter_class": "类别",
    "site_id": "物资站点",
    "source": "来源",
    "special_places": "特殊人群位置",
    "state": "状态",
    "stop_s": "每次停靠时间（秒）",
    "usable_area_m2": "可用面积（m²）"
  },
  "ShortRow": {
    "due_s": "期限（秒）",
    "short": "缺少数量",
    "site": "地点编号",
    "subject": "行、群体或任务编号"
  },
  "SignInCommand": {
    "kiosk": "值守大屏",
    "name": "账号",
    "password": "口令"
  },
  "SignInOptions": {
    "openid_name": "统一身份认证名称"
  },
  "SignInRead": {
    "address": "网络地址",
    "agent": "浏览器",
    "began_at": "登录时间",
    "current": "就是这次登录",
    "ends_at": "最迟退出时间",
    "kiosk": "值守大屏",
    "seen_at": "最近使用"
  },
  "SignIns": {
    "items": "登录"
  },
  "SignInsEnded": {
    "ended": "结束的登录数"
  },
  "SiteDetail": {
    "address": "地址",
    "as_of": "数据日期",
    "bins": "货位",
    "code": "库点编码",
    "division": "所属区划",
    "division_name": "所属区划名称",
    "docks": "装卸口",
    "floor_area_m2": "面积（平方米）",
    "floors": "储备底线",
    "handling_s_per_t": "装卸时间（秒/吨）",
    "hours": "开放时间",
    "keeper": "保管人",
    "key_holder": "钥匙保管人",
    "kind": "类型",
    "lat": "纬度",
    "lon": "经度",
    "name": "库点",
    "out_of_service": "停用",
    "out_of_service_reason": "停用原因",
    "partner": "协议企业",
    "phone": "电话",
    "source": "来源",
    "stop_s": "停靠时间（秒）",
    "synthetic": "合成数据",
    "version": "版本"
  },
  "SiteList": {
    "items": "库点",
    "next": "下一页"
  },
  "SiteOut": {
    "address": "地址",
    "code": "库点编码",
    "division": "所属区划",
    "division_name": "所属区划名称",
    "keeper": "保管人",
    "kind": "类型",
    "lat": "纬度",
    "lon": "经度",
    "name": "库点",
    "out_of_service": "停用",
    "phone": "电话",
    "synthetic": "合成数据",
    "version": "版本"
  },
  "SiteTotals": {
    "code": "库点编码",
    "expired_lots": "过期批次数",
    "items": "品目数",
    "kind": "类型",
    "lat": "纬度",
    "lon": "经度",
    "lots": "批次数",
    "mass_kg": "总质量（千克）",
    "name": "库点",
    "out_of_service": "停用",
    "volume_m3": "总体积（立方米）"
  },
  "StageCoverage": {
    "covered": "达标村数",
    "label": "阶段名称",
    "limits": "时限",
    "stage": "阶段"
  },
  "StandardList": {
    "items": "标准",
    "next": "下一页"
  },
  "StandardOut": {
    "as_of": "日期",
    "clause": "条款",
    "comparison": "比较",
    "division": "适用区划",
    "document": "依据文件",
    "example": "示例目标",
    "metric": "指标代码",
    "name": "指标",
    "note": "说明",
    "scope_flag": "适用范围限定",
    "scope_kind": "适用级别",
    "threshold": "目标值",
    "unit": "单位"
  },
  "StockList": {
    "items": "库存",
    "next": "下一页"
  },
  "StockRow": {
    "available": "可用",
    "available_text": "可用（按包装）",
    "bin_code": "货位",
    "condition": "状态",
    "days_left": "剩余天数",
    "expired": "已过期",
    "expires_on": "有效期至",
    "item_code": "品目编码",
    "item_name": "品目",
    "lot_no": "批号",
    "made_on": "生产日期",
    "on_hand": "在库",
    "on_hand_text": "在库（按包装）",
    "owner": "权属",
    "reserved": "占用",
    "site_name": "库点",
    "unit": "计量单位"
  },
  "StockTree": {
    "roots": "库存树"
  },
  "StockTreeNode": {
    "children": "下级区划",
    "code": "区划代码",
    "mass_kg": "总质量（千克）",
    "name": "区划",
    "site_count": "库点数",
    "sites": "库点",
    "volume_m3": "总体积（立方米）"
  },
  "Submission": {
    "note": "说明"
  },
  "SubstituteQuantity": {
    "item": "品目编号",
    "item_name": "品目",
    "quantity": "数量",
    "unit": "单位"
  },
  "TeamCreate": {
    "assembly_s": "集结时间（秒）",
    "base_site_id": "驻地",
    "code": "编号",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "deputy_name": "副手",
    "deputy_phone": "副手电话",
    "division": "所属区划",
    "home_cover": "留守人数",
    "lat": "纬度",
    "level": "层级",
    "lon": "经度",
    "name": "队伍名称",
    "on_duty": "在岗人数",
    "people": "在册人数",
    "ready_checked_on": "最近战备检查",
    "response_s": "响应时间（秒）",
    "self_support_days": "自我保障天数",
    "skills": "专长",
    "source": "来源"
  },
  "TeamOut": {
    "as_of": "来源日期",
    "assembly_s": "集结时间（秒）",
    "base_name": "驻地名称",
    "base_site_id": "驻地",
    "code": "编号",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "deputy_name": "副手",
    "deputy_phone": "副手电话",
    "division": "所属区划",
    "division_name": "区划名称",
    "home_cover": "留守人数",
    "lat": "纬度",
    "level": "层级",
    "lon": "经度",
    "name": "队伍名称",
    "on_duty": "在岗人数",
    "out_of_service": "停用",
    "out_of_service_reason": "停用原因",
    "people": "在册人数",
    "ready_checked_on": "最近战备检查",
    "response_s": "响应时间（秒）",
    "self_support_days": "自我保障天数",
    "skills": "专长",
    "source": "来源",
    "synthetic": "合成数据",
    "version": "版本"
  },
  "TeamUpdate": {
    "assembly_s": "集结时间（秒）",
    "base_site_id": "驻地",
    "code": "编号",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "deputy_name": "副手",
    "deputy_phone": "副手电话",
    "division": "所属区划",
    "home_cover": "留守人数",
    "lat": "纬度",
    "level": "层级",
    "lon": "经度",
    "name": "队伍名称",
    "on_duty": "在岗人数",
    "people": "在册人数",
    "ready_checked_on": "最近战备检查",
    "response_s": "响应时间（秒）",
    "self_support_days": "自我保障天数",
    "skills": "专长",
    "source": "来源"
  },
  "TierQuantity": {
    "quantity": "数量",
    "tier": "层级",
    "tier_label": "来源层级"
  },
  "TokenCreate": {
    "days": "有效天数",
    "name": "接入系统",
    "reads": "区划代码",
    "subjects": "可读内容"
  },
  "TokenList": {
    "items": "共享令牌"
  },
  "TokenMade": {
    "token": "令牌"
  },
  "TokenOut": {
    "approved_at": "批准时间",
    "approved_by": "批准人",
    "expires_at": "到期时间",
    "last_used_at": "最近使用",
    "made_at": "申请时间",
    "made_by": "申请人",
    "name": "接入系统",
    "reads": "区划代码",
    "revoked_at": "吊销时间",
    "state": "状态",
    "subjects": "可读内容"
  },
  "TransferIn": {
    "hold_id": "使用占用",
    "lines": "明细",
    "mends": "代替的单据",
    "note": "备注",
    "occurred_at": "发生时间",
    "reason": "事由",
    "site_id": "库点",
    "to_site_id": "调入库点"
  },
  "TripChangeRow": {
    "after": "现车次",
    "after_s": "现出发（秒）",
    "before": "原车次",
    "before_s": "原出发（秒）",
    "change": "变化",
    "change_label": "变化名称",
    "vehicle": "车辆编号",
    "vehicle_name": "车辆"
  },
  "UncoveredVillage": {
    "arrive_s": "最快到场（秒，空为无路可达）",
    "division": "村（社区）代码",
    "name": "村（社区）",
    "team": "最近队伍",
    "township": "乡镇（街道）"
  },
  "Unread": {
    "unread": "未读条数"
  },
  "VehicleCreate": {
    "base_site_id": "停放站点",
    "capacity_cm3": "容积（cm³）",
    "capacity_g": "载重（g）",
    "code": "车牌号",
    "division": "所属区划",
    "driver_name": "驾驶员",
    "driver_phone": "驾驶员电话",
    "lat": "纬度",
    "lon": "经度",
    "mobilisation_s": "动员时间（秒）",
    "name": "车辆名称",
    "owner": "归属",
    "partner_id": "协议运输单位",
    "profile": "通行类别",
    "seats": "座位数",
    "source": "来源",
    "type": "车型"
  },
  "VehicleOut": {
    "as_of": "来源日期",
    "base_name": "停放站点名称",
    "base_site_id": "停放站点",
    "capacity_cm3": "容积（cm³）",
    "capacity_g": "载重（g）",
    "code": "车牌号",
    "division": "所属区划",
    "division_name": "区划名称",
    "driver_name": "驾驶员",
    "driver_phone": "驾驶员电话",
    "lat": "纬度",
    "lon": "经度",
    "mobilisation_s": "动员时间（秒）",
    "name": "车辆名称",
    "out_of_service": "停用",
    "out_of_service_reason": "停用原因",
    "owner": "归属",
    "partner_id": "协议运输单位",
    "profile": "通行类别",
    "seats": "座位数",
    "source": "来源",
    "synthetic": "合成数据",
    "type": "车型",
    "version": "版本"
  },
  "VehicleTypeOut": {
    "capacity_cm3": "容积（cm³）",
    "capacity_g": "载重（g）",
    "label": "名称",
    "profile": "通行类别",
    "seats": "座位数",
    "type": "车型"
  },
  "VehicleUpdate": {
    "base_site_id": "停放站点",
    "capacity_cm3": "容积（cm³）",
    "capacity_g": "载重（g）",
    "code": "车牌号",
    "division": "所属区划",
    "driver_name": "驾驶员",
    "driver_phone": "驾驶员电话",
    "lat": "纬度",
    "lon": "经度",
    "mobilisation_s": "动员时间（秒）",
    "name": "车辆名称",
    "owner": "归属",
    "partner_id": "协议运输单位",
    "profile": "通行类别",
    "seats": "座位数",
    "source": "来源",
    "type": "车型"
  },
  "VillageInput": {
    "disabled": "其中残疾人",
    "division": "村（社区）代码",
    "elderly": "其中老人",
    "infants": "其中婴幼儿",
    "patients": "其中伤病员",
    "people": "转移人数"
  },
  "WhyAlternative": {
    "choice": "另一选择编号",
    "goals": "指标变化",
    "name": "另一选择",
    "rules": "锁定与禁用",
    "text": "做法",
    "wish": "相应的锁定或禁用"
  },
  "WhyAnswer": {
    "alternatives": "次优选择",
    "complete": "已推算完",
    "grounds": "依据",
    "question": "所问",
    "text": "现在的选择"
  },
  "WhyQuestion": {
    "kind": "类别",
    "subject": "编号",
    "target": "对象编号"
  },
  "WhyRequested": {
    "answer": "答复",
    "job_id": "任务标识"
  },
  "app__incidents__schemas__PreviewOut": {
    "areas": "范围（修复后）",
    "people": "合计转移人数",
    "villages": "范围内的村（社区）",
    "warnings": "提示"
  },
  "app__inventory__schemas__PreviewOut": {
    "effects": "库存变化",
    "kind": "单据类型",
    "occurred_at": "发生时间"
  }
} as const;
