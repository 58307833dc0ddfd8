import SemperExchange

extension PartyTable {
  /// The event that an answer of the arbiter's becomes, after the checks that a home makes; `nil` for an answer that it
  /// cannot use and therefore asks for again.
  func event(_ answer: ArbiterTable.Answer, in state: Int) -> ExchangeEvent? {
    switch answer {
    // A refused means is no event: the performer makes the call again.
    case .refused(let refusal): return ArbiterDenial(refusal).map { .arbiterRefused($0) }
    case .given(let answer, _):
      do {
        return try stage.verifier.event(answer, for: states[state].machine, with: stage.cast.reply(role))
      } catch { return nil }
    }
  }
}
