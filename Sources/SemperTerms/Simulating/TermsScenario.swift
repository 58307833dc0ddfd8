public import SemperCoding
public import SemperModel

/// A course that a deal can take, with what has to come out: an author's test of terms.
public struct TermsScenario: Sendable {
  public let name: String
  public let play: [TermsMove]
  public let end: String
  public let paid: Money?
  public let holdings: [DealSide: [String]]
  /// What becomes of the parcels that are sent, in the words of carriers' statements, where the terms are played with a carrier.
  public let carrier: String?

  static let most = 200

  /// All scenarios of a file.
  public static func all(of json: JSON) throws(CodingError) -> [TermsScenario] {
    var fields = try ObjectReader(json)
    let list: [JSON] = try fields.value("scenarios")
    try fields.close()
    guard list.count <= most else { throw CodingError(.tooMany, "at most \(most)").inside("scenarios") }
    var scenarios = [TermsScenario]()
    for (number, element) in list.enumerated() {
      do { scenarios.append(try TermsScenario(json: element)) } catch {
        throw error.inside("\(number)").inside("scenarios")
      }
    }
    return scenarios
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    name = try fields.value("name")
    end = try fields.value("end")
    var moves = [TermsMove]()
    for (number, move) in try fields.value("play", as: [JSON].self).enumerated() {
      do { moves.append(try TermsMove(json: move)) } catch { throw error.inside("\(number)").inside("play") }
    }
    play = moves
    paid = try fields.optional("paid", as: JSON.self).map { json throws(CodingError) in
      try Money(json: TermsSpelling.amounts(json))
    }
    var holdings = [DealSide: [String]]()
    for side in DealSide.allCases { holdings[side] = try fields.optional(side.rawValue) }
    self.holdings = holdings
    carrier = try fields.optional("carrier")
    try fields.close()
  }

  /// What came out otherwise than expected, in sentences; nothing where all is right.
  public func complaints(under authored: JSON) throws(CodingError) -> [String] {
    var simulation = try TermsSimulation(authored)
    for (number, move) in play.enumerated() {
      do { try simulation.move(move) } catch { return ["move \(number + 1): \(error)"] }
    }
    var complaints = [String]()
    if simulation.position != end {
      complaints.append("the deal came to “\(simulation.position)”, not to “\(end)”")
    }
    if let paid, paid != simulation.paid {
      complaints.append(
        "the buyer paid \(simulation.paid.decimal) \(simulation.paid.currency), not \(paid.decimal) \(paid.currency)")
    }
    for side in DealSide.allCases {
      guard let wanted = holdings[side] else { continue }
      let held = simulation.holdings(of: side)
      if held.sorted() != wanted.sorted() {
        complaints.append(
          "the \(side.rawValue) holds \(held.isEmpty ? "nothing" : held.joined(separator: ", ")), not "
            + (wanted.isEmpty ? "nothing" : wanted.joined(separator: ", ")))
      }
    }
    return complaints
  }
}
