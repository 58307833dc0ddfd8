import SemperCoding
import SemperModel
import SemperTerms

extension TermsSimulation {
  /// Where the deal is, in a line.
  var situation: String {
    guard let state = terms.state(position) else { return position }
    let who = state.mover.map { "\($0.rawValue) moves" } ?? "both, or nobody, moves"
    return "[\(position)] \(state.phase.rawValue): \(who); within \(state.within)"
  }

  /// What happened, state by state, and how it ended.
  var story: [String] {
    let lines = trace.map { entry in
      let who = entry.side.map { " (\($0.rawValue))" } ?? ""
      let refused = entry.refused.map { "; refused: \($0)" } ?? ""
      return
        "\(entry.state)\(who): \(entry.move)\(refused)   buyer may lose \(Self.words(entry.buyer)), seller \(Self.words(entry.seller))"
    }
    func held(_ side: DealSide) -> String {
      let held = holdings(of: side)
      return held.isEmpty ? "nothing" : held.joined(separator: ", ")
    }
    return lines + [
      isEnded ? "The deal ended at “\(position)” after \(elapsed)." : "The deal is at “\(position)” after \(elapsed).",
      "The buyer has paid \(Self.words(paid)) and holds \(held(.buyer)); the seller holds \(held(.seller)).",
    ]
  }

  private static func words(_ money: Money) -> String { "\(money.decimal) \(money.currency)" }

  var json: JSON {
    .fields([
      "buyer": holdings(of: .buyer).json, "elapsed": elapsed.json, "end": isEnded ? position.json : nil,
      "moves": moves.isEmpty ? nil : moves.json, "paid": .string(Self.words(paid)), "position": position.json,
      "seller": holdings(of: .seller).json, "service": terms.service.json,
      "steps": .array(
        trace.map { entry in
          .fields([
            "buyerMayLose": entry.buyer.json, "elapsed": entry.elapsed.json, "move": entry.move.json,
            "phase": entry.phase.json,
            "refused": entry.refused?.json, "sellerMayLose": entry.seller.json, "side": entry.side?.json,
            "state": entry.state.json,
          ])
        }), "version": terms.version.json,
    ])
  }
}
