import SemperCoding
import SemperExchange
import SemperModel
import SemperTrustedUI

/// A drafted plan, or what stands in its way, as a person reads it and as another program does.
struct PlanWords {
  let draft: ExchangeDraft
  let texts: Texts

  // MARK: A plan

  func lines(_ drafted: DraftedPlan) -> [String] {
    let plan = drafted.plan
    var lines = PlanObstacle.Side.allCases.map(gives)
    lines += ["", opens(drafted), plan.explanation(texts)]
    if plan.needsBond { lines.append(texts(ExchangeText.planBond)) }
    lines += [""] + [texts(ExchangeText.planAssumes)]
    lines += drafted.assumptions.map { "  - " + texts.text("assume.\($0.rawValue)") }
    let later = PlanObstacle.Side.allCases.flatMap { drafted.afterwards[$0] ?? [] }
    if !later.isEmpty {
      lines += ["", texts(ExchangeText.planAfterwards, ["items": later.joined(separator: ", ")])]
    }
    return lines
  }

  func json(_ drafted: DraftedPlan) -> JSON {
    let plan = drafted.plan
    func kinds(_ side: PlanObstacle.Side) -> JSON { draft.exchanged(side).map(\.item).json }
    let responder: PlanObstacle.Side = drafted.originator == .proposer ? .invited : .proposer
    return .fields([
      "afterwards": PlanObstacle.Side.allCases.flatMap { drafted.afterwards[$0] ?? [] }.json,
      "assumptions": .array(
        drafted.assumptions.map {
          .fields(["name": $0.rawValue.json, "sentence": texts.text("assume.\($0.rawValue)").json])
        }), "level": plan.level.json, "mode": drafted.mode.json, "needsBond": plan.needsBond.json,
      "originator": drafted.originator.rawValue.json, "originatorGives": kinds(drafted.originator),
      "responderGives": kinds(responder), "sentence": (opens(drafted) + " " + plan.explanation(texts)).json,
    ])
  }

  private func opens(_ drafted: DraftedPlan) -> String {
    texts.text(
      "plan.opens.\(drafted.mode)", ["level": drafted.plan.level.rawValue, "side": name(drafted.originator)])
  }

  private func gives(_ side: PlanObstacle.Side) -> String {
    let items = draft.side(side).entries.map { entry in
      let kind = texts.text("kind.\(entry.item.kind.rawValue)")
      guard let bytes = entry.item.bytes else { return kind }
      return texts(ExchangeText.kindSized, ["bytes": texts.number(bytes), "kind": kind])
    }
    let given = items.isEmpty ? texts(ExchangeText.planGivesNothing) : items.joined(separator: ", ")
    let line = texts(ExchangeText.planGives, ["items": given, "side": name(side)])
    return line.prefix(1).uppercased() + line.dropFirst()
  }

  private func name(_ side: PlanObstacle.Side) -> String { texts.text("plan.side.\(side.rawValue)") }

  // MARK: An obstacle

  func lines(_ obstacle: PlanObstacle) -> [String] {
    [
      texts(ExchangeText.planRefused, ["what": what(obstacle)]),
      texts(ExchangeText.planNext, ["next": next(obstacle)]),
    ]
  }

  func json(_ obstacle: PlanObstacle) -> JSON {
    .fields([
      "conflict": obstacle.name.json, "detail": what(obstacle).json, "next": next(obstacle).json,
      "refusal": obstacle.refusal.json,
    ])
  }

  private func what(_ obstacle: PlanObstacle) -> String {
    texts.text("obstacle.\(obstacle.name)", parts(obstacle))
  }

  private func next(_ obstacle: PlanObstacle) -> String {
    texts.text("obstacle.\(obstacle.name).next", parts(obstacle))
  }

  private func parts(_ obstacle: PlanObstacle) -> [String: String] {
    switch obstacle {
    case .nothing, .arbiterWouldSee, .dataForData, .piecesDiffer, .bondMisplaced, .bondIdle: return [:]
    case .tooMany(let side): return ["most": texts.number(Int64(ExchangeBody.mostItems)), "side": name(side)]
    case .tooLow(let level, let wished): return ["level": level.rawValue, "wished": wished.rawValue]
    case .nodeDemands(let side, let path, let demanded, let possible):
      return ["level": possible.rawValue, "path": path, "side": name(side), "wished": demanded.rawValue]
    case .twoLocks(let side): return ["side": name(side)]
    case .attributes(let side, let conflict):
      return [
        "against": node(conflict.against), "attribute": conflict.attribute.rawValue, "node": node(conflict.path),
        "side": name(side),
      ]
    case .receipt(let side, let path), .breach(let side, let path, _): return ["path": path, "side": name(side)]
    }
  }

  private func node(_ path: String) -> String {
    path.isEmpty ? texts(ExchangeText.obstacleContainer) : texts(ExchangeText.obstacleNode, ["path": path])
  }
}

extension Plan {
  /// How fair it is, in a sentence.
  func explanation(_ texts: Texts) -> String {
    switch level {
    case .strong, .strongWithWindow: texts.text("plan.\(level.rawValue).\(mode.rawValue)")
    case .compensated, .incremental, .evidence: texts.text("plan.\(level.rawValue)")
    }
  }
}
