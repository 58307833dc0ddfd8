/// The way that a deal has gone through the states of its terms. Both sides compute it from the same signed acts, so that they are
/// always in the same state at the same turn.
public struct TermsCourse: Hashable, Sendable {
  /// The state, or the end that was reached; empty where terms lead in a circle that nobody's act interrupts.
  public private(set) var position = ""
  /// The number of the state among all that were entered, from 1; branches count too.
  public private(set) var turn = 0
  private var entered: [String: Int] = [:]

  /// At the first state of the terms.
  public init(_ terms: TermsOfBusiness, _ documents: DealDocuments) { enter(terms.start, terms, documents) }

  /// Enters a state, goes on where its repetition is exhausted, and through branches, which nobody has to decide.
  public mutating func enter(_ name: String, _ terms: TermsOfBusiness, _ documents: DealDocuments) {
    var next = name
    for _ in 0...terms.states.count {
      (position, turn) = (admitting(next, terms), turn + 1)
      guard case .branch(let cases)? = terms.state(position)?.step else { return }
      next = cases.first { documents.satisfy($0.condition) }?.target ?? terms.state(position)?.otherwise ?? ""
    }
    position = ""
  }

  /// Where all that follows is exhausted too, it stands still.
  private mutating func admitting(_ name: String, _ terms: TermsOfBusiness) -> String {
    var name = name
    for _ in 0...terms.states.count {
      guard let repetition = terms.state(name)?.repetition else { return name }
      guard entered[name, default: 0] >= repetition.most else {
        entered[name, default: 0] += 1
        return name
      }
      name = repetition.then
    }
    return name
  }
}
