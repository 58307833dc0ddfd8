/// One way from a state to another, or to an end.
public struct TermsEdge: Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// The step was done.
    case done
    /// It failed, or its time is over.
    case otherwise
    case option(String)
    /// Of a branch, counted from 0.
    case holds(Int)
    /// The state has been entered as often as it may.
    case exhausted
    case exception(String)
  }

  public let from: String
  public let cause: Cause
  public let target: String
}

extension TermsState {
  /// The ways that the state itself names, in the order in which it names them.
  func edges(from name: String) -> [TermsEdge] {
    func edge(_ cause: TermsEdge.Cause, _ target: String) -> TermsEdge {
      TermsEdge(from: name, cause: cause, target: target)
    }
    var edges =
      switch step {
      case .transfer, .exchange, .dispute:
        [then.map { edge(.done, $0) }, edge(.otherwise, otherwise)].compactMap { $0 }
      case .pause: then.map { [edge(.done, $0)] } ?? []
      case .choose(_, let options): options.map { edge(.option($0.name), $0.target) } + [edge(.otherwise, otherwise)]
      case .branch(let cases):
        cases.indices.map { edge(.holds($0), cases[$0].target) } + [edge(.otherwise, otherwise)]
      }
    if let repetition { edges.append(edge(.exhausted, repetition.then)) }
    return edges
  }
}
